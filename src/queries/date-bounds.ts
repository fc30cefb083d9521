import sql, { empty, type Sql } from 'sql-template-tag';
import { type DateFilter, dateCondition, filterRanges } from '../kernel/dates/date-filter.ts';
import { formatRanges, OPEN_FUTURE, OPEN_PAST, type Range } from '../kernel/dates/ranges.ts';

/** What the sort keys of a date hold where its start or its end is open or unknown. */
const openStart = -1_000_000_000_000;
const openEnd = 1_000_000_000_000;

/** The first and the last moment of ranges as the sort keys of dates have them; no moment where there are none. */
export function hullOf(ranges: readonly Range[]): [first: number, last: number] {
  const start = ranges.at(0)?.start ?? OPEN_FUTURE;
  const end = ranges.at(-1)?.end ?? OPEN_PAST;
  return [start > OPEN_PAST ? start : openStart, end < OPEN_FUTURE ? end - 1 : openEnd];
}

/**
 * The condition of a date filter on rows that hold the moments of their date, with what it says of the first moment
 * added: a list in the order of `start` then begins where the filter does. `start` is a sort key of the date.
 */
export function boundedDate(filter: DateFilter, moments: Sql, start: Sql, argument: string): Sql[] {
  const [first, last] = hullOf(filterRanges(filter, argument));
  return [
    dateCondition(filter, moments, argument),
    ...(last < openEnd ? [sql`${start} <= ${last}::bigint`] : []),
    ...(filter.match === 'DEFINITE' ? [sql`${start} >= ${first}::bigint`] : []),
  ];
}

/**
 * The same condition on rows `r` that hold the ends of the date: they decide alone wherever neither the date nor
 * what is asked for has a gap, and `r.date_ranges` is looked up only where they do not.
 */
export function endsOfDate(filter: DateFilter, start: Sql, argument: string): Sql[] {
  const ranges = filterRanges(filter, argument);
  const [first, last] = hullOf(ranges);
  const exact = dateCondition(filter, sql`r.date_ranges`, argument);
  if (filter.match === 'DEFINITE') {
    // An end that is open and one that is unknown have one key, and only the former lies in an open window. Upward, where
    // there is no date stands where an open end does.
    const known =
      first > openStart && last < openEnd
        ? empty
        : sql`AND ${start} > ${openStart}::bigint AND ${start} < ${openEnd}::bigint AND r.date_end < ${openEnd}::bigint`;
    const told = ranges.length === 1 ? sql`true ${known}` : sql`false`;
    return [
      sql`${start} >= ${first}::bigint`,
      sql`${start} <= ${last}::bigint`,
      sql`r.date_end <= ${last}::bigint`,
      sql`((${told}) OR ${exact})`,
    ];
  }
  const told = ranges.length === 1 ? sql`NOT r.date_gaps` : sql`false`;
  return [
    sql`${start} <= ${last}::bigint`,
    sql`r.date_end >= ${first}::bigint`,
    sql`((${told}) OR ${exact})`,
  ];
}

/**
 * The events `r` of a date filter in two stretches, for a page that is read upward by the first moment: those that had
 * begun when the filter begins are few and found by that moment, and behind them come those that begin within. Without
 * this the list would be looked through from the beginning of time. The stretches hold beside `dateCondition`; null for
 * a filter that needs none. The sum and the range keep indexes of the dates, of no use for the first stretch, out of
 * its plan: Postgres knows no statistics of a sum, and takes a range of it for few rows.
 */
export function stagesOfDate(filter: DateFilter, start: Sql, argument: string): Sql[] | null {
  const ranges = filterRanges(filter, argument);
  const [first, last] = hullOf(ranges);
  if (filter.match === 'DEFINITE' || ranges.length === 0 || first <= openStart) return null;
  const moment = formatRanges([{ start: first, end: first + 1 }]);
  return [
    sql`${start} + 0 BETWEEN ${openStart}::bigint AND ${first - 1}::bigint AND (r.date_ranges && ${moment}::tsmultirange
      OR r.date_gaps AND r.date_end >= ${first}::bigint AND r.date_desc < ${first}::bigint)`,
    sql`${start} BETWEEN ${first}::bigint AND ${last}::bigint`,
  ];
}
