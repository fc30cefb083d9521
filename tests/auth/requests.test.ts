import { getIntrospectionQuery } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import { createKey, revokeKey } from '../../src/auth/key.service.ts';
import { createContext, type Viewer } from '../../src/kernel/context.ts';
import { DomainError } from '../../src/kernel/errors.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { type Served, serve } from '../serving/server.ts';
import { articleDatabase } from '../setup/article.ts';
import { startIssuer } from './issuer.ts';

const db = await articleDatabase();
const issuer = await startIssuer();

interface Recorded extends Served {
  /** Who sent each operation that was run. */
  readonly viewers: (Viewer | null)[];
}

/** The record as the service serves it, with the planner. */
async function serveRecord(publicReading: boolean): Promise<Recorded> {
  const planner = createPlanner(schema);
  const viewers: (Viewer | null)[] = [];
  const served = await serve({
    schema,
    db,
    authenticate: createAuthenticate(db, { oidc: issuer.settings, publicReading }),
    contextFor: ({ signal, viewer }) => {
      viewers.push(viewer);
      return createContext(db, signal, viewer);
    },
    plan: (operation, { signal, viewer }) => {
      viewers.push(viewer);
      return planner.run({ ...operation, contextValue: createContext(db, signal, viewer) });
    },
  });
  return { ...served, viewers };
}

const makeKey = (name = 'Newsroom') => createKey(db, { name, role: 'READER', expiresAt: null });
const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });
const query = '{ sources(first: 1) { nodes { slug } } }';

let key: { id: string; text: string };
beforeAll(async () => {
  key = await makeKey();
});

/** Ways to say who one is that are no good. */
const wrong: [string, () => string][] = [
  ['a key that is wrong', () => `Bearer ${key.text.slice(0, -43)}${'A'.repeat(43)}`],
  ['a token that is wrong', () => 'Bearer abc.def.ghi'],
  ['an empty header', () => ''],
  ['a scheme alone', () => 'Bearer'],
  ['another scheme', () => 'Basic YTpi'],
  ['a key without a scheme', () => key.text],
  ['a right key in another scheme', () => `Basic ${key.text}`],
  ['two credentials', () => `Bearer ${key.text} ${key.text}`],
  ['a list', () => `Bearer ${key.text}, Bearer ${key.text}`],
  ['a credential in quotes', () => `Bearer "${key.text}"`],
  ['a credential that is very long', () => `Bearer ${'a'.repeat(9000)}`],
];

