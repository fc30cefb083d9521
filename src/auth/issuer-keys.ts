import { createPublicKey } from 'node:crypto';
import type { ReadableStream } from 'node:stream/web';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';
import { DomainError } from '../kernel/errors.ts';

/** What is told of the issuer: the shape of pino. */
export interface IssuerLog {
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
}

/** Milliseconds for which keys that were fetched are good. */
const keptMs = 600_000;

/** Milliseconds for which they are good for a token whose key is not among them. */
const newKeyMs = 30_000;

/** Milliseconds for which they are not asked for again once they could not be fetched. */
const pauseMs = 5_000;

const timeoutMs = 5_000;

/** Bytes that are read of the keys. */
const mostBytes = 1_000_000;

/** Bits that a key of RSA has at least (RFC 7518, 3.3). */
const leastBits = 2048;

/**
 * Finds the key of the issuer that a token names. The keys are fetched when a token first needs one, kept for ten
 * minutes, and fetched again for a key that is new, at most twice a minute whatever is sent here.
 * @throws DomainError ISSUER_UNAVAILABLE from what is given back, where the keys cannot be fetched
 */
export function createKeyFinder(jwksUrl: URL, log?: IssuerLog): JWTVerifyGetKey {
  const keysOf = createKeySource(jwksUrl, log);
  return async (header, token) => {
    const kept = await keysOf(keptMs);
    try {
      return await kept(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const fresh = await keysOf(newKeyMs);
      return fresh(header, token);
    }
  };
}

/** Gives the keys, which are fetched where those that are there were fetched longer ago than is asked. */
function createKeySource(jwksUrl: URL, log?: IssuerLog): (maxAgeMs: number) => Promise<JWTVerifyGetKey> {
  const sift = createSieve(log);
  let found: { keys: JWTVerifyGetKey; at: number } | undefined;
  let failure: { cause: unknown; at: number } | undefined;
  let pending: Promise<JWTVerifyGetKey> | undefined;

  return async (maxAgeMs) => {
    if (found && performance.now() - found.at < maxAgeMs) return found.keys;
    if (failure && performance.now() - failure.at < pauseMs) throw unavailable(failure.cause);
    pending ??= fetchAnew().finally(() => {
      pending = undefined;
    });
    return pending;
  };

  async function fetchAnew(): Promise<JWTVerifyGetKey> {
    try {
      const { keys } = createLocalJWKSet(await fetchKeys(jwksUrl)).jwks();
      found = { keys: createLocalJWKSet({ keys: sift(keys) }), at: performance.now() };
    } catch (cause) {
      if (!failure)
        log?.error(
          { err: cause },
          'the keys of the issuer cannot be fetched; its tokens are not taken until they can',
        );
      failure = { cause, at: performance.now() };
      throw unavailable(cause);
    }
    if (failure) log?.info({}, 'the keys of the issuer can be fetched again');
    failure = undefined;
    return found.keys;
  }
}

async function fetchKeys(jwksUrl: URL): Promise<JSONWebKeySet> {
  const response = await fetch(jwksUrl, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 200 && response.body)
    return JSON.parse(await readText(response.body as ReadableStream<Uint8Array>));
  await response.body?.cancel();
  throw new Error(`The address of the keys answers with ${response.status}, and 200 is expected.`);
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(`The keys are more than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Gives what leaves out the keys that can verify nothing, and tells of each once. */
function createSieve(log?: IssuerLog): (keys: readonly JWK[]) => JWK[] {
  const told = new Set<string>();
  return (keys) =>
    keys.filter((key) => {
      const reason = flawOf(key);
      if (reason !== null && !told.has(`${key.kid} ${reason}`)) {
        told.add(`${key.kid} ${reason}`);
        log?.warn(
          { kid: key.kid, reason },
          'a key of the issuer is no good; tokens that it signs are refused',
        );
      }
      return reason === null;
    });
}

/** Why a key can verify nothing; null where it can. */
function flawOf(key: JWK): string | null {
  if (key.d !== undefined) return 'it is a private key';
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key, format: 'jwk' });
    const bits = asymmetricKeyDetails?.modulusLength ?? leastBits;
    return bits < leastBits ? `it has ${bits} bits, and ${leastBits} are the least` : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function unavailable(cause: unknown): DomainError {
  return new DomainError(
    'ISSUER_UNAVAILABLE',
    'A token was sent, and the keys of its issuer cannot be fetched, so that it cannot be checked; try again later, or send an API key.',
    { cause },
  );
}
