import { relative } from 'node:path';
import type { Config } from './config.ts';
import { OperatingError } from './operating-error.ts';
import { describeAddress } from './postgres/address.ts';
import { openEmbedded } from './postgres/embedded.ts';
import { checkAddresses } from './postgres/own-postgres.ts';
import { serviceRole } from './postgres/program.ts';
import { type Holder, LastingPresence, type Role } from './postgres/session.ts';

/** What the settings name, in a sentence. */
export interface Place {
  readonly name: string;
  /** What can be named in its stead. */
  readonly another: string;
}

/** The database that the settings name, ready to be worked on. */
export interface Database {
  /** Its address as the role that serves: what reads and writes the record. */
  readonly url: string;
  /** The same as the owner of the tables: what migrates, dumps and restores. */
  readonly ownerUrl: string;
  /** The role of `url` where the owner grants it its rights; null where one role is for everything. */
  readonly serviceRole: string | null;
  readonly place: Place;
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
 * Opens the database of the settings: DATABASE_URL with MIGRATION_DATABASE_URL, or else the embedded Postgres, which
 * is made and started where need be.
 *
 * @param onLost told why an embedded Postgres can be used no more
 * @throws {OperatingError} when it cannot be had, or when another process serves the embedded one
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'migrationDatabaseUrl' | 'dataDir'>,
  role: Role,
  onLost: (reason: OperatingError) => void = () => undefined,
): Promise<Database> {
  if (config.databaseUrl !== null) return openNamed(config.databaseUrl, config.migrationDatabaseUrl, role);
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
    url: embedded.serviceUrl(embeddedDatabase),
    ownerUrl: embedded.url(embeddedDatabase),
    serviceRole,
    place: { name: `the data folder ${place}`, another: 'another folder in DATA_DIR' },
    description: `PostgreSQL ${await readVersion(presence)}, ${how}`,
    announce: (address) => presence.announce(address),
    findHolder: () => presence.findHolder('server'),
    close: () => embedded.release(),
  };
}

async function openNamed(url: string, ownerUrl: string | null, role: Role): Promise<Database> {
  const { version, role: serving } = await checkAddresses(url, ownerUrl);
  // A service may lose and regain such a database.
  const presence = await LastingPresence.open(url, role);
  return {
    url,
    ownerUrl: ownerUrl ?? url,
    serviceRole: ownerUrl === null ? null : serving,
    place: { name: `the database ${describeAddress(ownerUrl ?? url)}`, another: 'another database' },
    description: `PostgreSQL ${version}, ${describeAddress(url)}`,
    announce: (address) => presence.announce(address),
    findHolder: () => presence.findHolder(),
    close: () => presence.close(),
  };
}

async function readVersion(presence: LastingPresence): Promise<string> {
  const [row] = await presence.query<{ version: string }>(
    `/* read version */ SELECT current_setting('server_version') AS version`,
  );
  return row?.version ?? '';
}

async function createMissing(presence: LastingPresence): Promise<void> {
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
