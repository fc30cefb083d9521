import { refreshDerived } from '../claims/derive.service.ts';
import { holdTies } from '../claims/ties.service.ts';
import type { Tx } from '../kernel/db.ts';
import type { ClaimedRecords } from './claimed-records.ts';
import { findBelowActor, findBelowPlace, findClaimedBySource } from './derive-after.store.ts';
import type { Journal } from './journal.service.ts';
import type { Subject } from './outcome.ts';

/** Fields of a source by which it depends on others. */
const links = ['embeddedIn', 'reportsOn', 'republishes'];

/**
 * Derives anew what follows from a change of a record: of the record itself, and of every record whose claims are
 * compared by what has changed.
 * @param others events or attempts that were or are related to it
 */
export async function deriveAfterUpdate(
  tx: Tx,
  journal: Journal,
  { type, id }: Subject,
  given: ReadonlySet<string>,
  others: readonly string[],
): Promise<void> {
  const affected = await findAffected(tx, type, id, given, others);
  if (!affected) return;
  journal.derived(await refreshDerived(tx, affected));
}

async function findAffected(
  tx: Tx,
  type: Subject['type'],
  id: string,
  given: ReadonlySet<string>,
  others: readonly string[],
): Promise<Partial<ClaimedRecords> | null> {
  const afterHolding = async (find: typeof findBelowActor) => {
    await holdTies(tx);
    return find(tx, id);
  };
  switch (type) {
    case 'Event':
      return { events: [id, ...others] };
    case 'MediationAttempt':
      return { attempts: [id] };
    case 'Position':
      return { positions: [id] };
    case 'Conflict':
      return { conflicts: [id] };
    case 'Actor':
      return given.has('memberOf') || given.has('kind') ? afterHolding(findBelowActor) : null;
    case 'Place':
      return given.has('partOf') ? afterHolding(findBelowPlace) : null;
    case 'Source':
      return links.some((link) => given.has(link)) ? afterHolding(findClaimedBySource) : null;
    case 'Issue':
      // Nothing follows from it, but two issues must not be put below each other at once.
      if (given.has('broader')) await holdTies(tx);
      return null;
    default:
      return null;
  }
}
