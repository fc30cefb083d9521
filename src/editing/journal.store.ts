import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import { type NamedKind, type RecordRows, type VersionedType, versionedTables } from './form.ts';

/** A table's name in SQL: one of the closed list, never what a client gives. */
function tableOf(type: VersionedType): Sql {
  return raw(versionedTables[type]);
}

/** Keeps others from changing records until the transaction ends. Always in the same order, so that two wait for each other less. */
export async function lockRecords(tx: Tx, type: VersionedType, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw(
    sql`${comment(`lock ${type} records`)} SELECT id FROM ${tableOf(type)} WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id LIMIT ${ids.length} FOR NO KEY UPDATE`,
  );
}

export interface RecordNow {
  readonly id: string;
  readonly rows: RecordRows;
  /** Whether there is a revision of it. */
  readonly hasHistory: boolean;
}

/** Records as they are now. */
export function readRecords(tx: Tx, type: VersionedType, ids: readonly string[]): Promise<RecordNow[]> {
  return tx.$queryRaw(sql`${comment(`rows of ${type} records`)}
    SELECT id, record_rows(${type}::text, id) AS rows, EXISTS (SELECT FROM revision r WHERE r.subject_id = t.id) AS "hasHistory"
    FROM ${tableOf(type)} t WHERE id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

/** Dates new records from the moment of the change. */
export async function stampCreated(
  tx: Tx,
  type: VersionedType,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw(sql`${comment(`created ${type} records`)}
    UPDATE ${tableOf(type)} SET created_at = ${at.toISOString()}::timestamptz, updated_at = ${at.toISOString()}::timestamptz
    WHERE id = ANY (${[...ids]}::uuid[])`);
}

/** Raises the version of changed records. */
export async function stampChanged(
  tx: Tx,
  type: VersionedType,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await tx.$executeRaw(sql`${comment(`changed ${type} records`)}
    UPDATE ${tableOf(type)} SET version = version + 1, updated_at = ${at.toISOString()}::timestamptz
    WHERE id = ANY (${[...ids]}::uuid[])`);
}

/** Runs the checks that would otherwise run at the end of the transaction, before others are kept waiting. */
export async function checkNow(tx: Tx): Promise<void> {
  await tx.$executeRaw(sql`SET CONSTRAINTS ALL IMMEDIATE`);
}

const names: Readonly<Record<NamedKind, (ids: readonly string[]) => Sql>> = {
  // An actor that was merged is called what it was called then.
  actor: (ids) => sql`SELECT id, slug AS name FROM actor WHERE id = ANY (${[...ids]}::uuid[])
    UNION ALL SELECT id, slug FROM actor_redirect WHERE id = ANY (${[...ids]}::uuid[])`,
  office: (ids) => sql`SELECT id, slug AS name FROM office WHERE id = ANY (${[...ids]}::uuid[])`,
  place: (ids) => sql`SELECT id, slug AS name FROM place WHERE id = ANY (${[...ids]}::uuid[])`,
  issue: (ids) => sql`SELECT id, slug AS name FROM issue WHERE id = ANY (${[...ids]}::uuid[])`,
  conflict: (ids) => sql`SELECT id, slug AS name FROM conflict WHERE id = ANY (${[...ids]}::uuid[])`,
  source: (ids) => sql`SELECT id, slug AS name FROM source WHERE id = ANY (${[...ids]}::uuid[])`,
  event: (ids) => sql`SELECT id, slug AS name FROM event WHERE id = ANY (${[...ids]}::uuid[])`,
  attempt: (ids) => sql`SELECT id, slug AS name FROM mediation_attempt WHERE id = ANY (${[...ids]}::uuid[])`,
  position: (ids) => sql`SELECT id, slug AS name FROM position WHERE id = ANY (${[...ids]}::uuid[])`,
  response: (ids) => sql`SELECT r.id, a.slug || '/' || p.slug AS name FROM party_response r
    JOIN mediation_attempt a ON a.id = r.attempt_id JOIN actor p ON p.id = r.party_id WHERE r.id = ANY (${[...ids]}::uuid[])`,
  tenure: (ids) =>
    sql`SELECT t.id, o.slug AS name FROM tenure t JOIN office o ON o.id = t.office_id WHERE t.id = ANY (${[...ids]}::uuid[])`,
};

/** What things are called in a form. */
export async function readNames(
  tx: Tx,
  wanted: ReadonlyMap<NamedKind, ReadonlySet<string>>,
): Promise<ReadonlyMap<string, string>> {
  const found = [...wanted].flatMap(([kind, ids]) =>
    ids.size > 0 ? sql`(${names[kind]([...ids])} LIMIT ${ids.size})` : [],
  );
  if (found.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>(
    sql`${comment('names')} ${join(found, ' UNION ALL ')}`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
