import { randomInt } from 'node:crypto';
import pg from 'pg';
import { codeOf, OperatingError } from '../operating-error.ts';
import { describeAddress, sessionConfig } from './address.ts';
import { checkServer, type ServerFacts } from './external.ts';
import { lockSpace, Presence } from './session.ts';

/**
 * Asks a database of the user's own, by its address and by that of the owner of its tables where there are two,
 * whether the service can work with it.
 *
 * @returns what it says to the first
 * @throws {OperatingError} when one does not open it, it is not fit, or they lead to two
 */
export async function checkAddresses(url: string, ownerUrl: string | null): Promise<ServerFacts> {
  const facts = await checkServer(url, 'DATABASE_URL');
  if (ownerUrl !== null) {
    await checkServer(ownerUrl, 'MIGRATION_DATABASE_URL');
    await checkTogether(url, ownerUrl);
  }
  return facts;
}

/**
 * Sees that two addresses lead to one database: a lock that is taken by one is taken for the other. Names and numbers
 * of databases tell less, since copies have the same.
 *
 * @throws {OperatingError} when they lead to two
 */
async function checkTogether(url: string, ownerUrl: string): Promise<void> {
  const clients = [ownerUrl, url].map((address) => new pg.Client(sessionConfig(address, 'demarche check')));
  // Below zero, where it is none of the service's other locks.
  const key = -randomInt(1, 2 ** 31);
  try {
    const taken: (boolean | undefined)[] = [];
    for (const client of clients) {
      client.on('error', () => undefined);
      await client.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ taken: boolean }>(
        `/* same database */ SELECT pg_try_advisory_xact_lock(${lockSpace}, $1) AS taken`,
        [key],
      );
      taken.push(rows[0]?.taken);
    }
    if (taken[1] === false) return;
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
  throw new OperatingError(
    `MIGRATION_DATABASE_URL leads to the database ${describeAddress(ownerUrl)}, and DATABASE_URL to another, ${describeAddress(url)}. Name one and the same database in both.`,
  );
}

/**
 * Empties a database of the service, as the owner of its tables.
 *
 * @param confirm asked before anything is removed; throws when it is not meant
 * @throws {OperatingError} when a service works on it, or when it holds something else
 */
export async function emptyDatabase(
  databaseUrl: string,
  ownerUrl: string | null,
  confirm: () => Promise<void>,
): Promise<void> {
  await checkAddresses(databaseUrl, ownerUrl);
  const url = ownerUrl ?? databaseUrl;
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
  } catch (error) {
    if (codeOf(error) !== '42501') throw error;
    throw new OperatingError(
      `The database ${describeAddress(url)} can be emptied by its owner alone, so nothing was deleted. Name that role in MIGRATION_DATABASE_URL, beside DATABASE_URL.`,
      { cause: error },
    );
  } finally {
    await presence.close();
  }
}
