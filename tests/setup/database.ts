import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject, onTestFinished } from 'vitest';
import { createDb, type Db } from '../../src/kernel/db.ts';
import { emptyTemplate } from './postgres.ts';
import { recordStatements } from './statements.ts';

export interface TestDatabase extends Db {
  readonly url: string;
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
  const url = `${address}/${name}`;
  const db = createDb(url, { max: 4 });
  const statements = recordStatements(db.pool);
  atEnd(async () => {
    await db.close();
    await administer(address, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return { ...db, url, statements };
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
      const url = `${address}/filling_${name}`;
      const db = createDb(url, { max: 4 });
      await fill({ ...db, url, statements: [] }).finally(() => db.close());
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
