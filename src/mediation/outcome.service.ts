import sql from 'sql-template-tag';
import type { AttemptEventRole, PartyAnswer } from '../generated/prisma/enums.ts';
import { storedDate } from '../kernel/date.schema.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import { deriveOutcome, endOfAttempt } from './outcome.ts';

interface FactsRow {
  id: string;
  date: unknown;
  roles: AttemptEventRole[];
  answers: PartyAnswer[];
}

/**
 * Derives the outcomes of attempts anew, in the transaction that changed their responses, events or dates. Holds the
 * attempts, and their events against retractions, until the transaction ends: of two that change what an outcome
 * follows from, the second sees what the first left.
 */
export async function refreshOutcomes(tx: Tx, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return;
  await lockFacts(tx, attemptIds);
  const rows = await tx.$queryRaw<FactsRow[]>(sql`${comment('refresh outcomes')}
    SELECT a.id, a.date,
      ARRAY(SELECT DISTINCT l.role::text FROM attempt_event l JOIN event e ON e.id = l.event_id
        WHERE l.attempt_id = a.id AND e.retracted_at IS NULL) AS roles,
      ARRAY(SELECT DISTINCT p.answer::text FROM party_response p WHERE p.attempt_id = a.id) AS answers
    FROM mediation_attempt a WHERE a.id = ANY (${[...attemptIds]}::uuid[])`);
  for (const row of rows) {
    const { outcome, reason } = deriveOutcome({ roles: new Set(row.roles), answers: new Set(row.answers) });
    await tx.mediationAttempt.update({
      where: { id: row.id },
      data: {
        outcome,
        outcomeReason: reason,
        ongoingUntil: outcome === 'ONGOING' ? endOfAttempt(storedDate(row.date)?.latest) : null,
      },
    });
  }
}

/** Its own statements, so that what is read after them is what others have committed meanwhile. */
async function lockFacts(tx: Tx, attemptIds: readonly string[]): Promise<void> {
  await tx.$executeRaw(sql`${comment('lock attempts for their outcomes')}
    SELECT FROM mediation_attempt WHERE id = ANY (${[...attemptIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`);
  await tx.$executeRaw(sql`${comment('lock events for outcomes')}
    SELECT FROM event WHERE id IN (SELECT event_id FROM attempt_event WHERE attempt_id = ANY (${[...attemptIds]}::uuid[]))
    ORDER BY id FOR SHARE`);
}
