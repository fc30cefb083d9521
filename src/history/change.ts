import sql, { raw } from 'sql-template-tag';
import type { Happening } from '../kernel/context.ts';
import { cursorColumn, encodeCursor, type Listing, type Order, readPageArgs } from '../kernel/page.ts';
import type { Scope } from '../kernel/plan.ts';

/** The feed in its cursors: one name for the list and the subscription, so that a cursor of either serves both. */
const name = 'Query.changes';

/** What is wrong with a cursor of a change that is not there. */
export const noSuchChange =
  'the record holds no change with this cursor; it may be of another record, or of one that was restored to an earlier state: begin anew, without a cursor';

/**
 * A place in the order is given out by one transaction at a time, so that what has a lower one is visible before. After
 * a backup was restored, places are given out that stood for other changes before: a cursor names its change as well.
 */
const order: Order = {
  name: 'seq',
  keys: [
    { column: sql`r.seq`, type: 'bigint' },
    { column: sql`r.id`, type: 'uuid' },
  ],
  descending: false,
  standing: {
    // Whether it is there is known when the statement runs, and not when it is planned.
    check: ([seq, id]) =>
      sql`(SELECT CASE count(*) WHEN 1 THEN 'true' ELSE 'no such change' END FROM revision WHERE seq = ${seq} AND id = ${id} LIMIT 1)::boolean`,
    missing: noSuchChange,
  },
};

/** Every change there is, in the order in which they became visible. */
export const changeListing: Listing = {
  name,
  from: sql`revision r`,
  where: [],
  order,
  followed: true,
};

export function cursorAt({ place, id }: Happening): string {
  return encodeCursor(name, order, [String(place), id]);
}

/** The same cursor made by the database. */
export function cursorOfRow(change: Scope) {
  return cursorColumn(raw(`'${name}'`), order, [
    sql`${change.column('seq')}::text`,
    sql`${change.column('id')}::text`,
  ]);
}

/** The change that a cursor marks, null where none is given. @throws CursorError when it is no cursor of the feed */
export function readCursor(after: string | null | undefined): Happening | null {
  const [place, id] = readPageArgs({ after: after ?? null }, name, order).after ?? [];
  return place === undefined || id === undefined ? null : { place: BigInt(place), id };
}
