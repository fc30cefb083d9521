import pg from 'pg';
import { sessionConfig } from '../kernel/postgres/address.ts';
import { type Column, comparingTables, followingColumns } from './redaction.ts';

/** What the functions of the database are told of a redaction. */
export interface Instructions {
  readonly what: string;
  readonly instead: string;
  /** How JSON that is written out can spell the text, in whatever table. */
  readonly needles: readonly string[];
  /** How it spells it where texts stand as they were written. */
  readonly written: readonly string[];
  /** The text and its replacement as claimed texts are compared. */
  readonly about: { readonly what: string; readonly instead: string };
  readonly kept: Readonly<Record<string, readonly string[]>>;
  readonly at: string;
}

/** Where a text was found in a table. */
export interface Holding {
  readonly table: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Opens a session of the owner's, and ends it when the work is done. */
export async function withOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(sessionConfig(url, 'demarche redact'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Begins a transaction that may take long and whose parameters, of which the text is one, the server does not log;
 * an owner who may not see to the latter leaves it as it is.
 */
export async function begin(client: pg.Client, mode: 'read' | 'write'): Promise<void> {
  await client.query(mode === 'read' ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN');
  await client.query(`/* long and unlogged */ SELECT set_config(name, value, true) FROM (VALUES
      ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('lock_timeout', '0'),
      ('log_statement', 'none'), ('log_min_duration_statement', '-1'), ('log_min_duration_sample', '-1'),
      ('log_parameter_max_length', '0'), ('log_min_messages', 'fatal'), ('log_min_error_statement', 'panic')) AS s(name, value)
    WHERE has_parameter_privilege(current_user, name, 'SET') OR name LIKE '%timeout'`);
  if (mode === 'write') await client.query(`SET LOCAL demarche.redaction = 'on'`);
}

/** Every column of every table of the service that is written and not made from others, by table. */
export async function listColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(`/* columns to redact */
    SELECT c.relname::text AS table, a.attname::text AS name, a.attgenerated = '' AND NOT (
        coalesce(e.typtype, t.typtype) IN ('e', 'r', 'm') OR coalesce(e.typcategory, t.typcategory) IN ('B', 'D', 'N', 'T', 'R', 'E')
        OR coalesce(e.oid, t.oid) IN ('uuid'::regtype, 'bytea'::regtype, 'tsvector'::regtype)) AS textual
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
    ORDER BY c.relname, a.attnum`);
  return rows;
}

/** How JSON spells a text, in a string and in a string that quotes it as JSON. */
export async function spellInJson(client: pg.Client, text: string): Promise<string[]> {
  const { rows } = await client.query<{ once: string; twice: string }>(
    `/* spell in JSON */ SELECT json_inside($1::text) AS once, json_inside(json_inside($1::text)) AS twice`,
    [text],
  );
  return rows.flatMap(({ once, twice }) => (once === twice ? [once] : [once, twice]));
}

/** Waits until nobody writes, and lets everybody read. The order is that of names, the same each time. */
export async function lockTables(client: pg.Client, tables: readonly string[]): Promise<void> {
  await client.query(`/* nobody writes */ LOCK TABLE ${tables.map(quoted).join(', ')} IN EXCLUSIVE MODE`);
}

/** The rows of a table that hold the text where it can be taken out. */
export async function countRows(
  client: pg.Client,
  { table, columns }: { table: string; columns: readonly string[] },
  how: Instructions,
): Promise<Holding> {
  const { rows } = await client.query<Omit<Holding, 'table'>>(
    `/* rows to redact */ SELECT count(DISTINCT f.place)::int AS rows, coalesce(array_agg(DISTINCT o.key), '{}') AS columns
     FROM (${found(table)}) f CROSS JOIN LATERAL jsonb_each(f.was) AS o(key, value)
     WHERE f.now <> f.was AND o.key = ANY ($4) AND o.value IS DISTINCT FROM f.now -> o.key`,
    [table, how, needlesFor(table, how), columns],
  );
  const { rows: count = 0, columns: held = [] } = rows[0] ?? {};
  return { table, rows: count, columns: held };
}

/** Takes the text out of the rows of a table, and gives how many they were. */
export async function redactRows(
  client: pg.Client,
  { table, columns }: { table: string; columns: readonly string[] },
  how: Instructions,
): Promise<number> {
  const set = [...columns, ...(followingColumns[table] ?? [])].map((name) => pg.escapeIdentifier(name));
  const { rowCount } = await client.query(
    `/* redact */ UPDATE ${quoted(table)} t
     SET (${set.join(', ')}) = (SELECT ${set.map((name) => `r.${name}`).join(', ')} FROM jsonb_populate_record(NULL::${quoted(table)}, f.now) r)
     FROM (${found(table)}) f WHERE t.ctid = f.place AND f.now <> f.was`,
    [table, how, needlesFor(table, how)],
  );
  return rowCount ?? 0;
}

/** Rows that may hold the text, as they are and as they are without it. */
function found(table: string): string {
  return `SELECT s.ctid AS place, r.was, redact_row($1::text, r.was, $2::jsonb) AS now FROM ${quoted(table)} s
    CROSS JOIN LATERAL (SELECT to_jsonb(s) AS was OFFSET 0) r WHERE may_hold(r.was::text, $3::text[]) OFFSET 0`;
}

function needlesFor(table: string, { needles, written }: Instructions): readonly string[] {
  return comparingTables.has(table) ? needles : written;
}

/** How many rows of a table hold the text in a column that is kept, or spell it there as a slug does. */
export async function countKept(
  client: pg.Client,
  { table, name }: Pick<Column, 'table' | 'name'>,
  text: string,
  slug: string,
): Promise<number> {
  const column = pg.escapeIdentifier(name);
  const { rows } = await client.query<{ rows: number }>(
    `/* rows that keep it */ SELECT count(*)::int AS rows FROM ${quoted(table)}
     WHERE strpos(${column}::text, $1) > 0 OR ($2 <> '' AND strpos('-' || ${column}::text || '-', '-' || $2 || '-') > 0)`,
    [text, slug],
  );
  return rows[0]?.rows ?? 0;
}

export async function insertRedaction(
  client: pg.Client,
  row: { id: string; at: string; by: string; reason: string; rows: number },
): Promise<void> {
  await client.query(
    `/* insert redaction */ INSERT INTO redaction (id, at, by, reason, rows) VALUES ($1, $2, $3, $4, $5)`,
    [row.id, row.at, row.by, row.reason, row.rows],
  );
}

/** Gives free what the rows were, and makes anew what the statistics keep of them: the commonest values among it. */
export async function vacuum(client: pg.Client, tables: readonly string[]): Promise<void> {
  await client.query('SET statement_timeout = 0');
  for (const table of tables) await client.query(`/* vacuum */ VACUUM (ANALYZE) ${quoted(table)}`);
}

function quoted(table: string): string {
  return `public.${pg.escapeIdentifier(table)}`;
}
