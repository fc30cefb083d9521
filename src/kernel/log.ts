import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/**
 * The service's log: one JSON line for each entry on standard error, so that standard output stays for people.
 * Where a database's address gets into an entry, its password does not, and of an API key and a token only the
 * beginning does.
 */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => withoutSecrets(pino.stdSerializers.err(error as Error)) },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

const password = /(postgres(?:ql)?:\/\/[^:@/\s]*):[^@\s]*@/g;

/** The id of a key is no secret, and tells which one to revoke. */
const apiKey = /(demarche_[0-9a-f]{32})_[\w-]+/gi;

/** JSON in base64url begins like this. */
const token = /\beyJ[\w-]{5,}\.[\w.-]+/g;

function withoutSecrets<T>(value: T): T {
  if (typeof value === 'string')
    return value.replace(password, '$1:***@').replace(apiKey, '$1_***').replace(token, 'eyJ***') as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, typeof part === 'string' ? withoutSecrets(part) : part]),
  ) as T;
}
