import type { AccessRole } from '../generated/prisma/enums.ts';
import type { Db } from './db.ts';
import type { References } from './references.ts';

/** Who sends a request, as a credential proves it. */
export interface Viewer {
  /** The name that stands in the record's history, for everybody to read. */
  readonly name: string;
  readonly role: AccessRole;
  /**
   * The same in all requests with one key, and in all tokens of one person. Never leaves the service: it may lead
   * back to a person.
   */
  readonly holder: string;
}

/** What every resolver is handed. One per request; nothing in it outlives the request. */
export interface Context {
  readonly db: Db;
  /** Null where nobody says who they are. */
  readonly viewer: Viewer | null;
  /** Batches of this request, by what they load. */
  readonly batches: Map<string, unknown>;
  /** What slugs stand for, where a statement is planned that compares them itself. */
  readonly references?: References;
}

/** @param signal aborted when nobody waits for the answer any more: no further statement is begun */
export function createContext(db: Db, signal?: AbortSignal, viewer: Viewer | null = null): Context {
  const query: Db['query'] = (statement) => db.query(statement, signal);
  const text: Db['text'] = (statement) => db.text(statement, signal);
  return { db: { ...db, query, text }, viewer, batches: new Map() };
}
