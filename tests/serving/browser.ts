import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** The system's Chromium, or the one that CHROMIUM_PATH names; undefined where there is none. */
export const CHROMIUM = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** What a test's name says where it is skipped. */
export const NEEDS_CHROMIUM = CHROMIUM === undefined ? ' (skipped: no Chromium; set CHROMIUM_PATH)' : '';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page with a note of everything that it asks for and complains of. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses that it asked for, data and blob addresses left out. */
  readonly asked: string[];
  /** Errors and warnings of its console, and errors that nothing caught. */
  readonly complaints: string[];
  /** Bytes that came over the wire since this was last called. */
  bytes(): number;
}

export async function openPage(browser: Browser): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 800 } });
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    if (/^https?:|^wss?:/.test(request.url())) asked.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));

  let received = 0;
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    received += encodedDataLength;
  });
  return {
    page,
    context,
    asked,
    complaints,
    bytes() {
      const bytes = received;
      received = 0;
      return bytes;
    },
  };
}

/** Opens the playground and waits until its editor holds a query and its schema has come. */
export async function openPlayground(page: Page, address: string): Promise<void> {
  const schema = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.goto(address);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await (await schema).finished();
}

/** Runs the query of the open tab and waits for an answer that holds the text. */
export async function runQuery(page: Page, expected: string): Promise<void> {
  await page.locator('.graphiql-execute-button').click();
  await page.locator('.graphiql-response .view-lines', { hasText: expected }).waitFor();
}
