import pg from 'pg';
import { codeOf, OperatingError } from '../operating-error.ts';
import { databaseOf, describeAddress, sessionConfig } from './address.ts';
import { Presence } from './session.ts';

/** The oldest PostgreSQL that the migrations run on. */
const oldestMajor = 15;

/** What a database says of itself. */
export interface ServerFacts {
  /** `server_version_num`: the major version times 10,000 and the minor. */
  readonly versionNumber: number;
  /** The version for people, such as 18.4. */
  readonly version: string;
  readonly encoding: string;
  /** Whether it is a copy that takes no writes. */
  readonly readOnly: boolean;
}

/**
 * Asks a database that the user named whether the service can work with it.
 *
 * @throws {OperatingError} when it cannot be reached, refuses, or is not fit
 */
export async function checkServer(url: string): Promise<ServerFacts> {
  const client = new pg.Client(sessionConfig(url, 'demarche check'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(`/* check server */ SELECT
      current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS version,
      current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS "readOnly"`);
    const [facts] = rows;
    if (facts === undefined) throw new Error('it gave no answer');
    checkFacts(facts, url);
    return facts;
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    throw new OperatingError(explain(error, url), { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws {OperatingError} when a database that answers is too old, of another encoding, or takes no writes */
export function checkFacts(facts: ServerFacts, url: string): void {
  const where = describeAddress(url);
  if (facts.versionNumber < oldestMajor * 10_000)
    throw new OperatingError(
      `The database ${where} is PostgreSQL ${facts.version}, and the service needs ${oldestMajor} or later. Upgrade it, name another in DATABASE_URL, or leave that out for the embedded one.`,
    );
  if (facts.encoding !== 'UTF8')
    throw new OperatingError(
      `The database ${where} has the encoding ${facts.encoding}, and the service needs UTF8. Create one WITH ENCODING 'UTF8' TEMPLATE template0, and name it in DATABASE_URL.`,
    );
  if (facts.readOnly)
    throw new OperatingError(
      `The database ${where} is a standby that takes no writes. Name the primary in DATABASE_URL.`,
    );
}

/** One sentence on why a database could not be opened, and what to do. */
function explain(error: unknown, url: string): string {
  const where = describeAddress(url);
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (code === '28P01') return `The database ${where} refuses the password. Mend the one in DATABASE_URL.`;
  if (code === '28000')
    return `The database ${where} does not let the user in: ${message}. Mend DATABASE_URL, or the server's pg_hba.conf.`;
  if (code === '3D000')
    return `There is no database ${where}. Create it (createdb ${databaseOf(url)}), or mend the name in DATABASE_URL.`;
  if (code === '53300')
    return `The database ${where} has no connection left to give. Close some, or raise its max_connections.`;
  if (code === '57P03') return `The database ${where} is starting or stopping. Try again when it is up.`;
  if (/password must be a string|no password/i.test(message))
    return `The database ${where} asks for a password. Put it into DATABASE_URL.`;
  if (/SSL|TLS|certificate|self.signed/i.test(`${code} ${message}`))
    return `The database ${where} and the service do not agree on encryption: ${message}. Mend sslmode in DATABASE_URL.`;
  return `The database ${where} cannot be reached: ${reachReason(code, message)}. Check that it runs and that DATABASE_URL is right, or leave that out for the embedded one.`;
}

function reachReason(code: string, message: string): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of the host is not known';
  if (code === 'ENOENT') return 'there is no socket of that name';
  if (code === 'ETIMEDOUT' || /timeout/i.test(message)) return 'it does not answer';
  if (code === 'ECONNRESET' || /terminated unexpectedly/.test(message)) return 'it closes the connection';
  return message === '' ? code : message.replace(/\.$/, '');
}

/**
 * Empties a database of the service.
 *
 * @param confirm asked before anything is removed; throws when it is not meant
 * @throws {OperatingError} when a service works on it, or when it holds something else
 */
export async function emptyDatabase(url: string, confirm: () => Promise<void>): Promise<void> {
  await checkServer(url);
  const presence = await Presence.open(url, 'use', () => undefined);
  try {
    const [own] = await presence.query<{ migrated: boolean }>(
      `/* is it ours */ SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS migrated`,
    );
    const holder = await presence.findHolder();
    if (holder)
      throw new OperatingError(
        `A service works on the database ${describeAddress(url)} (process ${holder.pid}, ${holder.address}). Stop it first.`,
      );
    if (!own?.migrated)
      throw new OperatingError(
        `The database ${describeAddress(url)} holds no record of this service, so nothing was deleted.`,
      );
    await confirm();
    await presence.query('/* empty database */ DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  } finally {
    await presence.close();
  }
}
