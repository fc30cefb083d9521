import { expect, test } from 'vitest';
import { createKey, revokeKey } from '../../src/auth/key.service.ts';
import { testDatabase } from '../setup/database.ts';
import { addressOf, Run, start } from '../start/service.ts';
import { startIssuer } from './issuer.ts';

const issuer = await startIssuer();

test('no part of a credential gets into the log or an error, whatever becomes of it', async () => {
  const db = await testDatabase();
  const { id, text } = await createKey(db, { name: 'Newsroom', role: 'EDITOR', expiresAt: null });
  const other = await createKey(db, { name: 'Revoked', role: 'EDITOR', expiresAt: null });
  await revokeKey(db, other.id);
  const token = await issuer.sign({ name: 'Ada Khan', role: 'editor' });
  const secrets = [text, other.text].map((key) => key.slice(-43)).concat(token.split('.').slice(1));

  const run = start({
    DATABASE_URL: db.url,
    MIGRATION_DATABASE_URL: db.ownerUrl,
    LOG_LEVEL: 'trace',
    READING: 'closed',
    OIDC_JWKS_URL: issuer.settings.jwksUrl.href,
    OIDC_ISSUER: issuer.settings.issuer,
    OIDC_AUDIENCE: issuer.settings.audience,
  });
  const address = await addressOf(run);
  const answers: string[] = [];
  const send = async (authorization: string, body = '{"query":"{ __typename }"}') => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    answers.push(await response.text(), JSON.stringify([...response.headers]));
    return response.status;
  };
  issuer.up = false;
  expect(await send(`Bearer ${token}`)).toBe(503);
  issuer.up = true;
  expect(await send(`Bearer ${text}`)).toBe(200);
  // An operation that is not planned is logged, and so is one that fails.
  expect(await send(`Bearer ${text}`, '{"query":"{ __schema { queryType { name } } }"}')).toBe(200);
  for (const header of [
    `Bearer ${other.text}`,
    `Bearer ${text}x`,
    `Bearer  ${text} ${text}`,
    `Basic ${text}`,
    `Token token="${text}"`,
    text,
    `${token}`,
    `Bearer ${token}.${token}`,
    `Bearer "${token}"`,
  ])
    expect(await send(header)).toBe(401);
  // The issuer is asked again after a while.
  await expect.poll(() => send(`Bearer ${token}`), { timeout: 20_000, interval: 500 }).toBe(200);
  // The table goes, and with it every way to check a key.
  await db.owner.query('ALTER TABLE api_key RENAME TO gone');
  expect(await send(`Bearer ${text}`)).toBe(500);

  const { stdout, stderr } = await run.stop();
  for (const message of [
    'the keys of the issuer cannot be fetched; its tokens are not taken until they can',
    'the keys of the issuer can be fetched again',
    'a credential could not be checked',
  ])
    expect(stderr.filter((line) => line.includes(message))).toHaveLength(1);
  const told = [...answers, stdout, ...stderr].join('\n');
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  expect(told).not.toContain(id.slice(-12));
});

test('where an error of something else repeats a credential, the log leaves it out', async () => {
  const key = `demarche_${'0123456789abcdef'.repeat(2)}_${'S'.repeat(43)}`;
  const token = await issuer.sign();
  const script = `import { createLog } from './src/kernel/log.ts';
    createLog('info').error({ err: new Error('sent ${key} and ${token}') }, 'failed');`;
  const run = new Run([process.execPath, '--import', 'tsx', '--input-type=module', '--eval', script], {});
  const { code, stderr } = await run.ended;
  expect(code).toBe(0);
  const told = stderr.join('\n');
  expect(told).toContain('sent demarche_0123456789abcdef0123456789abcdef_*** and eyJ***');
  expect(told).not.toContain('S'.repeat(43));
  expect(told).not.toContain(token.split('.')[1]);
});
