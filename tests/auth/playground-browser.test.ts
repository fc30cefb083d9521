import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import { createKey } from '../../src/auth/key.service.ts';
import {
  CHROMIUM,
  launchBrowser,
  NEEDS_CHROMIUM,
  openPage,
  openPlayground,
  runQuery,
} from '../serving/browser.ts';
import { serve } from '../serving/server.ts';
import { testDatabase } from '../setup/database.ts';

describe.skipIf(CHROMIUM === undefined)(`in a real browser${NEEDS_CHROMIUM}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  test('the playground asks with the key of its headers tab where reading is closed, and keeps it nowhere', async () => {
    const db = await testDatabase();
    const { text } = await createKey(db, { name: 'Newsroom', role: 'READER', expiresAt: null });
    const { graphql } = await serve({
      authenticate: createAuthenticate(db, { oidc: null, publicReading: false }),
    });
    const { page } = await openPage(browser);
    await openPlayground(page, `${graphql}?query={hello}`);
    await runQuery(page, 'no credential was sent');
    await page.getByRole('button', { name: 'Headers' }).click();
    const editor = page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .monaco-editor').last();
    await editor.click();
    // The editor closes brackets and quotes by itself while one types.
    await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${text}` }));
    await runQuery(page, '"world"');
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])',
    );
    expect(kept).toContain('graphiql:');
    expect(kept).not.toContain(text.slice(-43));
  });
});
