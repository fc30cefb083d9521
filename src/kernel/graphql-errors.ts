import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { DomainError } from './errors.ts';
import { isOutage } from './outage.ts';

/** What a client is told, and what the log is told when that is less than what happened. */
export interface ClientError {
  readonly error: GraphQLError;
  /** The failure behind a masked error; absent when the client is told everything. */
  readonly unexpected?: unknown;
  /** In a few words, where the database was away: no fault of the service, and no reason for a stack in the log. */
  readonly outage?: string;
}

/** The refusal of a request that took longer than it may. */
export const TOO_SLOW =
  'The request took longer than it may, and was stopped; ask for less at once: a smaller page, a narrower filter, or fewer inner lists. A mutation may have been carried out all the same: send it again with its idempotencyKey.';

/** Who sends it again without a key may do the same thing twice: what was being committed may have been. */
const AWAY =
  'The database cannot be reached at the moment; send the request again in a few seconds. A mutation may have been carried out all the same, and is not carried out twice when it has the same idempotencyKey.';

/** Statuses of answers without data, where they differ from 400. */
const STATUSES: Readonly<Record<string, number>> = {
  QUERY_TIMEOUT: 503,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  ISSUER_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
  RATE_LIMITED: 429,
  RESUME: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** Refusals by HTTP itself, whose status holds whatever media type the client accepts. */
const OF_HTTP: ReadonlySet<unknown> = new Set(['BAD_REQUEST', 'PAYLOAD_TOO_LARGE', 'INTERNAL_SERVER_ERROR']);

/**
 * The one place where a failure becomes an error of the response.
 *
 * A {@link DomainError} keeps its sentence and its code, GraphQL's own refusals get a stable code, a statement
 * that the database stopped for its length is QUERY_TIMEOUT, what failed because the database is away is UNAVAILABLE,
 * and anything else is masked: its text stays in the log, under the request's id.
 *
 * @param hasData whether the answer has data; it is then a success of HTTP, whatever became of some fields.
 */
export function toClientError(thrown: unknown, requestId: string, hasData: boolean): ClientError {
  const located = thrown instanceof GraphQLError ? thrown : undefined;
  const chain = causesOf(thrown);
  const tell = (message: string, extensions: GraphQLErrorExtensions) =>
    new GraphQLError(message, {
      nodes: located?.nodes,
      source: located?.source,
      positions: located?.positions,
      path: located?.path,
      extensions: hasData ? extensions : { ...extensions, http: statusOf(extensions.code, located) },
    });

  const domain = chain.find((each) => each instanceof DomainError);
  if (domain !== undefined)
    return { error: tell(located?.message ?? domain.message, { ...domain.extensions }) };
  if (chain.some(isStatementTimeout)) return { error: tell(TOO_SLOW, { code: 'QUERY_TIMEOUT' }) };
  const away = chain.find(isOutage);
  if (away !== undefined)
    return { error: tell(AWAY, { code: 'UNAVAILABLE' }), outage: describeOutage(chain.at(-1) ?? away) };
  if (located !== undefined) {
    const code = located.extensions.code ?? codeOf(located);
    const { http: _, originalError: __, ...extensions } = located.extensions;
    if (code !== undefined) return { error: tell(located.message, { ...extensions, code }) };
  }
  const masked = tell(`The service failed at this; its log has the reason under ${requestId}.`, {
    code: 'INTERNAL_SERVER_ERROR',
    requestId,
  });
  return { error: masked, unexpected: chain.at(-1) };
}

/**
 * A status marked `spec` holds for `application/graphql-response+json` alone; `application/json` gets 200, as
 * the GraphQL-over-HTTP specification has it.
 */
function statusOf(code: unknown, located: GraphQLError | undefined): object {
  const given = located?.extensions.http;
  const { spec, ...http } = (given ?? { spec: true }) as { spec?: boolean; status?: number };
  const status = http.status ?? STATUSES[String(code)] ?? 400;
  return OF_HTTP.has(code) || !spec ? { ...http, status } : { ...http, status, spec };
}

/** GraphQL's own refusals carry no code, and are told apart by how their sentence begins. */
function codeOf(error: GraphQLError): string | undefined {
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  if (error.path !== undefined && error.originalError != null) return undefined;
  if (/^(Variable "\$|Argument "|Too many errors processing variables)/.test(error.message)) {
    return 'BAD_USER_INPUT';
  }
  return undefined;
}

/** The error and what it was made from, outermost first. */
function causesOf(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  let next = thrown;
  while (next instanceof Error && !chain.includes(next) && chain.length < 20) {
    chain.push(next);
    next = next instanceof GraphQLError ? next.originalError : next.cause;
  }
  if (next != null && !chain.includes(next)) chain.push(next);
  return chain;
}

/** Prisma's messages show the code around the call, and end with what happened. */
function describeOutage(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.trim().split('\n').at(-1) ?? '';
}

/** SQLSTATE 57014, as `pg` reports it and as Prisma's adapter for it does. */
function isStatementTimeout(thrown: unknown): boolean {
  if (thrown === null || typeof thrown !== 'object') return false;
  const { code, originalCode, meta } = thrown as { code?: unknown; originalCode?: unknown; meta?: unknown };
  if (code === '57014' || originalCode === '57014') return true;
  const adapterError = (meta as { driverAdapterError?: { cause?: unknown } } | undefined)?.driverAdapterError;
  return adapterError !== undefined && isStatementTimeout(adapterError.cause);
}
