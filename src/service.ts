import { fileURLToPath } from 'node:url';
import { type App, createApp } from './app.ts';
import { isRecordEmpty } from './editing/emptiness.read.ts';
import { type SeedReport, seedFolder } from './editing/seed.ts';
import type { Config } from './kernel/config.ts';
import { createContext } from './kernel/context.ts';
import { createDb } from './kernel/db.ts';
import type { Log } from './kernel/log.ts';
import { schema } from './schema.ts';

/** The service on a database that is migrated. */
export interface Service {
  readonly app: App;
  isEmpty(): Promise<boolean>;
  /** Fills the record from a folder of `seeds/`. */
  seed(name: string): Promise<SeedReport>;
  /** Closes the connections to the database. */
  close(): Promise<void>;
}

export function createService(url: string, config: Config, log: Log): Service {
  const db = createDb(url, {
    statementTimeoutMs: config.statementTimeoutMs,
    onError: (error) => log.warn({ err: error }, 'an idle connection to the database broke'),
  });
  return {
    app: createApp({ schema, db, config, log, contextFor: () => createContext(db) }),
    isEmpty: () => isRecordEmpty(db),
    seed: (name) =>
      seedFolder(db, fileURLToPath(new URL(`../seeds/${name}`, import.meta.url)), {
        textFile: config.articleText,
      }),
    close: () => db.close(),
  };
}
