import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { appendOnlyTables } from '../../src/history/append-only.ts';
import { migrate } from '../../src/kernel/migrate.ts';
import { grantService } from '../../src/kernel/postgres/grants.ts';
import { serviceRole } from '../../src/kernel/postgres/program.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the Postgres of this run listens, without the name of a database, as the owner of all that is there. */
    postgres: string;
    /** The same as the role that the service serves as. */
    servicePostgres: string;
  }
}

/** The name of the migrated, empty database that test databases are cloned from. */
export const emptyTemplate = 'template_empty';

/** One real Postgres for the whole run, in a folder of its own, with a migrated database to clone, rights and all. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres();
  try {
    const client = new pg.Client({ connectionString: server.url('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${emptyTemplate}`);
    await client.end();
    await migrate(server.url(emptyTemplate));
    await grantService(server.url(emptyTemplate), serviceRole, appendOnlyTables);
  } catch (error) {
    await server.remove();
    throw error;
  }
  project.provide('postgres', server.url('').replace(/\/$/, ''));
  project.provide('servicePostgres', server.serviceUrl('').replace(/\/$/, ''));
  return () => server.remove();
}
