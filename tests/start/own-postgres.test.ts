import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { appendOnlyTables } from '../../src/history/append-only.ts';
import { prepareDatabase } from '../../src/kernel/preparation.ts';
import { administer } from '../setup/database.ts';
import { addressOf, makeFolder, runCommand, start } from './service.ts';

const name = `own_${process.pid}`;
const [owner, service, stranger] = [`${name}_owner`, `${name}_service`, `${name}_stranger`];
const password = 'not-to-be-shown';

/** The address of a database of the tests' server, as one of the roles of this file. */
function addressAs(role: string, database: string): string {
  const url = new URL(`${inject('postgres')}/${database}`);
  url.username = role;
  url.password = password;
  return url.href;
}

const settings = (database: string) => ({
  DATABASE_URL: addressAs(service, database),
  MIGRATION_DATABASE_URL: addressAs(owner, database),
});

beforeAll(async () => {
  for (const role of [owner, service, stranger])
    await administer(inject('postgres'), `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
});

afterAll(async () => {
  for (const role of [owner, service, stranger]) await administer(inject('postgres'), `DROP ROLE ${role}`);
});

let count = 0;

/** An empty database as docs/operating.md makes it, until the test is over. */
async function makeDatabase(): Promise<string> {
  count += 1;
  const database = `${name}_${count}`;
  await administer(inject('postgres'), `CREATE DATABASE ${database} OWNER ${owner} TEMPLATE template0`);
  onTestFinished(() => administer(inject('postgres'), `DROP DATABASE ${database} WITH (FORCE)`));
  return database;
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('with two addresses', () => {
  test('the owner migrates, the other role serves and seeds, and neither is a superuser', async () => {
    const database = await makeDatabase();
    const run = start(settings(database));
    const address = await addressOf(run);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    const said = await run.saying('Health');
    expect(said).not.toContain('Warning');
    expect(said).not.toContain(password);
    expect(await runCommand(['seed', 'article'], settings(database))).toMatchObject({ code: 0, stderr: [] });
    const url = addressAs(owner, database);
    expect(await query(url, `SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'`)).toEqual(
      [{ tableowner: owner }],
    );
    await expect(query(addressAs(service, database), 'DROP TABLE event')).rejects.toThrow('must be owner');
    await expect(query(addressAs(service, database), 'CREATE TABLE more (id int)')).rejects.toThrow(
      'permission denied for schema public',
    );
  });

  test('a record is dumped by the owner, emptied, and restored to another such database', async () => {
    const [from, to] = [await makeDatabase(), await makeDatabase()];
    const file = join(await makeFolder(), 'record.dump');
    expect(await runCommand(['seed', 'article'], settings(from))).toMatchObject({ code: 0, stderr: [] });
    const events = `SELECT e::text AS row FROM event e ORDER BY 1`;
    const before = await query(addressAs(owner, from), events);
    expect(await runCommand(['dump', file], settings(from))).toMatchObject({ code: 0, stderr: [] });
    for (const database of [to, from]) {
      if (database === from)
        expect(await runCommand(['reset', '--yes'], settings(from))).toMatchObject({ code: 0, stderr: [] });
      expect(await runCommand(['restore', file], settings(database))).toMatchObject({ code: 0, stderr: [] });
      // As the role that serves, also where a reset has made the schema anew.
      expect(await query(addressAs(service, database), events)).toEqual(before);
    }
  });

  test('that lead to two databases, the start is refused and names both', async () => {
    const [one, other] = [await makeDatabase(), await makeDatabase()];
    const { code, stderr } = await start({ ...settings(one), DATABASE_URL: addressAs(service, other) }).ended;
    expect(code).toBe(1);
    expect(stderr).toEqual([
      expect.stringMatching(
        new RegExp(
          `^MIGRATION_DATABASE_URL leads to the database ${one} .* DATABASE_URL to another, ${other} `,
        ),
      ),
    ]);
    expect(stderr[0]).not.toContain(password);
  });

  test('of which the owner is wrong, the start names that setting', async () => {
    const database = await makeDatabase();
    const refusalOf = async (url: string) => {
      const { code, stderr } = await start({ ...settings(database), MIGRATION_DATABASE_URL: url }).ended;
      expect({ code, lines: stderr.length }).toEqual({ code: 1, lines: 1 });
      expect(stderr[0]).not.toContain(password);
      return stderr[0];
    };
    const wrong = new URL(addressAs(owner, database));
    wrong.password = 'wrong';
    expect(await refusalOf(wrong.href)).toContain('Mend the one in MIGRATION_DATABASE_URL.');
    expect(await refusalOf(`postgresql://${owner}:${password}@127.0.0.1:1/${database}`)).toMatch(
      /nothing listens there\. Check that it runs and that MIGRATION_DATABASE_URL is right, or leave that out to have/,
    );
    expect(await refusalOf('mysql://127.0.0.1/record')).toContain('MIGRATION_DATABASE_URL is no address');
    expect(await refusalOf(addressAs(stranger, database))).toMatch(
      /cannot be migrated: .*permission denied.*Name the owner of its tables in MIGRATION_DATABASE_URL/,
    );
  });

  test('of which the one that serves could do all, the start says so in one line', async () => {
    const database = await makeDatabase();
    const warningOf = async (url: string) => {
      const run = start({ ...settings(database), DATABASE_URL: url });
      await addressOf(run);
      const warnings = (await run.saying('Health')).split('\n').filter((line) => line.includes('Warning'));
      await run.stop();
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).not.toContain(password);
      return warnings[0];
    };
    expect(await warningOf(addressAs(owner, database))).toContain(`${owner} of DATABASE_URL`);
    expect(await warningOf(`${inject('postgres')}/${database}`)).toMatch(
      /postgres of DATABASE_URL .* is a superuser/,
    );
  });
});

