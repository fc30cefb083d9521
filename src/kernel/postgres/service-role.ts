import { randomBytes } from 'node:crypto';
import { chown, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { OperatingError } from '../operating-error.ts';
import { findAccount } from './account.ts';
import type { Cluster } from './cluster.ts';
import { elsewhere, reasonOf } from './data-dir.ts';
import { serviceRole } from './program.ts';
import { createVerifier, verifies } from './scram.ts';
import { lockSpace, type Presence } from './session.ts';

/** A session of the superuser's. */
type Session = Pick<Presence, 'query'>;

/**
 * Sees to the role that the service serves as: it is there, may nothing more than log in, and has the password that
 * is kept beside the superuser's. A cluster from before there was such a role gets it, and one whose file is lost
 * gets another password. Settings that it gave itself, as a role may, are taken back. The file is written first, and
 * the role follows whatever it says, so that a process that dies in between leaves nothing that the next one cannot
 * take up.
 *
 * @returns the password
 * @throws {OperatingError} when the file is lost while others work by it, or cannot be written
 */
export async function openServiceRole(cluster: Pick<Cluster, 'folder'>, presence: Session): Promise<string> {
  const known = await readPassword(cluster);
  if (known !== null && isFit(await findRole(presence), known)) return known;
  // Processes that start at once would make two passwords.
  await presence.query(`/* wait for the service role */ SELECT pg_advisory_lock(${lockSpace}, 4)`);
  try {
    return await mend(cluster, presence);
  } finally {
    await presence.query(`/* service role done */ SELECT pg_advisory_unlock(${lockSpace}, 4)`);
  }
}

async function mend(cluster: Pick<Cluster, 'folder'>, presence: Session): Promise<string> {
  const role = await findRole(presence);
  const kept = await readPassword(cluster);
  if (kept === null && role !== null) await refuseWhileUsed(cluster, presence);
  const password = kept ?? (await writePassword(cluster));
  if (isFit(role, password)) return password;
  await presence.query(
    `/* make service role */ ${role === null ? 'CREATE' : 'ALTER'} ROLE ${serviceRole} ${attributes} PASSWORD ${pg.escapeLiteral(createVerifier(password))}`,
  );
  await resetSettings(presence);
  return password;
}

/** A setting is one of the role everywhere, or in one database alone. */
async function resetSettings(presence: Session): Promise<void> {
  const places = await presence.query<{ database: string | null }>(
    `/* settings of service role */ SELECT datname AS database FROM pg_db_role_setting
     LEFT JOIN pg_database d ON d.oid = setdatabase WHERE setrole = $1::regrole`,
    [serviceRole],
  );
  for (const { database } of places) {
    const where = database === null ? '' : `IN DATABASE ${pg.escapeIdentifier(database)}`;
    await presence.query(`/* reset settings */ ALTER ROLE ${serviceRole} ${where} RESET ALL`);
  }
}

const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

interface ServiceRole {
  readonly verifier: string | null;
  /** Whether it may log in, and nothing more. */
  readonly plain: boolean;
  /** Whether sessions of it begin with settings of its own. */
  readonly hasSettings: boolean;
}

async function findRole(presence: Session): Promise<ServiceRole | null> {
  const [role] = await presence.query<ServiceRole>(
    `/* find service role */ SELECT rolpassword AS verifier,
       rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls) AS plain,
       EXISTS (SELECT FROM pg_db_role_setting WHERE setrole = a.oid) AS "hasSettings"
     FROM pg_authid a WHERE rolname = $1`,
    [serviceRole],
  );
  return role ?? null;
}

function isFit(role: ServiceRole | null, password: string): boolean {
  return role?.plain === true && !role.hasSettings && verifies(role.verifier, password);
}

function fileOf({ folder }: Pick<Cluster, 'folder'>): string {
  return join(folder, 'service-password');
}

/** Null where there is none: an empty file is what a crash of the machine can leave. */
async function readPassword(cluster: Pick<Cluster, 'folder'>): Promise<string | null> {
  const text = await readFile(fileOf(cluster), 'utf8').catch(() => '');
  return text.trim() || null;
}

async function writePassword(cluster: Pick<Cluster, 'folder'>): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const path = fileOf(cluster);
  const writing = `${path}.new`;
  try {
    const file = await open(writing, 'w', 0o600);
    try {
      await file.writeFile(`${password}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    const account = await findAccount(cluster.folder);
    if (account) await chown(writing, account.uid, account.gid);
    await rename(writing, path);
  } catch (cause) {
    throw new OperatingError(
      `The password of the service's role cannot be kept in ${path}: ${reasonOf(cause)}. ${elsewhere}`,
      { cause },
    );
  }
  return password;
}

/** Another password would shut out those who opened the database by the lost one. */
async function refuseWhileUsed(cluster: Pick<Cluster, 'folder'>, presence: Session): Promise<void> {
  const [other] = await presence.query<{ name: string }>(
    `/* find other users */ SELECT application_name AS name FROM pg_stat_activity
     WHERE application_name LIKE 'demarche %' AND pid <> pg_backend_pid() LIMIT 1`,
  );
  if (other === undefined) return;
  const pid = /\d+/.exec(other.name)?.[0];
  throw new OperatingError(
    `The file ${fileOf(cluster)} is missing while another process${pid === undefined ? '' : ` (${pid})`} works on the database. Stop that one; the next start makes a new password.`,
  );
}
