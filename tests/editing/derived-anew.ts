import { refreshDerived } from '../../src/claims/derive.service.ts';
import { decodeId } from '../../src/kernel/ids.ts';
import { refreshOutcomes } from '../../src/mediation/outcome.service.ts';
import type { TestDatabase } from '../setup/database.ts';

/** Derives anew all that follows from the claims on records and from their parts; nothing may come out otherwise. */
export async function deriveAnew(db: TestDatabase, ids: Iterable<string>): Promise<void> {
  const records = [...ids].map((id) => decodeId(id));
  const of = (type: string) => records.flatMap((each) => (each?.type === type ? [each.uuid] : []));
  await db.prisma.$transaction(async (tx) => {
    await refreshOutcomes(tx, of('MediationAttempt'));
    await refreshDerived(tx, {
      events: of('Event'),
      attempts: of('MediationAttempt'),
      positions: of('Position'),
    });
  });
}
