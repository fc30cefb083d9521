import { beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { change } from './history.ts';

const refused = /is history and cannot be changed or deleted/;
const on = `SET LOCAL demarche.redaction = 'on'`;

/** A revision and a derivation of an event, and a redaction. */
async function withHistory(db: TestDatabase): Promise<void> {
  const id = '01900000-0000-7000-8000-000000000001';
  await db.pool.query(
    `INSERT INTO event (id, slug, type, title, date_absence, place_absence) VALUES ($1, 'meeting', 'MEETING', 'A meeting', 'UNKNOWN', 'UNKNOWN')`,
    [id],
  );
  await change(db, [], [['Event', id]]);
  await db.owner.query(`INSERT INTO redaction VALUES (gen_random_uuid(), now(), 'Office', 'A court', 1)`);
}

/** Runs statements in one transaction of the owner's, or of whom they say, and takes it back. */
async function attempt({ owner }: TestDatabase, ...statements: string[]): Promise<number | null> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    let changed: number | null = null;
    for (const statement of statements) ({ rowCount: changed } = await client.query(statement));
    return changed;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('history', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
    await withHistory(db);
  });

  test.each([
    `UPDATE revision SET note = 'x'`,
    `UPDATE derivation SET derived = '{}'`,
    `UPDATE redaction SET reason = 'x'`,
    'DELETE FROM revision',
    'DELETE FROM derivation',
    'DELETE FROM redaction',
    'TRUNCATE revision',
  ])('is not changed by its owner: %s', async (statement) => {
    await expect(attempt(db, statement)).rejects.toThrow(refused);
  });

  test.each([
    ['revision', `note = 'x', redacted_at = now()`],
    ['revision', `by = 'x', changes = '[]', record = '{}', redacted_at = now()`],
    ['derivation', `derived = '{}'`],
    ['redaction', `by = 'x', reason = 'y'`],
  ])('lets a redaction by the owner of %s change what people wrote: %s', async (table, set) => {
    expect(await attempt(db, on, `UPDATE ${table} SET ${set}`)).toBe(1);
  });

  test.each([
    ['revision', `note = 'x'`],
    ['revision', `redacted_at = now(), id = gen_random_uuid()`],
    ['revision', `redacted_at = now(), seq = seq + 1`],
    ['revision', `redacted_at = now(), subject_id = gen_random_uuid()`],
    ['revision', `redacted_at = now(), subject_type = 'Actor'`],
    ['revision', `redacted_at = now(), version = 9`],
    ['revision', `redacted_at = now(), kind = 'MERGED'`],
    ['revision', `redacted_at = now(), at = now()`],
    ['derivation', `at = now()`],
    ['derivation', `subject_id = gen_random_uuid()`],
    ['redaction', `at = '2000-01-01'`],
    ['redaction', `rows = 2`],
  ])('does not let a redaction change the rest of %s, nor leave no mark: %s', async (table, set) => {
    await expect(attempt(db, on, `UPDATE ${table} SET ${set}`)).rejects.toThrow(refused);
  });

  test('is not deleted by a redaction', async () => {
    for (const table of ['revision', 'derivation', 'redaction'])
      await expect(attempt(db, on, `DELETE FROM ${table}`)).rejects.toThrow(refused);
  });

  test('is not changed by another role that says that it redacts, whatever rights it was given', async () => {
    await expect(
      db.pool.query(
        `SELECT set_config('demarche.redaction', 'on', false); UPDATE revision SET redacted_at = now()`,
      ),
    ).rejects.toThrow('permission denied');
    const service = new URL(db.url).username;
    await expect(
      attempt(
        db,
        `GRANT UPDATE ON revision TO ${service}`,
        `SET LOCAL ROLE ${service}`,
        on,
        `UPDATE revision SET redacted_at = now()`,
      ),
    ).rejects.toThrow(refused);
  });
});
