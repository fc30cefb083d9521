import pg from 'pg';
import { codeOf, OperatingError } from '../operating-error.ts';
import { databaseOf, describeAddress, sessionConfig } from './address.ts';

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
  /** The role that the address leads to. */
  readonly role: string;
}

/** The setting that an address comes from, for messages. */
export type AddressName = 'DATABASE_URL' | 'MIGRATION_DATABASE_URL';

/**
 * Asks a database that the user named whether the service can work with it.
 *
 * @throws {OperatingError} when it cannot be reached, refuses, or is not fit
 */
export async function checkServer(url: string, name: AddressName): Promise<ServerFacts> {
  const client = new pg.Client(sessionConfig(url, 'demarche check'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(`/* check server */ SELECT
      current_setting('server_version_num')::int AS "versionNumber", current_setting('server_version') AS version,
      current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS "readOnly",
      current_user AS role`);
    const [facts] = rows;
    if (facts === undefined) throw new Error('it gave no answer');
    checkFacts(facts, url, name);
    return facts;
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    throw new OperatingError(explain(error, url, name), { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws {OperatingError} when a database that answers is too old, of another encoding, or takes no writes */
export function checkFacts(
  facts: Omit<ServerFacts, 'role'>,
  url: string,
  name: AddressName = 'DATABASE_URL',
): void {
  const where = describeAddress(url);
  if (facts.versionNumber < oldestMajor * 10_000)
    throw new OperatingError(
      `The database ${where} is PostgreSQL ${facts.version}, and the service needs ${oldestMajor} or later. Upgrade it, name another in ${name}, or leave that out for the embedded one.`,
    );
  if (facts.encoding !== 'UTF8')
    throw new OperatingError(
      `The database ${where} has the encoding ${facts.encoding}, and the service needs UTF8. Create one WITH ENCODING 'UTF8' TEMPLATE template0, and name it in ${name}.`,
    );
  if (facts.readOnly)
    throw new OperatingError(
      `The database ${where} is a standby that takes no writes. Name the primary in ${name}.`,
    );
}

/** One sentence on why a database could not be opened, and what to do. */
function explain(error: unknown, url: string, name: AddressName): string {
  const where = describeAddress(url);
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (code === '28P01') return `The database ${where} refuses the password. Mend the one in ${name}.`;
  if (code === '28000')
    return `The database ${where} does not let the user in: ${message}. Mend ${name}, or the server's pg_hba.conf.`;
  if (code === '3D000')
    return `There is no database ${where}. Create it (createdb ${databaseOf(url)}), or mend the name in ${name}.`;
  if (code === '53300')
    return `The database ${where} has no connection left to give. Close some, or raise its max_connections.`;
  if (code === '57P03') return `The database ${where} is starting or stopping. Try again when it is up.`;
  if (/password must be a string|no password/i.test(message))
    return `The database ${where} asks for a password. Put it into ${name}.`;
  if (/SSL|TLS|certificate|self.signed/i.test(`${code} ${message}`))
    return `The database ${where} and the service do not agree on encryption: ${message}. Mend sslmode in ${name}.`;
  return `The database ${where} cannot be reached: ${reachReason(code, message)}. Check that it runs and that ${name} is right, or leave that out ${name === 'DATABASE_URL' ? 'for the embedded one' : 'to have DATABASE_URL stand for both'}.`;
}

function reachReason(code: string, message: string): string {
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of the host is not known';
  if (code === 'ENOENT') return 'there is no socket of that name';
  if (code === 'ETIMEDOUT' || /timeout/i.test(message)) return 'it does not answer';
  if (code === 'ECONNRESET' || /terminated unexpectedly/.test(message)) return 'it closes the connection';
  return message === '' ? code : message.replace(/\.$/, '');
}
