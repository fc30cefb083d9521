import { request } from 'node:http';
import { parse } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { EXAMPLES } from '../../src/web/examples.ts';
import { editor } from '../editing/editors.ts';
import { articleDatabase } from '../setup/article.ts';
import { execute } from '../setup/execute.ts';
import { CHROMIUM, launchBrowser, NEEDS_CHROMIUM, openPage, openPlayground, runQuery } from './browser.ts';
import { serve } from './server.ts';

const db = await articleDatabase();

const planner = createPlanner(schema);
const serveRecord = () =>
  serve({
    schema,
    db,
    contextFor: () => createContext(db),
    plan: (operation, { signal }) => planner.run({ ...operation, contextValue: createContext(db, signal) }),
  });

test('of the 61 GraphQL-over-HTTP audits none fails, warns or gives a notice on the record itself', async () => {
  const { graphql } = await serveRecord();
  const results = [];
  for (const audit of serverAudits({ url: graphql })) results.push(await audit.fn());
  expect(results).toHaveLength(61);
  expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
});

const asking = EXAMPLES.filter(({ query }) => /^query /m.test(query));
const writing = EXAMPLES.filter((example) => !asking.includes(example));

test.each(asking)('the example $name answers without an error and finds something', async ({ query }) => {
  const { ask } = await serveRecord();
  const { data, errors } = await ask(query);
  expect(errors).toEqual([]);
  expect(JSON.stringify(data)).toContain('"');
  expect(JSON.stringify(data)).not.toMatch(/^\{"\w+":(null|\{"nodes":\[\]\})\}$/);
});

