import type { IncomingHttpHeaders } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Viewer } from '../kernel/context.ts';
import type { Db } from '../kernel/db.ts';
import type { Limits } from '../kernel/limits.ts';
import type { CorsOrigins } from '../kernel/limits-origins.ts';

/** What serving needs of the configuration. */
export interface ServingConfig {
  /** Pages of these origins may read answers. */
  readonly corsOrigins: CorsOrigins;
  /** Milliseconds that a query or mutation may take, from its arrival; above the database's statement_timeout. */
  readonly requestTimeoutMs: number;
  /** Whether a browser that opens the endpoint gets the playground. */
  readonly playground: boolean;
  readonly limits: Limits;
}

/** What serving needs of the log: the shape of pino. */
export interface Log {
  error(details: object, message: string): void;
  info(details: object, message: string): void;
  debug(details: object, message: string): void;
}

/** What serving needs of the database: to ask whether it is there. */
export type Pingable = Pick<Db, 'query'>;

/** One request to the endpoint, from its arrival to its answer. */
export interface RequestScope {
  readonly requestId: string;
  readonly headers: IncomingHttpHeaders;
  /** Who sends it; null where nobody says so. */
  readonly viewer: Viewer | null;
  /** Aborted when the client has gone or the deadline has passed. */
  readonly signal: AbortSignal;
  /** Where the planner was asked already: what it gave to be told, or that it left the operation to the executor. */
  planned?: ExecutionResult | 'left';
  /** For an answer that is being sent, which its client may take its time to read. */
  liftDeadline(): void;
  /** Whether the answer lasts on purpose, as that of a subscription. */
  readonly lasting: boolean;
  /** Says that it does. */
  last(): void;
  /** Ends an answer that lasts; the client is told why, and where to go on. */
  end(reason: string): void;
}
