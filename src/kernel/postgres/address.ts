import type { ClientConfig } from 'pg';

/**
 * Every session works in UTC, writes dates in ISO form and takes a name without a schema for one of `public`,
 * whatever the settings of the server, the database and the role are. Where `pg_temp` is not named, it comes first,
 * and a temporary table would stand in the place of one of ours.
 */
const sessionSettings = '-c timezone=UTC -c datestyle=ISO -c search_path=public,pg_temp';

/**
 * What the driver needs to open a session at an address. The driver lets the address overrule the rest of its
 * configuration, so the parts of the address that would do so are taken out of it or added to.
 */
export function sessionConfig(url: string, applicationName: string): ClientConfig {
  const address = new URL(url);
  const asked = address.searchParams.get('options');
  address.searchParams.delete('options');
  address.searchParams.delete('application_name');
  return {
    connectionString: address.href,
    options: asked === null ? sessionSettings : `${asked} ${sessionSettings}`,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}

/** The same server and credentials, another database. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(database)}`;
  return address.href;
}

/** The name of the database that an address leads to; an empty string where it names none. */
export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** An address for people: the server, the database and the user, without the password. */
export function describeAddress(url: string): string {
  const address = new URL(url);
  const host = address.searchParams.get('host') ?? (address.hostname || 'localhost');
  const port = address.port || '5432';
  const user = address.username ? ` as ${decodeURIComponent(address.username)}` : '';
  return `${databaseOf(url) || 'the default database'} at ${host}:${port}${user}`;
}
