import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterRanges } from '../../src/kernel/dates/date-filter.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';
import { countByHand, type Grouping, groupings, isTime, type Row } from './count-model.ts';
import { actorCount, conflictCount, edtf, recordCounted, types } from './count-record.ts';

const db = await testDatabase();
const events = await recordCounted(db.pool, 90, 20_250_511);
await db.owner.query('ANALYZE');

const document = `query ($filter: EventFilter, $groupBy: [EventGrouping!]!, $first: Int) {
  eventCounts(filter: $filter, groupBy: $groupBy, first: $first) {
    type actor { id } dyad { from { id } to { id } directed } conflict { id } origin bucket definite possible
  }
}`;

interface Answer {
  eventCounts: (Pick<Row, 'type' | 'origin' | 'bucket' | 'definite' | 'possible'> & {
    actor: { id: string } | null;
    dyad: { from: { id: string }; to: { id: string }; directed: boolean } | null;
    conflict: { id: string } | null;
  })[];
}

async function count(variables: Record<string, unknown>): Promise<Row[]> {
  const { data, errors } = await execute<Answer>(db, document, variables);
  expect(errors).toEqual([]);
  return data.eventCounts.map(({ actor, dyad, conflict, ...row }) => ({
    type: row.type,
    actor: actor?.id ?? null,
    from: dyad?.from.id ?? null,
    to: dyad?.to.id ?? null,
    directed: dyad?.directed ?? null,
    conflict: conflict?.id ?? null,
    origin: row.origin,
    bucket: row.bucket,
    definite: row.definite,
    possible: row.possible,
  }));
}

/** The events that the list has under the same filter. */
async function listed(filter: Record<string, unknown> | null) {
  const { data, errors } = await execute<{ events: Nodes<{ id: string }> }>(
    db,
    'query ($filter: EventFilter) { events(filter: $filter, first: 100) { nodes { id } } }',
    { filter },
  );
  expect(errors).toEqual([]);
  const ids = new Set(data.events.nodes.map(({ id }) => id));
  return events.filter(({ id }) => ids.has(id));
}

const pairs = groupings.flatMap((one, place) =>
  groupings
    .slice(place + 1)
    .filter((other) => !(isTime(one) && isTime(other)))
    .map((other): Grouping[] => [one, other]),
);
const allGroupings: Grouping[][] = [...groupings.map((one): Grouping[] => [one]), ...pairs];

const actor = fc.integer({ min: 1, max: actorCount }).map((n) => `actor-${n}`);
const participant = fc.record(
  {
    actor,
    roles: fc.uniqueArray(fc.constantFrom('INITIATOR', 'SPEAKER', 'RECIPIENT', 'PARTY'), {
      minLength: 1,
      maxLength: 3,
    }),
    includeMembers: fc.boolean(),
  },
  { requiredKeys: ['actor'] },
);
const known = edtf.filter((text) => !/^\/|\/$|^\{?\.\.|\.\.\}?$|^XXXX$/.test(text));
const window = edtf.filter((text) => !/^\/|\/$|^XXXX$/.test(text));
const date = fc
  .record(
    { within: window, before: known, after: known, match: fc.constantFrom('DEFINITE', 'POSSIBLE') },
    { requiredKeys: [] },
  )
  .filter((filter) => [filter.within, filter.before, filter.after].some((text) => text !== undefined));
const filter = fc.record(
  {
    types: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 }),
    date,
    participants: fc.array(participant, { minLength: 1, maxLength: 2 }),
    conflict: fc.integer({ min: 1, max: conflictCount }).map((n) => `conflict-${n}`),
    origins: fc.uniqueArray(fc.constantFrom('CURATED', 'DATASET'), { minLength: 1 }),
    dataset: fc.constant('dataset-1'),
    includeRetracted: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** Most conditions are left out most of the time, so that events remain. */
const sparse = fc
  .tuple(
    filter,
    fc.uniqueArray(
      fc.constantFrom('types', 'date', 'participants', 'conflict', 'origins', 'dataset', 'includeRetracted'),
      { maxLength: 3 },
    ),
  )
  .map(([all, kept]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name as never))),
  );

type DateGiven = Parameters<typeof filterRanges>[0] | undefined;

async function compare(filterGiven: Record<string, unknown> | null, groupBy: Grouping[]): Promise<number> {
  const everyOrigin = groupBy.includes('ORIGIN') && !filterGiven?.origins;
  const matched = await listed(
    everyOrigin ? { ...filterGiven, origins: ['CURATED', 'DATASET'] } : filterGiven,
  );
  const asked = filterGiven?.date as DateGiven;
  const rows = countByHand(matched, groupBy, asked ? filterRanges(asked, 'date') : null);
  expect(await count({ filter: filterGiven, groupBy, first: 10_000 })).toEqual(rows);
  const part = 1 + ((rows.length * 7) % 23);
  expect(await count({ filter: filterGiven, groupBy, first: part })).toEqual(rows.slice(0, part));
  return rows.length;
}

test.each(allGroupings.map((groupBy) => [groupBy.join(' and '), groupBy] as const))(
  'all events by %s are those of a count by hand',
  async (_name, groupBy) => {
    expect(await compare(null, groupBy)).toBeGreaterThan(0);
    expect(
      await compare({ origins: ['CURATED', 'DATASET'], includeRetracted: true }, groupBy),
    ).toBeGreaterThan(0);
  },
);

test('under any filter the counts are those of the events that the list has, counted by hand', async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(
      sparse,
      fc.constantFrom(...allGroupings),
      fc.boolean(),
      async (given, groupBy, turned) => {
        rows += await compare(given, turned ? groupBy.toReversed() : groupBy);
      },
    ),
    { numRuns: 100 },
  );
  expect(rows).toBeGreaterThan(1000);
});

test('without a filter or with an empty one the curated events that stand are counted', async () => {
  expect(await count({ groupBy: ['TYPE'] })).toEqual(await count({ groupBy: ['TYPE'], filter: {} }));
});

test('first bounds the rows and leaves their order', async () => {
  const all = await count({ groupBy: ['ACTOR', 'MONTH'] });
  expect(await count({ groupBy: ['ACTOR', 'MONTH'], first: 7 })).toEqual(all.slice(0, 7));
  expect(await count({ groupBy: ['ACTOR', 'MONTH'], first: 0 })).toEqual([]);
});
