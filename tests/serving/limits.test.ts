import { request } from 'node:http';
import fc from 'fast-check';
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, readLimits } from '../../src/kernel/limits.ts';
import { costOf } from '../../src/kernel/limits-cost.ts';
import { serve } from './server.ts';
import { createToySchema } from './toy.ts';

const RESPONSE_JSON = { accept: 'application/graphql-response+json' };

const times = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(' ');

const nested = (levels: number) => `${'{ book { authors '.repeat(levels)}{ name }${' } }'.repeat(levels)}`;

describe('the shape of a document', () => {
  test.each([
    [
      'more tokens',
      `{ ${times(DEFAULT_LIMITS.tokens, () => 'hello')} }`,
      `more than ${DEFAULT_LIMITS.tokens}`,
    ],
    ['more depth', nested(11), 'is 23 levels deep, and 20 are accepted'],
    [
      'more depth by fragments',
      `{ book { ...F0 } } ${times(11, (i) => `fragment F${i} on Book { authors { book { ...F${i + 1} } } }`)} fragment F11 on Book { title }`,
      'is 24 levels deep, and 20 are accepted',
    ],
    [
      'two hundred aliases of one connection',
      `{ ${times(200, (i) => `b${i}: books { totalCount }`)} }`,
      'has 200 aliases of the field books, and 30 are accepted',
    ],
    [
      'more aliases in all',
      `{ book { ${times(101, (i) => `a${i}: ${['title', 'authors { name }', 'translations { totalCount }', '__typename'][i % 4]}`)} } }`,
      'has 101 aliases, and 100 are accepted',
    ],
    [
      'more directives',
      `{ hello ${times(51, () => '@include(if: true)')} }`,
      'has 51 directives, and 50 are accepted',
    ],
    [
      'more fields at the root',
      `{ ${times(21, (i) => `h${i}: hello`)} }`,
      'asks for 21 fields at its root, and 20',
    ],
  ])('%s than one request may have are refused with the number and the limit', async (_, query, sentence) => {
    const { ask } = await serve();
    const { status, data, errors } = await ask(query, { headers: RESPONSE_JSON });
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(errors.map((error) => error.message).join('\n')).toContain(sentence);
  });

  test('what reaches a limit is served', async () => {
    const { ask } = await serve();
    const { errors } = await ask(`{ ${times(20, (i) => `h${i}: hello`)} }`);
    expect(errors).toEqual([]);
  });

  test('validation stops after the tenth error', async () => {
    const { ask } = await serve();
    const { errors } = await ask(`{ ${times(19, (i) => `wrong${i}`)} }`);
    expect(errors).toHaveLength(DEFAULT_LIMITS.validationErrors + 1);
    expect(errors.at(-1)?.message).toContain('Too many validation errors');
  });

  test('a fragment that spreads itself is refused by GraphQL', async () => {
    const { ask } = await serve();
    const { errors } = await ask('{ book { ...A } } fragment A on Book { ...B } fragment B on Book { ...A }');
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('Cannot spread fragment'),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  test('the introspection query of the playground passes', async () => {
    const { ask } = await serve();
    const { data, errors } = await ask(
      getIntrospectionQuery({
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
      }),
    );
    expect(errors).toEqual([]);
    expect(data).toHaveProperty('__schema.types');
  });

  test('introspection that goes round in circles is refused', async () => {
    const { ask } = await serve();
    const { errors } = await ask(
      '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    );
    expect(errors).toMatchObject([{ message: 'Maximum introspection depth exceeded' }]);
  });

  test('several operations in one request are refused', async () => {
    const { graphql } = await serve();
    const response = await fetch(graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ hello }' }, { query: '{ hello }' }]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message: 'Batching is not supported.' }] });
  });
});

describe('the size of a body', () => {
  const body = JSON.stringify({ query: '{ hello }', variables: { pad: 'x'.repeat(300_000) } });

  test('a body above the limit is refused with 413 and a sentence', async () => {
    const { ask } = await serve();
    const { status, errors } = await ask('{ hello }', { variables: { pad: 'x'.repeat(300_000) } });
    expect(status).toBe(413);
    expect(errors).toEqual([
      {
        message: 'The body is larger than 262144 bytes, and no more are accepted; send less in one request.',
        extensions: { code: 'PAYLOAD_TOO_LARGE' },
      },
    ]);
  });

  test('a body of no stated length is refused as soon as it passes the limit', async () => {
    const { graphql } = await serve();
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        graphql,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject);
      sent.write(body.slice(0, 200_000));
      sent.write(body.slice(200_000));
      // Never ended: the answer does not wait for the rest.
    });
    expect(status).toBe(413);
  });
});

