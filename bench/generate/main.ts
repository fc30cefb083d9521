import pg from 'pg';
import { parentOf, postgresCpuSeconds } from '../process.ts';
import { checkRecord } from './check.ts';
import { claimStatements, disagreementStatements, supersessions } from './claims.ts';
import { makeDatePool } from './dates.ts';
import { EventFacts, eventStatements } from './events.ts';
import { dropIndexes, makeIndexes, readIndexes } from './indexes.ts';
import { attemptStatements, laterBegins, positionStatements } from './mediation.ts';
import { Seeded, type Sizes, sizesFor } from './plan.ts';
import { referenceStatements } from './reference.ts';
import { skewedShares } from './weights.ts';
import { makeNames, makeSentences } from './words.ts';

const workers = 2;
const chunk = 20_000;
const sentences = 20_000;

export interface Generated {
  readonly seconds: number;
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Fills a migrated, empty database with a record of so many events, the same for the same seed. Triggers and foreign
 * keys do not run meanwhile; what they see to is checked at the end.
 *
 * @param say told what is done, with the seconds that it took
 * @throws when the database holds something already, or when the rows break a rule of the database
 */
export async function generateRecord(
  url: string,
  events: number,
  seed: number,
  say: (line: string) => void,
): Promise<Generated> {
  const started = performance.now();
  const sizes = sizesFor(events);
  const of = new Seeded(seed, sizes);
  const clients = await Promise.all(Array.from({ length: workers }, () => connect(url)));
  const [first] = clients;
  if (!first) throw new RangeError('There must be a worker.');
  const { rows } = await first.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postmaster = await parentOf(rows[0]?.pid ?? 0);
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const [began, used] = [performance.now(), await postgresCpuSeconds(postmaster)];
    const result = await work();
    const cpu = ((await postgresCpuSeconds(postmaster)) ?? Number.NaN) - (used ?? 0);
    const [seconds, processor] = [(performance.now() - began) / 1000, cpu].map((time) =>
      time.toFixed(1).padStart(6),
    );
    say(`${name.padEnd(32)} ${seconds} s, ${processor} s of processor in Postgres`);
    return result;
  };
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) await first.query(statement);
  };
  /** Statements that do not depend on one another, shared out among the workers. */
  const each = (statements: readonly string[]) => {
    const waiting = [...statements];
    return Promise.all(
      clients.map(async (client) => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await client.query(next);
      }),
    );
  };
  /** The chunks of a series, shared out among the workers. */
  const chunked = (count: number, statements: (from: number, to: number) => string[]) => {
    let next = 1;
    return Promise.all(
      clients.map(async (client) => {
        while (next <= count) {
          const from = next;
          const to = Math.min(count, from + chunk - 1);
          next = to + 1;
          for (const statement of statements(from, to)) await client.query(statement);
        }
      }),
    );
  };
  try {
    const dates = await step('dates and names', async () => {
      const pool = makeDatePool();
      await prepare(first, seed, sizes, pool.dates, of);
      return pool;
    });
    const indexes = await readIndexes(first);
    await dropIndexes(first, indexes);
    const sums = skewedShares(sizes.actors, 0.0925, 5 / (events * 2.2));
    const facts = new EventFacts(of, sizes, sums);
    await step('actors, places, sources', () => run(referenceStatements(of, sizes)));
    await step('claims', () =>
      chunked(sizes.claims, (from, to) => claimStatements(of, sizes, facts, dates, sums, from, to)),
    );
    const [gather, documented, key, ...disagreements] = disagreementStatements(of);
    await step('what claims lead to', () =>
      run([supersessions, gather ?? '', documented ?? '', key ?? '', 'ANALYZE']),
    );
    await step('events', () =>
      chunked(events, (from, to) => eventStatements(of, sizes, facts, dates, from, to)),
    );
    await step('attempts', () =>
      chunked(sizes.attempts, (from, to) => attemptStatements(of, sizes, facts, dates, sums, from, to)),
    );
    await step('positions', () =>
      chunked(sizes.positions, (from, to) => positionStatements(of, sizes, facts, dates, sums, from, to)),
    );
    await step('disagreements, later positions', () => run([...disagreements, laterBegins]));
    await step('what follows from the rows', () =>
      each(['SELECT rebuild_event_actor()', 'SELECT rebuild_attempt_actor()', 'SELECT rebuild_scope()']),
    );
    await step('indexes', () => makeIndexes(clients, indexes));
    await step('vacuum and analyze', () => vacuum(clients));
    await step('check', () => checkRecord(first));
    await first.query('DROP SCHEMA bench_gen CASCADE');
    return { seconds: (performance.now() - started) / 1000, rows: await countRows(first) };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c timezone=UTC -c datestyle=ISO',
    application_name: 'bench generate',
  });
  await client.connect();
  await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET max_parallel_workers_per_gather = 0;
    SET max_parallel_maintenance_workers = 0; SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET jit = off`);
  return client;
}

/** What rows are made of. */
export async function prepare(
  client: pg.Client,
  seed: number,
  sizes: Sizes,
  dates: readonly string[],
  of: Seeded,
): Promise<void> {
  const { rows } = await client.query(
    'SELECT EXISTS (SELECT FROM event) OR EXISTS (SELECT FROM actor) AS filled',
  );
  if (rows[0]?.filled)
    throw new Error('The database holds a record already; the generator fills empty ones only.');
  const { actors, places } = makeNames(seed, sizes.actors, sizes.places);
  await client.query('DROP SCHEMA IF EXISTS bench_gen CASCADE; CREATE SCHEMA bench_gen');
  await client.query('CREATE UNLOGGED TABLE bench_gen.date (n int PRIMARY KEY, date jsonb)');
  await client.query(
    'INSERT INTO bench_gen.date SELECT n - 1, d FROM unnest($1::jsonb[]) WITH ORDINALITY AS x(d, n)',
    [dates],
  );
  await client.query('CREATE UNLOGGED TABLE bench_gen.sentence (n int PRIMARY KEY, text text)');
  await client.query(
    'INSERT INTO bench_gen.sentence SELECT n, s FROM unnest($1::text[]) WITH ORDINALITY AS x(s, n)',
    [makeSentences(seed, sentences)],
  );
  await client.query(
    'CREATE UNLOGGED TABLE bench_gen.actor (n int PRIMARY KEY, id uuid, name text, slug text, kind text)',
  );
  await client.query(
    `INSERT INTO bench_gen.actor SELECT n, ${of.id('actor', 'n')}, name, slug, kind FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS x(name, slug, kind, n)`,
    [actors.map(({ name }) => name), actors.map(({ slug }) => slug), actors.map(({ kind }) => kind)],
  );
  await client.query(
    'CREATE UNLOGGED TABLE bench_gen.place (n int PRIMARY KEY, id uuid, name text, slug text)',
  );
  await client.query(
    `INSERT INTO bench_gen.place SELECT n, ${of.id('place', 'n')}, name, 'place-' || n FROM unnest($1::text[]) WITH ORDINALITY AS x(name, n)`,
    [places],
  );
  await client.query('ANALYZE bench_gen.date, bench_gen.sentence, bench_gen.actor, bench_gen.place');
}

async function tables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relpages DESC`,
  );
  return rows.map(({ name }) => name);
}

async function vacuum(clients: readonly pg.Client[]): Promise<void> {
  const [first] = clients;
  const waiting = first ? await tables(first) : [];
  await Promise.all(
    clients.map(async (client) => {
      for (let table = waiting.shift(); table !== undefined; table = waiting.shift())
        await client.query(`VACUUM (ANALYZE) ${pg.escapeIdentifier(table)}`);
    }),
  );
}

async function countRows(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; count: number }>(
    `SELECT relname AS name, reltuples::int AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
