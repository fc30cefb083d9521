import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionFields } from '../schema/connection-fields.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';
import { generateHistory } from './generated-history.ts';
import { generateRecord, idOf } from './generated-record.ts';
import { type ListCase, listCase, listNames } from './lists.ts';
import {
  type PageArgs,
  type ReadPage,
  type RecordOrder,
  readPage,
  recordOrders,
  wholeList,
} from './whole-list.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 24, records: 90, claims: 220, disagreements: 60 });
await generateHistory(db.owner);

test('every connection of the schema has its case here', () => {
  const fields = connectionFields().map(({ parent, field }) => `${parent}.${field}`);
  expect([...listNames].sort()).toEqual(fields.sort());
});

/** Follows the cursors of the service from one end to the other, with pages of these sizes in turn. */
async function walk(
  list: ListCase,
  sizes: readonly number[],
  backward: boolean,
  orderBy?: RecordOrder,
): Promise<ReadPage[]> {
  const pages: ReadPage[] = [];
  for (let cursor: string | undefined; ; ) {
    const size = sizes[pages.length % sizes.length] ?? 1;
    const page = await readPage(
      db,
      list,
      backward ? { last: size, before: cursor, orderBy } : { first: size, after: cursor, orderBy },
    );
    pages.push(page);
    cursor = backward ? page.cursors.at(0) : page.cursors.at(-1);
    if (!(backward ? page.hasPreviousPage : page.hasNextPage) || cursor === undefined) return pages;
  }
}

describe.each(listNames)('%s', (name) => {
  const list = listCase(name);
  const orders: (RecordOrder | undefined)[] = list.ordering === 'record' ? recordOrders : [undefined];

  test('pages of any size, forward and backward, joined, are the whole list', async () => {
    for (const orderBy of orders) {
      const whole = await wholeList(db, name, list, orderBy);
      expect(whole.length).toBeGreaterThan(10);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 5 }),
          fc.boolean(),
          async (sizes, backward) => {
            const pages = await walk(list, sizes, backward, orderBy);
            const joined = (backward ? pages.toReversed() : pages).flatMap(({ ids }) => ids);
            expect(joined).toEqual(whole);
            const count = list.followed ? undefined : whole.length;
            expect(new Set(pages.map(({ totalCount }) => totalCount))).toEqual(new Set([count]));
          },
        ),
        { numRuns: 2 },
      );
    }
  });

  test('any stretch between two cursors is that stretch of the whole list, and tells what lies on either side', async () => {
    for (const orderBy of orders) {
      const whole = await wholeList(db, name, list, orderBy);
      const cursors = (await walk(list, [100], false, orderBy)).flatMap((page) => page.cursors);
      const place = fc.option(fc.nat({ max: whole.length - 1 }), { nil: undefined });
      const size = fc.oneof(fc.nat({ max: 12 }), fc.constant(whole.length), fc.constant(100));
      await fc.assert(
        fc.asyncProperty(
          place,
          place,
          size,
          fc.constantFrom('first', 'last', 'neither'),
          async (a, b, count, end) => {
            const [after, before] = a !== undefined && b !== undefined && a > b ? [b, a] : [a, b];
            const args: PageArgs = { orderBy };
            if (end !== 'neither') args[end] = Math.min(count, 100);
            if (after !== undefined) args.after = cursors[after];
            if (before !== undefined) args.before = cursors[before];
            const page = await readPage(db, list, args);
            const from = after === undefined ? 0 : after + 1;
            const to = before === undefined ? whole.length : Math.max(before, from);
            const length = Math.min(end === 'neither' ? 20 : Math.min(count, 100), to - from);
            const start = end === 'last' ? to - length : from;
            expect(page.ids).toEqual(whole.slice(start, start + length));
            if (after === undefined || before === undefined || after < before) {
              expect(page.hasNextPage).toBe(start + length < whole.length);
              expect(page.hasPreviousPage).toBe(start > 0);
            }
          },
        ),
        {
          numRuns: 5,
          examples: [
            [undefined, undefined, whole.length, 'first'],
            [undefined, undefined, whole.length, 'last'],
          ],
        },
      );
    }
  });
});

