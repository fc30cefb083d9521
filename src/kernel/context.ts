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

/** Something that has happened: the row that tells it, and its place in the order of all that happens. */
export interface Happening {
  readonly id: string;
  readonly place: bigint;
}

/** Tells what happens, in one order. */
export interface Feed {
  /**
   * What happened after a change, null for all, and then what happens, until the signal is aborted.
   * @throws DomainError RATE_LIMITED when as many follow as may
   */
  follow(after: Happening | null, signal: AbortSignal | undefined): AsyncIterableIterator<Happening>;
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
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** What the source of a subscription gave, while the operation is answered for it. */
  readonly happening?: unknown;
  /** For subscriptions, where they are served. */
  readonly feed?: Feed | undefined;
}

/** @param signal aborted when nobody waits for the answer any more: no further statement is begun */
export function createContext(
  db: Db,
  signal?: AbortSignal,
  viewer: Viewer | null = null,
  feed?: Feed,
): Context {
  const query: Db['query'] = (statement) => db.query(statement, signal);
  const text: Db['text'] = (statement) => db.text(statement, signal);
  const transaction: Db['transaction'] = (run) => db.transaction(run, signal);
  return {
    db: { ...db, query, text, transaction },
    viewer,
    batches: new Map(),
    ...(signal ? { signal } : {}),
    ...(feed ? { feed } : {}),
  };
}
