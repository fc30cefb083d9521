import sql from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';

type Shared = Record<'events' | 'attempts' | 'conflicts' | 'claims', string[]>;

/**
 * The records in whose own lists two actors stand side by side, and the claims on an answer of the one that is united
 * with one of the other: a merge may change them.
 */
export async function findShared(tx: Tx, one: string, other: string): Promise<Shared> {
  const [row] = await tx.$queryRaw<Shared[]>(
    sql`${comment('records shared by actors')} SELECT
      ARRAY(SELECT a.event_id FROM event_actor a JOIN event_actor b ON b.event_id = a.event_id AND b.actor_id = ${other}::uuid
        WHERE a.actor_id = ${one}::uuid) AS events,
      ARRAY(SELECT a.attempt_id FROM attempt_actor a JOIN attempt_actor b ON b.attempt_id = a.attempt_id AND b.actor_id = ${other}::uuid
        WHERE a.actor_id = ${one}::uuid) AS attempts,
      ARRAY(SELECT a.conflict_id FROM conflict_party a JOIN conflict_party b ON b.conflict_id = a.conflict_id AND b.actor_id = ${other}::uuid
        WHERE a.actor_id = ${one}::uuid
        UNION SELECT a.conflict_id FROM conflict_name a JOIN conflict_name b ON b.conflict_id = a.conflict_id AND b.text = a.text
          AND b.used_by_id = ${other}::uuid WHERE a.used_by_id = ${one}::uuid) AS conflicts,
      ARRAY(SELECT c.id FROM party_response a JOIN party_response b ON b.attempt_id = a.attempt_id AND b.party_id = ${other}::uuid
        JOIN claim c ON c.response_id = a.id WHERE a.party_id = ${one}::uuid) AS claims
    LIMIT 1`,
  );
  return row ?? { events: [], attempts: [], conflicts: [], claims: [] };
}
