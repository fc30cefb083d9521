import type { IncomingMessage, ServerResponse } from 'node:http';
import { toClientError } from '../kernel/graphql-errors.ts';
import { databaseAway } from './client-errors.ts';
import { sendText } from './send.ts';
import type { Log } from './serving.ts';

const RESPONSE_TYPE = 'application/graphql-response+json';

/**
 * Answers a request whose sender is not known: with 401 and how to say who one is (RFC 6750), or with 500 or 503
 * where the service could not find out. It is a refusal of HTTP, with the same status for every client.
 */
export async function sendAuthFailure(
  req: IncomingMessage,
  res: ServerResponse,
  thrown: unknown,
  requestId: string,
  log: Log,
): Promise<void> {
  // The deadline has passed and was told of, or the client has gone.
  if (res.headersSent || res.destroyed) return;
  const { error, unexpected, outage } = toClientError(thrown, requestId, false);
  const { http, ...extensions } = error.extensions;
  const { status = 500 } = (http ?? {}) as { status?: number };
  if (outage !== undefined) log.error({ reason: outage, requestId }, databaseAway);
  // Of the issuer the log is told where its keys are fetched, once for all requests.
  else if (status >= 500 && extensions.code !== 'ISSUER_UNAVAILABLE')
    log.error({ err: unexpected ?? thrown, requestId }, 'a credential could not be checked');
  if (status === 401) {
    const given = req.headers.authorization !== undefined;
    res.setHeader('WWW-Authenticate', given ? 'Bearer error="invalid_token"' : 'Bearer');
  }
  const type = req.headers.accept?.includes(RESPONSE_TYPE) ? RESPONSE_TYPE : 'application/json';
  const headers = { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' };
  const body = JSON.stringify({ errors: [{ message: error.message, extensions }] });
  await sendText(req, res, status, headers, `${body}\n`);
}
