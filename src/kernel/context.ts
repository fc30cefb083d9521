import type { Db } from './db.ts';
import type { References } from './references.ts';

/** What every resolver is handed. One per request; nothing in it outlives the request. */
export interface Context {
  readonly db: Db;
  /** Batches of this request, by what they load. */
  readonly batches: Map<string, unknown>;
  /** What slugs stand for, where a statement is planned that compares them itself. */
  readonly references?: References;
}

/** @param signal aborted when nobody waits for the answer any more: no further statement is begun */
export function createContext(db: Db, signal?: AbortSignal): Context {
  const query: Db['query'] = (statement) => db.query(statement, signal);
  const text: Db['text'] = (statement) => db.text(statement, signal);
  return { db: { ...db, query, text }, batches: new Map() };
}
