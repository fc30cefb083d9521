import sql from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';

const tiesLock = sql`hashtext('demarche ties')`;

/**
 * Keeps what claims are compared by from changing until the transaction ends: which sources copy others, which actors
 * and places belong to others. Others may derive meanwhile. A transaction that derives keeps them or holds them from its
 * beginning: one that waited for this with records in its hands would be waited for by one that holds the ties.
 */
export async function keepTies(tx: Tx): Promise<void> {
  await tx.$executeRaw(sql`${comment('keep ties')} SELECT pg_advisory_xact_lock_shared(${tiesLock})`);
}

/**
 * Waits until all who derive by such ties have ended, and keeps others from it until the transaction ends, which begins
 * with this where it changes a tie: a claim that is being added on either side of it would be seen by neither. All who
 * come later wait behind it, and so it gives up soon where a long change is in its way.
 */
export async function holdTies(tx: Tx): Promise<void> {
  await tx.$executeRaw(sql`${comment('wait in short')} SET LOCAL lock_timeout = '1s'`);
  await tx.$executeRaw(sql`${comment('hold ties')} SELECT pg_advisory_xact_lock(${tiesLock})`);
  await tx.$executeRaw(sql`${comment('wait as usual')} SET LOCAL lock_timeout TO DEFAULT`);
}
