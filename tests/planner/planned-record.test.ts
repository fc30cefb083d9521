import { expect, test } from 'vitest';
import { plannedDatabase } from './planned-record.ts';

const db = await plannedDatabase();

/** What no field of the schema reads. */
const unread = ['api_key', 'given_answer', 'redaction'];

test('every column of the record has a value somewhere, and where it may be null also none', async () => {
  const { rows } = await db.pool.query<{ table: string; column: string; nullable: boolean }>(
    `SELECT table_name AS table, column_name AS column, is_nullable = 'YES' AS nullable FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name !~ '^(_|generated_|planned_)' AND table_name <> ALL ($1)
       AND data_type NOT IN ('tsvector') ORDER BY 1, 2`,
    [unread],
  );
  const lacking: string[] = [];
  for (const { table, column, nullable } of rows) {
    const { rows: found } = await db.pool.query<{ some: boolean; none: boolean }>(
      `SELECT bool_or("${column}" IS NOT NULL) AS some, bool_or("${column}" IS NULL) AS none FROM "${table}"`,
    );
    if (!found[0]?.some) lacking.push(`${table}.${column} has no value`);
    if (nullable && !found[0]?.none) lacking.push(`${table}.${column} is never null`);
  }
  expect(lacking).toEqual([]);
});
