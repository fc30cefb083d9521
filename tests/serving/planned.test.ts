import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import type { Limits } from '../../src/kernel/limits.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { EXAMPLES } from '../../src/web/examples.ts';
import { articleDatabase } from '../setup/article.ts';
import { type Served, serve } from './server.ts';

const db = await articleDatabase();

const ordinary = (limits: Partial<Limits> = {}) =>
  serve({ schema, db, limits, contextFor: () => createContext(db) });

/** The service as it runs, and what its planner answered. */
async function planned(limits: Partial<Limits> = {}): Promise<{ served: Served; kinds: string[] }> {
  const planner = createPlanner(schema);
  const kinds: string[] = [];
  const served = await serve({
    schema,
    db,
    limits,
    contextFor: () => createContext(db),
    plan: async (operation, { signal }) => {
      const answer = await planner.run({ ...operation, contextValue: createContext(db, signal) });
      kinds.push(answer.kind);
      return answer;
    },
  });
  return { served, kinds };
}

/** The queries of a text in Markdown. */
function queriesOf(file: string): { place: string; query: string }[] {
  const blocks = readFileSync(file, 'utf8').matchAll(/```graphql\n(.*?)```/gs);
  return [...blocks].flatMap(([, query = ''], index) =>
    /^\s*(?:query|\{|#)/.test(query) && !/__schema|__type\b/.test(query)
      ? [{ place: `${file}, query ${index + 1}`, query }]
      : [],
  );
}

const documents = [
  'README.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const shown = [
  ...EXAMPLES.filter(({ query }) => /^query /m.test(query)).map(({ name, query }) => ({
    place: `the example ${name}`,
    query,
  })),
  // One with angle brackets is to be filled in first.
  ...documents.flatMap(queriesOf).filter(({ query }) => !/"<[^"]+>"/.test(query)),
];

test('the documents show queries', () => {
  expect(shown.length).toBeGreaterThan(EXAMPLES.length + 5);
});

test.each(shown)(
  '$place is planned, is one statement, and has the answer of the ordinary path',
  async ({ query }) => {
    const { served, kinds } = await planned();
    await served.ask(query);
    db.statements.length = 0;
    const answer = await served.ask(query);
    expect(kinds).toEqual(['answered', 'answered']);
    expect(db.statements).toHaveLength(1);
    const expected = await (await ordinary()).ask(query);
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
    expect(answer.errors).toEqual(expected.errors);
  },
);

test('what is told of a whole list is worked out once, however often it is asked for', async () => {
  const { served } = await planned();
  const query =
    '{ events { a: totalCount b: totalCount totalCount } search(text: "talks") { a: truncated b: truncated } }';
  await served.ask(query);
  db.statements.length = 0;
  const { data } = await served.ask(query);
  expect(data).toEqual((await (await ordinary()).ask(query)).data);
  const [statement = ''] = db.statements;
  expect(statement.match(/AS MATERIALIZED \(SELECT \(SELECT count/g)).toHaveLength(1);
  expect(statement.match(/asked AS MATERIALIZED/g)).toHaveLength(1);
});

test.each([
  ['mutation { x }', 'Cannot query field "x" on type "Mutation".'],
  [
    'query ($__proto__: String!) { search(text: $__proto__) { totalCount } }',
    'No variable can be named "__proto__"; give it another name.',
  ],
])('%s cannot be run, and is refused before it is', async (query, message) => {
  for (const { served } of [await planned(), { served: await ordinary() }])
    expect((await served.ask(query)).errors).toMatchObject([
      { message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
});

describe('an operation that is sent again', () => {
  const query =
    'query Q($n: Int) { events(first: $n) { nodes { slug date { display } } pageInfo { endCursor } } }';

  async function send(url: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const { date: _, 'x-request-id': __, ...others } = Object.fromEntries(response.headers);
    return { status: response.status, headers: others, text: await response.text() };
  }

  test.each<[string, Record<string, string>]>([
    ['no Accept header of its own', {}],
    ['application/json', { accept: 'application/json' }],
    ['application/graphql-response+json', { accept: 'application/graphql-response+json' }],
    ['both', { accept: 'application/graphql-response+json, application/json;q=0.9' }],
    ['an origin', { origin: 'http://localhost:3000' }],
    ['no compression', { 'accept-encoding': 'identity' }],
  ])('with %s has the same status, headers and text each time, on both paths', async (_name, headers) => {
    const { served, kinds } = await planned();
    const body = { query, variables: { n: 3 } };
    const first = await send(served.graphql, body, headers);
    const second = await send(served.graphql, body, headers);
    const expected = await send((await ordinary()).graphql, body, headers);
    expect(kinds).toEqual(['answered', 'answered']);
    expect(second).toEqual(first);
    const { 'content-length': ours, ...head } = first.headers;
    const { 'content-length': theirs, ...expectedHead } = expected.headers;
    expect(Boolean(ours)).toBe(Boolean(theirs));
    expect(head).toEqual(expectedHead);
    expect(first.status).toBe(expected.status);
    expect(JSON.stringify(JSON.parse(first.text))).toBe(expected.text);
  });

  test.each<[string, unknown]>([
    ['another value', { query, variables: { n: 1 } }],
    ['a page that is too large', { query, variables: { n: 101 } }],
    ['a variable of another kind', { query, variables: { n: 'three' } }],
    ['variables that are a list', { query, variables: [] }],
    ['a name that no operation has', { query, variables: { n: 3 }, operationName: 'Other' }],
    ['its own name', { query, variables: { n: 3 }, operationName: 'Q' }],
    ['extensions', { query, variables: { n: 3 }, extensions: {} }],
    ['a list in its place', [{ query, variables: { n: 3 } }]],
    ['broken JSON', '{"query": "{ events'],
    ['no query', { variables: { n: 3 } }],
  ])('with %s is answered as on the ordinary path', async (_name, body) => {
    const { served } = await planned();
    await send(served.graphql, { query, variables: { n: 3 } });
    const expected = await send((await ordinary()).graphql, body);
    for (let time = 0; time < 2; time += 1) {
      const answer = await send(served.graphql, body);
      expect(answer.status).toBe(expected.status);
      expect(withoutIds(answer.text)).toBe(withoutIds(expected.text));
    }
  });

  test('is refused where its cost depends on a variable and is too high', async () => {
    const deep =
      'query ($n: Int) { events(first: $n) { nodes { claims(first: $n) { nodes { source { claims(first: $n) { nodes { id } } } } } } } }';
    const { served } = await planned();
    expect((await served.ask(deep, { variables: { n: 1 } })).errors).toEqual([]);
    const { errors } = await served.ask(deep, { variables: { n: 100 } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_COMPLEX']);
  });

  test('two hundred aliases of one list are refused, and no statement runs', async () => {
    const aliases = Array.from({ length: 200 }, (_, index) => `a${index}: events(first: 1) { totalCount }`);
    const { served } = await planned();
    db.statements.length = 0;
    const { errors } = await served.ask(`{ ${aliases.join(' ')} }`);
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['QUERY_TOO_COMPLEX']));
    expect(db.statements).toEqual([]);
  });
});

describe('no plan knows an operation by its name or its text', () => {
  test.each([
    ['query A { events(first: 2) { nodes { slug title } } }'],
    ['query B { events(first: 2) { nodes { slug title } } }'],
    ['{ events(first: 2) { nodes { title slug } } }'],
    ['{ list: events(first: 2) { nodes { key: slug title } } }'],
    [
      '{ events(first: 2) { ...page } } fragment page on EventConnection { nodes { ... on Node { id } title } }',
    ],
  ])('%s', async (query) => {
    const answer = await createPlanner(schema).run({
      document: parse(query),
      contextValue: createContext(db),
    });
    expect(answer.kind).toBe('answered');
  });
});

test('a slug that names another row by now is looked up again', async () => {
  const planner = createPlanner(schema);
  const document = parse('{ events(filter: { conflict: "india-pakistan" }) { totalCount } }');
  const ask = async () => {
    const answer = await planner.run({ document, contextValue: createContext(db) });
    return answer.kind === 'answered' ? JSON.parse(answer.data).events.totalCount : answer.kind;
  };
  const before = await ask();
  expect(before).toBeGreaterThan(0);
  await db.pool.query(
    `BEGIN; UPDATE conflict SET slug = 'renamed' WHERE slug = 'india-pakistan';
     INSERT INTO conflict (id, slug, name) VALUES ('01900000-0000-7000-8000-00000000000a', 'india-pakistan', 'Another'); COMMIT`,
  );
  expect([await ask(), await ask()]).toEqual([0, 0]);
  await db.pool.query(
    `BEGIN; DELETE FROM conflict WHERE name = 'Another'; UPDATE conflict SET slug = 'india-pakistan' WHERE slug = 'renamed'; COMMIT`,
  );
});

function withoutIds(text: string): string {
  return JSON.stringify(JSON.parse(text)).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
}

test('an answer longer than is accepted is refused on both paths, at first and again', async () => {
  const query = '{ events(first: 5) { nodes { slug title summary } } }';
  const whole = await (await ordinary()).ask(query);
  const { length } = JSON.stringify({ data: whole.data });
  // Postgres puts spaces between the items of a list.
  const generous = { answer: length + 100 };
  for (const { ask } of [await ordinary(generous), (await planned(generous)).served])
    for (let time = 0; time < 3; time += 1) expect((await ask(query)).data).toEqual(whole.data);
  const limit = length - 1;
  const paths = [await ordinary({ answer: limit }), (await planned({ answer: limit })).served];
  for (const accept of ['application/json', 'application/graphql-response+json'])
    for (let time = 0; time < 3; time += 1) {
      const [first, second] = await Promise.all(paths.map(({ ask }) => ask(query, { headers: { accept } })));
      expect(second?.status).toBe(first?.status);
      for (const answer of [first, second]) {
        expect(answer?.data).toBeUndefined();
        expect(answer?.errors).toMatchObject([
          {
            message: expect.stringContaining(`and ${limit} are accepted`),
            extensions: { code: 'QUERY_TOO_COMPLEX', limit },
          },
        ]);
      }
    }
});

test('an answer as a stream of events is one line with the data, and its length is told', async () => {
  const query = '{ events(first: 3) { nodes { slug } } }';
  const { served } = await planned();
  const { data } = await served.ask(query);
  for (const accept of ['text/event-stream', 'TEXT/Event-Stream', 'text/*']) {
    const response = await fetch(served.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });
    expect(response.headers.get('content-length')).toMatch(/^\d+$/);
    const lines = (await response.text()).split('\n');
    const [line] = lines.filter((each) => each.startsWith('data: {'));
    expect(JSON.parse(line?.slice('data: '.length) ?? '')).toEqual({ data });
    expect(lines.filter((each) => !/^(event: (next|complete)|data:.*|:)?$/.test(each))).toEqual([]);
  }
});

test('an answer in parts is legal HTTP, whatever encoding the client takes', async () => {
  const query = '{ events(first: 3) { nodes { slug } } }';
  const { served } = await planned();
  for (const encoding of ['identity', 'gzip', 'br']) {
    const response = await fetch(served.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed', 'accept-encoding': encoding },
      body: JSON.stringify({ query }),
    });
    expect(response.headers.get('transfer-encoding')).toBeNull();
    expect(await response.text()).toContain('"slug"');
  }
});

test('variables with twenty thousand wrong fields are refused at once, in a short sentence, on both paths', async () => {
  const query = 'query ($f: EventFilter) { events(first: 1, filter: $f) { nodes { id } } }';
  const wrong = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`d${i.toString(36)}`, 1]));
  for (const { ask } of [await ordinary(), (await planned()).served])
    for (let time = 0; time < 2; time += 1) {
      const { status, errors } = await ask(query, { variables: { f: wrong } });
      expect({ status, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
        status: 400,
        codes: ['BAD_USER_INPUT'],
      });
      expect(errors[0]?.message.length).toBeLessThan(600);
    }
});
