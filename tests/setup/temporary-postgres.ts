import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../src/kernel/postgres/embedded.ts';
import { isAlive } from '../../src/kernel/postgres/postmaster.ts';

export interface TemporaryPostgres {
  /** The address of one of its databases, as the owner of the tables. */
  url(database: string): string;
  /** The same as the role that the service serves as. */
  serviceUrl(database: string): string;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

const prefix = 'demarche-test-';

/** What a server may leave out whose data nobody keeps, and a time zone that shows whoever relies on UTC. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  timezone: 'Asia/Kolkata',
};

/**
 * Starts a Postgres in a folder of its own. When this process is killed, a guard stops the server; its files are
 * removed by the next call.
 */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    // Started by root, the server runs as another user, who has to pass through.
    await chmod(folder, 0o711);
    const server = await openEmbedded({ dataDir: folder, role: 'use', settings });
    return {
      url: (database) => server.url(database),
      serviceUrl: (database) => server.serviceUrl(database),
      async remove() {
        await server.release();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function removeLeftovers(): Promise<void> {
  const name = new RegExp(`^${prefix}(\\d+)-`);
  for (const entry of await readdir(tmpdir())) {
    const pid = name.exec(entry)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(tmpdir(), entry), { recursive: true, force: true }).catch(() => undefined);
  }
}
