import { refreshDerived } from '../claims/derive.service.ts';
import type { Tx } from '../kernel/db.ts';
import type { ClaimedRecords } from './claimed-records.ts';
import { findBelowActor, findBelowPlace, findClaimedBySource } from './derive-after.store.ts';
import type { VersionedType } from './form.ts';
import type { Journal } from './journal.service.ts';
import type { Subject } from './outcome.ts';

/** Fields by which what is on record depends on other records, or is compared. */
const ties: Partial<Readonly<Record<VersionedType, readonly string[]>>> = {
  Actor: ['memberOf', 'kind'],
  Place: ['partOf'],
  Source: ['embeddedIn', 'reportsOn', 'republishes'],
  // Nothing follows from it, but two issues must not be put below each other at once.
  Issue: ['broader'],
};

/** Whether a change of these fields changes what others depend on. */
export function changesTies(type: VersionedType, given: (field: string) => boolean): boolean {
  return ties[type]?.some(given) ?? false;
}

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
  const changes = changesTies(type, (field) => given.has(field));
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
      return changes ? findBelowActor(tx, id) : null;
    case 'Place':
      return changes ? findBelowPlace(tx, id) : null;
    case 'Source':
      return changes ? findClaimedBySource(tx, id) : null;
    default:
      return null;
  }
}
