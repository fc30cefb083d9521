import type { Config } from '../kernel/config.ts';
import type { Viewer } from '../kernel/context.ts';
import type { Db } from '../kernel/db.ts';
import { DomainError } from '../kernel/errors.ts';
import type { IssuerLog } from './issuer-keys.ts';
import { findKeyHolder } from './key.service.ts';
import { isKey, readKey } from './key.ts';
import { createTokenReader } from './token.ts';
import { howToSend } from './viewer.ts';

/**
 * Finds who sends a request from its Authorization header; null where there is none and reading is public.
 * @throws DomainError UNAUTHENTICATED where the header is wrong in any way: whoever says who they are is never taken
 *   for nobody. ISSUER_UNAVAILABLE where that cannot be found out.
 */
export type Authenticate = (
  authorization: string | undefined,
  signal?: AbortSignal,
) => Promise<Viewer | null>;

const bearer = /^Bearer +([\w.~+/-]+=*)$/i;

export function createAuthenticate(
  db: Pick<Db, 'query'>,
  { oidc, publicReading }: Pick<Config, 'oidc' | 'publicReading'>,
  log?: IssuerLog,
): Authenticate {
  const readToken = oidc && createTokenReader(oidc, log);
  const ways = readToken ? howToSend : '"Authorization: Bearer …" with an API key';
  const orNone = publicReading ? ', or no such header to read' : '';

  return async (authorization, signal) => {
    if (authorization === undefined) {
      if (publicReading) return null;
      throw refusal(`Reading is not public here, and no credential was sent; send ${ways}.`);
    }
    // What was given may be a secret, and is not repeated.
    const given = authorization.trim();
    const [, credential] = bearer.exec(given) ?? [];
    if (isKey(given))
      throw refusal(
        `The Authorization header that was sent has no "Bearer " before the key; send ${ways}${orNone}.`,
      );
    if (credential === undefined)
      throw refusal(`The Authorization header that was sent cannot be read; send ${ways}${orNone}.`);
    const viewer = isKey(credential) ? await readHolder(credential, signal) : await readToken?.(credential);
    if (viewer) return viewer;
    throw refusal(
      `The credential that was sent is wrong, has expired or was revoked; send ${ways} that is valid${orNone}.`,
    );
  };

  async function readHolder(text: string, signal?: AbortSignal): Promise<Viewer | null> {
    const key = readKey(text);
    return key && findKeyHolder(db, key, signal);
  }
}

function refusal(message: string): DomainError {
  return new DomainError('UNAUTHENTICATED', message);
}
