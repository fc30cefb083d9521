import sql, { type Sql } from 'sql-template-tag';
import { type Listing, type PageRequest, pageBounds } from '../kernel/page.ts';
import { type Filled, withSlots } from './hole.ts';

export interface ListHole extends Filled {
  readonly listing: Listing;
  readonly page: PageRequest;
}

/** Arguments of a list below parents that cannot be honoured: an error only where there is a parent. */
export interface RefusedHole extends Filled {
  readonly refused: true;
}

/** What shapes the statement of a list beside its SQL. */
export function listShape(
  { order, id, type, each, stages, sought, about, count: counted, columns, facts, followed }: Listing,
  page: PageRequest,
) {
  const { size, backward, after, before, digests } = page;
  return JSON.stringify([
    ...[size, backward, after !== null, before !== null, digests.after !== null, digests.before !== null],
    ...[order.name, order.descending, order.keys.map(({ column, type: keyed }) => [column.strings, keyed])],
    ...[
      id !== undefined,
      type !== undefined,
      counted !== undefined,
      each !== undefined,
      each?.overlapping,
      each?.many?.key.text,
    ],
    ...[
      stages?.length,
      sought !== undefined,
      about !== undefined,
      followed,
      Object.keys(columns ?? {}),
      Object.keys(facts ?? {}),
    ],
  ]);
}

/** Everything of a list that may hold values, in one order. */
export function partsOf(listing: Listing, page: PageRequest): Sql[] {
  return [
    listing.from,
    ...listing.where,
    ...pageBounds(listing, page),
    ...(listing.id ? [listing.id] : []),
    ...(listing.type ? [listing.type] : []),
    ...(listing.count ? [listing.count] : []),
    ...(listing.each ? [listing.each.from] : []),
    ...(listing.stages ?? []),
    ...(listing.sought ? [listing.sought.asked, listing.sought.found] : []),
    ...Object.values(listing.columns ?? {}),
    ...Object.values(listing.facts ?? {}),
    ...(listing.about === undefined ? [] : [sql`${listing.about}`]),
    ...(listing.followed ? [sql`${page.start}::text`] : []),
    ...givenCursors(page).flatMap(({ digest, keys }) => [sql`${digest}`, ...keys.map((key) => sql`${key}`)]),
  ];
}

/** The list with slots in the place of its values; reads the parts back in the order of {@link partsOf}. */
export function slotted(index: number, { listing, page, parts }: ListHole) {
  const slots = withSlots(index, parts)[Symbol.iterator]();
  const next = (): Sql => slots.next().value ?? sql`NULL`;
  const from = next();
  const where = listing.where.map(next);
  const bounds = pageBounds(listing, page).map(next);
  const named = (record: Readonly<Record<string, Sql>> | undefined) =>
    Object.fromEntries(Object.keys(record ?? {}).map((name) => [name, next()]));
  const described: Listing = {
    ...listing,
    from,
    where,
    id: listing.id && next(),
    type: listing.type && next(),
    count: listing.count && next(),
    each: listing.each && { ...listing.each, from: next() },
    stages: listing.stages?.map(next),
    sought: listing.sought && { asked: next(), found: next() },
    columns: named(listing.columns),
    facts: named(listing.facts),
  };
  const about = listing.about === undefined ? null : next();
  const start = listing.followed ? next() : null;
  const cursors = givenCursors(page).map(({ keys }) => ({ digest: next(), keys: keys.map(next) }));
  return { listing: described, bounds, about, start, cursors };
}

/** The cursors of a page that are yet to be compared with their list. */
function givenCursors({ after, before, digests }: PageRequest) {
  return [
    { digest: digests.after, keys: after },
    { digest: digests.before, keys: before },
  ].flatMap(({ digest, keys }) => (digest === null || keys === null ? [] : [{ digest, keys }]));
}
