import type { Db } from './db.ts';

/** What every resolver is handed. One per request; nothing in it outlives the request. */
export interface Context {
  readonly db: Db;
  /** Batches of this request, by what they load. */
  readonly batches: Map<string, unknown>;
}

/** @param signal aborted when nobody waits for the answer any more: no further statement is begun */
export function createContext(db: Db, signal?: AbortSignal): Context {
  const query: Db['query'] = (statement) => db.query(statement, signal);
  return { db: { ...db, query }, batches: new Map() };
}
