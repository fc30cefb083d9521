import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 12, records: 80, claims: 10, disagreements: 2 });

interface Item {
  __typename: 'Event' | 'MediationAttempt' | 'Position';
  id: string;
  date?: { earliest: string | null } | null;
  held?: { earliest: string | null } | null;
}
interface Filter {
  actors?: { actor: string; includeMembers?: boolean }[];
  conflict?: string;
  date?: { within?: string; before?: string; after?: string; match?: string };
  origins?: string[];
}
interface Page extends Nodes<Item> {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const document = `query ($actors: [ActorFilter!], $conflict: ID, $date: DateFilter, $origins: [Origin!], $first: Int, $after: String) {
  timeline(actors: $actors, conflict: $conflict, date: $date, origins: $origins, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { __typename ... on Event { id date { earliest } } ... on MediationAttempt { id date { earliest } } ... on Position { id held { earliest } } }
  }
}`;

async function readPage(variables: Record<string, unknown>): Promise<Page> {
  const { data, errors } = await execute<{ timeline: Page }>(db, document, variables);
  expect(errors).toEqual([]);
  return data.timeline;
}

/** The whole timeline, page after page. */
async function timeline(filter: Filter): Promise<Item[]> {
  const items: Item[] = [];
  for (let after: string | null = null; ; ) {
    const page = await readPage({ ...filter, first: 40, after });
    items.push(...page.nodes);
    after = page.pageInfo.endCursor;
    if (page.pageInfo.hasNextPage) continue;
    expect(page.totalCount).toBe(items.length);
    return items;
  }
}

/** All ids of a list under a filter. */
async function listed(field: string, type: string, filter: object): Promise<string[]> {
  const { data, errors } = await execute<{ list: Nodes<{ id: string }> }>(
    db,
    `query ($filter: ${type}) { list: ${field}(filter: $filter, first: 100) { nodes { id } } }`,
    { filter },
  );
  expect(errors).toEqual([]);
  return data.list.nodes.map(({ id }) => id);
}

/** What the three lists hold under filters of the same meaning, each actor asked for alone. */
async function fromLists({ actors, date, ...shared }: Filter): Promise<string[]> {
  const each = actors?.map((actor) => [actor]) ?? [undefined];
  const lists = await Promise.all(
    each.flatMap((one) => [
      listed('events', 'EventFilter', { ...shared, date, participants: one }),
      listed('mediationAttempts', 'MediationAttemptFilter', { ...shared, date, mediators: one }),
      listed('mediationAttempts', 'MediationAttemptFilter', { ...shared, date, parties: one }),
      listed('positions', 'PositionFilter', { ...shared, held: date, holders: one }),
    ]),
  );
  return [...new Set(lists.flat())];
}

const edtf = fc.constantFrom(
  '2025-05',
  '2025-05-11',
  '2024',
  '2025-05-07/2025-05-11',
  '1947',
  '{2024,2025-05-11}',
);
const filter: fc.Arbitrary<Filter> = fc.record(
  {
    actors: fc.array(
      fc.record(
        { actor: fc.integer({ min: 1, max: 12 }).map((n) => `actor-${n}`), includeMembers: fc.boolean() },
        { requiredKeys: ['actor'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    conflict: fc.integer({ min: 1, max: 3 }).map((n) => `conflict-${n}`),
    date: fc.oneof(
      fc.record({ within: edtf, match: fc.constantFrom('DEFINITE', 'POSSIBLE') }),
      fc.record({ before: edtf, match: fc.constantFrom('DEFINITE', 'POSSIBLE') }),
      fc.record({ after: edtf, match: fc.constantFrom('DEFINITE', 'POSSIBLE') }),
      fc.record({
        within: fc.constantFrom('../2025-05-06', '2025-05/..', '{..2024,2025-05-11..}'),
        match: fc.constantFrom('DEFINITE', 'POSSIBLE'),
      }),
    ),
    origins: fc.uniqueArray(fc.constantFrom('CURATED', 'DATASET'), { minLength: 1 }),
  },
  { requiredKeys: [] },
);

test('a timeline holds what the three lists hold under the same conditions, each record once', async () => {
  let items = 0;
  await fc.assert(
    fc.asyncProperty(filter, async (given) => {
      const ids = (await timeline(given)).map(({ id }) => id);
      expect([...ids].sort()).toEqual((await fromLists(given)).sort());
      items += ids.length;
    }),
    { numRuns: 80, examples: [[{}], [{ actors: [{ actor: 'actor-1' }] }]] },
  );
  expect(items).toBeGreaterThan(1000);
});

test('its items are in one order of time, newest first, those without a date last', async () => {
  const items = await timeline({ origins: ['CURATED', 'DATASET'] });
  expect(new Set(items.map(({ __typename }) => __typename)).size).toBe(3);
  const moments = items.map(({ date, held }) => (date ?? held)?.earliest ?? ((date ?? held) ? '' : null));
  const dated = moments.filter((moment) => moment !== null);
  expect(dated.length).toBeLessThan(moments.length);
  expect(moments.slice(dated.length).every((moment) => moment === null)).toBe(true);
  expect(dated).toEqual([...dated].sort().reverse());
  // The three are mixed, not one after the other.
  const changes = items.filter(({ __typename }, index) => __typename !== items[index - 1]?.__typename);
  expect(changes.length).toBeGreaterThan(20);
});

test('a retracted record is left out', async () => {
  const before = await timeline({});
  const gone = before.find(({ __typename }) => __typename === 'Event');
  await db.pool.query(
    "UPDATE event SET retracted_at = now(), retraction_reason = 'Withdrawn.' WHERE id = split_part(convert_from(decode($1, 'base64'), 'UTF8'), ':', 2)::uuid",
    [Buffer.from(gone?.id ?? '', 'base64url').toString('base64')],
  );
  expect(await timeline({})).toEqual(before.filter(({ id }) => id !== gone?.id));
});

test('a page is one statement with its limit, and one more for the rows of each type', async () => {
  const { statements, errors } = await execute(
    db,
    '{ timeline(actors: [{ actor: "actor-1" }], first: 30) { nodes { ... on Event { title } ... on MediationAttempt { title } ... on Position { summary } } pageInfo { hasNextPage } } }',
  );
  expect(errors).toEqual([]);
  const pages = statements.filter((text) => text.startsWith('/* Query.timeline */'));
  expect(pages).toHaveLength(1);
  expect(pages[0]).toMatch(/ LIMIT 31$/);
  expect(statements.filter((text) => !text.startsWith('/*'))).toHaveLength(3);
});

test.each([
  ['actors: []', /^actors: an empty list was given/],
  ['origins: []', /^origins: an empty list was given/],
  ['date: {}', /^The argument date names no date/],
  ['first: 1, last: 1', /^first and last/],
  ['after: "x"', /^after: "x" is no cursor of this list/],
  ['conflict: "nowhere"', /^conflict: the record holds no Conflict/],
  ['actors: [{ actor: "actor-1" }, { actor: "nobody" }]', /^actors\.1\.actor: the record holds no Actor/],
])('timeline(%s) is refused', async (args, message) => {
  const { errors } = await execute(db, `{ timeline(${args}) { totalCount pageInfo { hasNextPage } } }`);
  expect(errors).toMatchObject([{ message: expect.stringMatching(message) }]);
});
