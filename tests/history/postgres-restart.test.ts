import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { migrate } from '../../src/kernel/migrate.ts';
import { openEmbedded } from '../../src/kernel/postgres/embedded.ts';
import { serveFeed } from './followed.ts';
import { insertRevision } from './revisions.ts';

/** A Postgres of one's own at an address that stays the same when it is started again. */
async function restartable() {
  const dataDir = await mkdtemp(join(tmpdir(), `demarche-test-${process.pid}-`));
  await chmod(dataDir, 0o711);
  const start = () =>
    openEmbedded({ dataDir, role: 'use', settings: { fsync: 'off', max_connections: '50' } });
  let running: Awaited<ReturnType<typeof start>> | null = await start();
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const target = running && new URL(running.url('postgres'));
    if (!target) return client.destroy();
    const server = connect(Number(target.port), '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      // Whoever waits at one end has to learn that there is nothing at the other, as where nothing listens.
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
    return client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await running?.release();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  const url = (database: string) => {
    const direct = new URL(running?.url(database) ?? '');
    direct.searchParams.delete('host');
    direct.hostname = '127.0.0.1';
    direct.port = String(port);
    return direct.href;
  };
  return {
    url,
    async stop() {
      const stopped = running;
      running = null;
      await stopped?.release();
    },
    async start() {
      running = await start();
    },
  };
}

test('a subscription that is open while Postgres is stopped and started again goes on without a gap', async () => {
  const postgres = await restartable();
  const url = postgres.url('postgres');
  await migrate(url);
  const { subscribe, db, feed, logged } = await serveFeed(url);
  const id = newId();
  await db.pool.query(
    `WITH a AS (INSERT INTO actor (id, slug, name, kind) VALUES ($1, 'avaria', 'Avaria', 'STATE') RETURNING id)
     INSERT INTO actor_name (actor_id, position, text, kind) SELECT id, 1, 'Avaria', 'CANONICAL' FROM a`,
    [id],
  );
  const [idle, busy] = [await subscribe(), await subscribe()];
  await insertRevision(db.pool, { subjectId: id, note: 'before' });
  for (const client of [idle, busy]) expect(await client.notes(1)).toEqual(['before']);

  await postgres.stop();
  await expect(db.pool.query('SELECT 1')).rejects.toThrow();
  const waiting = idle.notes(2);
  await postgres.start();
  const writer = new pg.Client({ connectionString: postgres.url('postgres') });
  await writer.connect();
  onTestFinished(() => writer.end().catch(() => undefined));
  await insertRevision(writer, { subjectId: id, note: 'after' });
  await insertRevision(writer, { subjectId: id, note: 'later' });
  expect(await waiting).toEqual(['after', 'later']);
  expect(await busy.notes(2)).toEqual(['after', 'later']);
  const resumed = await subscribe({ after: busy.cursor() });
  await insertRevision(writer, { subjectId: id, note: 'last' });
  expect(await resumed.notes(1)).toEqual(['last']);
  expect(feed.size).toBe(3);
  expect(logged).toEqual([]);
  await vi.waitFor(async () => {
    const { rows } = await writer.query(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'demarche listen'`,
    );
    expect(rows).toHaveLength(1);
  });
}, 60_000);
