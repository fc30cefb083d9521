import pg from 'pg';
import { OperatingError } from '../operating-error.ts';
import { describeAddress, sessionConfig } from './address.ts';
import { lockSpace } from './session.ts';

/** Ways by which a role could change history, the shortest first; of the first two each includes all others. */
const reaches = [
  'superuser',
  'owner',
  'change',
  'create',
  'roles',
  'database',
  'files',
  'replication',
  'schemas',
] as const;

/** What the role that serves may do that it should not. */
export type Reach = (typeof reaches)[number];

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
 * @returns what it may do all the same; nothing where the database keeps it from changing history
 * @throws {OperatingError} when the owner may not grant
 */
export async function grantService(
  ownerUrl: string,
  role: string,
  appendOnly: readonly string[],
): Promise<readonly Reach[]> {
  const client = new pg.Client(sessionConfig(ownerUrl, 'demarche grants'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    // Two processes that grant at once would fail on the same row; they take turns, and so do migrations.
    await client.query(`/* wait to grant */ SELECT pg_advisory_xact_lock(${lockSpace}, 3)`);
    const before = await findReach(client, role, appendOnly);
    if (before.some(isTotal)) return before;
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
  // A table of another schema, or of a session alone, could stand in the place of one of ours. The database may be
  // somebody else's.
  const databases = await client.query<{ name: string }>(
    `/* whose database */ SELECT datname AS name FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'USAGE')`,
  );
  return [
    ...databases.rows.map(
      ({ name }) => `REVOKE CREATE, TEMPORARY ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC, ${to}`,
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

function isTotal(reach: Reach): boolean {
  return reach === 'superuser' || reach === 'owner';
}

/** Asks Postgres itself, which knows of memberships, of what everyone may do, and of single columns. */
async function findReach(client: pg.Client, role: string, appendOnly: readonly string[]): Promise<Reach[]> {
  const { rows } = await client.query<Record<Reach, boolean>>(
    `/* reach of the service role */ SELECT r.*,
       pg_has_role($1, datdba, 'MEMBER') OR pg_has_role($1, nspowner, 'MEMBER') AS database,
       pg_has_role($1, 'pg_execute_server_program', 'MEMBER') OR pg_has_role($1, 'pg_write_server_files', 'MEMBER') AS files,
       has_database_privilege($1, d.oid, 'CREATE') AS schemas, has_schema_privilege($1, n.oid, 'CREATE') AS create, t.*
     FROM pg_database d, pg_namespace n,
       (SELECT bool_or(rolsuper AND rolname = $1) AS superuser, bool_or(rolsuper OR rolcreaterole) AS roles,
          bool_or(rolreplication) AS replication FROM pg_roles WHERE pg_has_role($1, oid, 'MEMBER')) r,
       (SELECT coalesce(bool_or(pg_has_role($1, relowner, 'MEMBER')), false) AS owner,
          coalesce(bool_or(has_any_column_privilege(m.oid, c.oid, 'UPDATE') OR has_table_privilege(m.oid, c.oid, 'DELETE, TRUNCATE'))
            FILTER (WHERE relname = ANY ($2)), false) AS change
        FROM pg_class c, pg_roles m
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND pg_has_role($1, m.oid, 'MEMBER')) t
     WHERE datname = current_database() AND nspname = 'public'`,
    [role, appendOnly],
  );
  const found = reaches.filter((reach) => rows[0]?.[reach]);
  // Whoever mends that has mended most of the others, which only follow from it.
  const total = found.find(isTotal);
  return total === undefined ? found : [total];
}
