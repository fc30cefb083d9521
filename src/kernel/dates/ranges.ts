import { formatMoment, readMoment } from './calendar.ts';

/**
 * Moments from `start` up to and not including `end`. An end that is open (it goes on) and one that is unknown
 * (it is somewhere) are numbers beyond every date, the unknown ones further out, so that plain comparison gives
 * the rule: open contains open, and nothing with known or open ends contains an unknown end.
 */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export const OPEN_PAST = -1e15;
export const UNKNOWN_PAST = -2e15;
export const OPEN_FUTURE = 1e15;
export const UNKNOWN_FUTURE = 2e15;

/** True for a moment on the calendar, false for an end that is open or unknown. */
export function isKnown(end: number): boolean {
  return end > OPEN_PAST && end < OPEN_FUTURE;
}

/** The same moments as ordered ranges that neither overlap nor touch. */
export function unite(ranges: readonly Range[]): Range[] {
  const united: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = united.at(-1);
    if (last && range.start <= last.end)
      united[united.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else united.push(range);
  }
  return united;
}

/** The moments that both sets hold. */
export function intersect(a: readonly Range[], b: readonly Range[]): Range[] {
  const common = a.flatMap((x) =>
    b.map((y) => ({ start: Math.max(x.start, y.start), end: Math.min(x.end, y.end) })),
  );
  return unite(common.filter((range) => range.start < range.end));
}

/** Seconds from the last moment of one set to the first of the other where they are nearest; 0 where they share one. */
export function distance(a: readonly Range[], b: readonly Range[]): number {
  const gaps = a.flatMap((x) =>
    b.map((y) => (x.start < y.end && y.start < x.end ? 0 : Math.max(y.start - x.end, x.start - y.end) + 1)),
  );
  return Math.min(...gaps);
}

/**
 * The text in which Postgres prints the same tsmultirange. Open ends are its infinite timestamps, included;
 * unknown ends are unbounded. Its own `<@` and `&&` then mean "definitely inside" and "possibly inside".
 */
export function formatRanges(ranges: readonly Range[]): string {
  return `{${ranges.map((range) => `${formatStart(range.start)},${formatEnd(range.end)}`).join(',')}}`;
}

function formatStart(start: number): string {
  if (start === UNKNOWN_PAST) return '(';
  return start === OPEN_PAST ? '[-infinity' : `["${formatMoment(start, ' ')}"`;
}

function formatEnd(end: number): string {
  if (end === UNKNOWN_FUTURE) return ')';
  return end === OPEN_FUTURE ? 'infinity]' : `"${formatMoment(end, ' ')}")`;
}

const RANGE = /(?:\(|\[(-infinity|"([^"]+)")),(?:\)|(infinity)\]|"([^"]+)"\))/g;

/** Reads what `formatRanges` writes. */
export function readRanges(text: string): Range[] {
  return [...text.matchAll(RANGE)].map(([, low, start, high, end]) => ({
    start: start ? readMoment(start) : low ? OPEN_PAST : UNKNOWN_PAST,
    end: end ? readMoment(end) : high ? OPEN_FUTURE : UNKNOWN_FUTURE,
  }));
}

/**
 * The seconds that a tsmultirange holds, to tell which of two says less. An open end counts as further away than
 * every date, and an unknown end as further still.
 */
export function lengthOf(text: string): number {
  return readRanges(text).reduce((seconds, { start, end }) => seconds + (end - start), 0);
}
