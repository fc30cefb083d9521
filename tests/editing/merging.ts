import { mergeActors } from '../../src/editing/merge.service.ts';
import type { Merged } from '../../src/editing/merge.ts';
import type { TestDatabase } from '../setup/database.ts';

/** Merges one actor into another in a transaction of its own. */
export function merge(db: TestDatabase, mergedId: string, survivorId: string): Promise<Merged> {
  return db.prisma.$transaction((tx) => mergeActors(tx, { mergedId, survivorId }));
}

/** What a merge gave, which has to have been made. */
export async function merged(
  db: TestDatabase,
  mergedId: string,
  survivorId: string,
): Promise<Extract<Merged, { kind: 'merged' }>> {
  const result = await merge(db, mergedId, survivorId);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result;
}

interface Column {
  table: string;
  column: string;
}

/** The columns of all tables that could hold an id, in a text or by itself. */
async function listColumns(db: TestDatabase): Promise<Column[]> {
  const { rows } = await db.pool.query<Column>(
    `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE '\\_%'
       AND c.data_type IN ('uuid', 'text', 'jsonb') ORDER BY 1, 2`,
  );
  return rows;
}

/** Every row of every table. */
export async function dump(db: TestDatabase): Promise<string[]> {
  const tables = [...new Set((await listColumns(db)).map(({ table }) => table))];
  const { rows } = await db.pool.query<{ row: string }>(
    `${tables.map((table) => `SELECT '${table} ' || to_jsonb(t)::text AS row FROM "${table}" t`).join(' UNION ALL ')} ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}

/** Columns that still hold an id, history and the redirect aside. */
export async function findMentions(db: TestDatabase, id: string): Promise<string[]> {
  const columns = (await listColumns(db)).filter(
    ({ table, column }) =>
      table !== 'revision' && table !== 'derivation' && `${table}.${column}` !== 'actor_redirect.id',
  );
  const { rows } = await db.pool.query<{ place: string }>(
    columns
      .map(
        ({ table, column }) =>
          `SELECT DISTINCT '${table}.${column}' AS place FROM "${table}" WHERE strpos("${column}"::text, $1) > 0`,
      )
      .join(' UNION ALL '),
    [id],
  );
  return rows.map(({ place }) => place);
}

const kept = [
  ['event_actor', 'rebuild_event_actor'],
  ['attempt_actor', 'rebuild_attempt_actor'],
] as const;

/** What the database keeps that is other than what follows from the record. */
export async function findStale(db: TestDatabase): Promise<unknown[]> {
  const client = await db.owner.connect();
  const found: unknown[] = [];
  try {
    await client.query('BEGIN');
    for (const [table, rebuild] of kept) {
      await client.query(`CREATE TEMP TABLE kept_${table} ON COMMIT DROP AS TABLE ${table}`);
      await client.query(`SELECT ${rebuild}()`);
      const { rows } = await client.query(
        `(SELECT 'missing', x::text FROM (TABLE ${table} EXCEPT TABLE kept_${table}) x)
         UNION ALL (SELECT 'wrong', x::text FROM (TABLE kept_${table} EXCEPT TABLE ${table}) x)`,
      );
      found.push(...rows);
    }
    const { rows } = await client.query(
      `SELECT 'later_begins', p.slug FROM position p WHERE p.held IS NOT NULL AND p.later_begins IS DISTINCT FROM (
         SELECT to_timestamp(min(b.date_asc)) AT TIME ZONE 'UTC' FROM position b WHERE b.holder_id = p.holder_id
           AND b.issue_id = p.issue_id AND b.date_asc > p.date_asc AND b.held IS NOT NULL AND b.retracted_at IS NULL)`,
    );
    return [...found, ...rows];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
