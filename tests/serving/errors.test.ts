import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/kernel/errors.ts';
import { serve } from './server.ts';

const RESPONSE_JSON = { accept: 'application/graphql-response+json' };

describe('errors that a client can act on', () => {
  test('a refusal of the domain keeps its sentence and its code, beside the data that could be given', async () => {
    const { ask, logged } = await serve();
    const { status, data, errors } = await ask('{ hello missing }', { headers: RESPONSE_JSON });
    expect({ status, data }).toEqual({ status: 200, data: { hello: 'world', missing: null } });
    expect(errors).toMatchObject([
      {
        message: 'There is no book "x"; books lists those that there are.',
        path: ['missing'],
        extensions: { code: 'NOT_FOUND' },
      },
    ]);
    expect(logged).toEqual([]);
  });

  test('a malformed value is BAD_USER_INPUT, as a literal and as a variable', async () => {
    const { ask } = await serve();
    const literal = await ask('{ even(n: 3) }');
    const variable = await ask('query ($n: Even) { even(n: $n) }', { variables: { n: 3 } });
    for (const { errors } of [literal, variable]) {
      expect(errors).toHaveLength(1);
      expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
      expect(errors[0]?.message).toContain('"3" is odd, and an even number is accepted.');
    }
  });

  test('a variable of the wrong type is BAD_USER_INPUT', async () => {
    const { ask } = await serve();
    const { errors } = await ask('query ($first: Int) { books(first: $first) { totalCount } }', {
      variables: { first: 'many' },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a document that does not parse and one that the schema does not know have codes of their own', async () => {
    const { ask } = await serve();
    expect((await ask('{ hello')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
    const unknown = await ask('{ helo }', { headers: RESPONSE_JSON });
    expect(unknown.status).toBe(400);
    expect(unknown.errors).toMatchObject([
      {
        message: 'Cannot query field "helo" on type "Query". Did you mean "hello"?',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  test('an operation that the document does not hold is refused with a code', async () => {
    const { graphql } = await serve();
    const response = await fetch(graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query A { hello }', operationName: 'B' }),
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
  });

  test('a refusal while the context is made has its own code and status', async () => {
    const { ask } = await serve({
      contextFor: () => {
        throw new DomainError('UNAUTHENTICATED', 'The key is not known.');
      },
    });
    const { status, errors } = await ask('{ hello }', { headers: RESPONSE_JSON });
    expect(status).toBe(401);
    expect(errors).toMatchObject([
      { message: 'The key is not known.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  test.each([
    ['variables that are no JSON', '?query={hello}&variables={', 400],
    ['a mutation by GET', '?query=mutation{write}', 405],
    ['no query at all', '', 400],
  ])('%s is refused with a sentence', async (_, search, status) => {
    const { graphql } = await serve();
    const response = await fetch(graphql + search, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/\.$/) }] });
  });

  test('a request without a query is told what to send', async () => {
    const { graphql } = await serve();
    const byGet = await fetch(graphql, { headers: { accept: 'application/json' } });
    const headers = { 'content-type': 'application/json' };
    const byPost = await fetch(graphql, { method: 'POST', headers, body: '{}' });
    for (const response of [byGet, byPost]) {
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        errors: [
          {
            message: expect.stringMatching(/^No query was sent, and .* accepted; send .* GET\.$/),
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      });
    }
  });

  test('a body that is no JSON is refused without the text of the parser', async () => {
    const { graphql } = await serve();
    const response = await fetch(graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query": ',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(/^The body that was sent is no JSON, and .* accepted; send /),
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  });

  test('a media type that cannot be answered in is refused with a sentence', async () => {
    const { graphql } = await serve();
    const response = await fetch(`${graphql}?query={hello}`, { headers: { accept: 'image/png' } });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('unexpected errors', () => {
  test('are masked, and logged under the request id that the client is given', async () => {
    const { ask, logged } = await serve();
    const { data, errors, headers } = await ask('{ hello broken }');
    const requestId = headers.get('x-request-id');
    expect(data).toEqual({ hello: 'world', broken: null });
    expect(errors).toMatchObject([
      { path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } },
    ]);
    expect(JSON.stringify(errors)).not.toContain('password');
    expect(logged).toMatchObject([
      { details: { requestId, path: 'broken', err: { message: expect.stringContaining('password') } } },
    ]);
  });

  test('are logged once when each entry of a list fails alike', async () => {
    const { ask, logged } = await serve();
    const { errors } = await ask('{ brokenMany { part } }');
    expect(errors).toHaveLength(50);
    expect(logged).toHaveLength(1);
  });

  test('are masked while the context is made, with status 500', async () => {
    const { ask, logged } = await serve({
      contextFor: () => {
        throw new Error('secret');
      },
    });
    const { status, errors } = await ask('{ hello }');
    expect(status).toBe(500);
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(logged).toHaveLength(1);
  });
});

describe('a database that is away', () => {
  const terminated = { code: '57P01', message: 'terminating connection due to administrator command' };
  test.each<[string, unknown]>([
    ['that ends the session', Object.assign(new Error(terminated.message), terminated)],
    ['that is starting', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
    ['that nothing listens for', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['whose connection was lost', new Error('Connection terminated unexpectedly')],
    [
      'as the ORM tells it',
      Object.assign(new Error('Raw query failed. Code: `57P01`.'), {
        code: 'P2010',
        meta: {
          driverAdapterError: Object.assign(new Error('postgres'), {
            cause: { kind: 'postgres', originalCode: '57P01' },
          }),
        },
      }),
    ],
    [
      'as the ORM tells of a connection that was closed',
      Object.assign(new Error('Server has closed the connection.'), {
        code: 'P1017',
        meta: {
          driverAdapterError: Object.assign(new Error('ConnectionClosed'), {
            cause: { kind: 'ConnectionClosed' },
          }),
        },
      }),
    ],
  ])('(%s) is UNAVAILABLE with what to do, and one line of the log without a stack', async (_, failure) => {
    const { ask, logged } = await serve({
      contextFor: () => {
        throw failure;
      },
    });
    const { status, errors } = await ask('{ hello }', { headers: RESPONSE_JSON });
    expect(status).toBe(503);
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/send the request again/), extensions: { code: 'UNAVAILABLE' } },
    ]);
    expect(logged).toMatchObject([{ details: { reason: expect.any(String) } }]);
    expect(logged[0]?.details).not.toHaveProperty('err');
  });
});

describe('request ids', () => {
  test('a well-formed id of the caller is kept, seen by resolvers and sent back', async () => {
    const { ask } = await serve();
    const { data, headers } = await ask('{ requestId }', { headers: { 'x-request-id': 'trace-42.a_B' } });
    expect(data).toEqual({ requestId: 'trace-42.a_B' });
    expect(headers.get('x-request-id')).toBe('trace-42.a_B');
  });

  test.each(['has space', 'x'.repeat(65), '<script>'])('the id "%s" is replaced', async (given) => {
    const { ask } = await serve();
    const { headers } = await ask('{ hello }', { headers: { 'x-request-id': given } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('docs/errors.md', () => {
  test.each(['UNAUTHENTICATED', 'FORBIDDEN', 'ISSUER_UNAVAILABLE', 'UNAVAILABLE'])(
    'has the code %s',
    (code) => {
      expect(readFileSync('docs/errors.md', 'utf8')).toContain(`| \`${code}\` |`);
    },
  );

  const manyFields = `{ ${Array.from({ length: 21 }, (_, i) => `h${i}: hello`).join(' ')} }`;

  test.each<[string, string, Record<string, unknown>, number, number]>([
    ['GRAPHQL_PARSE_FAILED', '{ hello', {}, 200, 400],
    ['GRAPHQL_VALIDATION_FAILED', '{ helo }', {}, 200, 400],
    ['QUERY_TOO_COMPLEX', manyFields, {}, 200, 400],
    ['BAD_USER_INPUT', 'query ($n: Even) { even(n: $n) }', { n: 3 }, 400, 400],
    ['OPERATION_RESOLUTION_FAILURE', 'query A { hello } query B { hello }', {}, 400, 400],
    ['NOT_FOUND', '{ missing }', {}, 200, 200],
  ])('has the code %s and its statuses right', async (code, query, variables, asJson, asResponse) => {
    expect(readFileSync('docs/errors.md', 'utf8')).toContain(`\`${code}\``);
    const { ask } = await serve();
    for (const [accept, expected] of [
      ['application/json', asJson],
      [RESPONSE_JSON.accept, asResponse],
    ] as const) {
      const { status, errors } = await ask(query, { variables, headers: { accept } });
      expect({ status, code: errors[0]?.extensions.code }).toEqual({ status: expected, code });
    }
  });
});
