import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { migrate } from '../../src/kernel/migrate.ts';
import { testDatabase } from '../setup/database.ts';
import { type Ended, Run, root } from './service.ts';

/** The names of the migrations of the repository, in order. */
async function namesOf(): Promise<string[]> {
  const entries = await readdir(join(root, 'prisma', 'migrations'), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}

async function run(url: string, ...statements: string[]): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: pg.QueryResult['rows'] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** A database without anything in it. */
const emptyDatabase = () => testDatabase('template0');

describe('the migrations in process', () => {
  test('are applied once, in order', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    expect(await migrate(url)).toEqual(await namesOf());
    expect(await migrate(url)).toEqual([]);
  });

  test('of two at once, one applies them and the other waits', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    const applied = await Promise.all([migrate(url), migrate(url)]);
    expect(applied.flat()).toEqual(await namesOf());
  });

  test('one that was interrupted is applied again', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    // What a process leaves that is killed while the database works on its script, which is then undone.
    const [name = ''] = await namesOf();
    await run(
      url,
      `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
         finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
         started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'c', '${name}')`,
    );
    expect(await migrate(url)).toEqual(await namesOf());
  });

  test('all go into the schema public, also where a schema is named like the owner', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    await run(url, `CREATE SCHEMA ${new URL(url).username}`);
    expect(await migrate(url)).toEqual(await namesOf());
    expect(
      await run(
        url,
        `SELECT DISTINCT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
         WHERE nspname !~ '^(pg_|information_schema)'`,
      ),
    ).toEqual([{ nspname: 'public' }]);
  });

  test('an extension that stands in another schema is told of, with the statement that moves it', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    await run(url, 'CREATE SCHEMA extensions', 'CREATE EXTENSION pg_trgm WITH SCHEMA extensions');
    await expect(migrate(url)).rejects.toThrow(
      /^The extension pg_trgm of the database .* stands in the schema extensions, .*: ALTER EXTENSION pg_trgm SET SCHEMA public;$/,
    );
    await run(url, 'ALTER EXTENSION pg_trgm SET SCHEMA public');
    expect(await migrate(url)).toEqual(await namesOf());
  });

  test('a database that holds tables of something else is left alone', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    await run(url, 'CREATE TABLE of_somebody_else (id int)');
    await expect(migrate(url)).rejects.toThrow('holds tables that are not of this service');
  });

  test('a user without the right to create tables is told so', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    const user = `weak_${process.pid}`;
    await run(url, `CREATE ROLE ${user} LOGIN PASSWORD 'weak'`);
    const weak = new URL(url);
    weak.username = user;
    weak.password = 'weak';
    await expect(migrate(weak.href)).rejects.toThrow(/cannot be migrated: ERROR: permission denied/);
    await run(url, `DROP ROLE ${user}`);
  });
});

describe("prisma's command line, without a binary of its own", () => {
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');

  async function migrateBy(url: string, ...args: string[]): Promise<Ended> {
    return new Run([process.execPath, prisma, 'migrate', ...args], { DATABASE_URL: url }).ended;
  }

  test('creates the database, deploys to it, tells its state, and agrees with the service', async () => {
    const url = `${inject('postgres')}/by_prisma_${process.pid}`;
    expect(await migrateBy(url, 'deploy')).toMatchObject({ code: 0 });
    expect((await migrateBy(url, 'status')).stdout).toContain('up to date');
    expect(await migrate(url)).toEqual([]);
    await run(`${inject('postgres')}/postgres`, `DROP DATABASE by_prisma_${process.pid} WITH (FORCE)`);
  });

  test('finds a difference between a database and the models', async () => {
    const { ownerUrl: url } = await testDatabase();
    const diff = ['diff', '--from-config-datasource', '--to-schema', 'prisma', '--exit-code'];
    await run(url, 'ALTER TABLE place ADD COLUMN altitude int');
    const { code, stdout } = await migrateBy(url, ...diff);
    expect(code).toBe(2);
    expect(stdout).toMatch(/place[\s\S]*altitude/);
  });

  test('a script is carried out whole, functions and all', async () => {
    const { ownerUrl: url } = await emptyDatabase();
    const script =
      'CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END; $$;';
    const command = [process.execPath, prisma, 'db', 'execute', '--stdin'];
    const child = new Run(command, { DATABASE_URL: url }, root, script);
    expect(await child.ended).toMatchObject({ code: 0 });
    expect(await run(url, 'SELECT two()')).toEqual([{ two: 2 }]);
  });
});