describe('the ends of a page', () => {
  const list = listCase('Conflict.events');

  test('a page that is exactly full and ends the list has no next page, one item less has one', async () => {
    const whole = await wholeList(db, 'Conflict.events', list);
    const exact = await readPage(db, list, { first: whole.length });
    expect([exact.ids.length, exact.hasNextPage, exact.hasPreviousPage]).toEqual([
      whole.length,
      false,
      false,
    ]);
    const short = await readPage(db, list, { first: whole.length - 1 });
    expect([short.hasNextPage, short.hasPreviousPage]).toEqual([true, false]);
    const backward = await readPage(db, list, { last: whole.length });
    expect([backward.hasNextPage, backward.hasPreviousPage]).toEqual([false, false]);
    const last = await readPage(db, list, { first: 1, after: short.cursors.at(-1) });
    expect([last.ids, last.hasNextPage, last.hasPreviousPage]).toEqual([whole.slice(-1), false, true]);
  });

  test('a page of no items tells whether there are any, and counts them', async () => {
    const whole = await wholeList(db, 'Conflict.events', list);
    expect(await readPage(db, list, { first: 0 })).toEqual({
      ids: [],
      cursors: [],
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount: whole.length,
    });
    expect(await readPage(db, list, { last: 0 })).toMatchObject({
      ids: [],
      hasNextPage: false,
      hasPreviousPage: true,
    });
  });

  test('a page has 20 items when no number is given', async () => {
    expect((await readPage(db, listCase('Query.events'), {})).ids).toHaveLength(20);
  });
});

describe('lists below many parents at once', () => {
  test('give each parent its own first page, the same as when it is asked for alone', async () => {
    const { data, errors } = await execute<{ conflicts: Nodes<{ id: string }> }>(
      db,
      `{ conflicts(first: 5) { nodes { id events(first: 3, orderBy: { field: DATE, direction: ASC }) { totalCount nodes { id } pageInfo { hasNextPage } } } } }`,
    );
    expect(errors).toEqual([]);
    for (const conflict of data.conflicts.nodes) {
      const alone = await execute(
        db,
        `query ($id: ID!) { conflict(id: $id) { id events(first: 3, orderBy: { field: DATE, direction: ASC }) { totalCount nodes { id } pageInfo { hasNextPage } } } }`,
        { id: conflict.id },
      );
      expect(conflict).toEqual(alone.data.conflict);
    }
  });

  interface Conflict {
    id: string;
    events: { edges: { node: { id: string } }[] };
  }

  test('give a parent that stands at several places of a list the same page at each', async () => {
    const { data, errors } = await execute<{ mediationAttempts: Nodes<{ conflict: Conflict }> }>(
      db,
      `{ mediationAttempts(first: 6) { nodes { conflict { id events(first: 2) { totalCount edges { cursor node { id } } pageInfo { hasNextPage } } } } } }`,
    );
    expect(errors).toEqual([]);
    const conflicts = data.mediationAttempts.nodes.map(({ conflict }) => conflict);
    expect(new Set(conflicts.map(({ id }) => id)).size).toBeLessThan(conflicts.length);
    for (const conflict of conflicts) {
      expect(new Set(conflict.events.edges.map(({ node }) => node.id)).size).toBe(2);
      expect(conflict).toEqual(conflicts.find(({ id }) => id === conflict.id));
    }
  });

  test('take a cursor of the one parent that gave it', async () => {
    const document = `query ($id: ID!, $after: String) { conflict(id: $id) { events(first: 2, after: $after) { nodes { id } pageInfo { endCursor } } } }`;
    interface Answer {
      conflict: { events: Nodes<unknown> & { pageInfo: { endCursor: string } } };
    }
    const first = await execute<Answer>(db, document, { id: idOf('Conflict', 1) });
    const after = first.data.conflict.events.pageInfo.endCursor;
    const second = await execute<Answer>(db, document, { id: idOf('Conflict', 1), after });
    expect(second.data.conflict.events.nodes).toHaveLength(2);
    expect(second.data.conflict.events.nodes).not.toEqual(first.data.conflict.events.nodes);
    const other = await execute(db, document, { id: idOf('Conflict', 2), after });
    expect(other.errors).toMatchObject([
      { code: 'INVALID_CURSOR', message: expect.stringMatching(/^after: /) },
    ]);
  });
});
