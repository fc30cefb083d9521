import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAuthenticate } from '../../src/auth/authenticate.ts';
import type { IssuerLog } from '../../src/auth/issuer-keys.ts';
import type { OidcSettings } from '../../src/kernel/oidc.ts';
import { testDatabase } from '../setup/database.ts';
import { type Claims, inSeconds, startIssuer } from './issuer.ts';

const db = await testDatabase();
const issuer = await startIssuer();
const stranger = await startIssuer();

const reader = (settings: Partial<OidcSettings> = {}, log?: IssuerLog) =>
  createAuthenticate(db, { oidc: { ...issuer.settings, ...settings }, publicReading: true }, log);
const authenticate = reader();
const send = async (claims: Claims, alg?: string) => authenticate(`Bearer ${await issuer.sign(claims, alg)}`);

const refused = { code: 'UNAUTHENTICATED' };

/** A log, and the messages that it was given. */
function keepLog(): { log: IssuerLog; told: string[] } {
  const told: string[] = [];
  const keep = (_: object, message: string) => void told.push(message);
  return { log: { error: keep, warn: keep, info: keep }, told };
}

/** An issuer of the same name that has other keys. */
async function askWith(keys: JWK[]) {
  const other = await startIssuer();
  other.keys = keys;
  const { log, told } = keepLog();
  return { ask: reader({ jwksUrl: other.settings.jwksUrl }, log), told };
}

