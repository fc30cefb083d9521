import { onTestFinished } from 'vitest';
import { ChangeFeed, type ChangeFeedOptions } from '../../src/history/change-feed.ts';
import { createContext } from '../../src/kernel/context.ts';
import { createDb, type Db } from '../../src/kernel/db.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { type Served, type ServeOptions, serve } from '../serving/server.ts';
import { subscribe } from './event-stream.ts';

export interface Followed extends Served {
  readonly feed: ChangeFeed;
  readonly db: Db;
  subscribe(options?: Parameters<typeof subscribe>[1]): ReturnType<typeof subscribe>;
}

/** An instance of the service on a database: its own connections, its own feed. */
export async function serveFeed(
  url: string,
  options: Partial<ChangeFeedOptions> = {},
  serving: ServeOptions = {},
): Promise<Followed> {
  const db = createDb(url, { max: 4 });
  // The tests say when something is heard; nothing is found by looking from time to time.
  const feed = new ChangeFeed({ url, db, mostFollowers: 1_000, pollMs: 3_600_000, ...options });
  onTestFinished(async () => {
    await feed.close();
    await db.close();
  });
  const planner = createPlanner(schema);
  const served = await serve({
    schema,
    db,
    contextFor: ({ signal }) => createContext(db, signal, null, feed),
    plan: ({ happening, ...operation }, { signal }) =>
      planner.run({ ...operation, contextValue: { ...createContext(db, signal), happening } }),
    ...serving,
  });
  return { ...served, feed, db, subscribe: (given) => subscribe(served.graphql, given) };
}

/** The sessions that listen on a database. */
export async function listeners(db: Db): Promise<number[]> {
  const { rows } = await db.pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'demarche listen' AND datname = current_database() AND query LIKE '%LISTEN%'`,
  );
  return rows.map(({ pid }) => pid);
}
