import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject, onTestFinished } from 'vitest';
import { createDb, type Db } from '../../src/kernel/db.ts';
import { sessionConfig } from '../../src/kernel/postgres/address.ts';
import { emptyTemplate } from './postgres.ts';
import { recordStatements } from './statements.ts';

/** The database as the service has it: as a role that owns no table and may not change history. */
export interface TestDatabase extends Db {
  readonly url: string;
  /** Its address as the owner of the tables. */
  readonly ownerUrl: string;
  /** What takes the owner: statements that change tables, their statistics or their triggers. */
  readonly owner: pg.Pool;
  /** Every statement that reached the database since it was last emptied, in order. */
  readonly statements: string[];
}

/**
 * A database of one's own, cloned from a template. Called at the top of a file or in a `beforeAll`, it lasts until
 * the file is done; called in a test, until the test is.
 */
export async function testDatabase(template: string = emptyTemplate): Promise<TestDatabase> {
  const address = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(address, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const opened = open(name);
  const statements = recordStatements(opened.pool);
  atEnd(async () => {
    await opened.close();
    await administer(address, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return { ...opened, statements };
}

/** Connections of the owner are opened for whoever asks for them. */
function open(name: string): Omit<TestDatabase, 'statements'> {
  const url = `${inject('servicePostgres')}/${name}`;
  const ownerUrl = `${inject('postgres')}/${name}`;
  const db = createDb(url, { max: 4 });
  const owner = new pg.Pool({ ...sessionConfig(ownerUrl, 'demarche test'), max: 2 });
  owner.on('error', () => undefined);
  const close = async () => {
    await Promise.all([db.close(), owner.end()]);
  };
  return { ...db, url, ownerUrl, owner, close };
}

/**
 * A database of one's own, cloned from one that is filled once in a run, by whoever asks for it first.
 * @param name the same for the same content only
 */
export async function filledDatabase(
  name: string,
  fill: (db: TestDatabase) => Promise<unknown>,
): Promise<TestDatabase> {
  const address = inject('postgres');
  const client = new pg.Client({ connectionString: `${address}/postgres` });
  await client.connect();
  try {
    // Other processes that ask at the same time wait here.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [`filled_${name}`]);
    if (rowCount === 0) {
      // A database of the final name is whole.
      await client.query(`DROP DATABASE IF EXISTS filling_${name} WITH (FORCE)`);
      await client.query(`CREATE DATABASE filling_${name} TEMPLATE ${emptyTemplate}`);
      const opened = open(`filling_${name}`);
      await fill({ ...opened, statements: [] }).finally(() => opened.close());
      await client.query(`ALTER DATABASE filling_${name} RENAME TO filled_${name}`);
    }
  } finally {
    await client.end();
  }
  return testDatabase(`filled_${name}`);
}

function atEnd(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    // No test is running.
    afterAll(close);
  }
}

/** Runs one statement on the server's own database. */
export async function administer(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${address}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
