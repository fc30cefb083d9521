import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { createDb, type Db } from '../../src/kernel/db.ts';
import { emptyTemplate } from './postgres.ts';
import { recordStatements } from './statements.ts';

export interface TestDatabase extends Db {
  readonly url: string;
  /** Every statement that reached the database since it was last emptied, in order. */
  readonly statements: string[];
}

/**
 * A database of a test file's own, cloned from a template and dropped when the file is done.
 * Call it once at the top of a file or in a `beforeAll`.
 */
export async function testDatabase(template: string = emptyTemplate): Promise<TestDatabase> {
  const address = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(address, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = `${address}/${name}`;
  const db = createDb(url, { max: 4 });
  const statements = recordStatements(db.pool);
  afterAll(async () => {
    await db.close();
    await administer(address, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return { ...db, url, statements };
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
