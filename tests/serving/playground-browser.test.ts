import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { EXAMPLES } from '../../src/web/examples.ts';
import { CHROMIUM, launchBrowser, NEEDS_CHROMIUM, openPage, openPlayground, runQuery } from './browser.ts';
import { serve } from './server.ts';

describe.skipIf(CHROMIUM === undefined)(`in a real browser${NEEDS_CHROMIUM}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  test('the playground loads from this service alone, complains of nothing and answers a query', async () => {
    const { url, graphql } = await serve();
    const { page, asked, complaints } = await openPage(browser);
    await openPlayground(page, `${graphql}?query={hello}`);
    await runQuery(page, '"world"');
    // The editor's worker may be fetched after the answer has come.
    await vi.waitFor(() => expect(asked.some((address) => address.includes('graphql-worker'))).toBe(true), {
      timeout: 30_000,
    });
    expect(asked.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('it opens on the guide with the nine examples, and one click opens any of them', async () => {
    const { graphql } = await serve();
    const { page } = await openPage(browser);
    await openPlayground(page, graphql);
    const tabs = page.locator('.graphiql-tab-button');
    expect(await tabs.allTextContents()).toEqual(EXAMPLES.map(({ name }) => name));
    const editor = page.locator('.graphiql-query-editor .view-lines');
    await editor.filter({ hasText: 'The record of diplomacy' }).waitFor();
    await tabs.nth(2).click();
    await editor.filter({ hasText: '3 of 9' }).waitFor();
  });

  test('a repeat reopens the tab that was open, and costs less than 100 kB after a first load below 3 MB', async () => {
    const { graphql } = await serve();
    const { page, bytes } = await openPage(browser);
    await openPlayground(page, graphql);
    await page.locator('.graphiql-tab-button').nth(4).click();
    await page.locator('.graphiql-query-editor .view-lines', { hasText: '5 of 9' }).waitFor();
    // GraphiQL stores its tabs a little after a change.
    await vi.waitFor(
      async () =>
        expect(await page.evaluate("localStorage['graphiql:tabState']")).toContain('"activeTabIndex":4'),
      { timeout: 10_000 },
    );
    expect(bytes()).toBeLessThan(3_000_000);
    await openPlayground(page, graphql);
    await page.locator('.graphiql-query-editor .view-lines', { hasText: '5 of 9' }).waitFor();
    expect(bytes()).toBeLessThan(100_000);
    expect(await page.locator('.graphiql-tab-button').count()).toBe(EXAMPLES.length);
  });

  test('a front end on another port of localhost reads an answer, and one of another site does not', async () => {
    const { graphql } = await serve();
    const { page } = await openPage(browser);
    const frontEnd = createServer((_, res) =>
      res.setHeader('content-type', 'text/html').end('<title>A front end</title>'),
    );
    await new Promise<void>((resolve) => frontEnd.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void frontEnd.close());
    const { port } = frontEnd.address() as AddressInfo;
    const ask = async (origin: string) => {
      await page.goto(origin);
      return page.evaluate(
        (address) =>
          fetch(address, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-request-id': 'front-end-1' },
            body: '{"query":"{ hello }"}',
          }).then(
            async (response) => [await response.json(), response.headers.get('x-request-id')],
            (error: unknown) => String(error),
          ),
        graphql,
      );
    };
    expect(await ask(`http://localhost:${port}`)).toEqual([{ data: { hello: 'world' } }, 'front-end-1']);
    // A name below localhost is this machine too, and another site to the browser.
    expect(await ask(`http://elsewhere.localhost:${port}`)).toBe('TypeError: Failed to fetch');
  });
});
