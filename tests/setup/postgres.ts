import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/kernel/migrate.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the Postgres of this run listens, without the name of a database. */
    postgres: string;
  }
}

/** The name of the migrated, empty database that test databases are cloned from. */
export const emptyTemplate = 'template_empty';

/** One real Postgres for the whole run, in a folder of its own, with a migrated database to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres();
  try {
    const client = new pg.Client({ connectionString: server.url('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${emptyTemplate}`);
    await client.end();
    await migrate(server.url(emptyTemplate));
  } catch (error) {
    await server.remove();
    throw error;
  }
  project.provide('postgres', server.url('').replace(/\/$/, ''));
  return () => server.remove();
}