test.each(writing)(
  'the example $name is refused to a guest and changes the record for an editor',
  async ({ query }) => {
    const { ask } = await serveRecord();
    expect((await ask(query)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const own = await articleDatabase();
    const { data, errors } = await execute(own, query, {}, editor);
    expect({ data, errors }).toEqual({
      data: {
        updateEvent: {
          event: { version: 2, date: { display: '22 April 2025' }, differsFromClaims: ['DATE'] },
        },
      },
      errors: [],
    });
  },
);

const refusals: [string, string, RegExp][] = [
  ['{ events(first: 101) { totalCount } }', 'BAD_USER_INPUT', /^first: 101 was given/],
  ['{ events(first: -1) { totalCount } }', 'BAD_USER_INPUT', /^first: -1 was given/],
  ['{ events(first: 1, last: 1) { totalCount } }', 'BAD_USER_INPUT', /^first and last/],
  ['{ events(after: "bm8") { totalCount } }', 'INVALID_CURSOR', /^after: "bm8"/],
  [
    '{ event(id: "No such id") { title } }',
    'BAD_USER_INPUT',
    /^id: "No such id" is neither an id nor a slug/,
  ],
  ['{ node(id: "india") { id } }', 'BAD_USER_INPUT', /^id: "india" is no id/],
  ['{ events(filter: { date: { within: "2025-13" } }) { totalCount } }', 'BAD_USER_INPUT', /2025-13/],
  ['{ events(filter: { date: {} }) { totalCount } }', 'BAD_USER_INPUT', /filter\.date/],
  ['{ claims(filter: { minDepth: -1 }) { totalCount } }', 'BAD_USER_INPUT', /^filter\.minDepth: -1/],
  ['{ events(filter: { types: [] }) { totalCount } }', 'BAD_USER_INPUT', /^filter\.types: an empty list/],
  ['{ events(filter: { conflict: "nowhere" }) { totalCount } }', 'NOT_FOUND', /filter\.conflict.*"nowhere"/],
];

const long = 'a'.repeat(100_000);
const eleven = Array.from({ length: 11 }, () => '{ actor: "india" }').join(' ');
const brackets = `${'['.repeat(2400)}${']'.repeat(2400)}`;
const aliases = Array.from({ length: 28 }, (_, index) => `a${index}: id b${index}: depth`).join(' ');

test.each([
  [
    'a slug of 100,000 letters',
    `{ events(filter: { conflict: "${long}" }) { totalCount } }`,
    'BAD_USER_INPUT',
  ],
  [
    'a date of 100,000 letters',
    `{ events(filter: { date: { within: "${long}" } }) { totalCount } }`,
    'BAD_USER_INPUT',
  ],
  [
    'eleven that must all take part',
    `{ events(filter: { participants: [${eleven}] }) { totalCount } }`,
    'BAD_USER_INPUT',
  ],
  ['brackets in 2,400 levels', `{ events(filter: ${brackets}) { totalCount } }`, 'QUERY_TOO_COMPLEX'],
  [
    'an answer of millions of values',
    `{ claims(first: 30) { nodes { source { claims(first: 30) { nodes { source { claims(first: 30) { nodes { ${aliases} } } } } } } } } }`,
    'QUERY_TOO_COMPLEX',
  ],
])('%s is refused in a short answer', async (_, query, code) => {
  const { ask, logged } = await serveRecord();
  const { errors } = await ask(query);
  expect(errors[0]?.extensions.code).toBe(code);
  expect(JSON.stringify(errors).length).toBeLessThan(1000);
  expect(logged).toEqual([]);
});

const actor = { slug: 'x', name: 'X', kind: 'STATE' };
const event = {
  slug: 'x',
  type: 'MEETING',
  title: 'X',
  placeAbsence: 'UNKNOWN',
  date: { edtf: '2025-05-01' },
};

const misfits: [what: string, mutation: string, input: object, message: RegExp][] = [
  [
    'a name that no enum has, with those that it has',
    'createActor',
    { ...actor, kind: 'REALM' },
    /^Variable "\$input" got invalid value "REALM" at "input.kind"; Value "REALM" does not exist in "ActorKind" enum\. One of STATE, .*, PERSON\b.* is accepted\.$/,
  ],
  [
    'a name near to one that the enum has, with that one',
    'createActor',
    { ...actor, kind: 'STATES' },
    /does not exist in "ActorKind" enum\. Did you mean the enum value "STATE"\?$/,
  ],
  [
    'a date that is a text, with the object that it can be given as',
    'createEvent',
    { ...event, date: '2025-05-01' },
    /got invalid value "2025-05-01" at "input.date"; Expected type "HistoricalDateInput" to be an object\. Give { "edtf": "2025-05-01" }\.$/,
  ],
  [
    'a long text in the place of a date, cut',
    'createEvent',
    { ...event, date: 'x'.repeat(1000) },
    /^Variable "\$input" got invalid value "x{99}… at "input.date"; .* Give { "edtf": "x{79}…" }\.$/,
  ],
  [
    'a text in the place of an object of which more has to be given',
    'createEvent',
    { ...event, participants: ['india'] },
    /at "input.participants\[0\]"; Expected type "ParticipationInput" to be an object\.$/,
  ],
  [
    'a large input with a field that it has not, cut',
    'createEvent',
    { ...event, summary: 'x'.repeat(200_000), [`no${'x'.repeat(20_000)}`]: 1 },
    /^Variable "\$input" got invalid value { slug: "x", .*…; Field "nox+…x+" is not defined by type "CreateEventInput"\.$/,
  ],
  [
    'a long text in the place of a number, cut',
    'updateEvent',
    { id: 'x', version: 'x'.repeat(200_000) },
    /^Variable "\$input" got invalid value "x{99}… at "input.version"; Int cannot represent non-integer value: "x+…x+"$/,
  ],
];

describe('a value that does not fit its type is told in short, with what is accepted and alike with a planner:', () => {
  test.each(misfits)('%s', async (_, mutation, input, message) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
    const { ask } = await serveRecord();
    const { status, data, errors } = await ask(query, { variables: { input } });
    expect(errors).toEqual([
      {
        message: expect.stringMatching(message),
        locations: expect.anything(),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(errors[0]?.message.length).toBeLessThan(1500);
    const alone = await serve({ schema, db, contextFor: () => createContext(db) });
    expect(await alone.ask(query, { variables: { input } })).toMatchObject({ status, data, errors });
  });

  test('as an argument of a query that the planner has answered before', async () => {
    const { ask } = await serveRecord();
    const alone = await serve({ schema, db, contextFor: () => createContext(db) });
    const query =
      'query ($types: [EventType!]) { events(first: 1, filter: { types: $types }) { totalCount } }';
    expect((await ask(query, { variables: { types: ['MEETING'] } })).errors).toEqual([]);
    const { errors } = await ask(query, { variables: { types: ['QUARREL'] } });
    expect(errors[0]?.message).toMatch(
      /at "types\[0\]"; Value "QUARREL" .*\. One of .*MEETING.* is accepted\.$/,
    );
    expect((await alone.ask(query, { variables: { types: ['QUARREL'] } })).errors).toEqual(errors);
  });

  test.each([
    [
      '{ events(filter: { types: [QUARREL] }) { totalCount } }',
      /^Value "QUARREL" does not exist in "EventType" enum\. One of .*MEETING.* is accepted\.$/,
    ],
    [
      'mutation { updateEvent(input: { id: "x", version: 1, date: "2025-05-01" }) { __typename } }',
      /^Expected value of type "HistoricalDateInput", found "2025-05-01"\. Give { edtf: "2025-05-01" }\.$/,
    ],
    [
      `mutation { updateEvent(input: { id: "x", version: "${long}" }) { __typename } }`,
      /^Int cannot represent non-integer value: "a+…a+"$/,
    ],
  ])('in the document itself: %.60s', async (query, message) => {
    const { ask } = await serveRecord();
    const { errors } = await ask(query);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });
});

test('a claim is found by its source and its key there, by the planner as by the executor', async () => {
  const query = 'query ($id: ID!) { claim(id: $id) { id key source { slug } chain { act } } }';
  const keyed = await db.prisma.claim.findMany({
    where: { key: { not: null } },
    select: { key: true, source: { select: { slug: true } } },
    orderBy: { id: 'asc' },
    take: 3,
  });
  expect(keyed).toHaveLength(3);
  for (const id of [...keyed.map(({ key, source }) => `${source.slug}#${key}`), 'nowhere#none']) {
    const { data } = await execute(db, query, { id });
    const claim = data.claim as { key: string; source: { slug: string } } | null;
    expect(claim && `${claim.source.slug}#${claim.key}`).toBe(id === 'nowhere#none' ? null : id);
    const byName = await planned(query, { id });
    expect(byName).toEqual(data);
    const opaque = (data.claim as { id: string } | null)?.id;
    if (opaque) expect(await planned(query, { id: opaque })).toEqual(data);
  }
});

/** What the planner answers, which has to be able to. */
async function planned(query: string, variableValues: Record<string, unknown>): Promise<unknown> {
  const contextValue = createContext(db);
  const answer = await planner.run({
    document: parse(query),
    operationName: null,
    variableValues,
    contextValue,
  });
  return answer.kind === 'answered' ? JSON.parse(answer.data) : answer;
}

test('a Host header that names no host is refused, and nothing is logged as a failure', async () => {
  const { url, logged } = await serveRecord();
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const asking = request({
      port,
      host: '127.0.0.1',
      path: '/graphql?query={__typename}',
      headers: { host: '[::bad' },
    });
    asking.on('response', (response) => resolve(response.resume().statusCode));
    asking.on('error', reject);
    asking.end();
  });
  expect(status).toBe(400);
  expect(logged).toEqual([]);
});

test('the id of something that is no node is told as such', async () => {
  const { ask } = await serveRecord();
  const { data } = await ask('{ disagreements { nodes { id } } }');
  const id = /"id":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
  const { errors } = await ask(`{ node(id: "${id}") { id } }`);
  expect(errors[0]?.message).toMatch(/is an id of type Disagreement, which cannot be fetched/);
});

test.each(refusals)('%s is refused as %s', async (query, code, message) => {
  const { ask, logged } = await serveRecord();
  const { errors } = await ask(query);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions.code).toBe(code);
  expect(errors[0]?.message).toMatch(message);
  expect(logged).toEqual([]);
});

describe.skipIf(!CHROMIUM)(`in a browser${NEEDS_CHROMIUM}`, () => {
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test('a newcomer opens the playground, runs the first query and reads who answered what', async () => {
    const { graphql, url } = await serveRecord();
    const { page, asked, complaints, context } = await openPage(browser);
    await openPlayground(page, graphql);
    await runQuery(page, 'OFFERED_ONLY');
    expect(asked.filter((address) => !address.startsWith(url))).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
