import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';

/** A request whose answer is kept under a key of the client's own. */
export interface KeyedRequest {
  /** Who sends it: keys of different clients are different. */
  readonly holder: string;
  /** A hash of the key. */
  readonly key: string;
  readonly request: string;
}

/** What tells a request from others: a hash of the mutation and its input, in whatever order its fields stand. */
export function hashRequest(mutation: string, input: unknown): string {
  return hash(`${mutation} ${JSON.stringify(sorted(input))}`);
}

/** What is kept of a key, which may hold anything that its client likes. */
export function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inside]) => [key, sorted(inside)]));
}

/**
 * Takes a key for the answer of this transaction, and gives the answer that was given under it before. Where another
 * transaction has taken the key and has not ended, waits for it.
 *
 * @returns null where the key is new, or the hash of the request that it was used for, with its answer
 */
export async function takeKey(
  tx: Tx,
  { holder, key, request }: KeyedRequest,
): Promise<{ request: string; answer: unknown } | null> {
  const taken = await tx.$executeRaw(sql`${comment('take idempotency key')}
    INSERT INTO given_answer (holder, key, request, answer) VALUES (${holder}, ${key}, ${request}, 'null')
    ON CONFLICT DO NOTHING`);
  if (taken > 0) return null;
  const [given] = await tx.$queryRaw<{ request: string; answer: unknown }[]>(
    sql`${comment('answer given before')} SELECT request, answer FROM given_answer WHERE holder = ${holder} AND key = ${key} LIMIT 1`,
  );
  return given ?? null;
}

/** Keeps the answer under the key that was taken. */
export async function keepAnswer(tx: Tx, { holder, key }: KeyedRequest, answer: object): Promise<void> {
  await tx.$executeRaw(sql`${comment('keep answer')}
    UPDATE given_answer SET answer = ${JSON.stringify(answer)}::jsonb WHERE holder = ${holder} AND key = ${key}`);
}
