import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/**
 * The service's log: one JSON line for each entry on standard error, so that standard output stays for people.
 * Where a database's address gets into an entry, its password does not.
 */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => withoutPasswords(pino.stdSerializers.err(error as Error)) },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

const password = /(postgres(?:ql)?:\/\/[^:@/\s]*):[^@\s]*@/g;

function withoutPasswords<T>(value: T): T {
  if (typeof value === 'string') return value.replace(password, '$1:***@') as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      typeof part === 'string' ? withoutPasswords(part) : part,
    ]),
  ) as T;
}
