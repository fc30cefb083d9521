import sql, { raw } from 'sql-template-tag';
import { cursorColumn, encodeCursor, type Listing, type Order, readPageArgs } from '../kernel/page.ts';
import type { Scope } from '../kernel/plan.ts';

/** The feed in its cursors: one name for the list and the subscription, so that a cursor of either serves both. */
const name = 'Query.changes';

/** A place in the order is given out by one transaction at a time, so that what has a lower one is visible before. */
const order: Order = { name: 'seq', keys: [{ column: sql`r.seq`, type: 'bigint' }], descending: false };

/** Every change there is, in the order in which they became visible. */
export const changeListing: Listing = {
  name,
  from: sql`revision r`,
  where: [],
  order,
  followed: true,
};

export function cursorAt(seq: bigint): string {
  return encodeCursor(name, order, [String(seq)]);
}

/** The same cursor made by the database. */
export function cursorOfRow(change: Scope) {
  return cursorColumn(raw(`'${name}'`), order, [sql`${change.column('seq')}::text`]);
}

/** The place that a cursor marks, 0 where none is given. @throws CursorError when it is no cursor of the feed */
export function readPlace(after: string | null | undefined): bigint {
  const [seq = '0'] = readPageArgs({ after: after ?? null }, name, order).after ?? [];
  return BigInt(seq);
}
