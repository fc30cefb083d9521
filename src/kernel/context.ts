import type { Db } from './db.ts';

/** What every resolver is handed. One per request; nothing in it outlives the request. */
export interface Context {
  readonly db: Db;
  /** Batches of this request, by what they load. */
  readonly batches: Map<string, unknown>;
}

export function createContext(db: Db): Context {
  return { db, batches: new Map() };
}
