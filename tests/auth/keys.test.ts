import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import { describeEnd, readExpiry } from '../../src/auth/expiry.ts';
import { createKey, listKeys, revokeKey } from '../../src/auth/key.service.ts';
import { readKey, readKeyId, writeKey } from '../../src/auth/key.ts';
import type { NewKey } from '../../src/auth/key-request.ts';
import { newId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';

const db = await testDatabase();
const authenticate = createAuthenticate(db, { oidc: null, publicReading: true });

const makeKey = (changes: Partial<NewKey> = {}) =>
  createKey(db, { name: 'Newsroom', role: 'EDITOR', expiresAt: null, ...changes });

const refused = { code: 'UNAUTHENTICATED' };

describe('a key', () => {
  test('says who sends it, by one statement that reads one row by its id', async () => {
    const { id, text } = await makeKey();
    db.statements.length = 0;
    expect(await authenticate(`Bearer ${text}`)).toEqual({
      name: 'Newsroom',
      role: 'EDITOR',
      holder: `key:${id}`,
    });
    expect(db.statements).toEqual([
      expect.stringMatching(/^\/\* holder of key \*\/ SELECT .* WHERE id = \$1/s),
    ]);
  });

  test('is refused from the request after its revocation on, and a second one changes nothing', async () => {
    const { id, text } = await makeKey();
    await authenticate(`Bearer ${text}`);
    const { revokedAt } = await revokeKey(db, id);
    await expect(authenticate(`Bearer ${text}`)).rejects.toMatchObject(refused);
    expect((await revokeKey(db, id)).revokedAt).toEqual(revokedAt);
  });

  test('is taken until it expires, and not after', async () => {
    const { id, text } = await makeKey({ expiresAt: new Date(Date.now() + 3_600_000) });
    expect(await authenticate(`Bearer ${text}`)).toMatchObject({ role: 'EDITOR' });
    await db.pool.query(`UPDATE api_key SET expires_at = now() - interval '1 ms' WHERE id = $1`, [id]);
    await expect(authenticate(`Bearer ${text}`)).rejects.toMatchObject(refused);
  });

  test('is kept as a hash alone, which no list gives', async () => {
    const { id, text } = await makeKey();
    const secret = text.split('_').slice(2).join('_');
    const { rows } = await db.pool.query(
      `SELECT k::text AS row, encode(secret_hash, 'escape') AS bytes, octet_length(secret_hash) AS length
       FROM api_key k WHERE id = $1`,
      [id],
    );
    expect(rows).toMatchObject([{ length: 32 }]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const listed = (await listKeys(db)).find((key) => key.id === id);
    expect(Object.keys(listed ?? {}).sort()).toEqual([
      ...['createdAt', 'expiresAt', 'id', 'name', 'revokedAt', 'role'],
    ]);
  });

  test('sends no part of its secret to the database', async () => {
    const { text } = await makeKey();
    const secret = text.split('_').slice(2).join('_');
    const values: unknown[] = [];
    const listening = createAuthenticate(
      {
        query: (statement, signal) => {
          values.push(statement.text, statement.values);
          return db.query(statement, signal);
        },
      },
      { oidc: null, publicReading: true },
    );
    await listening(`Bearer ${text}`);
    expect(values).toHaveLength(2);
    expect(JSON.stringify(values)).not.toContain(secret);
  });

  test('keeps the name that it was given, in whatever script', async () => {
    const { text } = await makeKey({ name: "Rédaction d'Islamabad، دفتر" });
    expect(await authenticate(`Bearer ${text}`)).toMatchObject({ name: "Rédaction d'Islamabad، دفتر" });
  });

  test.each<[string, (text: string) => string, number]>([
    ['with the secret of no key', (text) => `${text.slice(0, -43)}${'A'.repeat(43)}`, 1],
    ['with the id of no key', (text) => text.replace(/_[0-9a-f]{32}_/, `_${'0'.repeat(32)}_`), 1],
    ['cut short', (text) => text.slice(0, -1), 0],
    ['with something behind it', (text) => `${text}x`, 0],
    ['with a sign that no key has', (text) => `${text.slice(0, -1)}~`, 0],
    ['in capitals', (text) => text.toUpperCase(), 0],
    ['without what keys begin with', (text) => text.replace('demarche_', ''), 0],
  ])('%s is refused', async (_, change, statements) => {
    const { text } = await makeKey();
    db.statements.length = 0;
    await expect(authenticate(`Bearer ${change(text)}`)).rejects.toMatchObject(refused);
    expect(db.statements).toHaveLength(statements);
  });

  test('with the secret of another is refused', async () => {
    const [{ text: one }, { text: other }] = [await makeKey(), await makeKey()];
    const mixed = one.slice(0, -43) + other.slice(-43);
    await expect(authenticate(`Bearer ${mixed}`)).rejects.toMatchObject(refused);
  });
});

describe('the text of a key', () => {
  test('is read as it was written, and names its id in each of its forms', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (id, bytes) => {
        const key = { id, secret: Buffer.from(bytes).toString('base64url') };
        const text = writeKey(key);
        expect(readKey(text)).toEqual(key);
        for (const given of [id, id.replaceAll('-', ''), id.toUpperCase(), text, ` ${text}\n`])
          expect(readKeyId(given)).toBe(id);
      }),
    );
  });

  test('is read from nothing else', () => {
    fc.assert(fc.property(fc.string(), (text) => readKey(text) === null && readKeyId(text) === null));
    expect(readKey(writeKey({ id: newId(), secret: 'short' }))).toBeNull();
  });
});

describe('the end of a key', () => {
  const now = new Date('2026-11-28T12:00:00Z');

  test.each([
    [undefined, '2027-11-28T12:00:00.000Z'],
    ['1d', '2026-11-29T12:00:00.000Z'],
    ['90d', '2027-02-26T12:00:00.000Z'],
    ['2026-11-28', '2026-11-28T23:59:59.999Z'],
    ['2028-02-29', '2028-02-29T23:59:59.999Z'],
  ])('given as %s is %s', (given, end) => {
    expect(readExpiry(given, now)?.toISOString()).toBe(end);
  });

  test('may be left open', () => {
    expect(readExpiry('never', now)).toBeNull();
  });

  test.each([
    '',
    '0d',
    '99999d',
    '1.5d',
    '2027-02-29',
    '2027-04-31',
    '2027-13-01',
    '2027',
    'tomorrow',
    '2027-1-1',
  ])('cannot be "%s"', (given) => {
    expect(() => readExpiry(given, now)).toThrow(`--expires: "${given}" was given, and a day such as`);
  });

  test('cannot have passed', () => {
    expect(() => readExpiry('2026-11-27', now)).toThrow('--expires: 2026-11-27 was given, which has passed');
  });

  test('is told by what came of it', () => {
    const [past, later] = [new Date('2026-11-01T08:30:00Z'), new Date('2027-01-31T23:59:59.999Z')];
    expect(describeEnd({ expiresAt: null, revokedAt: null }, now)).toBe('does not expire');
    expect(describeEnd({ expiresAt: later, revokedAt: null }, now)).toBe('expires 2027-01-31 23:59 UTC');
    expect(describeEnd({ expiresAt: past, revokedAt: null }, now)).toBe('expired 2026-11-01 08:30 UTC');
    expect(describeEnd({ expiresAt: later, revokedAt: past }, now)).toBe('revoked 2026-11-01 08:30 UTC');
  });
});
