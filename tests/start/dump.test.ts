import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type pg from 'pg';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createKey, revokeKey } from '../../src/auth/key.service.ts';
import { writeDump } from '../../src/kernel/dump/dump-writer.ts';
import { listMigrationNames, migrate } from '../../src/kernel/migrate.ts';
import { articleDatabase } from '../setup/article.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { addressOf, type Ended, makeFolder, Run, runCommand, start } from './service.ts';

/** Every row of every table, what the sequences stand at, and the rules that hold. */
async function contentOf({ owner }: Pick<TestDatabase, 'owner'>): Promise<Record<string, unknown>> {
  const list = async (statement: string) =>
    (await owner.query<{ x: string }>(statement)).rows.map(({ x }) => x);
  const content: Record<string, unknown> = {};
  for (const table of await list(
    `SELECT tablename AS x FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  ))
    content[table] = await list(`SELECT t::text AS x FROM ${table} t ORDER BY 1`);
  content['the migrations'] = await list('SELECT migration_name AS x FROM _prisma_migrations ORDER BY 1');
  content['the sequences'] = await list(
    `SELECT sequencename || ' ' || last_value AS x FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  content['the constraints'] = await list(
    `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS x FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 ORDER BY 1`,
  );
  content['the triggers'] = await list(
    `SELECT pg_get_triggerdef(oid) || tgenabled::text AS x FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
  );
  return content;
}

async function countRows(db: Pick<TestDatabase, 'owner'>): Promise<number> {
  const content = Object.entries(await contentOf(db)).filter(([name]) => !name.startsWith('the '));
  return content.reduce((sum, [, rows]) => sum + (rows as unknown[]).length, 0);
}

/** Both addresses of a database, as the service's settings. */
const settings = ({ url, ownerUrl }: TestDatabase) => ({
  DATABASE_URL: url,
  MIGRATION_DATABASE_URL: ownerUrl,
});

async function dumpOf(db: TestDatabase): Promise<string> {
  const file = join(await makeFolder(), 'record.dump');
  expect(await runCommand(['dump', file], settings(db))).toMatchObject({ code: 0, stderr: [] });
  return file;
}

const restoreInto = (db: TestDatabase, file: string): Promise<Ended> =>
  runCommand(['restore', file], settings(db));

const question = `{
  events(first: 50) { totalCount nodes { slug title contested date { display } disagreements { field sides { polarity claimCount } } } }
  mediationAttempts(first: 50) { nodes { slug outcome responses { party { slug } answer } } }
  claims(first: 50) { totalCount nodes { id field passage { exact } chain { position speaker { slug } } } }
  search(text: "mediation", first: 20) { totalCount edges { snippet } }
}`;

async function ask(address: string): Promise<unknown> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: question }),
  });
  return response.json();
}

test('an embedded record that is dumped beside its service and restored elsewhere is served the same', async () => {
  const folder = await makeFolder();
  const [here, there, file] = [join(folder, 'here'), join(folder, 'there'), join(folder, 'record.dump')];
  const first = start({ DATA_DIR: here, SEED: 'article' });
  const answer = await ask(await addressOf(first));
  expect(answer).not.toHaveProperty('errors');
  const dumped = await runCommand(['dump', file], { DATA_DIR: here });
  expect(dumped).toMatchObject({ code: 0, stderr: [] });
  expect(dumped.stdout).toMatch(/Dump +\d+ rows of \d+ tables, \d+ kB in .*record\.dump/);
  await first.stop();
  const restored = await runCommand(['restore', file], { DATA_DIR: there });
  expect(restored).toMatchObject({ code: 0, stderr: [] });
  expect(restored.stdout).toMatch(/Restore .*every row is back/);
  const second = start({ DATA_DIR: there, SEED: 'article' });
  const address = await addressOf(second);
  // An empty record would have been filled.
  expect(await second.saying('Health')).not.toContain('Seed');
  expect(await ask(address)).toEqual(answer);
  await second.stop();
  // What was named is the folder.
  const again = await runCommand(['restore', file], { DATA_DIR: there });
  expect(again).toMatchObject({
    code: 1,
    stderr: [expect.stringContaining(`The data folder ${there} is not empty`)],
  });
  expect(again.stderr[0]).toMatch(/npm run reset first, or name another folder in DATA_DIR\.$/);
});

describe('a restored database', () => {
  test('has every row of every table, every sequence and every rule as they were', async () => {
    const [from, to] = [await articleDatabase(), await testDatabase()];
    for (const { owner } of [from, to]) await owner.query(odd);
    await from.owner.query(oddRows);
    const file = await dumpOf(from);
    expect(await restoreInto(to, file)).toMatchObject({ code: 0, stderr: [] });
    const content = await contentOf(to);
    expect(content).toEqual(await contentOf(from));
    expect(content.event).not.toEqual([]);
    expect(content['the triggers']).toContainEqual(expect.stringMatching(/odd_is_kept.*A$/));
  });

  /** Tables that lead to each other, a trigger that would change what comes in, and values that are hard to carry. */
  const odd = `
    CREATE TABLE odd (id serial PRIMARY KEY, more int, text text, bytes bytea, number float8, span interval, kept text);
    CREATE TABLE odder (id int PRIMARY KEY REFERENCES odd, always int GENERATED ALWAYS AS IDENTITY);
    ALTER TABLE odd ADD CONSTRAINT leads_back FOREIGN KEY (more) REFERENCES odder DEFERRABLE INITIALLY DEFERRED;
    CREATE FUNCTION keep_odd() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.kept := 'changed'; RETURN NEW; END $$;
    CREATE TRIGGER odd_is_kept BEFORE INSERT ON odd FOR EACH ROW EXECUTE FUNCTION keep_odd();
    ALTER TABLE odd ENABLE ALWAYS TRIGGER odd_is_kept;`;
  const oddRows = `
    INSERT INTO odd (more, text, bytes, number, span) VALUES
      (1, E'\\\\.', '\\x00ff5c2e0a', 0.1::float8 + 0.2, '1 year -3 days 04:05:06.789'),
      (NULL, E'a\\tb\\nc\\r\\n\\\\.\\n\\\\N', '', 'NaN', NULL), (NULL, '', NULL, '-Infinity', '0'), (NULL, NULL, NULL, 1e-300, NULL),
      (NULL, repeat('long ', 200000), NULL, NULL, NULL), (NULL, '𝔘نیکوдаに', NULL, NULL, NULL);
    UPDATE odd SET kept = 'as it was';
    INSERT INTO odder (id) SELECT id FROM odd;
    SELECT nextval('odd_id_seq');
    INSERT INTO odder SELECT 100 FROM odd WHERE false;`;

  test('is migrated to what the service has today, when the dump is older', async () => {
    const [from, to] = [await testDatabase('template0'), await testDatabase('template0')];
    const names = await listMigrationNames();
    expect(await migrate(from.ownerUrl, names.slice(0, 2))).toEqual(names.slice(0, 2));
    await from.owner.query(
      `INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), 'somewhere', 'Somewhere')`,
    );
    expect(await restoreInto(to, await dumpOf(from))).toMatchObject({ code: 0, stderr: [] });
    const content = await contentOf(to);
    expect(content['the migrations']).toEqual(names);
    expect(content.place).toHaveLength(1);
  });

  test('brings back the keys that were valid then, and the restore says how many', async () => {
    const [from, to] = [await testDatabase(), await testDatabase()];
    const none = await restoreInto(to, await dumpOf(from));
    expect(none).toMatchObject({ code: 0, stderr: [] });
    expect(none.stdout).not.toContain('API key');
    const day = 86_400_000;
    const make = (name: string, expiresAt: Date | null) =>
      createKey(from, { name, role: 'EDITOR', expiresAt });
    await make('endless', null);
    await make('of tomorrow', new Date(Date.now() + day));
    await make('of yesterday', new Date(Date.now() - day));
    await revokeKey(from, (await make('revoked', null)).id);
    const { code, stdout } = await restoreInto(to, await dumpOf(from));
    expect(code).toBe(0);
    expect(stdout).toContain('2 API keys of the dump are valid; revoke');
  });

  test('is open to the role that serves, with the rights that it has anywhere', async () => {
    const [from, to] = [await articleDatabase(), await testDatabase('template0')];
    expect(await restoreInto(to, await dumpOf(from))).toMatchObject({ code: 0, stderr: [] });
    await expect(to.pool.query('TRUNCATE place CASCADE')).rejects.toThrow('permission denied');
    const rows = await to.pool.query('SELECT FROM event');
    expect(rows.rowCount).toBeGreaterThan(0);
  });
});

describe('a dump that is not fit', () => {
  let whole: Buffer = Buffer.alloc(0);
  beforeAll(async () => {
    const { ownerUrl } = await articleDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'demarche-dump-'));
    await writeDump(ownerUrl, join(folder, 'whole.dump'), () => undefined);
    whole = await readFile(join(folder, 'whole.dump'));
    await rm(folder, { recursive: true });
  });

  /** Restores a changed dump, and gives the one line that it must end with, when nothing was changed. */
  async function refusalOf(bytes: Buffer): Promise<string> {
    const folder = await makeFolder();
    const changed = join(folder, 'changed.dump');
    await writeFile(changed, bytes);
    const { code, stderr } = await runCommand(['restore', changed], { DATA_DIR: join(folder, 'data') });
    expect(code).toBe(1);
    expect(stderr).toHaveLength(1);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    return stderr[0] ?? '';
  }

  /** The same dump with another text. */
  const reworded = (change: (text: string) => string) => gzipSync(change(gunzipSync(whole).toString()));

  test('cut off in the file is refused', async () => {
    expect(await refusalOf(whole.subarray(0, whole.length - 40))).toMatch(
      /is cut off, so nothing was restored/,
    );
    expect(await refusalOf(Buffer.alloc(0))).toMatch(/is cut off|is no dump/);
  });

  test('cut off between tables is refused', async () => {
    const refusal = await refusalOf(reworded((text) => text.slice(0, text.indexOf('{"table":"event"}'))));
    expect(refusal).toContain('it ends too early');
  });

  test('without its last line is refused', async () => {
    expect(await refusalOf(reworded((text) => text.slice(0, text.indexOf('{"sha256"'))))).toContain(
      'it ends too early',
    );
  });

  test('with one letter changed is refused', async () => {
    expect(await refusalOf(reworded((text) => text.replace('Pahalgam', 'Pahalgan')))).toContain(
      'its checksum is another',
    );
  });

  test('with one row less is refused', async () => {
    const refusal = await refusalOf(reworded((text) => text.replace(/(\{"table":"event"\}\n).*\n/, '$1')));
    expect(refusal).toContain('the table event lacks rows');
  });

  test('damaged in the file is refused', async () => {
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, 2_000, 2_100);
    expect(await refusalOf(damaged)).toMatch(/is no dump, or is damaged/);
  });

  test('of something else is refused', async () => {
    expect(await refusalOf(Buffer.from('CREATE TABLE event (id int);'))).toMatch(/is no dump, or is damaged/);
    expect(await refusalOf(gzipSync('{"format":"other"}\n'))).toMatch(/a line is none of a dump/);
  });

  test('of a later version of the format, or of the service, is told apart', async () => {
    expect(await refusalOf(reworded((text) => text.replace('"version":1', '"version":2')))).toContain(
      'was written by a later version of the service',
    );
    const name = '99991231000000_later';
    const later = withChecksum(
      gunzipSync(whole).toString().replace('"migrations":[', `"migrations":["${name}",`),
    );
    expect(await refusalOf(gzipSync(later))).toContain(
      `with the migration ${name}, which this one does not have`,
    );
  });

  test('and one that is not there is named', async () => {
    const { code, stderr } = await runCommand(['restore', join(await makeFolder(), 'nothing.dump')], {});
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('nothing.dump does not exist')]);
  });
});

function withChecksum(text: string): string {
  const body = text.slice(0, text.lastIndexOf('{"sha256"'));
  return `${body}{"sha256":"${createHash('sha256').update(body).digest('hex')}"}\n`;
}

describe('what is there', () => {
  test('is not overwritten by a dump', async () => {
    const db = await testDatabase();
    const file = join(await makeFolder(), 'notes.txt');
    await writeFile(file, 'mine');
    const { code, stderr } = await runCommand(['dump', file], settings(db));
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringContaining('exists already, and a dump overwrites nothing')]);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('is not mixed with what is restored', async () => {
    const db = await articleDatabase();
    const file = await dumpOf(db);
    const before = await contentOf(db);
    const { code, stderr } = await restoreInto(db, file);
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(/is not empty \(there are rows in \w+\).* npm run reset/)]);
    expect(await contentOf(db)).toEqual(before);
  });

  test('is not replaced under a running service', async () => {
    const [from, to] = [await articleDatabase(), await testDatabase()];
    const file = await dumpOf(from);
    const run = start(settings(to));
    await addressOf(run);
    const { code, stderr } = await restoreInto(to, file);
    expect(code).toBe(1);
    expect(stderr).toEqual([
      expect.stringContaining(`The service works on the database (process ${run.child.pid})`),
    ]);
    expect(await countRows(to)).toBe(0);
  });

  test('with other tables than the dump is left as it is', async () => {
    const [from, to] = [await articleDatabase(), await testDatabase()];
    await to.owner.query('ALTER TABLE place ADD COLUMN altitude int');
    const { code, stderr } = await restoreInto(to, await dumpOf(from));
    expect(code).toBe(1);
    expect(stderr).toEqual([
      expect.stringContaining('has other tables or migrations than the one that was dumped'),
    ]);
    expect(await countRows(to)).toBe(0);
  });
});

describe('a signal', () => {
  const waiting = async ({ owner }: TestDatabase, name: string) =>
    (
      await owner.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`,
        [name],
      )
    ).rowCount;

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s in the midst of a dump leaves no file',
    async (signal) => {
      const { run, folder } = await dumpThatWaits([...cli, 'dump']);
      expect(await run.stop(signal)).toMatchObject({ code: 130, stderr: [] });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test.runIf(process.platform !== 'win32')('SIGTERM to npm ends the command that it runs', async () => {
    const { run, folder, other } = await dumpThatWaits(['npm', 'run', 'dump', '--']);
    // Its output ends when the command has, which may be after npm itself.
    await run.stop();
    await other.query('ROLLBACK');
    expect(await readdir(folder)).toEqual([]);
  });

  /** A dump that waits for a table which another session has locked. */
  async function dumpThatWaits(command: readonly string[]) {
    const db = await articleDatabase();
    const folder = await makeFolder();
    const other = await connect(db);
    await other.query('BEGIN; LOCK TABLE event IN ACCESS EXCLUSIVE MODE');
    const run = new Run([...command, join(folder, 'record.dump')], settings(db));
    await expect.poll(() => waiting(db, 'demarche dump'), { timeout: 30_000 }).toBe(1);
    return { run, folder, other };
  }

  test('Ctrl-C in the midst of a restore leaves an empty database, with all its rules', async () => {
    const [from, to] = [await articleDatabase(), await testDatabase()];
    const file = await dumpOf(from);
    const other = await connect(to);
    await other.query(`SELECT pg_advisory_lock(77)`);
    await other.query(`CREATE FUNCTION wait() RETURNS boolean LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(77); RETURN true; END $$`);
    // Tables come by their names, so that many are full by then.
    await other.query('ALTER TABLE source ADD CONSTRAINT waits CHECK (wait())');
    const before = await contentOf(to);
    const run = new Run([...cli, 'restore', file], settings(to));
    await expect.poll(() => waiting(to, 'demarche restore'), { timeout: 30_000 }).toBe(1);
    expect(await run.stop('SIGINT')).toMatchObject({ code: 130, stderr: [] });
    await other.query('SELECT pg_advisory_unlock(77)');
    expect(await contentOf(to)).toEqual(before);
    expect(await countRows(to)).toBe(0);
  });

  /** A session of the owner, until the test is over. */
  async function connect({ owner }: TestDatabase): Promise<pg.PoolClient> {
    const client = await owner.connect();
    onTestFinished(() => client.release(true));
    return client;
  }

  const cli = [process.execPath, '--import', 'tsx', 'src/cli.ts'];
});
