import sql from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { DraftItem } from './draft.ts';
import { Ref } from './draft-reference.ts';
import type { ResolvedDraft } from './draft-resolve.ts';
import type { DraftValue } from './draft-shape.ts';
import type { Problems } from './problem.ts';

/**
 * Warns of who is said to answer an attempt and is no party of its conflict, nor belongs to one. Called when all is
 * written, so that the record itself is asked.
 * @param only the index of the one response that is looked at
 */
export async function warnOfOutsiders(
  tx: Tx,
  attempts: readonly DraftItem<DraftValue<'attempts'>>[],
  responses: ResolvedDraft['responses'],
  problems: Problems,
  only?: number,
): Promise<void> {
  const given = attempts.flatMap(({ entry, value }) =>
    value.responses.flatMap(({ party }, index) => {
      if (only !== undefined && index !== only) return [];
      const id = responses.id({ attempt: new Ref('attempt', value.slug), party });
      return [{ entry, index, party: party.slug, id }];
    }),
  );
  if (given.length === 0) return;
  const conflicts = await findConflictsOfOthers(
    tx,
    given.map(({ id }) => id),
  );
  for (const { entry, index, party, id } of given) {
    const conflict = conflicts.get(id);
    if (conflict !== undefined)
      problems.warn(
        entry,
        ['responses', index, 'party'],
        `${party} is no party of the conflict ${conflict}, and belongs to none; look whether it is the one that answered`,
        'NOT_A_PARTY',
      );
  }
}

/** Of responses by others than the parties of the conflict, where these are known, the conflict's slug. */
async function findConflictsOfOthers(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; conflict: string }[]>(sql`${comment('responses of no party')}
    SELECT r.id, c.slug AS conflict
    FROM party_response r JOIN mediation_attempt a ON a.id = r.attempt_id JOIN conflict c ON c.id = a.conflict_id
    WHERE r.id = ANY (${[...ids]}::uuid[]) AND EXISTS (SELECT FROM conflict_party p WHERE p.conflict_id = c.id)
      AND NOT EXISTS (
        WITH RECURSIVE above AS (SELECT r.party_id AS id UNION
          SELECT o.member_of_id FROM above JOIN actor o ON o.id = above.id WHERE o.member_of_id IS NOT NULL)
        SELECT FROM above JOIN conflict_party p ON p.actor_id = above.id WHERE p.conflict_id = c.id)
    LIMIT ${ids.length}`);
  return new Map(rows.map(({ id, conflict }) => [id, conflict]));
}
