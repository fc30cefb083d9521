import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { DomainError, ResumeError } from '../kernel/errors.ts';
import { TOO_SLOW } from '../kernel/graphql-errors.ts';
import type { RequestScope } from './serving.ts';

const ACCEPTED_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** What those are told who follow something when the service stops. */
const STOPS = 'The service stops; subscribe again with the last cursor that was read.';

/** Milliseconds after the deadline in which the executor, told to stop, gives its own answer. */
const GRACE_MS = 250;

/** The id that the caller gave, when it is safe to log and to send back; else a new one. */
export function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id'];
  return typeof given === 'string' && ACCEPTED_ID.test(given) ? given : randomUUID();
}

/**
 * The scope of a request, before it is known who sends it. Its deadline runs from now; `stop` ends what has been let off the deadline.
 *
 * @param onOverdue called when the deadline has passed and nothing was answered: the client is still sending its
 *   body, or something before the execution hangs.
 */
export function openScope(
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
  timeoutMs: number,
  stop: AbortSignal,
  onOverdue: () => void,
): Omit<RequestScope, 'viewer'> {
  const controller = new AbortController();
  // Each part of an answer that is waited for listens to it.
  setMaxListeners(0, controller.signal);
  let lasting = false;
  const leave = () => controller.abort();
  const onStop = () => controller.abort(lasting ? new ResumeError(STOPS, null) : undefined);
  const deadline = setTimeout(() => controller.abort(new DomainError('QUERY_TIMEOUT', TOO_SLOW)), timeoutMs);
  const overdue = setTimeout(() => !res.headersSent && onOverdue(), timeoutMs + GRACE_MS);
  const letOff = () => {
    clearTimeout(deadline);
    clearTimeout(overdue);
  };
  res.once('close', () => {
    letOff();
    stop.removeEventListener('abort', onStop);
    // A subscription that could not be answered with events is over, too, though its answer was sent.
    if (lasting || !res.writableFinished) leave();
  });
  const liftDeadline = () => {
    letOff();
    if (stop.aborted) onStop();
    else stop.addEventListener('abort', onStop, { once: true });
  };
  return {
    requestId,
    headers: req.headers,
    signal: controller.signal,
    get lasting() {
      return lasting;
    },
    liftDeadline,
    last() {
      lasting = true;
      liftDeadline();
    },
    end(reason) {
      controller.abort(new ResumeError(reason, null));
    },
  };
}

/**
 * Stops the work of a request whose client has gone or whose deadline has passed: no further field is resolved.
 * A statement that the database is already running ends by its own statement_timeout.
 */
export function useRequestScope(): Plugin<RequestScope, RequestScope> {
  return {
    onExecute({ args }) {
      Object.assign(args, { signal: args.contextValue.signal });
    },
  };
}
