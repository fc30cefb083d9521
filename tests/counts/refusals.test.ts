import { expect, test } from 'vitest';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { recordCounted } from './count-record.ts';

const db = await testDatabase();
await recordCounted(db.pool, 20, 1);

test.each([
  ['groupBy: []', 'groupBy: 0 groupings were given'],
  ['groupBy: [TYPE, ACTOR, MONTH]', 'groupBy: 3 groupings were given'],
  ['groupBy: [MONTH, MONTH]', 'groupBy: MONTH was given twice'],
  ['groupBy: [TYPE, TYPE]', 'groupBy: TYPE was given twice'],
  ['groupBy: [YEAR, DAY]', 'groupBy: YEAR and DAY are both spans of time'],
  ['groupBy: [TYPE], first: -1', 'first: -1 was given'],
  ['groupBy: [TYPE], first: 10001', 'first: 10001 was given'],
  ['groupBy: [DAY], filter: { date: { within: "19XX" } }', 'by DAY there are 36524 buckets'],
  ['groupBy: [TYPE], filter: { types: [] }', 'filter.types: an empty list was given'],
  ['groupBy: [TYPE], filter: { participants: [] }', 'filter.participants: an empty list was given'],
  [
    'groupBy: [TYPE], filter: { participants: [{ actor: "actor-1", roles: [] }] }',
    'filter.participants.0.roles: an empty list was given',
  ],
  [
    `groupBy: [TYPE], filter: { participants: [${'{ actor: "actor-1" } '.repeat(11)}] }`,
    'filter.participants: 11 values were given',
  ],
  ['groupBy: [TYPE], filter: { date: {} }', 'The argument filter.date names no date'],
  ['groupBy: [MONTH], filter: { participants: [{ actor: "actor-1" }], date: {} }', 'names no date'],
])('eventCounts(%s) is refused: %s', async (args, message) => {
  const { errors } = await execute(db, `{ eventCounts(${args}) { possible } }`);
  expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) }]);
});

test('an actor that is not on record is told, with the place where it was named', async () => {
  const { errors } = await execute(
    db,
    '{ eventCounts(groupBy: [TYPE], filter: { participants: [{ actor: "actor-1" }, { actor: "nobody" }] }) { possible } }',
  );
  expect(errors).toMatchObject([
    { code: 'NOT_FOUND', message: expect.stringMatching(/^filter\.participants\.1\.actor: /) },
  ]);
});

test('dates that make too many buckets are refused, and a coarser grouping or a window is not', async () => {
  await db.pool.query(
    `UPDATE event SET date = jsonb_set(jsonb_set(date, '{ranges}', '"{[\\"1800-01-01 00:00:00\\",\\"1900-01-01 00:00:00\\")}"'),
       '{earliest}', '"1800-01-01T00:00:00"') || '{"latest": "1899-12-31T23:59:59"}'
     WHERE id = (SELECT id FROM event WHERE date IS NOT NULL AND origin = 'CURATED' AND retracted_at IS NULL LIMIT 1)`,
  );
  const refused = await execute(db, '{ eventCounts(groupBy: [DAY]) { possible } }');
  expect(refused.errors).toMatchObject([
    {
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(
        /^groupBy: by DAY there are \d{5} buckets from first to last; at most 5000 are counted\./,
      ),
    },
  ]);
  for (const args of ['groupBy: [MONTH]', 'groupBy: [DAY], filter: { date: { within: "2023/2025" } }']) {
    const { errors } = await execute(db, `{ eventCounts(${args}) { possible } }`);
    expect(errors).toEqual([]);
  }
});
