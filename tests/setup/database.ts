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
