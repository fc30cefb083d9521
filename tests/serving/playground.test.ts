import { request } from 'node:http';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../src/web/examples.ts';
import { serve } from './server.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** The files that the page and its start script name. */
async function filesOf(graphql: string): Promise<string[]> {
  const page = await (await fetch(graphql, { headers: HTML })).text();
  const start = page.match(/playground\/start\.[\w-]+\.js/)?.[0] ?? '';
  const script = await (await fetch(new URL(start, graphql))).text();
  return [...(page + script).matchAll(/"\.\/(playground\/[\w.-]+)"/g)].map(
    ([, path]) => new URL(path ?? '', graphql).href,
  );
}

function bytesOf(url: string, encoding: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { ...HTML, 'accept-encoding': encoding } }, async (response) => {
      let bytes = 0;
      for await (const chunk of response) bytes += chunk.length;
      resolve(bytes);
    })
      .on('error', reject)
      .end();
  });
}

describe('the page', () => {
  test('a browser gets it at the endpoint, and a program that asks for anything does not', async () => {
    const { graphql } = await serve();
    const page = await fetch(graphql, { headers: HTML });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const program = await fetch(`${graphql}?query={hello}`, { headers: { accept: '*/*' } });
    expect(await program.json()).toEqual({ data: { hello: 'world' } });
  });

  test('may load nothing but what this service has, and be shown in no frame', async () => {
    const { graphql } = await serve();
    const page = await fetch(graphql, { headers: HTML });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    const sources = policy.split(/[; ]+/).filter((word) => !/^[a-z-]+$/.test(word));
    expect(new Set(sources)).toEqual(new Set(["'none'", "'self'", "'unsafe-inline'", 'data:']));
    expect(await page.text()).not.toMatch(/https?:/);
  });

  test('is asked for again, and is not sent again when nothing has changed', async () => {
    const { graphql } = await serve();
    const etag = (await fetch(graphql, { headers: HTML })).headers.get('etag') ?? '';
    const again = await fetch(graphql, { headers: { ...HTML, 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('where the playground is off a browser is told so', async () => {
    const { url, graphql } = await serve({ playground: false });
    const page = await fetch(graphql, { headers: HTML });
    expect([page.status, await page.text()]).toEqual([
      406,
      'The playground is off here. Send queries to this address by POST.\n',
    ]);
    expect((await fetch(`${url}/playground/start.js`)).status).toBe(404);
  });
});

describe('its files', () => {
  test('are eight, named by their content, and kept by browsers for good', async () => {
    const { graphql } = await serve();
    const files = await filesOf(graphql);
    expect(files).toHaveLength(8);
    for (const file of files) {
      const { status, headers } = await fetch(file);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(file).toMatch(/\.[\w-]{12}\.(js|css|svg)$/);
    }
  });

  test.each(['br', 'gzip'])('come to less than 3 MB over the wire as %s', async (encoding) => {
    const { graphql } = await serve();
    const sizes = await Promise.all(
      [graphql, ...(await filesOf(graphql))].map((file) => bytesOf(file, encoding)),
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(3_000_000);
  });

  test('a file of another version is not there', async () => {
    const { url } = await serve();
    expect((await fetch(`${url}/playground/graphiql.000000000000.js`)).status).toBe(404);
  });
});

describe('its examples', () => {
  test('are nine operations, each under the name that its tab shows', () => {
    expect(EXAMPLES).toHaveLength(9);
    for (const { name, query } of EXAMPLES) {
      const names = parse(query).definitions.flatMap((definition) =>
        definition.kind === 'OperationDefinition' ? [definition.name?.value] : [],
      );
      expect(names).toEqual([name]);
    }
  });

  test('fit the editor of half a screen without scrolling sideways', () => {
    const lines = EXAMPLES.flatMap(({ query }) => query.split('\n'));
    expect(lines.filter((line) => line.length > 57)).toEqual([]);
  });
});
