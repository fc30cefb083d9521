import { relative } from 'node:path';
import type { Config } from './config.ts';
import { OperatingError } from './operating-error.ts';
import { describeAddress } from './postgres/address.ts';
import { openEmbedded } from './postgres/embedded.ts';
import { checkServer } from './postgres/external.ts';
import { type Holder, Presence, type Role } from './postgres/session.ts';

/** The database that the settings name, ready to be worked on. */
export interface Database {
  readonly url: string;
  /** What was done to have it, for people. */
  readonly description: string;
  /** Tells others where the service of this process is found. */
  announce(address: string): Promise<void>;
  /** A service that works on it now; null when none does. */
  findHolder(): Promise<Holder | null>;
  /** Ends the use of it; an embedded Postgres stops with its last user. */
  close(): Promise<void>;
}

/** The name of the service's database in its own Postgres. */
export const embeddedDatabase = 'demarche';

/**
 * Opens the database of the settings: DATABASE_URL, or else the embedded Postgres, which is made and started
 * where need be.
 *
 * @param onLost told when an embedded Postgres stops by itself
 * @throws {OperatingError} when it cannot be had, or when another process serves the embedded one
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  role: Role,
  onLost: () => void = () => undefined,
): Promise<Database> {
  if (config.databaseUrl !== null) return openNamed(config.databaseUrl, role);
  const { dataDir } = config;
  const embedded = await openEmbedded({ dataDir, role, onLost });
  const { presence } = embedded;
  try {
    await createMissing(presence);
  } catch (error) {
    await embedded.release();
    throw error;
  }
  const place = shownPath(dataDir);
  const how = embedded.created
    ? `created in ${place}`
    : embedded.started
      ? `on ${place}`
      : `found running on ${place}`;
  return {
    url: embedded.url(embeddedDatabase),
    description: `PostgreSQL ${await readVersion(presence)}, ${how}`,
    announce: (address) => presence.announce(address),
    findHolder: () => presence.findHolder('server'),
    close: () => embedded.release(),
  };
}

async function openNamed(url: string, role: Role): Promise<Database> {
  const { version } = await checkServer(url);
  // A service may lose and regain such a database; its pool sees to that.
  const presence = await Presence.open(url, role, () => undefined);
  return {
    url,
    description: `PostgreSQL ${version}, ${describeAddress(url)}`,
    announce: (address) => presence.announce(address),
    findHolder: () => presence.findHolder('database'),
    close: () => presence.close(),
  };
}

async function readVersion(presence: Presence): Promise<string> {
  const [row] = await presence.query<{ version: string }>(
    `/* read version */ SELECT current_setting('server_version') AS version`,
  );
  return row?.version ?? '';
}

async function createMissing(presence: Presence): Promise<void> {
  const found = await presence.query('/* find database */ SELECT FROM pg_database WHERE datname = $1', [
    embeddedDatabase,
  ]);
  if (found.length > 0) return;
  try {
    await presence.query(`/* create database */ CREATE DATABASE ${embeddedDatabase}`);
  } catch (error) {
    // Another process has just done the same.
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== '42P04' && code !== '23505')
      throw new OperatingError('The database cannot be made in the embedded PostgreSQL.', { cause: error });
  }
}

/** A path as it was most likely given: from here where it lies below, whole where not. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}
