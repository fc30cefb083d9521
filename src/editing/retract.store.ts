import sql, { type Sql } from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { RetractableType } from './retract.service.ts';

const tables: Readonly<Record<Exclude<RetractableType, 'Claim'>, Sql>> = {
  Event: sql`event`,
  MediationAttempt: sql`mediation_attempt`,
  Position: sql`position`,
};

/** Whether a record is retracted. */
export async function findRetraction(tx: Tx, type: RetractableType, id: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ retracted: boolean }[]>(
    type === 'Claim'
      ? sql`${comment('whether a claim is retracted')} SELECT status = 'RETRACTED' AS retracted FROM claim WHERE id = ${id}::uuid LIMIT 1`
      : sql`${comment(`whether ${type} is retracted`)} SELECT retracted_at IS NOT NULL AS retracted FROM ${tables[type]} WHERE id = ${id}::uuid LIMIT 1`,
  );
  return row?.retracted ?? false;
}

/** Whether a record is another, or leads to it by what takes its place. */
export async function isReplacedBy(
  tx: Tx,
  type: RetractableType,
  id: string,
  other: string,
): Promise<boolean> {
  if (type === 'Claim') return id === other;
  const [row] = await tx.$queryRaw<{ found: boolean }[]>(sql`${comment(`what replaces ${type}`)}
    WITH RECURSIVE way AS (SELECT ${id}::uuid AS id UNION
      SELECT r.replaced_by_id FROM way JOIN ${tables[type]} r ON r.id = way.id WHERE r.replaced_by_id IS NOT NULL)
    SELECT EXISTS (SELECT FROM way WHERE id = ${other}::uuid) AS found LIMIT 1`);
  return row?.found ?? false;
}

/** Writes a retraction, or takes it away. A claim's status follows from it. */
export async function setRetraction(
  tx: Tx,
  type: RetractableType,
  id: string,
  retraction: { reason: string; replacedById: string | null } | null,
): Promise<void> {
  const reason = retraction?.reason ?? null;
  await tx.$executeRaw(
    type === 'Claim'
      ? sql`${comment('retraction of a claim')} UPDATE claim
          SET retraction_reason = ${reason}, status = ${retraction ? 'RETRACTED' : 'ACTIVE'}::claim_status WHERE id = ${id}::uuid`
      : sql`${comment(`retraction of ${type}`)} UPDATE ${tables[type]}
          SET retracted_at = CASE WHEN ${retraction !== null} THEN now() END, retraction_reason = ${reason},
            replaced_by_id = ${retraction?.replacedById ?? null}::uuid WHERE id = ${id}::uuid`,
  );
}

/** The claim that a claim takes back. */
export async function findSupersedes(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(
    sql`${comment('claim that is taken back')} SELECT supersedes_id AS id FROM claim WHERE id = ${id}::uuid AND supersedes_id IS NOT NULL LIMIT 1`,
  );
  return rows.map((row) => row.id);
}

/** A claim that is not retracted is SUPERSEDED exactly where one takes it back that is not retracted. */
export async function refreshClaimStatus(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw(sql`${comment('status of claims')}
    UPDATE claim c SET status = CASE WHEN EXISTS (SELECT FROM claim later WHERE later.supersedes_id = c.id AND later.status <> 'RETRACTED')
      THEN 'SUPERSEDED'::claim_status ELSE 'ACTIVE' END
    WHERE c.id = ANY (${[...ids]}::uuid[]) AND c.status <> 'RETRACTED'`);
}

/** The attempts that an event is a part of. */
export async function findAttemptsWith(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(
    sql`${comment('attempts with an event')} SELECT DISTINCT attempt_id AS id FROM attempt_event WHERE event_id = ${eventId}::uuid`,
  );
  return rows.map(({ id }) => id);
}
