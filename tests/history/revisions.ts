import { newId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from '../setup/database.ts';

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** What a test says of a revision; the rest has a value that is like any other. */
export interface RevisionRow {
  subjectType?: string;
  subjectId: string;
  version?: number;
  kind?: string;
  by?: string;
  note?: string | null;
  changes?: unknown;
}

/** The UUID of an actor of the article. */
export async function actorId(db: TestDatabase, slug: string): Promise<string> {
  const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM actor WHERE slug = $1', [slug]);
  return rows[0]?.id ?? '';
}

/** Writes a revision as whoever changes a record does, in the transaction of the connection; gives its place. */
export async function insertRevision(
  connection: Queryable,
  {
    subjectType = 'Actor',
    subjectId,
    version,
    kind = 'CORRECTED',
    by = 'An editor',
    note = null,
    changes,
  }: RevisionRow,
): Promise<number> {
  const { rows } = await connection.query(
    `INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record)
     VALUES ($1, $2, $3, coalesce($4, 1 + (SELECT coalesce(max(version), 0) FROM revision WHERE subject_id = $3)), $5::revision_kind, now(), $6, $7, $8, '{}')
     RETURNING seq::int AS seq`,
    [newId(), subjectType, subjectId, version ?? null, kind, by, note, JSON.stringify(changes ?? [])],
  );
  return Number(rows[0]?.seq);
}

/** Writes so many revisions of an actor at once, with notes that tell them apart: `first`, `first + 1` and so on. */
export async function insertMany(
  db: TestDatabase,
  subjectId: string,
  first: number,
  count: number,
  note = 'n',
): Promise<void> {
  await db.pool.query(
    `INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record)
     SELECT gen_random_uuid(), 'Actor', $1, n + 1000000, 'CORRECTED', now(), 'An editor', $4 || n, '[]', '{}' FROM generate_series($2::int, $2::int + $3::int - 1) AS n ORDER BY n`,
    [subjectId, first, count, note],
  );
}

/** The notes that {@link insertMany} gives. */
export function notes(first: number, count: number, note = 'n'): string[] {
  return Array.from({ length: count }, (_, index) => `${note}${first + index}`);
}
