import type { Authenticate } from '../auth/authenticate.ts';
import { DomainError } from '../kernel/errors.ts';
import type { RequestScope } from './serving.ts';

/** Milliseconds after which whoever follows something is asked again who they are. */
const RECHECK_MS = 10_000;

const ENDED =
  'The credential that was sent has expired or was revoked since; subscribe again with one that is valid and the last cursor that was read.';

/**
 * Ends an answer that lasts once its credential is taken no more: one that was revoked would go on reading otherwise,
 * for as long as its holder keeps the connection open. Where that cannot be found out, the answer goes on.
 */
export function recheckCredential(scope: RequestScope, authenticate: Authenticate): void {
  const { authorization } = scope.headers;
  if (authorization === undefined) return;
  const check = async () => {
    try {
      await authenticate(authorization, scope.signal);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'UNAUTHENTICATED') scope.end(ENDED);
    }
  };
  const timer = setInterval(() => void check(), RECHECK_MS).unref();
  const stop = () => clearInterval(timer);
  scope.signal.addEventListener('abort', stop, { once: true });
  if (scope.signal.aborted) stop();
}
