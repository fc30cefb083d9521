import sql from 'sql-template-tag';
import type { ClaimField, DisagreementRule } from '../generated/prisma/enums.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { ChangedRecords } from './derive.service.ts';

/** A disagreement as far as it is told from others, with the record that it is about or whose response it is about. */
export interface Dispute {
  subjectId: string;
  field: ClaimField;
  rule: DisagreementRule;
  /** The axis, or the value affirmed and denied: ids of actors may stand in it. */
  about: string;
  record: 'event' | 'attempt' | 'position' | 'conflict';
  slug: string;
}

/** The disagreements that are on record about some records and the responses of attempts. */
export function listDisputes(tx: Tx, records: Required<ChangedRecords>): Promise<Dispute[]> {
  const { events, attempts, positions, conflicts } = records;
  return tx.$queryRaw<Dispute[]>(sql`${comment('disputes of records')}
    SELECT coalesce(d.event_id, d.attempt_id, d.response_id, d.position_id, d.conflict_id) AS "subjectId",
      d.field::text, d.rule::text, d.about, coalesce(e.slug, a.slug, p.slug, c.slug) AS slug,
      CASE WHEN e.id IS NOT NULL THEN 'event' WHEN a.id IS NOT NULL THEN 'attempt' WHEN p.id IS NOT NULL THEN 'position' ELSE 'conflict' END AS record
    FROM disagreement d
    LEFT JOIN party_response r ON r.id = d.response_id
    LEFT JOIN event e ON e.id = d.event_id
    LEFT JOIN mediation_attempt a ON a.id = coalesce(d.attempt_id, r.attempt_id)
    LEFT JOIN position p ON p.id = d.position_id
    LEFT JOIN conflict c ON c.id = d.conflict_id
    WHERE d.event_id = ANY (${[...events]}::uuid[]) OR d.attempt_id = ANY (${[...attempts]}::uuid[])
      OR d.response_id = ANY (ARRAY(SELECT id FROM party_response WHERE attempt_id = ANY (${[...attempts]}::uuid[])))
      OR d.position_id = ANY (${[...positions]}::uuid[]) OR d.conflict_id = ANY (${[...conflicts]}::uuid[])
    ORDER BY d.began_with_id, d.id`);
}
