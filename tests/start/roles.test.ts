import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { appendOnlyTables } from '../../src/history/append-only.ts';
import { openDatabase } from '../../src/kernel/database.ts';
import { findRunning } from '../../src/kernel/postgres/embedded.ts';
import { serviceRole } from '../../src/kernel/postgres/program.ts';
import { addressOf, runCommand, shareDataDir, start } from './service.ts';

/** Runs statements one by one, and gives the rows of the last. */
async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** The address of the database of a data folder on which a service runs, as its owner or as the role that serves. */
async function addressesOf(dataDir: string): Promise<{ owner: string; service: string }> {
  const owner = (await findRunning(dataDir, 'demarche')) ?? '';
  const service = new URL(owner);
  service.username = serviceRole;
  service.password = (await readFile(passwordFile(dataDir), 'utf8')).trim();
  return { owner, service: service.href };
}

const passwordFile = (dataDir: string) => join(dataDir, 'postgres', 'service-password');

describe('the embedded service', () => {
  let dataDir = '';
  shareDataDir((folder) => {
    dataDir = folder;
  });

  test('answers over connections of a role that may log in and nothing more', async () => {
    const run = start({ DATA_DIR: dataDir });
    const address = await addressOf(run);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(await run.saying('Health')).not.toContain('Warning');
    const { owner } = await addressesOf(dataDir);
    expect(
      await query(
        owner,
        `SELECT DISTINCT usename, usesuper, usecreatedb, userepl, usebypassrls FROM pg_stat_activity JOIN pg_user USING (usename)
         WHERE datname = 'demarche' AND application_name = 'demarche'`,
      ),
    ).toEqual([
      { usename: serviceRole, usesuper: false, usecreatedb: false, userepl: false, usebypassrls: false },
    ]);
  });

  test("keeps that role's password beside the owner's, for the same eyes", async () => {
    const own = await stat(passwordFile(dataDir));
    const other = await stat(join(dataDir, 'postgres', 'password'));
    expect([own.mode & 0o777, own.uid, own.gid]).toEqual([other.mode & 0o777, other.uid, other.gid]);
    expect(await readFile(passwordFile(dataDir), 'utf8')).not.toBe(
      await readFile(join(dataDir, 'postgres', 'password'), 'utf8'),
    );
  });

  test('takes a data folder from before there was such a role', async () => {
    const before = start({ DATA_DIR: dataDir });
    await addressOf(before);
    const { owner } = await addressesOf(dataDir);
    await before.stop();
    await asOwner(dataDir, `DROP OWNED BY ${serviceRole}`, `DROP ROLE ${serviceRole}`);
    await rm(passwordFile(dataDir));
    const run = start({ DATA_DIR: dataDir });
    const address = await addressOf(run);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    expect(new URL((await addressesOf(dataDir)).owner).password).toBe(new URL(owner).password);
    await run.stop();
  });

  test('makes a new password when the file is lost, and the role has that one', async () => {
    const lost = await readFile(passwordFile(dataDir), 'utf8');
    await rm(passwordFile(dataDir));
    const run = start({ DATA_DIR: dataDir });
    await addressOf(run);
    expect(await readFile(passwordFile(dataDir), 'utf8')).not.toBe(lost);
    const { service } = await addressesOf(dataDir);
    expect(await query(service, 'SELECT current_user AS name')).toEqual([{ name: serviceRole }]);
    await run.stop();
  });

  test('a role that fell behind its file, as when a start was killed between them, follows it', async () => {
    await asOwner(dataDir, `ALTER ROLE ${serviceRole} NOLOGIN CREATEDB PASSWORD 'other'`);
    const run = start({ DATA_DIR: dataDir });
    await addressOf(run);
    const { owner, service } = await addressesOf(dataDir);
    expect(await query(service, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(
      await query(owner, `SELECT rolcreatedb AS may FROM pg_roles WHERE rolname = '${serviceRole}'`),
    ).toEqual([{ may: false }]);
    await run.stop();
  });

  test('loses at the next start the settings that it gave itself', async () => {
    const first = start({ DATA_DIR: dataDir });
    await addressOf(first);
    const { service } = await addressesOf(dataDir);
    await query(
      service,
      `ALTER ROLE ${serviceRole} SET search_path = 'pg_temp'`,
      `ALTER ROLE ${serviceRole} IN DATABASE demarche SET default_transaction_read_only = on`,
    );
    await first.stop();
    const run = start({ DATA_DIR: dataDir });
    await addressOf(run);
    const { owner } = await addressesOf(dataDir);
    const settings = `SELECT setconfig FROM pg_db_role_setting WHERE setrole = '${serviceRole}'::regrole`;
    expect(await query(owner, settings)).toEqual([]);
    await run.stop();
  });

  test('a command beside the service does not take away the password that it works by', async () => {
    const run = start({ DATA_DIR: dataDir });
    const address = await addressOf(run);
    const kept = await readFile(passwordFile(dataDir), 'utf8');
    await rm(passwordFile(dataDir));
    const { code, stderr } = await runCommand(['seed', 'article'], { DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(stderr).toEqual([expect.stringMatching(/service-password is missing while .* Stop that one/)]);
    expect(stderr[0]).not.toContain(kept.trim());
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    await run.stop();
  });
});

/** Runs statements on the database of a data folder that nobody serves. */
async function asOwner(dataDir: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const database = await openDatabase({ databaseUrl: null, migrationDatabaseUrl: null, dataDir }, 'use');
  try {
    return await query(database.ownerUrl, ...statements);
  } finally {
    await database.close();
  }
}

describe('over the real start, the role that serves', () => {
  let dataDir = '';
  shareDataDir(async (folder) => {
    dataDir = folder;
    // As far as the migrations do not make them.
    await asOwner(
      dataDir,
      ...appendOnlyTables.map((table) => `CREATE TABLE IF NOT EXISTS ${table} (id int PRIMARY KEY)`),
    );
    const found = await asOwner(
      dataDir,
      `SELECT relname AS table, attname AS column FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
       WHERE relnamespace = 'public'::regnamespace AND attnum = 1`,
    );
    for (const { table, column } of found) columns[String(table)] = String(column);
  });

  const [history = ''] = appendOnlyTables;
  const columns: Record<string, string> = {};
  const update = (table: string) => `UPDATE ${table} SET ${columns[table]} = ${columns[table]}`;
  const listRefused = (): [what: string, statement: string][] => [
    ...appendOnlyTables.flatMap((table): [string, string][] => [
      [`change a ${table}`, update(table)],
      [`delete a ${table}`, `DELETE FROM ${table}`],
      [`truncate ${table}`, `TRUNCATE ${table}`],
      [`lock others out of ${table}`, `BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`],
    ]),
    ['truncate a table of the record', 'TRUNCATE place CASCADE'],
    ['drop a table', `DROP TABLE ${history}`],
    ['alter a table', `ALTER TABLE ${history} ADD COLUMN more int`],
    ['take a table for its own', `ALTER TABLE ${history} OWNER TO ${serviceRole}`],
    ['create a table', 'CREATE TABLE public.more (id int)'],
    ['create a table for its session that hides another', 'CREATE TEMPORARY TABLE revision (id int)'],
    ['create a function', `CREATE FUNCTION public.more() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    [
      'create a trigger',
      `CREATE TRIGGER t BEFORE INSERT ON ${history} EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    ],
    ['create a schema', 'CREATE SCHEMA more'],
    ['disable triggers of a table', `ALTER TABLE ${history} DISABLE TRIGGER ALL`],
    ['disable all triggers', 'SET session_replication_role = replica'],
    ['disable them for later', `ALTER ROLE ${serviceRole} SET session_replication_role = replica`],
    ['become the owner', 'SET ROLE postgres'],
    ['give itself rights', `GRANT UPDATE ON ${history} TO ${serviceRole}; ${update(history)}`],
    ['make a role', 'CREATE ROLE more'],
    ['read which migrations there were', 'SELECT FROM _prisma_migrations'],
  ];

  test('reads and writes the record, adds to history, and can neither change that nor the tables', async () => {
    const run = start({ DATA_DIR: dataDir, SEED: 'article' });
    const response = await fetch(`${await addressOf(run)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ event(id: "attack-pahalgam-2025-04") { slug } }' }),
    });
    // What it answers it has written itself.
    expect(await response.json()).toEqual({ data: { event: { slug: 'attack-pahalgam-2025-04' } } });
    const { service } = await addressesOf(dataDir);
    await query(
      service,
      `INSERT INTO place (id, slug, name) VALUES (gen_random_uuid(), 'somewhere', 'Somewhere')`,
      `UPDATE place SET name = 'Elsewhere' WHERE slug = 'somewhere'`,
      `DELETE FROM place WHERE slug = 'somewhere'`,
    );
    for (const table of appendOnlyTables)
      expect(await query(service, `SELECT has_table_privilege('${table}', 'INSERT') AS may`)).toEqual([
        { may: true },
      ]);
    const allowed: string[] = [];
    for (const [what, statement] of listRefused()) {
      const error = await query(service, statement).then(
        () => null,
        (refusal: unknown) => (refusal instanceof pg.DatabaseError ? refusal : null),
      );
      // For want of a right, and not by a trigger that owners pass, too.
      if (error?.code !== '42501' || error.constraint !== undefined)
        allowed.push(`${what}: ${error?.message}`);
    }
    expect(allowed).toEqual([]);
    await run.stop();
  });

  test('loses at the next start what somebody gave it meanwhile', async () => {
    await asOwner(
      dataDir,
      `GRANT ALL ON ${history} TO PUBLIC, ${serviceRole}`,
      `GRANT UPDATE (${columns[history]}) ON ${history} TO ${serviceRole}`,
      `GRANT CREATE ON SCHEMA public TO ${serviceRole}`,
    );
    expect(await runCommand(['migrate'], { DATA_DIR: dataDir })).toMatchObject({ code: 0, stderr: [] });
    await asOwner(
      dataDir,
      `DO $$ BEGIN
      ASSERT NOT has_table_privilege('${serviceRole}', '${history}', 'UPDATE, DELETE, TRUNCATE');
      ASSERT NOT has_column_privilege('${serviceRole}', '${history}', '${columns[history]}', 'UPDATE');
      ASSERT NOT has_schema_privilege('${serviceRole}', 'public', 'CREATE');
    END $$`,
    );
  });
});
