import { seedFolder } from '../../src/editing/seed.ts';
import { filledDatabase, type TestDatabase } from './database.ts';

/** A database of one's own that holds the record of the article. */
export function articleDatabase(): Promise<TestDatabase> {
  return filledDatabase('article', (db) => seedFolder(db, 'seeds/article'));
}

/** The same without the history of how it came to be, for tests that write a history of their own. */
export function articleWithoutHistory(): Promise<TestDatabase> {
  return filledDatabase('article_without_history', async (db) => {
    await seedFolder(db, 'seeds/article');
    await forgetHistory(db);
  });
}

/** Takes all history out of a database that is being filled: nothing but a test can. */
export async function forgetHistory(db: TestDatabase): Promise<void> {
  const client = await db.owner.connect();
  try {
    // The triggers that keep history are those of ordinary sessions.
    await client.query('SET session_replication_role = replica');
    await client.query('TRUNCATE revision, derivation');
  } finally {
    client.release(true);
  }
}
