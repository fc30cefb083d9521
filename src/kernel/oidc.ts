import { InputError } from './errors.ts';

/** An issuer of OpenID Connect whose tokens are taken. */
export interface OidcSettings {
  /** Where its public keys are (JSON Web Key Set). */
  readonly jwksUrl: URL;
  /** What a token names as its issuer, letter for letter. */
  readonly issuer: string;
  /** What a token must be meant for. */
  readonly audience: string;
  /** The claim that holds a role, or several: its name, or with dots the way to it. */
  readonly roleClaim: string;
}

/** @throws InputError where some of the settings are there and others are not, or an address is none */
export function readOidc(env: Readonly<Record<string, string | undefined>>): OidcSettings | null {
  const {
    OIDC_JWKS_URL: address,
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: audience,
    OIDC_ROLE_CLAIM: roleClaim,
  } = env;
  if (!address && !issuer && !audience) return null;
  if (!address || !issuer || !audience) {
    const missing = Object.entries({ OIDC_JWKS_URL: address, OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience })
      .filter(([, value]) => !value)
      .map(([name]) => name);
    throw new InputError(
      `OIDC_JWKS_URL, OIDC_ISSUER and OIDC_AUDIENCE go together, and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing; set all three to take the tokens of an issuer, or none to take API keys alone.`,
    );
  }
  const jwksUrl = URL.canParse(address) ? new URL(address) : null;
  // What may hold a password is not repeated.
  if (jwksUrl?.username || jwksUrl?.password)
    throw new InputError(
      'OIDC_JWKS_URL holds a user or a password, and must be an address without; the keys that it leads to are public.',
    );
  if (!jwksUrl || !/^https?:$/.test(jwksUrl.protocol))
    throw new InputError(
      `OIDC_JWKS_URL is "${address}", and must be the address of a JSON Web Key Set, such as https://issuer.example/.well-known/jwks.json.`,
    );
  return { jwksUrl, issuer, audience, roleClaim: roleClaim || 'role' };
}
