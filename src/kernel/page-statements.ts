import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import {
  comment,
  extraColumns,
  keyColumns,
  keyName,
  keyType,
  type Listing,
  type PageRequest,
  pageBounds,
  pageSorting,
  whereAll,
} from './page.ts';

/** Rows of a list that are asked, one after another, before those that meet a condition are found otherwise. */
const mostAsked = 1000;

/**
 * The SELECT of the rows of a page with the given columns, in reading direction: one more than the page holds, to
 * tell whether more follow. `conditions` stand beside those of the listing; where it is told, `bounds` stands for what
 * the cursors set.
 */
export function selectPage(
  listing: Listing,
  page: PageRequest,
  columns: readonly Sql[],
  conditions: readonly Sql[] = [],
  bounds: readonly Sql[] = pageBounds(listing, page),
): Sql {
  const { order, stages, sought } = listing;
  const limit = raw(`LIMIT ${page.size + 1}`);
  const { each, from } = rangesOf(listing);
  const where = [...conditions, ...listing.where, ...bounds];
  const select = (shown: readonly Sql[], more: readonly Sql[]) =>
    sql`SELECT ${join([...shown])} FROM ${from} ${whereAll([...where, ...more])} ORDER BY ${pageSorting(listing, page)} ${limit}`;
  if (!each && !stages && !sought) return select(columns, []);

  const descending = order.descending !== page.backward;
  const keys = order.keys.map((_, index) => raw(`merged.s${index}`));
  const sorting = join(keys.map((key) => sql`${key} ${raw(descending ? 'DESC' : 'ASC')}`));
  const sortable = [...columns, ...order.keys.map((key, index) => sql`${key.column} AS ${raw(`s${index}`)}`)];
  if (sought) {
    const enough = sql`(SELECT count(*) FROM walked) > ${raw(String(page.size))}`;
    const near = sql`SELECT r.* FROM ${from} ${whereAll(where)} ORDER BY ${pageSorting(listing, page)} LIMIT ${raw(String(mostAsked))}`;
    return sql`WITH walked AS MATERIALIZED (SELECT ${join(sortable)} FROM (${near}) r WHERE ${sought.asked} ORDER BY ${pageSorting(listing, page)} ${limit})
      SELECT merged.* FROM (SELECT * FROM walked WHERE ${enough} UNION ALL (${select(sortable, [sought.found, sql`NOT ${enough}`])})) merged ORDER BY ${sorting} ${limit}`;
  }
  // A page holds rows of as many ranges at most as it has rows: of those whose own first rows come first.
  const foremost = (ranges: Sql, alias: Sql, more: readonly Sql[]) => {
    const first = sql`SELECT ${join(order.keys.map((key, index) => sql`${key.column} AS ${raw(`s${index}`)}`))} FROM ${from} ${whereAll([...where, ...more])} ORDER BY ${pageSorting(listing, page)} LIMIT 1`;
    return sql`(SELECT ${alias}.* FROM ${ranges} CROSS JOIN LATERAL (${first}) merged ORDER BY ${sorting} ${limit}) AS ${alias}`;
  };
  const merge = (more: readonly Sql[]) =>
    each
      ? sql`SELECT DISTINCT ON (${join(keys)}) merged.* FROM ${each.many ? foremost(each.from, each.many.alias, more) : each.from} CROSS JOIN LATERAL (${select(sortable, more)}) merged ORDER BY ${sorting} ${limit}`
      : select(sortable, more);
  if (!stages) return merge([]);

  const read = (descending ? stages.toReversed() : stages).map((stage, index) => {
    const before = Array.from({ length: index }, (_, n) => sql`(SELECT count(*) FROM ${raw(`stage${n}`)})`);
    const enough = index === 0 ? [] : [sql`${join(before, ' + ')} <= ${raw(String(page.size))}`];
    return { name: raw(`stage${index}`), rows: merge([stage, ...enough]) };
  });
  const withStages = join(read.map(({ name, rows }) => sql`${name} AS MATERIALIZED (${rows})`));
  const union = join(
    read.map(({ name }) => sql`SELECT * FROM ${name}`),
    ' UNION ALL ',
  );
  return sql`WITH ${withStages} SELECT merged.* FROM (${union}) merged ORDER BY ${sorting} ${limit}`;
}

/** Many ranges are read each by itself only in an order that they have; in any other, all that they hold is sorted. */
function rangesOf({ each, from, order }: Listing): Pick<Listing, 'each' | 'from'> {
  if (!each?.many || each.many.key.text === order.keys[0]?.column.text) return { each, from };
  return { from: sql`${each.from} CROSS JOIN ${from}` };
}

/** The SELECT of the exact number of rows of the whole list. */
export function selectCount(listing: Listing, conditions: readonly Sql[] = []): Sql {
  const { from, each, id = sql`r.id`, sought } = listing;
  const where = sought ? [...listing.where, sought.found] : listing.where;
  if (listing.count) return sql`SELECT (${listing.count}) AS count`;
  const rows = sql`${from} ${whereAll([...conditions, ...where])}`;
  if (!each?.overlapping)
    return sql`SELECT count(*)::int AS count FROM ${each ? sql`${each.from} CROSS JOIN` : empty} ${rows}`;
  // Each is read by itself, as a range of an index, whatever Postgres believes of how many there are.
  return sql`SELECT count(DISTINCT c.id)::int AS count FROM ${each.from} CROSS JOIN LATERAL (SELECT ${id} AS id FROM ${rows} OFFSET 0) c`;
}

/** A row's id, what else the list tells of it, and its sort keys. */
function columnsOf(listing: Listing): Sql[] {
  return [sql`${listing.id ?? sql`r.id`} AS id`, ...extraColumns(listing), ...keyColumns(listing.order)];
}

/** The statement that reads one page of a list at the root. */
export function rootPageStatement(listing: Listing, page: PageRequest): Sql {
  return sql`${comment(listing.name)} ${selectPage(listing, page, columnsOf(listing))}`;
}

/**
 * The statement that reads the same page below many parents at once: one range scan with its LIMIT for each
 * parent, whatever the number of rows behind them. `child` is the condition that ties a row to `p.key`.
 */
export function childPageStatement(
  listing: Listing,
  page: PageRequest,
  keys: readonly string[],
  child: Sql,
): Sql {
  const { order } = listing;
  const direction = order.descending !== page.backward ? sql`DESC` : sql`ASC`;
  const sorting = join(
    order.keys.map((key, index) => sql`x.${keyName(index)}::${keyType(key)} ${direction}`),
  );
  return sql`${comment(listing.name)} SELECT p.key AS parent, x.* FROM unnest(${[...keys]}::uuid[]) AS p(key)
    CROSS JOIN LATERAL (${selectPage(listing, page, columnsOf(listing), [child])}) x ORDER BY p.key, ${sorting}`;
}

/** The statement that counts a list at the root. */
export function rootCountStatement(listing: Listing): Sql {
  return sql`${comment(`${listing.name} count`)} ${selectCount(listing)} LIMIT 1`;
}

/** The statement that counts the same list below many parents at once. */
export function childCountStatement(listing: Listing, keys: readonly string[], child: Sql): Sql {
  return sql`${comment(`${listing.name} count`)} SELECT p.key AS parent, x.count FROM unnest(${[...keys]}::uuid[]) AS p(key)
    CROSS JOIN LATERAL (${selectCount(listing, [child])}) x LIMIT ${keys.length}`;
}
