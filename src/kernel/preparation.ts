import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { describeAddress } from './postgres/address.ts';
import { grantService, type Reach } from './postgres/grants.ts';

export interface Preparation {
  /** The names of the migrations that were applied, in order. */
  readonly applied: readonly string[];
  /** A sentence for people where the role that serves may do what it should not. */
  readonly warning: string | null;
}

/**
 * Makes a database fit to be served: migrates it as the owner of its tables, who then grants the role that serves its
 * rights, also on tables that are new.
 *
 * @param appendOnly names of the tables whose rows are never changed
 * @throws {OperatingError} when a migration fails, or the owner may not grant
 */
export async function prepareDatabase(
  database: Pick<Database, 'url' | 'ownerUrl' | 'serviceRole'>,
  appendOnly: readonly string[],
): Promise<Preparation> {
  const { url, ownerUrl, serviceRole } = database;
  const applied = await migrate(ownerUrl);
  if (serviceRole === null) return { applied, warning: oneRole };
  const found = await grantService(ownerUrl, serviceRole, appendOnly);
  return { applied, warning: found.length === 0 ? null : explain(found, serviceRole, url) };
}

const manual = 'docs/operating.md tells how to make such a role';

const oneRole = `DATABASE_URL alone names one role for everything, so that only a trigger protects history. Name the owner of the tables in MIGRATION_DATABASE_URL, and in DATABASE_URL a role that owns none; ${manual}.`;

function explain(found: readonly Reach[], role: string, url: string): string {
  const reasons: Readonly<Record<Reach, string>> = {
    superuser: 'is a superuser',
    owner: 'owns tables, or is a member of a role that does',
    change: 'may change or delete history by a right that the owner cannot take back',
    create: 'may create tables by a right that the owner cannot take back',
    roles: 'may make roles, or become a superuser',
    database: 'owns the database or its schema public, or is a member of a role that does',
    files: 'may run programs or write files on the server',
    replication: 'may replicate the server',
    schemas: 'may create schemas by a right that the owner cannot take back',
  };
  const all = found.map((reach) => reasons[reach]).join(', and ');
  return `The role ${role} of DATABASE_URL (${describeAddress(url)}) ${all}, so that only a trigger protects history. Name one that owns nothing and may no more than log in; ${manual}.`;
}
