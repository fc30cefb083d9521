import { createHash } from 'node:crypto';
import {
  errors,
  type FlattenedJWSInput,
  type JWTClaimVerificationOptions,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
  UnsecuredJWT,
} from 'jose';
import type { AccessRole } from '../generated/prisma/enums.ts';
import type { Viewer } from '../kernel/context.ts';
import type { OidcSettings } from '../kernel/oidc.ts';
import { createKeyFinder, type IssuerLog } from './issuer-keys.ts';
import { readRole, roles, toDisplayName } from './viewer.ts';

/** Signatures of key pairs alone: with a shared secret, whoever checks a token could make one. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** Seconds by which the clocks of the issuer and of the service may differ. */
const clockTolerance = 30;

/** Gives who sends a token, or null where it is wrong or has expired. @throws DomainError ISSUER_UNAVAILABLE */
export type ReadToken = (token: string) => Promise<Viewer | null>;

export function createTokenReader(settings: OidcSettings, log?: IssuerLog): ReadToken {
  const { issuer, roleClaim } = settings;
  const verify = createVerifier(settings, log);
  return async (token) => {
    try {
      const payload = await verify(token);
      // With a subject that is none, all who have it would be one.
      if (typeof payload.sub !== 'string' || payload.sub === '') return null;
      return {
        name: nameOf(payload, issuer),
        role: roleOf(claimOf(payload, roleClaim)),
        holder: holderOf(payload, issuer),
      };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}

/** Gives what verifies a token and gives its claims. @throws errors.JOSEError, DomainError ISSUER_UNAVAILABLE */
function createVerifier(
  { jwksUrl, issuer, audience }: OidcSettings,
  log?: IssuerLog,
): (token: string) => Promise<JWTPayload> {
  const findKey = createKeyFinder(jwksUrl, log);
  const rules = { issuer, audience, algorithms, clockTolerance, requiredClaims: ['exp', 'sub'] };
  const checkAndFind: JWTVerifyGetKey = (header, token) => {
    checkClaims(token, rules);
    return findKey(header, token);
  };
  return async (token) => {
    try {
      return (await jwtVerify(token, checkAndFind, rules)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      return verifyByAny(error, token, rules);
    }
  };
}

/** Any of several keys may have signed a token that does not say which. */
async function verifyByAny(
  keys: AsyncIterable<CryptoKey>,
  token: string,
  rules: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of keys)
    try {
      return (await jwtVerify(token, key, rules)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  throw new errors.JWSSignatureVerificationFailed();
}

const [unsecured] = new UnsecuredJWT().encode().split('.');

/**
 * Refuses a token for its claims before its signature is looked at: where they are wrong, no key is needed to say so.
 * Once it is verified, they are checked by the same rules.
 * @throws errors.JOSEError
 */
function checkClaims({ payload }: FlattenedJWSInput, rules: JWTClaimVerificationOptions): void {
  UnsecuredJWT.decode(`${unsecured}.${payload}.`, rules);
}

/**
 * What may be shown to everybody: the name that a person goes by. Some issuers put an address of mail or the subject
 * there, and these identify a person beyond what they have signed.
 */
function nameOf({ name, sub, email }: JWTPayload, issuer: string): string {
  const shown = typeof name === 'string' && !isAnyOf(name, [sub, email]) ? toDisplayName(name) : '';
  return shown || toDisplayName(URL.canParse(issuer) ? new URL(issuer).host : '') || 'token';
}

/** Whether a name is an address of mail, or is read as one of those. */
function isAnyOf(name: string, identities: readonly unknown[]): boolean {
  const same = (each: unknown) => typeof each === 'string' && fold(each) === fold(name);
  return name.normalize('NFKC').includes('@') || identities.some(same);
}

/** A text as it is read, whatever the case and the form of its letters. */
function fold(text: string): string {
  const compatible = text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return toDisplayName(compatible).toLowerCase();
}

/** A claim by its whole name, or else by the names on the way to it with dots between. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  const step = (claim: unknown, part: string) =>
    claim instanceof Object && Object.hasOwn(claim, part) ? (claim as JWTPayload)[part] : undefined;
  return name.split('.').reduce<unknown>(step, payload);
}

/** The highest of the roles that a claim names; whom the issuer gives none may read. */
function roleOf(claim: unknown): AccessRole {
  const named = new Set((Array.isArray(claim) ? claim : [claim]).map(readRole));
  return roles.findLast((role) => named.has(role)) ?? 'READER';
}

/** A subject is unique within its issuer alone. */
function holderOf({ sub }: JWTPayload, issuer: string): string {
  return `token:${createHash('sha256')
    .update(JSON.stringify([issuer, sub]))
    .digest('base64url')}`;
}
