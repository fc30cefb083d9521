import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { decodeId } from '../../src/kernel/ids.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { generateRecord, uuidOf } from './generated-record.ts';
import { listCase } from './lists.ts';
import { type PageArgs, type RecordOrder, readPage, recordOrders, wholeList } from './whole-list.ts';

/** Each of the 42 ways of reading is tried this often. */
const runs = Number(process.env.PAGING_RUNS || 2);

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await generateRecord(db.owner, { reference: 8, records: 60, claims: 20, disagreements: 5 });
});

const kinds = ['event', 'attempt', 'position'] as const;
type Kind = (typeof kinds)[number];

/** A row that comes in between two pages. */
interface Arrival {
  kind: number;
  /** What it stands beside: a row of the page that was read last, or any row of the list. */
  beside: 'page' | 'any';
  at: number;
  date: 'same' | 'undated' | string;
  created: 'same' | 'earlier' | 'later';
  /** How its id begins: lower than all others, among them, or higher. */
  id: '00000000' | '01900007' | 'fffffff0';
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  kind: fc.nat(),
  beside: fc.constantFrom('page', 'any'),
  at: fc.nat(),
  date: fc.oneof(
    { weight: 4, arbitrary: fc.constant('same' as const) },
    { weight: 1, arbitrary: fc.constant('undated' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('1900', '2024', '2025-05-11', '2025-05', '../2025-05-06', '2099'),
    },
  ),
  created: fc.constantFrom('same', 'earlier', 'later'),
  id: fc.constantFrom('00000000', '01900007', 'fffffff0'),
});

const absence = (column: string) => `CASE WHEN ${column} IS NULL THEN 'NOT_STATED'::absence END`;

const tables: Record<Kind, { table: string; date: string; columns: string; values: string }> = {
  event: {
    table: 'event',
    date: 'date',
    columns: 'type, title, date_absence, place_absence',
    values: `'CALL', 'Arrived', ${absence('d.date')}, 'NOT_STATED'::absence`,
  },
  attempt: {
    table: 'mediation_attempt',
    date: 'date',
    columns: 'title, date_absence, proposal_originator_absence',
    values: `'Arrived', ${absence('d.date')}, 'NOT_STATED'::absence`,
  },
  position: {
    table: 'position',
    date: 'held',
    columns: 'holder_id, issue_id, stance, summary',
    values: `'${uuidOf('Actor', 1)}'::uuid, '${uuidOf('Issue', 1)}'::uuid, 'SUPPORT'::stance, 'Arrived'`,
  },
};

const everything = Object.values(tables)
  .map(({ table, date }) => `SELECT id, ${date} AS date, created_at FROM ${table}`)
  .join(' UNION ALL ');

/** What has come in, so that ids and slugs differ. */
let arrived = 0;

/** Writes a row beside the one with this UUID. The actor of `Actor.events` takes part in every event. */
async function arrive(kind: Kind, beside: string, row: Arrival): Promise<void> {
  const { table, date, columns, values } = tables[kind];
  arrived += 1;
  const id = `${row.id}-0000-7000-8000-${(0xa00000000000 + arrived).toString(16)}`;
  const isGiven = row.date !== 'same' && row.date !== 'undated';
  await db.pool.query(
    `INSERT INTO ${table} (id, slug, ${date}, created_at, differs_from_claims, ${columns})
     SELECT $1::uuid, 'arrived-' || $2, d.date, r.created_at + $4 * interval '1 millisecond', '{}', ${values}
     FROM (${everything}) r
     CROSS JOIN LATERAL (SELECT CASE $3 WHEN 'same' THEN r.date WHEN 'given' THEN $5::jsonb END AS date) d
     WHERE r.id = $6`,
    [
      id,
      arrived,
      isGiven ? 'given' : row.date,
      { same: 0, earlier: -1, later: 1 }[row.created],
      isGiven ? JSON.stringify(makeHistoricalDate({ edtf: row.date })) : null,
      beside,
    ],
  );
  if (kind === 'event')
    await db.pool.query(
      `INSERT INTO participation (event_id, position, actor_id, role) VALUES ($1, 1, $2, 'SPEAKER')`,
      [id, uuidOf('Actor', 1)],
    );
}

afterEach(removeArrived);

async function removeArrived(): Promise<void> {
  for (const { table } of Object.values(tables))
    await db.pool.query(`DELETE FROM ${table} WHERE slug LIKE 'arrived-%'`);
}

const lists: { name: string; arriving: readonly Kind[] }[] = [
  { name: 'Query.events', arriving: ['event'] },
  { name: 'Query.mediationAttempts', arriving: ['attempt'] },
  { name: 'Query.positions', arriving: ['position'] },
  { name: 'Query.timeline', arriving: kinds },
  { name: 'Actor.events', arriving: ['event'] },
  { name: 'Actor.positions', arriving: ['position'] },
];

describe.each(lists)('$name, while rows come in between two pages', ({ name, arriving }) => {
  const list = listCase(name);
  const orders: (RecordOrder | undefined)[] = list.ordering === 'record' ? recordOrders : [undefined];

  test.each(
    orders.flatMap((orderBy) =>
      (['forward', 'backward'] as const).map((way) => {
        const order = orderBy ? `${orderBy.field} ${orderBy.direction}` : 'its one order';
        return [way, order, orderBy] as const;
      }),
    ),
  )('read %s by %s, gives every row that was there exactly once and in order', async (way, _, orderBy) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 14 }),
        fc.array(fc.array(arrival, { maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        async (size, arrivals) => {
          await removeArrived();
          const before = await wholeList(db, name, list, orderBy);
          const read: string[][] = [];
          let cursor: string | undefined;
          for (let goesOn = true; goesOn; ) {
            const args: PageArgs =
              way === 'forward'
                ? { first: size, after: cursor, orderBy }
                : { last: size, before: cursor, orderBy };
            const page = await readPage(db, list, args);
            read.push(page.ids);
            cursor = way === 'forward' ? page.cursors.at(-1) : page.cursors.at(0);
            goesOn = (way === 'forward' ? page.hasNextPage : page.hasPreviousPage) && cursor !== undefined;
            for (const row of arrivals[read.length - 1] ?? []) {
              const rows = row.beside === 'page' ? page.ids : before;
              const beside = decodeId(rows[row.at % rows.length] ?? '')?.uuid ?? '';
              await arrive(arriving[row.kind % arriving.length] ?? 'event', beside, row);
            }
          }
          const joined = (way === 'forward' ? read : read.toReversed()).flat();
          expect(joined.filter((id) => before.includes(id))).toEqual(before);
          // Rows that came in may or may not be met, but never twice, and in their place.
          const now = await wholeList(db, name, list, orderBy);
          expect(joined).toEqual(now.filter((id) => joined.includes(id)));
        },
      ),
      { numRuns: runs },
    );
  });
});