/** A key of RSA. */
async function makePair() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** A token put together by hand, whatever it says of itself. */
function forge(header: object, claims: object, sign: (signed: string) => string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign(signed)}`;
}

describe('a token', () => {
  test.each(['ES256', 'RS256', 'EdDSA'])(
    'signed with %s says who sends it, without a statement',
    async (alg) => {
      db.statements.length = 0;
      expect(await send({ name: 'Ada Khan', role: 'editor' }, alg)).toMatchObject({
        name: 'Ada Khan',
        role: 'EDITOR',
      });
      expect(db.statements).toEqual([]);
    },
  );

  test('is taken within half a minute of difference between clocks', async () => {
    expect(await send({ exp: inSeconds(-20) })).toMatchObject({ role: 'READER' });
    expect(await send({ nbf: inSeconds(20) })).toMatchObject({ role: 'READER' });
  });

  test('is taken for one of several audiences', async () => {
    expect(await send({ aud: ['another', 'demarche'] })).toMatchObject({ role: 'READER' });
  });

  test.each<[string, () => Promise<string> | string]>([
    ['of another issuer', () => issuer.sign({ iss: 'https://elsewhere.example' })],
    ['of an issuer of nearly the same name', () => issuer.sign({ iss: `${issuer.settings.issuer}/` })],
    ['for another audience', () => issuer.sign({ aud: 'something-else' })],
    ['that has expired', () => issuer.sign({ exp: inSeconds(-40) })],
    ['that is not valid yet', () => issuer.sign({ nbf: inSeconds(60) })],
    ['without an end', () => issuer.sign({ exp: undefined })],
    ['without a subject', () => issuer.sign({ sub: undefined })],
    ['whose subject is empty', () => issuer.sign({ sub: '' })],
    ['whose subject is null', () => issuer.sign({ sub: null })],
    ['whose subject is a number', () => issuer.sign({ sub: 5 })],
    ['whose subject is an object', () => issuer.sign({ sub: {} })],
    ['signed by a key of another issuer', () => stranger.sign()],
    ['signed by nothing', () => new UnsecuredJWT(issuer.claims({ role: 'admin' })).encode()],
    ['that says itself that nothing signs it', () => forge({ alg: 'none' }, issuer.claims(), () => '')],
    [
      'with the public key as a shared secret',
      async () => {
        const secret = await issuer.publicKey();
        return forge({ alg: 'HS256', kid: 'RS256' }, issuer.claims(), (signed) =>
          createHmac('sha256', secret).update(signed).digest('base64url'),
        );
      },
    ],
    [
      'that brings its own key along',
      async () => {
        const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
        const jwk = await exportJWK(publicKey);
        return new SignJWT(issuer.claims()).setProtectedHeader({ alg: 'ES256', jwk }).sign(privateKey);
      },
    ],
    [
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await issuer.sign()).split('.');
        const claims = Buffer.from(JSON.stringify(issuer.claims({ role: 'admin' }))).toString('base64url');
        return `${header}.${claims}.${signature}`;
      },
    ],
    ['that is none', () => 'abc.def.ghi'],
    ['that is a word', () => 'password'],
  ])('%s is refused', async (_, make) => {
    await expect(authenticate(`Bearer ${await make()}`)).rejects.toMatchObject(refused);
  });

  test('of whatever shape is refused, and never an error of the service', async () => {
    const part = fc.oneof(
      fc.base64String().map((text) => text.replaceAll('=', '')),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .record({
          alg: fc.constantFrom('ES256', 'RS256', 'none', 'HS256', ''),
          kid: fc.json(),
          crit: fc.json(),
        })
        .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        await expect(authenticate(`Bearer ${parts.join('.')}`)).rejects.toMatchObject(refused);
      }),
      { numRuns: 300 },
    );
  });

  test('is refused where no issuer is set, in words that speak of keys alone', async () => {
    const withoutIssuer = createAuthenticate(db, { oidc: null, publicReading: true });
    await expect(withoutIssuer(`Bearer ${await issuer.sign()}`)).rejects.toMatchObject({
      ...refused,
      message: expect.not.stringContaining('or a token'),
    });
  });
});

describe('the role of a token', () => {
  test.each<[unknown, string]>([
    ['curator', 'CURATOR'],
    ['ADMIN', 'ADMIN'],
    [['reader', 'curator', 'editor'], 'CURATOR'],
    [['staff', 'Editor'], 'EDITOR'],
    ['unheard-of', 'READER'],
    [undefined, 'READER'],
    [{ admin: true }, 'READER'],
    ['edıtor', 'READER'],
    ['', 'READER'],
  ])('is, of the claim %j, %s', async (role, expected) => {
    expect(await send({ role })).toMatchObject({ role: expected });
  });

  test('is in the claim that the settings name', async () => {
    const ask = reader({ roleClaim: 'https://demarche.example/roles' });
    const token = await issuer.sign({
      role: 'admin',
      'https://demarche.example/roles': ['editor'],
    } as Claims);
    expect(await ask(`Bearer ${token}`)).toMatchObject({ role: 'EDITOR' });
  });

  test.each<[string, object, string]>([
    ['realm_access.roles', { realm_access: { roles: ['staff', 'editor'] } }, 'EDITOR'],
    ['realm_access.roles', { 'realm_access.roles': 'curator', realm_access: { roles: 'editor' } }, 'CURATOR'],
    ['realm_access.roles', { realm_access: 'editor' }, 'READER'],
    ['realm_access.roles', { realm_access: null }, 'READER'],
    ['constructor.name', {}, 'READER'],
    ['__proto__.role', {}, 'READER'],
  ])('is, where the settings name %s and the token has %j, %s', async (roleClaim, claims, expected) => {
    const ask = reader({ roleClaim });
    expect(await ask(`Bearer ${await issuer.sign(claims)}`)).toMatchObject({ role: expected });
  });
});

describe('the name of a token', () => {
  const host = 'login.example';

  test.each<[string, Claims, string]>([
    ['the claim name', { name: ' Ada\nKhan\u202E ' }, 'Ada Khan'],
    ['cut where it is long', { name: 'a'.repeat(200) }, 'a'.repeat(100)],
    ["the issuer's host where there is none", {}, host],
    ['the host where it is no text', { name: { given: 'Ada' } }, host],
    ['the host where it is the address', { name: 'ada@example.org', email: 'ada@example.org' }, host],
    ['the host where it is an address', { name: 'ada@example.org' }, host],
    ['the host where it is the subject', { name: 'subject-1' }, host],
    ['the host where it is the subject with spaces around', { name: ' subject-1 ' }, host],
    ['the host where it is the subject in another case', { name: 'SUBJECT-1' }, host],
    ['the host where it is the subject in wide letters', { name: 'ｓubject-1' }, host],
    ['the host where it is the subject with nothing to see in it', { name: 'sub\u200Bject\u00AD-1' }, host],
    ['the host where it is the subject, cut', { name: 'a'.repeat(200), sub: 'A'.repeat(150) }, host],
    ['the host where it begins with an address', { name: 'ada＠example.org (Ada)' }, host],
    ['the host where it is the address without a place', { name: 'Ada.Khan', email: 'ada.khan ' }, host],
    ['the host where nobody sees it', { name: ' \u200B\u3164' }, host],
  ])('is %s', async (_, claims, name) => {
    expect(await send(claims)).toMatchObject({ name });
  });
});

describe('the holder of a token', () => {
  test('is the same in each of their tokens, and tells neither subject nor issuer', async () => {
    const first = await send({ name: 'Ada Khan', role: 'editor' });
    const second = await send({ name: 'Ada Khan-Lee', role: 'curator' }, 'RS256');
    expect(first?.holder).toMatch(/^token:[\w-]{43}$/);
    expect(second?.holder).toBe(first?.holder);
    expect((await send({ sub: 'subject-2' }))?.holder).not.toBe(first?.holder);
  });
});

describe('the keys of an issuer', () => {
  test('are fetched once for many tokens, and not for each with a key that is unknown', async () => {
    const ask = reader();
    const before = issuer.fetched();
    for (let i = 0; i < 3; i += 1) await ask(`Bearer ${await issuer.sign()}`);
    const { privateKey } = await generateKeyPair('ES256');
    const unknown = await new SignJWT(issuer.claims())
      .setProtectedHeader({ alg: 'ES256', kid: 'unheard-of' })
      .sign(privateKey);
    for (let i = 0; i < 3; i += 1) await expect(ask(`Bearer ${unknown}`)).rejects.toMatchObject(refused);
    expect(issuer.fetched() - before).toBe(1);
  });

  test.each([
    ['of one kind are each tried for a token that names none', undefined],
    ['of one name are each tried for a token that names it', 'same'],
  ])('%s', async (_, kid) => {
    const [first, second, third] = await Promise.all([makePair(), makePair(), makePair()]);
    const { ask } = await askWith([
      { ...first.jwk, kid: kid ?? 'first' },
      { ...second.jwk, kid: kid ?? 'second' },
    ]);
    const send = async ({ privateKey }: typeof first, claims?: Claims) =>
      ask(
        `Bearer ${await new SignJWT(issuer.claims(claims))
          .setProtectedHeader({ alg: 'RS256', ...(kid && { kid }) })
          .sign(privateKey)}`,
      );
    expect(await send(first, { role: 'editor' })).toMatchObject({ role: 'EDITOR' });
    expect(await send(second, { role: 'curator' })).toMatchObject({ role: 'CURATOR' });
    await expect(send(third)).rejects.toMatchObject(refused);
    await expect(send(second, { exp: inSeconds(-40) })).rejects.toMatchObject(refused);
  });

  test('that are no good are told of once, and a token that they sign is refused beside one by a good key', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const good = await makePair();
    const { ask, told } = await askWith([
      { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak' },
      { ...good.jwk, kid: 'private', d: 'AQAB' },
      { kty: 'RSA', kid: 'broken' },
      { kty: 'oct', kid: 'shared', k: 'AQAB' },
      { ...good.jwk, kid: 'good' },
    ]);
    for (const kid of ['weak', 'private', 'broken', 'shared', undefined]) {
      const bogus = forge({ alg: 'RS256', kid }, issuer.claims(), (signed) =>
        sign('sha256', Buffer.from(signed), weak.privateKey).toString('base64url'),
      );
      await expect(ask(`Bearer ${bogus}`)).rejects.toMatchObject(refused);
    }
    const right = new SignJWT(issuer.claims()).setProtectedHeader({ alg: 'RS256' }).sign(good.privateKey);
    expect(await ask(`Bearer ${await right}`)).toMatchObject({ role: 'READER' });
    expect(told).toEqual(Array(4).fill('a key of the issuer is no good; tokens that it signs are refused'));
  });

  describe('that cannot be fetched', () => {
    const unavailable = {
      code: 'ISSUER_UNAVAILABLE',
      message: expect.stringContaining('the keys of its issuer cannot be fetched'),
    };
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['performance'] });
      issuer.up = false;
    });
    afterEach(() => {
      vi.useRealTimers();
      issuer.up = true;
    });

    test('are no fault of the token, and it is taken once they can', async () => {
      const ask = reader();
      const token = await issuer.sign({ role: 'editor' });
      await expect(ask(`Bearer ${token}`)).rejects.toMatchObject(unavailable);
      issuer.up = true;
      vi.advanceTimersByTime(5_000);
      expect(await ask(`Bearer ${token}`)).toMatchObject({ role: 'EDITOR' });
      const nowhere = reader({ jwksUrl: new URL('http://127.0.0.1:9/jwks') });
      await expect(nowhere(`Bearer ${token}`)).rejects.toMatchObject(unavailable);
    });

    test('are fetched once in five seconds however many tokens come, and the log has one line of it and one of its end', async () => {
      const { log, told } = keepLog();
      const ask = reader({}, log);
      const bogus = forge({ alg: 'RS256', kid: 'x' }, issuer.claims(), () => 'AAAA');
      const before = issuer.fetched();
      await Promise.all(
        Array.from({ length: 50 }, () => expect(ask(`Bearer ${bogus}`)).rejects.toMatchObject(unavailable)),
      );
      vi.advanceTimersByTime(4_900);
      await expect(ask(`Bearer ${bogus}`)).rejects.toMatchObject(unavailable);
      expect(issuer.fetched() - before).toBe(1);
      vi.advanceTimersByTime(100);
      await expect(ask(`Bearer ${bogus}`)).rejects.toMatchObject(unavailable);
      expect(issuer.fetched() - before).toBe(2);
      expect(told).toEqual([
        'the keys of the issuer cannot be fetched; its tokens are not taken until they can',
      ]);
      issuer.up = true;
      vi.advanceTimersByTime(5_000);
      await ask(`Bearer ${await issuer.sign()}`);
      expect(told.slice(1)).toEqual(['the keys of the issuer can be fetched again']);
    });

    test('because they are more than a megabyte are not read on', async () => {
      const filler = { kty: 'oct', k: 'A'.repeat(2_000_000) };
      const { ask } = await askWith([...issuer.keys, filler]);
      await expect(ask(`Bearer ${await issuer.sign()}`)).rejects.toMatchObject({
        ...unavailable,
        cause: { message: 'The keys are more than 1000000 bytes.' },
      });
    });

    test.each<[string, Claims]>([
      ['has expired', { exp: inSeconds(-40) }],
      ['is of another issuer', { iss: 'https://elsewhere.example' }],
      ['is for another audience', { aud: 'something-else' }],
    ])('are not asked for by a token that %s: it is refused', async (_, claims) => {
      const before = issuer.fetched();
      await expect(reader()(`Bearer ${await issuer.sign(claims)}`)).rejects.toMatchObject(refused);
      expect(issuer.fetched()).toBe(before);
    });
  });
});
