import { generateRecord } from '../paging/generated-record.ts';
import { filledDatabase, type TestDatabase } from '../setup/database.ts';

/**
 * A database of one's own with so many rows of each kind that reading all of them costs more than going by an index.
 * Actor 1 takes part in more than every second event, holds every second position and mediates in every second
 * attempt.
 */
export function largeDatabase(): Promise<TestDatabase> {
  const sizes = { reference: 300, records: 20_000, claims: 20_000, disagreements: 3_000 };
  return filledDatabase('large', (db) => generateRecord(db.owner, sizes, false));
}
