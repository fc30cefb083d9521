import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createKey } from '../../src/auth/key.service.ts';
import { createDb } from '../../src/kernel/db.ts';
import { freePort, openEmbedded } from '../../src/kernel/postgres/embedded.ts';
import { administer } from '../setup/database.ts';
import { addressOf, makeFolder, type Run, start } from '../start/service.ts';

/** One process of the service, always at the same address. */
export interface Instance {
  readonly address: string;
  /** Kills it without a word. */
  kill(): Promise<void>;
  /** Starts another in its place. */
  replace(): Promise<void>;
}

/** Two processes of the service on a Postgres that is neither's own. */
export interface Instances {
  readonly all: readonly [Instance, Instance];
  /** A key with which everything but keys may be changed. */
  readonly key: string;
  readonly postgres: {
    stop(): Promise<void>;
    start(): Promise<void>;
    /** The names of the sessions that are open on the record. */
    sessions(): Promise<string[]>;
  };
  /** What all processes wrote to their logs, those that were killed among them. */
  logged(): LogEntry[];
}

/** An entry of the log, as far as it is looked at. */
export interface LogEntry {
  readonly level: number;
  readonly msg: string;
  readonly [detail: string]: unknown;
}

/** Starts them at once, on an empty database that both would fill with the record of the article. The test's end stops what is left. */
export async function startInstances(env: NodeJS.ProcessEnv = {}): Promise<Instances> {
  const postgres = await startPostgres();
  await administer(postgres.url('postgres').replace(/\/postgres$/, ''), 'CREATE DATABASE record');
  const runs: Run[] = [];
  const settings = {
    DATABASE_URL: postgres.serviceUrl('record'),
    MIGRATION_DATABASE_URL: postgres.url('record'),
    HOST: '127.0.0.1',
    ...env,
  };
  const open = async (): Promise<Instance> => {
    const port = await freePort();
    const begin = async () => {
      const run = start({ ...settings, SEED: 'article', PORT: String(port) });
      runs.push(run);
      await addressOf(run);
      return run;
    };
    let run = await begin();
    return {
      address: `http://127.0.0.1:${port}`,
      async kill() {
        await run.stop('SIGKILL');
      },
      async replace() {
        run = await begin();
      },
    };
  };
  const all = await Promise.all([open(), open()]);
  const db = createDb(settings.DATABASE_URL, { max: 1 });
  const { text } = await createKey(db, { name: 'Two instances', role: 'CURATOR', expiresAt: null }).finally(
    () => db.close(),
  );
  return { all, key: text, postgres, logged: () => runs.flatMap((run) => run.entries()) };
}

/** A Postgres that is found at the same port when it is started again, and that keeps what was committed. */
async function startPostgres() {
  const dataDir = await makeFolder();
  const settings = { port: String(await freePort()), max_connections: '100' };
  const open = () => openEmbedded({ dataDir, role: 'use', settings });
  let running = await open();
  onTestFinished(() => running.release());
  return {
    url: (database: string) => running.url(database),
    serviceUrl: (database: string) => running.serviceUrl(database),
    stop: () => running.release(),
    async sessions() {
      const rows = await running.presence.query<{ name: string }>(
        "SELECT application_name AS name FROM pg_stat_activity WHERE datname = 'record'",
      );
      return rows.map(({ name }) => name);
    },
    async start() {
      running = await open();
    },
  };
}

/** Asks again and again until the answer is the one that is waited for. */
export async function until(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 30_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > end)
      throw new Error(`Not within ${deadlineMs} ms: ${typeof what === 'string' ? what : what()}.`);
    await wait(20);
  }
}

/** What an instance says of itself; null where it does not answer. */
export async function health(instance: Instance, part: 'live' | 'ready'): Promise<number | null> {
  const response = await fetch(`${instance.address}/health/${part}`).catch(() => null);
  await response?.text();
  return response?.status ?? null;
}
