/** SQLSTATEs with which Postgres sends a session away that it has, or takes none: it stops, starts or is full. */
const states = /^(?:08...|57P0[123]|53300)$/;

/** Codes of the system for a connection that cannot be made or is lost. */
const systemCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What Prisma calls the same where its adapter has understood it. */
const kinds: ReadonlySet<unknown> = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** The driver gives these no code: a connection that was lost under a statement, or that is not there in time. */
const messages =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed and is not queryable|timeout exceeded when trying to connect)|Unable to start a transaction in the given time/;

/**
 * Whether something failed because the database is away or sends its sessions away, and may go well in a moment.
 * Whether a transaction that was being committed then was made is not known.
 */
export function isOutage(thrown: unknown): boolean {
  if (thrown === null || typeof thrown !== 'object') return false;
  const { code, originalCode, kind, message, meta, cause } = thrown as Record<string, unknown>;
  if (
    [code, originalCode].some(
      (each) => typeof each === 'string' && (states.test(each) || systemCodes.has(each)),
    )
  )
    return true;
  if (kinds.has(kind) || (typeof message === 'string' && messages.test(message))) return true;
  const adapterError = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return isOutage(adapterError) || isOutage(cause);
}
