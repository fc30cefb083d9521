import { seedFolder } from '../../src/editing/seed.ts';
import { filledDatabase, type TestDatabase } from './database.ts';

/** A database of one's own that holds the record of the article. */
export function articleDatabase(): Promise<TestDatabase> {
  return filledDatabase('article', (db) => seedFolder(db, 'seeds/article'));
}