describe.each([
  ['public', true],
  ['closed', false],
])('where reading is %s', (_, publicReading) => {
  test.each(wrong)('%s is refused with 401, and nothing is run', async (_, header) => {
    const { ask, viewers, logged } = await serveRecord(publicReading);
    const { status, headers, data, errors } = await ask(query, { headers: { authorization: header() } });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message: expect.stringMatching(/^(The|A) .*; send "Authorization: /),
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ]);
    expect(errors[0]?.message.includes('or no such header to read')).toBe(publicReading);
    expect(viewers).toEqual([]);
    expect(logged).toEqual([]);
  });

  test('a key without "Bearer " before it is told so', async () => {
    const { ask } = await serveRecord(publicReading);
    const { errors } = await ask(query, { headers: { authorization: key.text } });
    expect(errors[0]?.message).toMatch(
      /^The Authorization header that was sent has no "Bearer " before the key;/,
    );
    expect(errors[0]?.message).not.toContain('demarche_');
  });

  test('a right key reads, and so does a token, in the planned lane too', async () => {
    const { ask, viewers } = await serveRecord(publicReading);
    const token = await issuer.sign({ name: 'Ada Khan', role: 'curator' });
    for (const credential of [key.text, key.text, token, token])
      expect((await ask(query, { headers: bearer(credential) })).data).toMatchObject({ sources: {} });
    const names = viewers.map((viewer) => viewer?.name);
    expect(new Set(names)).toEqual(new Set(['Newsroom', 'Ada Khan']));
    expect(names.at(-1)).toBe('Ada Khan');
  });

  test('a key that is revoked is refused at the next request, for an operation that was answered before', async () => {
    const { ask } = await serveRecord(publicReading);
    const { id, text } = await makeKey('For a moment');
    for (let i = 0; i < 3; i += 1) expect((await ask(query, { headers: bearer(text) })).status).toBe(200);
    await revokeKey(db, id);
    expect(await ask(query, { headers: bearer(text) })).toMatchObject({ status: 401 });
  });

  test('the health checks and the page of the playground stay open', async () => {
    const { url, graphql } = await serveRecord(publicReading);
    for (const path of ['/health/live', '/health/ready']) expect((await fetch(url + path)).status).toBe(200);
    const page = await fetch(graphql, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('where reading is public', () => {
  test('nobody reads as nobody, and costs no statement more', async () => {
    const { ask, viewers } = await serveRecord(true);
    await ask(query);
    db.statements.length = 0;
    expect((await ask(query)).data).toMatchObject({ sources: {} });
    expect(db.statements).toHaveLength(1);
    expect(new Set(viewers)).toEqual(new Set([null]));
  });

  test('a key costs one statement, and a token none', async () => {
    const { ask } = await serveRecord(true);
    const token = await issuer.sign();
    for (const [credential, statements] of [
      [key.text, 2],
      [token, 1],
    ] as const) {
      await ask(query, { headers: bearer(credential) });
      db.statements.length = 0;
      await ask(query, { headers: bearer(credential) });
      expect(db.statements).toHaveLength(statements);
    }
  });
});

describe('where reading is closed', () => {
  test.each([
    ['a query', query],
    ['an introspection', getIntrospectionQuery()],
    ['the name of a type', '{ __typename }'],
    ['what is no GraphQL', '{'],
  ])('%s without a credential is refused, with what to send', async (_, document) => {
    const { ask, viewers } = await serveRecord(false);
    const { status, headers, data, errors } = await ask(document);
    expect({ status, data }).toEqual({ status: 401, data: undefined });
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(errors).toEqual([
      {
        message:
          'Reading is not public here, and no credential was sent; send "Authorization: Bearer …" with an API key or a token.',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ]);
    expect(viewers).toEqual([]);
  });

  test('an operation that a key was answered is not given to nobody', async () => {
    const { ask } = await serveRecord(false);
    for (let i = 0; i < 2; i += 1) expect((await ask(query, { headers: bearer(key.text) })).status).toBe(200);
    expect(await ask(query)).toMatchObject({ status: 401, data: undefined });
  });

  test('a query by GET is refused as well, and an introspection with a key answered', async () => {
    const { graphql, ask } = await serveRecord(false);
    expect((await fetch(`${graphql}?query={__typename}`)).status).toBe(401);
    const { data } = await ask(getIntrospectionQuery(), { headers: bearer(key.text) });
    expect(data).toHaveProperty('__schema');
  });

  test('a body that is large is refused unread', async () => {
    const { ask } = await serveRecord(false);
    expect((await ask(`{ a }${' '.repeat(3_000_000)}`)).status).toBe(401);
  });
});

describe('a refusal', () => {
  test('is of the media type that a client of GraphQL reads whatever the status', async () => {
    const { graphql } = await serveRecord(false);
    for (const [accept, type] of [
      ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
      ['*/*', 'application/json'],
    ]) {
      const response = await fetch(graphql, { method: 'POST', headers: { accept: accept ?? '' } });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        401,
        `${type}; charset=utf-8`,
      ]);
    }
  });

  test('can be read by a page of an origin that may, whose browser asks first whether it may send the header', async () => {
    const { graphql } = await serveRecord(false);
    const origin = 'http://localhost:5173';
    const asked = await fetch(graphql, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization');
    const refused = await fetch(graphql, { method: 'POST', headers: { origin, ...bearer('wrong') } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refused.headers.get('vary')).toContain('Authorization');
  });
});

describe('a credential that cannot be checked', () => {
  const failing = (thrown: unknown) =>
    serve({
      authenticate: async () => {
        throw thrown;
      },
    });

  test('is no wrong one: what the issuer fails at is 503, and told of where the keys are fetched, not with each request', async () => {
    const { ask, logged } = await failing(
      new DomainError('ISSUER_UNAVAILABLE', 'Its keys cannot be fetched.', { cause: new Error('refused') }),
    );
    const { status, headers, errors } = await ask('{ hello }', { headers: bearer('a.b.c') });
    expect(status).toBe(503);
    expect(headers.get('www-authenticate')).toBeNull();
    expect(errors).toEqual([
      { message: 'Its keys cannot be fetched.', extensions: { code: 'ISSUER_UNAVAILABLE' } },
    ]);
    expect(logged).toEqual([]);
  });

  test('because the database fails is 500, masked', async () => {
    const { ask, logged } = await failing(new Error('relation "api_key" does not exist'));
    const { status, errors } = await ask('{ hello }', { headers: bearer('x') });
    expect({ status, code: errors[0]?.extensions.code }).toEqual({
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
    });
    expect(JSON.stringify(errors)).not.toContain('api_key');
    expect(logged).toHaveLength(1);
  });

  test('in time is told of once, with the deadline of the request', async () => {
    const { ask } = await serve({
      requestTimeoutMs: 100,
      authenticate: () => new Promise(() => undefined),
    });
    const { status, errors } = await ask('{ hello }', { headers: bearer('x') });
    expect({ status, code: errors[0]?.extensions.code }).toEqual({ status: 503, code: 'QUERY_TIMEOUT' });
  });
});
