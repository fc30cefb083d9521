import { expect, test } from 'vitest';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { attempt } from './attempt.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 5, records: 4, claims: 4, disagreements: 1 });

async function keysOf(edtf: string | null): Promise<[number, number]> {
  const date = edtf === null ? null : JSON.stringify(makeHistoricalDate({ edtf }));
  const { rows } = await db.pool.query<{ asc: string; desc: string }>(
    'SELECT date_key($1::jsonb, 1000000000000) AS asc, date_key($1::jsonb, -2000000000000) AS desc',
    [date],
  );
  return [Number(rows[0]?.asc), Number(rows[0]?.desc)];
}

test('a date sorts by its first moment, an open or unknown start before all, no date after all', async () => {
  const inOrder = [
    '../2025',
    '0001-01-01',
    '1947-08-15',
    '2025',
    '2025-05-11',
    '2025-05-11T08:17',
    '9999-12-31',
  ];
  const keys = await Promise.all(inOrder.map(keysOf));
  const ascending = keys.map(([asc]) => asc);
  expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
  expect(keys.every(([asc, desc]) => asc === desc)).toBe(true);
  expect(await keysOf('/2025')).toEqual(await keysOf('../2025'));
  expect(await keysOf('2025-05-11')).toEqual([Date.UTC(2025, 4, 11) / 1000, Date.UTC(2025, 4, 11) / 1000]);
  const [asc, desc] = await keysOf(null);
  expect(asc).toBeGreaterThan(Math.max(...ascending));
  expect(desc).toBeLessThan(Math.min(...ascending));
});

test('the words to search by are those of title and summary, folded and stemmed', async () => {
  await db.pool.query(
    `UPDATE event SET title = 'Réunions à Genève', summary = NULL WHERE id = uuid_of(7, 1)`,
  );
  await db.pool.query(
    `UPDATE event SET title = 'Talks', summary = 'The parties were meeting' WHERE id = uuid_of(7, 2)`,
  );
  const { rows } = await db.pool.query<{ words: string }>(
    'SELECT text_search::text AS words FROM event WHERE id IN (uuid_of(7, 1), uuid_of(7, 2)) ORDER BY id',
  );
  expect(rows.map(({ words }) => [...words.matchAll(/'([^']+)'/g)].map(([, word]) => word))).toEqual([
    ['genev', 'reunion'],
    ['meet', 'parti', 'talk'],
  ]);
});

test('a passage has words to search by only where its words are kept', async () => {
  const { rows } = await db.pool.query<{ kept: boolean; searchable: boolean }>(
    'SELECT passage_exact IS NOT NULL AS kept, text_search IS NOT NULL AS searchable FROM claim',
  );
  expect(rows.length).toBe(4);
  for (const { kept, searchable } of rows) expect(searchable).toBe(kept);
});

test.each([
  ['event', 'date_asc', '1'],
  ['event', 'date_ranges', `'{}'`],
  ['event', 'text_search', `''`],
  ['mediation_attempt', 'date_desc', '1'],
  ['position', 'held_ranges', `'{}'`],
  ['claim', 'text_search', `''`],
])('%s.%s is computed, and nothing else is taken in its place', async (table, column, value) => {
  expect(await attempt(db.pool, `UPDATE ${table} SET ${column} = ${value}`)).toMatchObject({ code: '428C9' });
});
