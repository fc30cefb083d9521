import { describe, expect, test } from 'vitest';
import { parseCorsOrigins } from '../../src/kernel/limits-origins.ts';
import { serve } from './server.ts';

const preflight = (graphql: string, origin: string) =>
  fetch(graphql, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
    },
  });

describe('by default', () => {
  test.each(['http://localhost:5173', 'https://localhost', 'http://127.0.0.1:3000', 'http://[::1]:8080'])(
    'a page on %s may read answers, without credentials',
    async (origin) => {
      const { ask } = await serve();
      const { data, headers } = await ask('{ hello }', { headers: { origin } });
      expect(data).toEqual({ hello: 'world' });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-expose-headers')).toBe('X-Request-Id');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('Origin');
    },
  );

  test.each([
    'https://example.org',
    'http://localhost.example.org',
    'http://evil-localhost',
    'null',
    'http://localhost:1@evil.org',
  ])('a page on %s gets no header that lets it read', async (origin) => {
    const { ask, graphql } = await serve();
    const { headers } = await ask('{ hello }', { headers: { origin } });
    const asked = await preflight(graphql, origin);
    for (const each of [headers, asked.headers]) {
      expect([...each.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(each.get('vary')).toContain('Origin');
    }
  });

  test('a preflight says which methods and headers may be sent, and for how long that holds', async () => {
    const { graphql } = await serve();
    const { status, headers } = await preflight(graphql, 'http://localhost:5173');
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type,authorization',
      'access-control-max-age': '86400',
    });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('with CORS_ORIGINS', () => {
  test('the origins that are listed may read, and localhost no longer', async () => {
    const { ask } = await serve({
      corsOrigins: parseCorsOrigins('https://a.example, https://b.example:8443'),
    });
    const allowed = async (origin: string) =>
      (await ask('{ hello }', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await allowed('https://b.example:8443')).toBe('https://b.example:8443');
    expect(await allowed('https://b.example')).toBeNull();
    expect(await allowed('http://localhost:5173')).toBeNull();
  });

  test('a star lets every origin read', async () => {
    const { ask } = await serve({ corsOrigins: parseCorsOrigins('*') });
    const { headers } = await ask('{ hello }', { headers: { origin: 'https://example.org' } });
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  test('an origin is taken with a closing slash and in capitals', () => {
    expect(parseCorsOrigins('https://Example.org/')).toEqual(['https://example.org']);
  });

  test.each(['example.org', 'https://example.org/app', 'ftp://example.org'])('"%s" is refused', (given) => {
    expect(() => parseCorsOrigins(given)).toThrow(`CORS_ORIGINS holds "${given}"`);
  });
});
