import sql from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';

const tiesLock = sql`hashtext('demarche ties')`;

/**
 * Keeps what claims are compared by from changing until the transaction ends: which sources copy others, which actors
 * and places belong to others. Others may derive meanwhile.
 */
export async function keepTies(tx: Tx): Promise<void> {
  await tx.$executeRaw(sql`${comment('keep ties')} SELECT pg_advisory_xact_lock_shared(${tiesLock})`);
}

/**
 * Waits until all who derive by such ties have ended, and keeps others from it until the transaction ends. Whoever
 * changes a tie asks for the claims on either side of it only then: one that is being added would be seen by neither.
 */
export async function holdTies(tx: Tx): Promise<void> {
  await tx.$executeRaw(sql`${comment('hold ties')} SELECT pg_advisory_xact_lock(${tiesLock})`);
}
