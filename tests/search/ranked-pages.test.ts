import fc from 'fast-check';
import { GraphQLObjectType, Kind, parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { costOf } from '../../src/kernel/limits-cost.ts';
import { schema } from '../../src/schema.ts';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { search, searchAll, trySearch } from './search.ts';

describe('the pages of a search', async () => {
  const db = await testDatabase();
  beforeAll(() => generateRecord(db.owner, { reference: 24, records: 120, claims: 200, disagreements: 10 }));
  const text = 'event or attempt or position or actor or passage or source';

  test('joined are all that it finds, each once and best first, whatever their sizes', async () => {
    const whole = await searchAll(db, { text, first: 100 });
    const ids = whole.map(({ node }) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(whole.map(({ node }) => node.__typename)).size).toBe(6);
    expect(ids.length).toBe((await search(db, { text })).totalCount);
    const ranks = whole.map(({ rank }) => rank);
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: 90 }), async (first) => {
        expect((await searchAll(db, { text, first })).map(({ node }) => node.id)).toEqual(ids);
      }),
      { numRuns: 6 },
    );
  });

  test('are the same when they are read again', async () => {
    const { edges } = await search(db, { text, first: 9 });
    const after = edges.at(-1)?.cursor;
    expect(await search(db, { text, first: 9, after })).toEqual(await search(db, { text, first: 9, after }));
  });

  test('go on from a cursor of the same search alone', async () => {
    const { edges } = await search(db, { text: 'event', first: 2 });
    const after = edges.at(-1)?.cursor;
    expect((await search(db, { text: 'event', first: 2, after })).edges).toHaveLength(2);
    for (const other of [{ text: 'position' }, { text: 'event', types: ['EVENT'] }]) {
      const { errors } = await trySearch(db, { ...other, first: 2, after });
      expect(errors).toMatchObject([{ code: 'INVALID_CURSOR' }]);
    }
  });

  test('of one type are what the list of all types has of it', async () => {
    const all = await searchAll(db, { text: 'word7', first: 100 });
    for (const [type, name] of [
      ['EVENT', 'Event'],
      ['CLAIM', 'Claim'],
      ['ACTOR', 'Actor'],
    ] as const)
      expect(await searchAll(db, { text: 'word7', types: [type], first: 100 }).then(idsOf)).toEqual(
        idsOf(all.filter(({ node }) => node.__typename === name)),
      );
  });

  test('are read in one statement, with a limit, and the items in one for each type', async () => {
    const { statements } = await trySearch(db, {
      text: 'event or passage',
      first: 100,
      types: ['EVENT', 'CLAIM'],
    });
    const named = statements.map((statement) => /^\/\* ([\w. ]+) \*\//.exec(statement)?.[1] ?? 'items');
    expect(named.sort()).toEqual([
      'Query.search',
      'Query.search count',
      'Query.search truncated',
      'items',
      'items',
    ]);
    for (const statement of statements) expect(statement).toMatch(/ LIMIT \$?\d+/);
  });
});

const idsOf = (found: { node: { id: string } }[]) => found.map(({ node }) => node.id);

describe('of more matches than are ranked', async () => {
  const db = await testDatabase();
  beforeAll(() =>
    generateRecord(db.owner, { reference: 10, records: 14_000, claims: 10, disagreements: 2 }, false),
  );

  test('the newest 10,000 are, and the count is of all', async () => {
    const { rows } = await db.pool.query<{ number: number; oldest: string }>(
      `SELECT count(*)::int AS number FROM event WHERE origin = 'CURATED' AND retracted_at IS NULL`,
    );
    const matches = rows[0]?.number ?? 0;
    expect(matches).toBeGreaterThan(10_100);
    const answer = await search(db, { text: 'event', types: ['EVENT'], first: 1 });
    expect([answer.totalCount, answer.truncated]).toEqual([matches, true]);
    const listed = await searchAll(db, { text: 'event', types: ['EVENT'], first: 100 });
    expect(listed.length).toBe(10_000);
    const few = await search(db, { text: 'word13', types: ['EVENT'], first: 1 });
    expect(few.truncated).toBe(false);
    expect(few.totalCount).toBeGreaterThan(50);
  });

  test('words that only the newest records have, or all but these, find the same as any other', async () => {
    const newest = `SELECT id FROM event WHERE origin = 'CURATED' AND retracted_at IS NULL ORDER BY date_desc DESC, id DESC`;
    await db.pool.query(`UPDATE event SET summary = 'zebra' WHERE id IN (${newest} LIMIT 20)`);
    await db.pool.query(`UPDATE event SET summary = 'quokka' WHERE id IN (${newest} OFFSET 100)`);
    const zebra = await searchAll(db, { text: 'zebra', types: ['EVENT'], first: 100 });
    expect(zebra.length).toBe(20);
    const quokka = await search(db, { text: 'quokka', types: ['EVENT'], first: 1 });
    expect(quokka.truncated).toBe(true);
    expect((await searchAll(db, { text: 'quokka', types: ['EVENT'], first: 100 })).length).toBe(10_000);
  });
});

test('a search counts towards the budget of an operation by the size of its page', () => {
  const weigh = (first: number) => {
    const document = parse(
      `{ search(text: "peace", first: ${first}) { edges { node { ... on Source { title } } } } }`,
    );
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new RangeError('There is no operation.');
    return costOf(schema, document, operation, {});
  };
  expect(weigh(100) - weigh(10)).toBeGreaterThanOrEqual(90);
});

test('the connection has edges with a rank and a snippet, and no nodes beside them', () => {
  const fieldsOf = (name: string) => {
    const type = schema.getType(name);
    const fields = type instanceof GraphQLObjectType ? Object.values(type.getFields()) : [];
    return Object.fromEntries(fields.map((field) => [field.name, String(field.type)]));
  };
  expect(fieldsOf('SearchConnection')).toEqual({
    edges: '[SearchEdge!]!',
    pageInfo: 'PageInfo!',
    totalCount: 'Int!',
    truncated: 'Boolean!',
  });
  expect(fieldsOf('SearchEdge')).toEqual({
    cursor: 'String!',
    node: 'SearchResult!',
    rank: 'Float!',
    snippet: 'String!',
  });
});
