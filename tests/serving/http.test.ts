import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { chooseEncoding } from '../../src/web/compression.ts';
import { checkReadiness } from '../../src/web/health.ts';
import { serve } from './server.ts';

/** The bytes as they come, which fetch would decompress. */
function fetchRaw(
  url: string,
  headers: Record<string, string>,
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ headers: response.headers, body: Buffer.concat(chunks) });
    })
      .on('error', reject)
      .end();
  });
}

describe('health', () => {
  test('the service is live whatever the database does, and ready when it answers', async () => {
    const { url } = await serve();
    const live = await fetch(`${url}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', parts: { service: 'ok', database: 'ok' } },
    ]);
  });

  test('a database that fails makes it not ready, and the text of the failure stays in the log', async () => {
    const { url, logged } = await serve({
      db: { query: () => Promise.reject(new Error('password for secret')) },
    });
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', parts: { service: 'ok', database: 'does not answer; the log has the reason' } },
    ]);
    expect(logged).toMatchObject([{ details: { err: { message: 'password for secret' } } }]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  test('a database that hangs makes it not ready in bounded time', async () => {
    const hanging = { query: () => new Promise<never[]>(() => undefined) };
    const log = { error: () => undefined, info: () => undefined, debug: () => undefined };
    expect(await checkReadiness(hanging, false, log, 20)).toEqual({
      ready: false,
      parts: { service: 'ok', database: 'has not answered within 20 ms' },
    });
  });

  test('a service that is stopping is not ready', async () => {
    const { url, close } = await serve();
    await close();
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ parts: { service: 'is stopping' } });
  });
});

describe('addresses', () => {
  test('the root and a closing slash lead to the endpoint', async () => {
    const { url } = await serve();
    for (const path of ['/', '/graphql/']) {
      const response = await fetch(url + path, { redirect: 'manual' });
      expect(response.headers.get('location')).toBe('/graphql');
    }
  });

  test('an unknown address is 404 and says where GraphQL is', async () => {
    const { url } = await serve();
    const response = await fetch(`${url}/graphiql?x=1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message:
        'There is nothing at /graphiql. GraphQL is at /graphql, the health checks at /health/live and /health/ready.',
    });
  });

  test('another method on another address is refused with what is allowed', async () => {
    const { url } = await serve();
    const response = await fetch(`${url}/health/live`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('what a page of another site can have a browser send', () => {
  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'a POST of type %s is refused',
    async (type) => {
      const { graphql } = await serve();
      const response = await fetch(graphql, {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'query={hello}',
      });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('application/json is accepted') }],
      });
    },
  );

  test('a GET that a page of another site makes without CORS is refused, and one with CORS is not', async () => {
    const { graphql } = await serve();
    const get = async (mode: string) =>
      (
        await fetchRaw(`${graphql}?query={hello}`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode })
      ).body.toString();
    expect(await get('no-cors')).toContain('BAD_REQUEST');
    expect(await get('cors')).toContain('world');
  });

  test('a GET from a program that is no browser is served', async () => {
    const { graphql } = await serve();
    const response = await fetch(`${graphql}?query={hello}`, { headers: { accept: '*/*' } });
    expect(await response.json()).toEqual({ data: { hello: 'world' } });
  });
});

describe('compression', () => {
  test.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip;q=0.5', gunzipSync],
    [undefined, 'identity', (body: Buffer) => body],
  ])('an answer of some length is sent as %s', async (encoding, accept, decode) => {
    const { graphql } = await serve();
    const { headers, body } = await fetchRaw(`${graphql}?query={long}`, { 'accept-encoding': accept });
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['content-length']).toBe(String(body.length));
    expect(headers.vary).toContain('Accept-Encoding');
    expect(JSON.parse(decode(body).toString())).toHaveProperty('data.long');
  });

  test('a short answer is sent as it is', async () => {
    const { graphql } = await serve();
    const { headers } = await fetchRaw(`${graphql}?query={hello}`, { 'accept-encoding': 'br' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  test.each([
    ['gzip, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['deflate', undefined],
    [undefined, undefined],
  ])('of "%s" the choice is %s', (accept, encoding) => {
    expect(chooseEncoding(accept)).toBe(encoding);
  });
});

test('answers are not kept by caches, and are what their type says', async () => {
  const { ask } = await serve();
  const { headers } = await ask('{ hello }');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