describe('of a role that serves, the warning says that it', () => {
  const role = `${name}_odd`;
  const ways: [reason: string, statement: string][] = [
    ['may make roles, or become a superuser', `ALTER ROLE ${role} CREATEROLE`],
    ['may make roles, or become a superuser', `GRANT postgres TO ${role}`],
    ['may replicate the server', `ALTER ROLE ${role} REPLICATION`],
    ['may run programs or write files on the server', `GRANT pg_execute_server_program TO ${role}`],
    ['may run programs or write files on the server', `GRANT pg_write_server_files TO ${role}`],
    ['may change or delete history', `GRANT pg_write_all_data TO ${role}`],
    ['owns the database or its schema public', `ALTER DATABASE DATABASE_NAME OWNER TO ${role}`],
    ['owns the database or its schema public', `ALTER SCHEMA public OWNER TO ${role}`],
    [
      'may create schemas',
      `GRANT CREATE ON DATABASE DATABASE_NAME TO PUBLIC; ALTER DATABASE DATABASE_NAME OWNER TO postgres`,
    ],
  ];

  /** The warning about the role in a database where some statements have been carried out. */
  async function warningAfter(...statements: string[]): Promise<string | null> {
    await administer(inject('postgres'), `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
    onTestFinished(() => administer(inject('postgres'), `DROP ROLE ${role}`));
    const database = await makeDatabase();
    const [url, ownerUrl] = [addressAs(role, database), addressAs(owner, database)];
    expect(await prepareDatabase({ url, ownerUrl, serviceRole: role }, appendOnlyTables)).toMatchObject({
      warning: null,
    });
    for (const statement of statements)
      await query(`${inject('postgres')}/${database}`, statement.replaceAll('DATABASE_NAME', database));
    return (await prepareDatabase({ url, ownerUrl, serviceRole: role }, appendOnlyTables)).warning;
  }

  test.each(ways)('%s (%s)', async (reason, statement) => {
    const warning = await warningAfter(statement);
    expect(warning).toContain(`${role} of DATABASE_URL`);
    expect(warning).toContain(reason);
  });

  test('nothing of a right that the owner has taken back', async () => {
    expect(await warningAfter('GRANT CREATE, TEMPORARY ON DATABASE DATABASE_NAME TO PUBLIC')).toBeNull();
  });

  test('may do several things, in one line', async () => {
    const warning = await warningAfter(`ALTER ROLE ${role} CREATEROLE REPLICATION`);
    expect(warning).toMatch(/ may make roles, or become a superuser, and may replicate the server, so that/);
  });
});

describe('with one address', () => {
  test('the start warns in one line that a trigger alone protects history, and what to set', async () => {
    const run = start({ DATABASE_URL: addressAs(owner, await makeDatabase()) });
    await addressOf(run);
    const warnings = (await run.saying('Health')).split('\n').filter((line) => line.includes('Warning'));
    expect(warnings).toEqual([
      expect.stringMatching(/only a trigger protects history.*MIGRATION_DATABASE_URL/),
    ]);
  });

  test('of the role that serves, the start and a reset say who is missing', async () => {
    const database = await makeDatabase();
    expect(await runCommand(['migrate'], settings(database))).toMatchObject({ code: 0, stderr: [] });
    const alone = { DATABASE_URL: addressAs(service, database) };
    const missing = [expect.stringContaining('MIGRATION_DATABASE_URL, beside')];
    expect(await start(alone).ended).toMatchObject({ code: 1, stderr: missing });
    expect(await runCommand(['reset', '--yes'], alone)).toMatchObject({ code: 1, stderr: missing });
  });

  test('of the owner, without one that serves, is refused', async () => {
    const { code, stderr } = await start({ MIGRATION_DATABASE_URL: addressAs(owner, 'record') }).ended;
    expect(code).toBe(1);
    expect(stderr).toEqual([
      expect.stringContaining('MIGRATION_DATABASE_URL is set, and DATABASE_URL is not'),
    ]);
  });
});