describe('the cost of an operation', () => {
  const schema = createToySchema();
  const cost = (query: string, variables: Record<string, unknown> = {}, name?: string) => {
    const document = parse(query);
    const operation = getOperationAST(document, name);
    if (!operation) throw new Error('The test names no operation.');
    return costOf(schema, document, operation, variables);
  };

  test.each([
    ['scalars', '{ hello }', 0],
    ['one object', '{ book { title } }', 1],
    ['a list in it', '{ book { authors { name } } }', 1 + 1 + 5 * 0],
    ['objects in a list', '{ book { authors { book { title } } } }', 1 + 1 + 5 * 1],
    ['a page of the standard size', '{ books { nodes { title } } }', 1 + 20 * 1],
    ['a page of a given size', '{ books(first: 3) { nodes { title } } }', 1 + 3 * 1],
    ['a page from the end', '{ books(last: 4) { nodes { title } } }', 1 + 4 * 1],
    ['edges', '{ books(first: 3) { edges { node { title } } } }', 1 + 3 * 2],
    [
      'pages in a page',
      '{ books(first: 3) { nodes { translations(first: 2) { nodes { title } } } } }',
      1 + 3 * (1 + 1 + 2),
    ],
    ['a page above the largest', '{ books(first: 100000) { nodes { title } } }', 1 + 100],
    ['a negative page', '{ books(first: -3) { nodes { title } } }', 1 + 1],
    [
      'a list by ids',
      '{ booksById(ids: ["a", "b", "c"]) { translations(first: 1) { totalCount } } }',
      1 + 3 * 1,
    ],
    ['the same field twice', '{ book { title } book { authors { name } } }', 2],
    ['a field under two aliases', '{ a: book { title } b: book { title } }', 2],
    ['a fragment twice', '{ book { ...A ...A } } fragment A on Book { authors { name } }', 2],
    ['what is skipped', '{ hello book @skip(if: true) { title } }', 0],
  ])('%s', (_, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  test('variables and their defaults are counted as they are', () => {
    const query = 'query ($first: Int = 7) { books(first: $first) { nodes { title } } }';
    expect(cost(query, { first: 2 })).toBe(3);
    expect(cost(query, { first: 7 })).toBe(8);
  });

  test('an operation above the budget is refused with its cost, the budget and what to do', async () => {
    const { ask } = await serve();
    const query =
      'query ($n: Int) { books(first: $n) { nodes { translations(first: $n) { nodes { translations(first: 10) { nodes { title } } } } } } }';
    expect((await ask(query, { variables: { n: 10 } })).errors).toEqual([]);
    const { status, errors } = await ask(query, { variables: { n: 100 }, headers: RESPONSE_JSON });
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      {
        message:
          'The operation may fetch about 120201 objects, and 50000 are accepted; ask for smaller pages (first or last of the lists around the others), or for the inner lists in a request of their own.',
        extensions: { code: 'QUERY_TOO_COMPLEX', cost: 120_201, budget: 50_000 },
      },
    ]);
  });

  test('fragments that double what they spread are weighed at once and refused', async () => {
    const { ask } = await serve({ limits: { depth: 1_000, aliases: 1_000, aliasesOfField: 1_000 } });
    const doubling = times(
      60,
      (i) =>
        `fragment F${i} on Book { a: translations { nodes { ...F${i + 1} } } b: translations { nodes { ...F${i + 1} } } }`,
    );
    const { errors } = await ask(`{ book { ...F0 } } ${doubling} fragment F60 on Book { title }`);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('more objects than can be counted'),
        extensions: { code: 'QUERY_TOO_COMPLEX', cost: null },
      },
    ]);
  });

  test('the cost of nested pages is what an executor would fetch', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }), (pages) => {
        const query = pages.reduceRight(
          (inner, first, level) =>
            `{ ${level === 0 ? 'books' : 'translations'}(first: ${first}) { nodes ${inner} } }`,
          '{ title }',
        );
        const expected = pages.reduceRight((inner, first) => 1 + first * (1 + inner), 0);
        expect(cost(query)).toBe(expected);
      }),
    );
  });
});

describe('limits from the environment', () => {
  test('a variable replaces a default, and an empty one does not', () => {
    expect(readLimits({ LIMIT_COST: '7', LIMIT_DEPTH: '' })).toEqual({ ...DEFAULT_LIMITS, cost: 7 });
  });

  test.each(['0', '-1', '1e3', 'many'])('"%s" is refused with the name of the variable', (given) => {
    expect(() => readLimits({ LIMIT_TOKENS: given })).toThrow(`LIMIT_TOKENS is "${given}"`);
  });
});
