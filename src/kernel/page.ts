import { createHash } from 'node:crypto';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { CursorError, InputError } from './errors.ts';
import { base64url } from './ids.ts';

export const defaultPageSize = 20;
export const maxPageSize = 100;

/** The arguments of the Relay connection specification. */
export interface PageArgs {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** A column that a list is sorted by; the keys of an order together are unique and never null. */
export interface SortKey {
  column: Sql;
  type: 'bigint' | 'timestamptz' | 'text' | 'uuid' | 'numeric';
}

export interface Order {
  /** Stands in the cursor's fingerprint: a cursor of one order is refused by another. */
  name: string;
  keys: readonly SortKey[];
  descending: boolean;
  /**
   * Where a cursor has to be of a row that is still there: a condition that is true of it, and ends the statement with
   * a value error where there is no such row; and what is wrong then.
   */
  standing?: { readonly check: (keys: readonly Sql[]) => Sql; readonly missing: string };
}

/** An item of FROM, with the alias that conditions know it by. */
export interface Each {
  readonly from: Sql;
  readonly overlapping?: boolean;
  /**
   * Where there may be many of them: those whose first row comes first are picked before any is read. `alias` is theirs,
   * and `key` the sort key in whose order an index gives the rows of each.
   */
  readonly many?: { readonly alias: Sql; readonly key: Sql };
}

/**
 * A condition in two forms: asked of one row after another in the order of the list, and as the set of rows that an
 * index finds. Where the first rows that are asked do not fill the page, it is met by few, and those are found.
 */
export interface Sought {
  readonly asked: Sql;
  readonly found: Sql;
}

/** A list as SQL: what it is taken from, what it leaves out, and its order. */
export interface Listing {
  /** Opens the statement as a comment, so that the database's log points back at the code. */
  name: string;
  /** What the list is taken from. The listed table has the alias `r`, unless `id` says that it is not read. */
  from: Sql;
  where: readonly Sql[];
  order: Order;
  /** The id of the listed row where `from` leads to it without reading it. */
  id?: Sql;
  /** The name of each row's type, for a list of several types. */
  type?: Sql;
  /**
   * Rows of which each leads, by a condition of `where`, to one range of an index: the ranges are read each with its
   * LIMIT and merged. Where a listed row may be in several of them, they are `overlapping`.
   */
  each?: Each;
  /**
   * Conditions that part the list into stretches, in ascending order: all that the first one lets through comes before
   * what the next one does. A stretch is read only where those before it did not fill the page.
   */
  stages?: readonly Sql[];
  /** A condition beside `where` that may be met by many rows or by few. */
  sought?: Sought;
  /** What the edges carry beyond the row, by the property that they expose. */
  columns?: Readonly<Record<string, Sql>>;
  /** What is true of the list as a whole, by the property that the connection exposes: each a SELECT of one value. */
  facts?: Readonly<Record<string, Sql>>;
  /** A SELECT of the number of items, where the list goes on beyond the rows of `from`. */
  count?: Sql;
  /** What a cursor of the list belongs to beyond the field, where the arguments decide on the order: see digestOf. */
  about?: string;
  /** Whether the right plan depends on the values: such a statement is planned anew each time it runs. */
  skewed?: boolean;
  /** Whether the list is followed as it grows: an empty page then ends with the cursor that it begins after. */
  followed?: boolean;
}

/** One page to read: how many rows, from which end, and the key values that bound it. */
export interface PageRequest {
  size: number;
  backward: boolean;
  after: readonly string[] | null;
  before: readonly string[] | null;
  /** The digests of cursors whose list was not told, for the database to compare; null where there are none. */
  digests: { after: string | null; before: string | null };
  /** The cursor that the page begins after, as it was given. */
  start: string | null;
}

export interface PageRow {
  id: string;
  keys: string[];
  /** The name of the row's type, in a list of several types. */
  type: string | null;
  columns: Readonly<Record<string, unknown>>;
}

export interface Page {
  rows: PageRow[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** The columns of an order, each read as text so that no driver turns it into something else. */
export function keyColumns(order: Order): Sql[] {
  return order.keys.map((key, index) => sql`${key.column}::text AS ${keyName(index)}`);
}

/** The type and the further columns of each row, under names that no table has. */
export function extraColumns(listing: Listing): Sql[] {
  const extra = Object.entries(listing.columns ?? {}).map(
    ([name, column]) => sql`${column} AS ${raw(`"${name}"`)}`,
  );
  return listing.type ? [sql`${listing.type} AS "__typename"`, ...extra] : extra;
}

const keyNames = [sql`k0`, sql`k1`, sql`k2`];
export function keyName(index: number): Sql {
  const name = keyNames[index];
  if (!name) throw new RangeError(`An order has at most ${keyNames.length} keys.`);
  return name;
}

export function keyType(key: SortKey): Sql {
  return casts[key.type];
}

const casts: Record<SortKey['type'], Sql> = {
  bigint: sql`bigint`,
  timestamptz: sql`timestamptz`,
  text: sql`text`,
  uuid: sql`uuid`,
  numeric: sql`numeric`,
};

/**
 * A short digest of what a cursor belongs to and of what it holds: the field, for a nested list its parent, the
 * order and the key values. It guards against mistakes, not against forgery: a cursor opens nothing that the list
 * does not show.
 */
function fingerprint(list: string, order: Order, keys: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([list, order.name, order.descending, ...keys]))
    .digest('base64url')
    .slice(0, 8);
}

/** A short digest of arguments, for the {@link Listing.about} of a list. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}

/** The name of a list at the root in its cursors. */
export function nameInCursors(place: string, { about }: Listing): string {
  return about === undefined ? place : `${place} ${about}`;
}

export function encodeCursor(list: string, order: Order, keys: readonly string[]): string {
  return Buffer.from(JSON.stringify([fingerprint(list, order, keys), ...keys])).toString('base64url');
}

/**
 * The same cursor made by the database. `list` is the SQL of the list's name, `keys` that of the key values as text;
 * a key must hold nothing that JSON escapes, as slugs, numbers, moments and UUIDs do.
 */
export function cursorColumn(list: Sql, order: Order, keys: readonly Sql[]): Sql {
  const quoted = join([...keys], ` || '","' || `);
  return base64url(
    sql`convert_to('["' || ${cursorDigest(list, order, keys)} || '","' || ${quoted} || '"]', 'UTF8')`,
  );
}

/** {@link fingerprint} made by the database. */
export function cursorDigest(list: Sql, order: Order, keys: readonly Sql[]): Sql {
  const head = raw(`'","${order.name}",${order.descending},"'`);
  const text = sql`'["' || ${list} || ${head} || ${join([...keys], ` || '","' || `)} || '"]'`;
  return sql`left(${base64url(sql`sha256(convert_to(${text}, 'UTF8'))`)}, 8)`;
}

function readParts(cursor: string, length: number): string[] | null {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) return null;
  try {
    const parts: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(parts) && parts.length === length && parts.every(isPart) ? parts : null;
  } catch {
    return null;
  }
}

function isPart(part: unknown): part is string {
  return typeof part === 'string' && part.length < 1000 && !part.includes('\0');
}

/**
 * The digest and the key values of a cursor. @throws CursorError when it is not one of this list in this order; where
 * the list is not told (null), the digest remains to be compared.
 */
function decodeCursor(
  list: string | null,
  order: Order,
  cursor: string,
  argument: string,
): { digest: string; keys: string[] } {
  const [digest, ...keys] = readParts(cursor, order.keys.length + 1) ?? [];
  if (digest !== undefined && keys.every(isKeyOf(order)))
    if (list === null || digest === fingerprint(list, order, keys)) return { digest, keys };
  const shown = JSON.stringify(cursor.length > 60 ? `${cursor.slice(0, 60)}…` : cursor);
  throw new CursorError(
    `${argument}: ${shown} is no cursor of this list in this order; give a cursor as the same field returned it with the same orderBy or text, or none to begin at the ${argument === 'before' ? 'end' : 'start'}.`,
  );
}

const keyPatterns: Record<SortKey['type'], RegExp> = {
  bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/,
  text: /^/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  numeric: /^-?\d{1,18}(?:\.\d{1,18})?$/,
};

/** Keeps a forged cursor from reaching the database, where its cast would fail with a message of another kind. */
function isKeyOf(order: Order): (text: string, index: number) => boolean {
  return (text, index) => {
    const type = order.keys[index]?.type;
    return type !== undefined && keyPatterns[type].test(text);
  };
}

/** Reads `first`, `after`, `last` and `before`. @throws InputError or CursorError when they cannot be honoured. */
export function readPageArgs(args: PageArgs, list: string | null, order: Order): PageRequest {
  const { first, last, after, before } = args;
  if (first != null && last != null)
    throw new InputError(
      `first and last: ${first} and ${last} were given together; give first to page forward or last to page backward.`,
    );
  for (const [name, value] of [
    ['first', first],
    ['last', last],
  ] as const)
    if (value != null && (value < 0 || value > maxPageSize))
      throw new InputError(
        `${name}: ${value} was given; a page holds 0 to ${maxPageSize} items (${defaultPageSize} when none is asked for). Fetch further ones with a cursor.`,
      );
  const start = after == null ? null : decodeCursor(list, order, after, 'after');
  const end = before == null ? null : decodeCursor(list, order, before, 'before');
  return {
    size: first ?? last ?? defaultPageSize,
    backward: last != null,
    after: start?.keys ?? null,
    before: end?.keys ?? null,
    digests: {
      after: (list === null && start?.digest) || null,
      before: (list === null && end?.digest) || null,
    },
    start: after ?? null,
  };
}

function typedKeys({ keys }: Order, values: readonly string[]): Sql[] {
  return keys.map((key, index) => sql`${values[index] ?? null}::${casts[key.type]}`);
}

function bound({ keys, descending }: Order, values: readonly Sql[], side: 'after' | 'before'): Sql {
  const columns = join(keys.map((key) => key.column));
  const bounds = join([...values]);
  const greater = (side === 'after') !== descending;
  return greater ? sql`(${columns}) > (${bounds})` : sql`(${columns}) < (${bounds})`;
}

/** The bounds that the cursors of a page set. */
export function pageBounds({ order }: Listing, page: PageRequest): Sql[] {
  return (['after', 'before'] as const).flatMap((side) => {
    const values = page[side] && typedKeys(order, page[side]);
    return values
      ? [bound(order, values, side), ...(order.standing ? [order.standing.check(values)] : [])]
      : [];
  });
}

/** The sort keys of a page in reading direction, each as `ORDER BY` takes it. */
export function pageSorting({ order }: Listing, page: PageRequest): Sql {
  const direction = order.descending !== page.backward ? sql`DESC` : sql`ASC`;
  return join(order.keys.map((key) => sql`${key.column} ${direction}`));
}

export function whereAll(conditions: readonly Sql[]): Sql {
  return conditions.length > 0 ? sql`WHERE ${join([...conditions], ' AND ')}` : empty;
}

const commentText = /^[\w.: -]+$/;
/** A comment that names the statement. The name comes from the code; anything else is refused. */
export function comment(name: string): Sql {
  if (!commentText.test(name)) throw new RangeError(`${name} cannot name a statement.`);
  return sql([`/* ${name} */`]);
}

/** Turns the rows of a page statement into the page: the surplus row cut off, list order restored. */
export function toPage(rows: readonly Record<string, unknown>[], request: PageRequest, order: Order): Page {
  const kept: PageRow[] = rows.slice(0, request.size).map((row) => ({
    id: String(row.id),
    keys: order.keys.map((_, index) => String(row[`k${index}`])),
    type: typeof row.__typename === 'string' ? row.__typename : null,
    columns: row,
  }));
  const more = rows.length > request.size;
  if (request.backward) kept.reverse();
  return {
    rows: kept,
    hasNextPage: request.backward ? request.before !== null : more || request.before !== null,
    hasPreviousPage: request.backward ? more || request.after !== null : request.after !== null,
  };
}
