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
    // The triggers that keep history are those of ordinary sessions.
    await db.owner.query(
      'SET session_replication_role = replica; TRUNCATE revision, derivation; RESET session_replication_role',
    );
  });
}
