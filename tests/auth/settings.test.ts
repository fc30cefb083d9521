import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/kernel/config.ts';

const oidc = {
  OIDC_JWKS_URL: 'https://login.example/jwks.json',
  OIDC_ISSUER: 'https://login.example/',
  OIDC_AUDIENCE: 'demarche',
};

describe('READING', () => {
  test.each([
    [undefined, true],
    ['', true],
    ['public', true],
    ['closed', false],
  ])('of %s', (READING, publicReading) => {
    expect(readConfig({ READING })).toMatchObject({ publicReading });
  });

  test('is one of two words', () => {
    expect(() => readConfig({ READING: 'private' })).toThrow(
      'READING is "private", and must be one of public, closed; leave it out for public.',
    );
  });
});

describe('the settings of an issuer', () => {
  test('are none, or all three, with the claim "role" unless another is named', () => {
    expect(readConfig({ OIDC_ROLE_CLAIM: 'groups' }).oidc).toBeNull();
    expect(readConfig(oidc).oidc).toEqual({
      jwksUrl: new URL('https://login.example/jwks.json'),
      issuer: 'https://login.example/',
      audience: 'demarche',
      roleClaim: 'role',
    });
    expect(readConfig({ ...oidc, OIDC_ROLE_CLAIM: 'groups' }).oidc).toMatchObject({ roleClaim: 'groups' });
  });

  test.each([
    [{ OIDC_ISSUER: '' }, 'OIDC_ISSUER is missing'],
    [{ OIDC_ISSUER: '', OIDC_JWKS_URL: undefined }, 'OIDC_JWKS_URL and OIDC_ISSUER are missing'],
    [{ OIDC_JWKS_URL: 'login.example/jwks' }, 'OIDC_JWKS_URL is "login.example/jwks"'],
    [{ OIDC_JWKS_URL: 'file:///jwks.json' }, 'OIDC_JWKS_URL is "file:///jwks.json"'],
  ])('changed by %j are refused', (changes, sentence) => {
    expect(() => readConfig({ ...oidc, ...changes })).toThrow(sentence);
  });

  test('with a password are refused without repeating it', () => {
    const read = () => readConfig({ ...oidc, OIDC_JWKS_URL: 'https://me:hidden@login.example/jwks' });
    expect(read).toThrow('OIDC_JWKS_URL holds a user or a password');
    expect(read).not.toThrow('hidden');
  });
});
