import { beforeAll, describe, expect, test } from 'vitest';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { attempt } from './attempt.ts';
import { claimCases } from './claim-cases.ts';
import { json, type TableCases } from './constraint-case.ts';
import { identifier, recordCases } from './record-cases.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 8, records: 12, claims: 30, disagreements: 4 });

const cases: Record<string, TableCases> = { ...recordCases, ...claimCases };

const { rows: constraints } = await db.pool.query<{ table: string; name: string }>(
  `SELECT c.conrelid::regclass::text AS table, c.conname AS name FROM pg_constraint c
   WHERE c.contype IN ('c', 'x') AND c.connamespace = 'public'::regnamespace AND c.conrelid <> 0 ORDER BY 1, 2`,
);
const everywhere = new Set(['slug_is_readable', 'list_is_bounded']);

test('every CHECK and exclusion of the database is tried here', () => {
  const tried = Object.entries(cases).flatMap(([table, named]) =>
    Object.keys(named).map((name) => `${table}.${name}`),
  );
  const own = constraints
    .filter(({ name }) => !everywhere.has(name))
    .map(({ table, name }) => `${table.replaceAll('"', '')}.${name}`);
  expect(tried.sort()).toEqual(own.sort());
});

const named = Object.entries(cases).flatMap(([table, byName]) =>
  Object.entries(byName).map(([name, tried]) => [`${table}: ${name}`, name, tried] as const),
);

test.each(named)('%s', async (_, name, { refused, taken }) => {
  for (const statements of refused)
    expect({ ...(await attempt(db.pool, ...[statements].flat())), statements }).toMatchObject({
      constraint: name,
      statements,
    });
  for (const statements of taken)
    expect({ ...(await attempt(db.pool, ...[statements].flat())), statements }).toMatchObject({
      constraint: null,
      statements,
    });
});

describe('slugs', () => {
  beforeAll(async () => {
    await db.pool.query(
      "INSERT INTO actor_redirect SELECT gen_random_uuid(), 'earlier-' || slug, id FROM actor ORDER BY id LIMIT 2",
    );
  });

  const tables = constraints.filter(({ name }) => name === 'slug_is_readable').map(({ table }) => table);

  test('are kept readable in every table that has them', async () => {
    const { rows } = await db.pool.query<{ table: string }>(
      `SELECT quote_ident(table_name) AS table FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'slug' ORDER BY 1`,
    );
    expect(rows.map(({ table }) => table.replaceAll('"', '')).sort()).toEqual(
      tables.map((table) => table.replaceAll('"', '')).sort(),
    );
  });

  test.each(tables.filter((table) => table !== 'office'))(
    'of %s have one form and are unique',
    async (table) => {
      const set = (slug: string) =>
        `UPDATE ${table} SET slug = '${slug}' WHERE id = (SELECT id FROM ${table} ORDER BY id LIMIT 1)`;
      for (const slug of ['', '-a', 'a-', 'a--b', 'A', 'é', 'a_b', 'a b', 'a'.repeat(201)])
        expect(await attempt(db.pool, set(slug))).toMatchObject({ constraint: 'slug_is_readable' });
      for (const slug of ['a', '0', 'a-1-b', 'a'.repeat(200)])
        expect(await attempt(db.pool, set(slug))).toMatchObject({ constraint: null });
      const taken = `UPDATE ${table} SET slug = (SELECT slug FROM ${table} ORDER BY id OFFSET 1 LIMIT 1) WHERE id = (SELECT id FROM ${table} ORDER BY id LIMIT 1)`;
      expect(await attempt(db.pool, taken)).toMatchObject({
        code: '23505',
        constraint: `${table.replaceAll('"', '')}_slug_key`,
      });
    },
  );
});

describe('lists that are given whole', () => {
  const column = (table: string) => (table === 'position_condition' ? 'ordinal' : 'position');
  const bounded = constraints.filter(({ name }) => name === 'list_is_bounded').map(({ table }) => table);
  const filling: Record<string, string> = {
    identifier: identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, NULL`),
    conflict_name: `INSERT INTO conflict_name (conflict_id, position, text) VALUES (uuid_of(3, 1), 1, 'war')`,
    conflict_party:
      'INSERT INTO conflict_party (conflict_id, position, actor_id) VALUES (uuid_of(3, 1), 1, uuid_of(1, 1))',
    conflict_issue:
      'INSERT INTO conflict_issue (conflict_id, position, issue_id) VALUES (uuid_of(3, 1), 1, uuid_of(4, 1))',
    event_relation: `INSERT INTO event_relation (event_id, position, type, other_id) VALUES (uuid_of(7, 1), 1, 'BEFORE', uuid_of(7, 2))`,
    attempt_event: `INSERT INTO attempt_event (attempt_id, position, event_id, role) VALUES (uuid_of(8, 1), 1, uuid_of(7, 1), 'OFFER')`,
    position_condition: `INSERT INTO position_condition (position_id, ordinal, text) VALUES (uuid_of(9, 1), 1, 'If so.')`,
  };

  test.each(bounded)('%s has at most 200 rows of one owner, numbered from 1', async (table) => {
    const renumber = (n: number) =>
      `UPDATE ${table} SET ${column(table)} = ${n} WHERE ctid = (SELECT ctid FROM ${table} WHERE ${column(table)} = 1 LIMIT 1)`;
    const fill = filling[table] ? [filling[table]] : [];
    for (const n of [0, -1, 201])
      expect(await attempt(db.pool, ...fill, renumber(n))).toMatchObject({ constraint: 'list_is_bounded' });
    expect(await attempt(db.pool, ...fill, renumber(200))).toMatchObject({ constraint: null });
  });
});

describe('the shape of a date', () => {
  const dated = (date: string) => `UPDATE event SET date = ${date} WHERE id = uuid_of(7, 1)`;

  test.each([
    ['no precision', { precision: null }],
    ['no ranges', { ranges: null, earliest: null, latest: null }],
    ['a start that is not that of its ranges', { earliest: '2025-02-01T00:00:00' }],
    ['an end that is not that of its ranges', { latest: '2025-12-30T23:59:59' }],
    ['no text', { edtf: null }],
    ['no display', { display: null }],
    ['inferred parts that are no list', { inferred: 'YEAR' }],
  ])('with %s is refused', async (_, changes) => {
    expect(await attempt(db.pool, dated(json('2025', changes)))).toMatchObject({
      constraint: 'date_is_a_date',
    });
  });

  test.each([
    '2025',
    '2025-05-11T08:17',
    '../2025-05-06',
    '2025-05-11/..',
    '/2025',
    'XXXX',
    '{..2025-05-06,2025-05-11..}',
    '19XX',
    '2025-21',
    '0001-01-01',
    '9999-12-31',
  ])('of %s is taken', async (edtf) => {
    expect(await attempt(db.pool, dated(json(edtf)))).toMatchObject({ constraint: null });
  });
});
