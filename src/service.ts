import { fileURLToPath } from 'node:url';
import { type App, createApp } from './app.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import { isRecordEmpty } from './editing/emptiness.read.ts';
import { type DraftReport, seedFolder } from './editing/seed.ts';
import { ChangeFeed } from './history/change-feed.ts';
import type { Config } from './kernel/config.ts';
import { createContext } from './kernel/context.ts';
import { createDb } from './kernel/db.ts';
import type { Log } from './kernel/log.ts';
import { createPlanner } from './planner/planner.ts';
import { schema } from './schema.ts';

/** The service on a database that is migrated. */
export interface Service {
  readonly app: App;
  isEmpty(): Promise<boolean>;
  /** Fills the record from a folder of `seeds/`. */
  seed(name: string): Promise<DraftReport>;
  /** Closes the connections to the database. */
  close(): Promise<void>;
}

export function createService(url: string, config: Config, log: Log): Service {
  const db = createDb(url, {
    statementTimeoutMs: config.statementTimeoutMs,
    onError: (error) => log.warn({ err: error }, 'an idle connection to the database broke'),
  });
  // Readiness asks over a connection of its own: it has to be answered when all others are busy.
  const probe = createDb(url, { max: 1, statementTimeoutMs: 2_000 });
  const feed = new ChangeFeed({
    url,
    db,
    mostFollowers: config.mostSubscriptions,
    onError: (error) => log.warn({ err: error }, 'the changes cannot be read; they are tried again'),
  });
  const planner = config.planner ? createPlanner(schema) : null;
  return {
    app: createApp({
      schema,
      plan: planner
        ? ({ happening, ...operation }, { signal, viewer }) =>
            planner.run({ ...operation, contextValue: { ...createContext(db, signal, viewer), happening } })
        : undefined,
      db: probe,
      config,
      log,
      authenticate: createAuthenticate(db, config, log),
      contextFor: ({ signal, viewer }) => createContext(db, signal, viewer, feed),
    }),
    isEmpty: () => isRecordEmpty(db),
    seed: (name) =>
      seedFolder(db, fileURLToPath(new URL(`../seeds/${name}`, import.meta.url)), {
        textFile: config.articleText,
      }),
    close: async () => {
      await feed.close();
      await Promise.all([db.close(), probe.close()]);
    },
  };
}
