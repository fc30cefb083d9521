import sql from 'sql-template-tag';
import type { RevisionKind } from '../generated/prisma/enums.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { comment } from '../kernel/page.ts';

/** One field of a record, before and after a change; null where there is no value. A list is given whole. */
export interface FieldChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A change of one record, as it is written down. */
export interface RevisionInput {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly kind: RevisionKind;
  readonly changes: readonly FieldChange[];
}

/**
 * Waits until no other transaction writes history, and keeps the turn until this one ends: what has a later place in
 * the order of changes becomes visible later. The last thing that a transaction waits for.
 *
 * @returns the moment of this transaction's changes, later than all before
 */
export async function takeTurn(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>(sql`${comment('take turn')} SELECT take_turn() AS at`);
  if (!row) throw new RangeError('The database gave no moment.');
  return row.at;
}

/** Writes revisions in the order given, each with the rows of its record as they are now. */
export async function insertRevisions(
  tx: Tx,
  revisions: readonly RevisionInput[],
  { at, by, note }: { at: Date; by: string; note: string | null },
): Promise<void> {
  if (revisions.length === 0) return;
  const rows = revisions.map((revision) => ({ ...revision, revision: newId() }));
  await tx.$executeRaw(sql`${comment('insert revisions')}
    INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record)
    SELECT r.revision, r.type, r.id, r.version, r.kind, ${at.toISOString()}::timestamptz, ${by}, ${note}, r.changes, record_rows(r.type, r.id)
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS (revision uuid, type text, id uuid, version int, kind revision_kind, changes jsonb)) WITH ORDINALITY
      AS r (revision, type, id, version, kind, changes, place)
    ORDER BY r.place`);
}

/**
 * Begins the history of records that have none, such as those of a dataset, with what they are before their first
 * change here.
 */
export async function insertFirstRevisions(
  tx: Tx,
  records: readonly { type: string; id: string; version: number; rows: object }[],
): Promise<void> {
  if (records.length === 0) return;
  await tx.$executeRaw(sql`${comment('begin history')}
    INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record)
    SELECT gen_random_uuid(), r.type, r.id, r.version, 'CREATED',
      (SELECT (e.value ->> 'updated_at')::timestamptz FROM jsonb_each(r.rows) AS own, jsonb_array_elements(own.value) AS e
        WHERE jsonb_typeof(own.value) = 'array' AND e.value ->> 'id' = r.id::text AND e.value ? 'updated_at' LIMIT 1),
      'Demarche', 'On record before changes were kept.', '[]', r.rows
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r (type text, id uuid, version int, rows jsonb)`);
}

/** Keeps what is derived from the claims on records, where it differs from what was kept last. */
export async function insertDerivations(
  tx: Tx,
  records: readonly { type: string; id: string }[],
  at: Date,
): Promise<void> {
  if (records.length === 0) return;
  await tx.$executeRaw(sql`${comment('insert derivations')}
    INSERT INTO derivation (subject_id, at, derived)
    SELECT r.id, ${at.toISOString()}::timestamptz, now_derived FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r (type text, id uuid),
      derived_rows(r.type, r.id) AS now_derived
    WHERE now_derived IS NOT NULL AND now_derived IS DISTINCT FROM (
      SELECT d.derived FROM derivation d WHERE d.subject_id = r.id ORDER BY d.at DESC LIMIT 1)`);
}
