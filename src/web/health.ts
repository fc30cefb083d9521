import { setTimeout as wait } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { Log, Pingable } from './serving.ts';

/** How long the database may take to answer before the service counts as not ready. */
const PING_DEADLINE_MS = 2_000;

export interface Readiness {
  readonly ready: boolean;
  /** Each part by name, with `ok` or what is wrong with it; never the text of an error. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Whether requests can be served now. The reason for a failure goes to the log. */
export async function checkReadiness(
  db: Pingable,
  stopping: boolean,
  log: Log,
  deadlineMs = PING_DEADLINE_MS,
): Promise<Readiness> {
  const database = await pingDatabase(db, log, deadlineMs);
  const service = stopping ? 'is stopping' : 'ok';
  return { ready: database === 'ok' && !stopping, parts: { service, database } };
}

async function pingDatabase(db: Pingable, log: Log, deadlineMs: number): Promise<string> {
  const answered = new AbortController();
  const ping = db.query(sql`/* readiness */ select 1`).then(
    () => 'ok',
    (error: unknown) => {
      log.error({ err: error }, 'the database is not ready');
      return 'does not answer; the log has the reason';
    },
  );
  const late = wait(deadlineMs, `has not answered within ${deadlineMs} ms`, {
    signal: answered.signal,
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([ping, late]);
  } finally {
    answered.abort();
  }
}
