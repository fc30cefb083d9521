import sql, { type Sql } from 'sql-template-tag';
import { InputError } from '../errors.ts';
import { parseEdtf } from './edtf.ts';
import {
  formatRanges,
  intersect,
  isKnown,
  OPEN_FUTURE,
  OPEN_PAST,
  type Range,
  UNKNOWN_FUTURE,
  UNKNOWN_PAST,
} from './ranges.ts';

/** DEFINITE: every moment that the date may be is asked for. POSSIBLE: at least one is. */
export type DateMatch = 'DEFINITE' | 'POSSIBLE';

/** Which dates are asked for, each window in EDTF. All that are given hold together; at least one is required. */
export interface DateFilter {
  within?: string | null;
  /** Before its first moment. */
  before?: string | null;
  /** After its last moment. */
  after?: string | null;
  /** POSSIBLE where it is not given. */
  match?: DateMatch | null;
}

/** The moments of an EDTF text as a tsmultirange to search by. Throws an InputError where an end is unknown. */
export function windowOf(edtf: string): string {
  return formatRanges(windowRanges(edtf));
}

/**
 * The condition that a filter puts on a column of type tsmultirange. The windows are intersected rather than
 * tested one by one, so that after 7 May and before 10 May asks for what within 8/9 May asks for: a date of
 * two stretches, one on each side, is in neither. `argument` is the path that errors name, such as `filter.date`.
 */
export function dateCondition(filter: DateFilter, column: Sql, argument: string): Sql {
  const window = formatRanges(filterRanges(filter, argument));
  return filter.match === 'DEFINITE'
    ? sql`${column} <@ ${window}::tsmultirange`
    : sql`${column} && ${window}::tsmultirange`;
}

/** The moments that a filter asks for, its windows taken together. `argument` as for {@link dateCondition}. */
export function filterRanges({ within, before, after }: DateFilter, argument: string): readonly Range[] {
  const windows: (readonly Range[])[] = [];
  if (within != null) windows.push(windowRanges(within, `${argument}.within`));
  if (before != null) {
    const end = parseEdtf(before, `${argument}.before`).ranges.at(0)?.start;
    if (end === undefined || !isKnown(end)) throw boundless(`${argument}.before`, before, 'first');
    windows.push([{ start: OPEN_PAST, end }]);
  }
  if (after != null) {
    const start = parseEdtf(after, `${argument}.after`).ranges.at(-1)?.end;
    if (start === undefined || !isKnown(start)) throw boundless(`${argument}.after`, after, 'last');
    windows.push([{ start, end: OPEN_FUTURE }]);
  }
  if (windows.length === 0)
    throw new InputError(
      `The argument ${argument} names no date; give at least one of within, before and after, such as within: "2025-05-08/2025-05-12".`,
    );
  return windows.reduce((common, window) => intersect(common, window));
}

/** What happened before a date or after it is decided by a moment that is known. */
function boundless(argument: string, given: string, side: 'first' | 'last'): InputError {
  return new InputError(
    `The argument ${argument} is "${given}", which has no known ${side} moment; give a date that has one, such as 2025-05-07.`,
  );
}

/** Nobody can say what lies inside a window whose end is unknown. */
function windowRanges(edtf: string, argument?: string): readonly Range[] {
  const { ranges, text } = parseEdtf(edtf, argument);
  if (ranges.some(({ start, end }) => start === UNKNOWN_PAST || end === UNKNOWN_FUTURE))
    throw new InputError(
      `${argument === undefined ? 'The window' : `The argument ${argument}`} is "${text}", which has an unknown end, and nobody can say what lies inside; give both ends, with two dots for an open one, such as ../2025-05-06.`,
    );
  return ranges;
}
