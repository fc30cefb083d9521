import pg from 'pg';
import { OperatingError } from '../operating-error.ts';
import { describeAddress, sessionConfig } from './address.ts';
import { lockSpace } from './session.ts';

/** What the role that serves may do that it should not: null where the database keeps it from changing history. */
export type Reach = 'superuser' | 'owner' | 'change' | 'create' | null;

/** The bookkeeping of the migrations, which only their owner reads and writes. */
const bookkeeping = '_prisma_migrations';

/**
 * Gives the role that serves what it needs of a migrated database and nothing more: it reads and writes rows, of the
 * append-only tables it reads and adds them, and it changes no table. Whatever it had before is taken back, and a
 * repeat changes nothing. A superuser, and a role that owns the tables, cannot be kept from anything, and is left as
 * it is.
 *
 * @param ownerUrl the database as the owner of its tables
 * @param appendOnly names of tables whose rows are never changed; those that do not exist are passed over
 * @returns what it may do all the same
 * @throws {OperatingError} when the owner may not grant
 */
export async function grantService(
  ownerUrl: string,
  role: string,
  appendOnly: readonly string[],
): Promise<Reach> {
  const client = new pg.Client(sessionConfig(ownerUrl, 'demarche grants'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    // Two processes that grant at once would fail on the same row; they take turns, and so do migrations.
    await client.query(`/* wait to grant */ SELECT pg_advisory_xact_lock(${lockSpace}, 3)`);
    const before = await findReach(client, role, appendOnly);
    if (before === 'superuser' || before === 'owner') return before;
    await client.query(`/* grant */ ${(await writeGrants(client, role, appendOnly)).join(';\n')}`);
    const after = await findReach(client, role, appendOnly);
    await client.query('COMMIT');
    return after;
  } catch (cause) {
    throw new OperatingError(
      `The role ${role} cannot be given its rights on the database ${describeAddress(ownerUrl)}: ${cause instanceof Error ? cause.message : String(cause)}. Name the owner of its tables in MIGRATION_DATABASE_URL.`,
      { cause },
    );
  } finally {
    await client.end();
  }
}

interface Relation {
  readonly name: string;
  readonly sequence: boolean;
}

async function writeGrants(
  client: pg.Client,
  role: string,
  appendOnly: readonly string[],
): Promise<string[]> {
  const to = pg.escapeIdentifier(role);
  const { rows } = await client.query<Relation>(`/* what to grant */
    SELECT relname AS name, relkind = 'S' AS sequence FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_has_role(relowner, 'USAGE')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
    ORDER BY relname`);
  const relations = rows.flatMap(({ name, sequence }) => {
    const on = `${sequence ? 'SEQUENCE' : 'TABLE'} public.${pg.escapeIdentifier(name)}`;
    const rights = rightsOn({ name, sequence }, appendOnly);
    return [
      `REVOKE ALL ON ${on} FROM ${to}`,
      ...(appendOnly.includes(name) ? [`REVOKE UPDATE, DELETE, TRUNCATE ON ${on} FROM PUBLIC`] : []),
      ...(rights === null ? [] : [`GRANT ${rights} ON ${on} TO ${to}`]),
    ];
  });
  // Everyone may call a function unless somebody has taken that away. One that runs with its owner's rights is
  // granted by the migration that makes it, or not at all.
  const functions = await client.query<{ signature: string }>(
    `/* what to let call */ SELECT oid::regprocedure::text AS signature FROM pg_proc p
     WHERE pronamespace = 'public'::regnamespace AND NOT prosecdef AND pg_has_role(proowner, 'USAGE')
       AND NOT has_function_privilege($1, oid, 'EXECUTE')
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')`,
    [role],
  );
  // A temporary table could stand in the place of one of ours for a session. The database may be somebody else's.
  const databases = await client.query<{ name: string }>(
    `/* whose database */ SELECT datname AS name FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'USAGE')`,
  );
  return [
    ...databases.rows.map(
      ({ name }) => `REVOKE TEMPORARY ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC, ${to}`,
    ),
    // A schema that a reset has made anew is open to its owner alone.
    `GRANT USAGE ON SCHEMA public TO ${to}`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${to}`,
    ...relations,
    ...functions.rows.map(({ signature }) => `GRANT EXECUTE ON ROUTINE ${signature} TO ${to}`),
  ];
}

function rightsOn({ name, sequence }: Relation, appendOnly: readonly string[]): string | null {
  if (name === bookkeeping) return null;
  if (sequence) return 'USAGE';
  return appendOnly.includes(name) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE';
}

/** Asks Postgres itself, which knows of memberships, of what everyone may do, and of single columns. */
async function findReach(client: pg.Client, role: string, appendOnly: readonly string[]): Promise<Reach> {
  const { rows } = await client.query<Record<Exclude<Reach, null>, boolean>>(
    `/* reach of the service role */ SELECT
       (SELECT rolsuper FROM pg_roles WHERE rolname = $1) AS superuser,
       coalesce(bool_or(pg_has_role($1, relowner, 'MEMBER')), false) AS owner,
       coalesce(bool_or(has_any_column_privilege($1, oid, 'UPDATE') OR has_table_privilege($1, oid, 'DELETE, TRUNCATE'))
         FILTER (WHERE relname = ANY ($2)), false) AS change,
       has_schema_privilege($1, 'public', 'CREATE') AS create
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    [role, appendOnly],
  );
  const order = ['superuser', 'owner', 'change', 'create'] as const;
  return order.find((reach) => rows[0]?.[reach]) ?? null;
}
