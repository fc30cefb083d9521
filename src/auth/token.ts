import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { AccessRole } from '../generated/prisma/enums.ts';
import type { Viewer } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import type { OidcSettings } from '../kernel/oidc.ts';
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

export function createTokenReader({ jwksUrl, issuer, audience, roleClaim }: OidcSettings): ReadToken {
  const findKey = createKeyFinder(jwksUrl);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, findKey, {
        issuer,
        audience,
        algorithms,
        clockTolerance,
        requiredClaims: ['exp', 'sub'],
      });
      return {
        name: nameOf(payload, issuer),
        role: roleOf(payload[roleClaim]),
        holder: holderOf(payload, issuer),
      };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}

/**
 * The issuer's keys: fetched when a token first needs one, kept for ten minutes, and fetched again for a key that
 * is new, at most twice a minute whatever is sent here.
 */
function createKeyFinder(jwksUrl: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(jwksUrl, { timeoutDuration: 5_000, cooldownDuration: 30_000 });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      // That the issuer has no such key is the token's fault; all else is none of it.
      const ofToken = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
      if (ofToken.some((kind) => cause instanceof kind)) throw cause;
      throw new DomainError(
        'ISSUER_UNAVAILABLE',
        'A token was sent, and the keys of its issuer cannot be fetched, so that it cannot be checked; try again later, or send an API key.',
        { cause },
      );
    }
  };
}

/**
 * What may be shown to everybody: the name that a person goes by. Some issuers put an address of mail or the subject
 * there, and these identify a person beyond what they have signed.
 */
function nameOf({ name, sub, email }: JWTPayload, issuer: string): string {
  const shown = typeof name === 'string' ? toDisplayName(name) : '';
  if (shown !== '' && !shown.includes('@') && name !== sub && name !== email) return shown;
  return toDisplayName(URL.canParse(issuer) ? new URL(issuer).host : '') || 'token';
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
