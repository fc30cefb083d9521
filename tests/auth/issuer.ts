import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll } from 'vitest';
import type { OidcSettings } from '../../src/kernel/oidc.ts';

export interface Claims {
  readonly iss?: string;
  readonly aud?: string | string[];
  readonly sub?: unknown;
  readonly exp?: number | undefined;
  readonly nbf?: number;
  readonly role?: unknown;
  readonly name?: unknown;
  readonly email?: string;
}

export interface Issuer {
  readonly settings: OidcSettings;
  /** Whether the address of its keys answers as it should. */
  up: boolean;
  /** The keys that it answers with. */
  keys: JWK[];
  /** How often its keys were fetched. */
  readonly fetched: () => number;
  /** The claims of a token that is right, with some of them changed. */
  claims(changes?: Claims): Record<string, unknown>;
  /** A token of the issuer, signed by its key of that algorithm. */
  sign(changes?: Claims, alg?: string): Promise<string>;
  /** Its public key as text. */
  publicKey(): Promise<string>;
}

/** Seconds from 1970, so many after now. */
export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

const algorithms = ['ES256', 'RS256', 'EdDSA'];

/** An issuer on this machine, with one key of each kind, until the file is done. */
export async function startIssuer(): Promise<Issuer> {
  const pairs = new Map(
    await Promise.all(
      algorithms.map(async (alg) => [alg, await generateKeyPair(alg, { extractable: true })] as const),
    ),
  );
  const pairOf = (alg: string) => {
    const pair = pairs.get(alg);
    if (!pair) throw new Error(`The issuer has no key for ${alg}.`);
    return pair;
  };
  const keys = await Promise.all(
    [...pairs].map(async ([alg, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid: alg, alg })),
  );
  let fetched = 0;
  const server = createServer((_req, res) => {
    fetched += 1;
    if (!issuer.up) res.writeHead(503).end();
    else
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: issuer.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const settings = {
    jwksUrl: new URL(`http://127.0.0.1:${port}/jwks`),
    issuer: 'https://login.example/realm',
    audience: 'demarche',
    roleClaim: 'role',
  };
  const issuer: Issuer = {
    settings,
    up: true,
    keys,
    fetched: () => fetched,
    claims: (changes = {}) => ({
      ...{ iss: settings.issuer, aud: settings.audience, sub: 'subject-1', exp: inSeconds(600) },
      ...changes,
    }),
    sign: (changes, alg = 'ES256') =>
      new SignJWT(issuer.claims(changes)).setProtectedHeader({ alg, kid: alg }).sign(pairOf(alg).privateKey),
    publicKey: () => exportSPKI(pairOf('RS256').publicKey),
  };
  return issuer;
}
