import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pLimit from 'p-limit';
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { sessionConfig } from './postgres/address.ts';
import { ShadowedPrisma } from './shadowed-prisma.ts';
import type { Shadows } from './shadows.ts';

/** A transaction of Prisma's client: what commands write through. */
export type Tx = Prisma.TransactionClient;

/** The database as the service uses it: one pool, shared by hand-written SQL and by Prisma. */
export interface Db {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** A client of Prisma's that reads from shadows. */
  readonly shadowed: (shadows: Shadows) => PrismaClient;
  /**
   * Runs one parameterised statement and gives its rows. One that still waits for a connection when `signal` is
   * aborted is not run.
   */
  query<T extends object>(statement: Sql, signal?: AbortSignal): Promise<T[]>;
  /** Runs one statement and gives the first value of its first row as the text that the database sent, or null. */
  text(statement: NamedStatement, signal?: AbortSignal): Promise<string | null>;
  /**
   * Runs a transaction: carried out whole, or not at all where `run` throws. As many run at once as leave half of the
   * connections to those who read; others wait. One that has not been carried out when `signal` is aborted is not.
   */
  transaction<T>(run: (tx: Tx) => Promise<T>, signal?: AbortSignal): Promise<T>;
  close(): Promise<void>;
}

/** A statement with its values; with a name it is prepared once on each connection and keeps its plan. */
export interface NamedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string | undefined;
}

export interface DbOptions {
  /** Connections at most. */
  max?: number;
  /** Milliseconds after which the database gives a statement up. */
  statementTimeoutMs?: number;
  /** Told of an idle connection that broke; the pool replaces it by itself. */
  onError?: (error: Error) => void;
}

/**
 * Opens a pool on a database. Every connection works in UTC and writes dates in ISO form, whatever the settings
 * of the server: the driver would store instants hours off otherwise.
 */
export function createDb(connectionString: string, options: DbOptions = {}): Db {
  const max = options.max ?? 10;
  const turns = pLimit(Math.max(1, Math.floor(max / 2)));
  const pool = new pg.Pool({
    ...sessionConfig(connectionString, 'demarche'),
    max,
    idleTimeoutMillis: 30_000,
    // With a connection go the statements that were prepared on it.
    maxUses: 5_000,
    statement_timeout: options.statementTimeoutMs ?? 0,
  });
  pool.on('error', (error) => options.onError?.(error));
  // A client in use has no listener of the pool's; who uses it learns of the error from the statement that fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) });
  const shadowed = new ShadowedPrisma(adapter);
  const prisma = new PrismaClient({
    adapter,
    // A long write on a busy machine is no fault; a statement that hangs ends by its own timeout.
    transactionOptions: { maxWait: 10_000, timeout: 60_000 },
  });
  return {
    pool,
    prisma,
    shadowed: (shadows) => shadowed.client(shadows),
    query: async <T extends object>(statement: Sql, signal?: AbortSignal) =>
      (await runStatement<T>(pool, { text: statement.text, values: [...statement.values] }, signal)).rows,
    text: async (statement, signal) => {
      const query = { ...statement, values: [...statement.values], rowMode: 'array' };
      const { rows } = await runStatement<(string | null)[]>(pool, query, signal);
      return rows[0]?.[0] ?? null;
    },
    transaction: (run, signal) =>
      turns(() => {
        signal?.throwIfAborted();
        return prisma.$transaction(async (tx) => {
          const result = await run(tx);
          signal?.throwIfAborted();
          return result;
        });
      }),
    close: async () => {
      await Promise.all([prisma.$disconnect(), shadowed.close()]);
      await pool.end();
    },
  };
}

async function runStatement<T extends object>(
  pool: pg.Pool,
  statement: pg.QueryConfig,
  signal?: AbortSignal,
): Promise<pg.QueryResult<T>> {
  const client = await pool.connect();
  let broken = false;
  try {
    signal?.throwIfAborted();
    return await client.query<T>(statement);
  } catch (error) {
    broken = !(error instanceof pg.DatabaseError) && !signal?.aborted;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A prepared statement's name: the same for the same text, on whatever connection. */
function nameOf(text: string): string {
  return `d${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
}
