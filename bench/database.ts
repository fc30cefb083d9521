import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate } from '../src/kernel/migrate.ts';
import { withDatabase } from '../src/kernel/postgres/address.ts';
import { type Embedded, openEmbedded } from '../src/kernel/postgres/embedded.ts';
import { generateRecord } from './generate/main.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server that all contenders share: the record in memory, no parallel query, no compilation of statements. */
const settings = {
  shared_buffers: '6GB',
  effective_cache_size: '10GB',
  work_mem: '16MB',
  random_page_cost: '1.1',
  max_connections: '200',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  fsync: 'off',
  full_page_writes: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
};

export async function openServer(): Promise<Embedded> {
  return openEmbedded({ dataDir: here('.data'), role: 'use', settings });
}

/**
 * The address of a database with the generated record of so many events. One that was made with the same seed by the
 * same generator on the same migrations is taken as it is.
 */
export async function openRecord(
  server: Embedded,
  events: number,
  seed: number,
  say: (line: string) => void,
): Promise<string> {
  const name = `bench_${events}_${seed}_${await fingerprint()}`;
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const found = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'bench\\_%'`,
    );
    const names = found.rows.map(({ datname }) => datname);
    if (names.includes(name)) return server.url(name);
    // What an older generator or other migrations made is of no use any more.
    for (const stale of names.filter(
      (other) => other.startsWith(`bench_${events}_${seed}_`) || other.endsWith('_unfinished'),
    ))
      await client.query(`DROP DATABASE ${pg.escapeIdentifier(stale)} WITH (FORCE)`);
    const unfinished = `bench_${events}_${seed}_unfinished`;
    await client.query(`CREATE DATABASE ${unfinished}`);
    const url = withDatabase(server.url('postgres'), unfinished);
    await migrate(url);
    const { seconds, rows } = await generateRecord(url, events, seed, say);
    say(
      `${rows.event} events, ${rows.participation} participations, ${rows.claim} claims in ${seconds.toFixed(0)} s`,
    );
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    await client.query('CHECKPOINT');
    return server.url(name);
  } finally {
    await client.end();
  }
}

/** Of all that decides what the rows are. */
export async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const generator = (await readdir(here('generate'))).sort().map((file) => here(`generate/${file}`));
  generator.push(here('random.ts'));
  const folders = (await readdir(here('../prisma/migrations')))
    .filter((folder) => !folder.includes('.'))
    .sort();
  const migrations = folders.map((folder) => here(`../prisma/migrations/${folder}/migration.sql`));
  for (const file of [...generator, ...migrations]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 10);
}
