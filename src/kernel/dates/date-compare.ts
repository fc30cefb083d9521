import { HOUR, readMoment } from './calendar.ts';
import type { HistoricalDate } from './historical-date.ts';
import { distance, formatRanges, type Range, readRanges, unite } from './ranges.ts';
import { isSameZone } from './time-zone.ts';

/** Between the zones furthest west and east, -12:00 and +14:00, the calendars are 26 hours apart. */
const ZONES_APART = 26 * HOUR;

/** What one voice in one source says of one date, in one claim or several. */
export interface UnitedDate {
  readonly dates: readonly HistoricalDate[];
  /** The ranges of all of them, as a tsmultirange. */
  readonly ranges: string;
}

/**
 * Takes dates that one voice gives in one source for one, as one sentence may give two ("before the 7th and after
 * the 10th"). They contradict another account only where all of them do.
 */
export function uniteDates(dates: readonly HistoricalDate[]): UnitedDate {
  return { dates, ranges: formatRanges(unite(dates.flatMap(({ ranges }) => readRanges(ranges)))) };
}

/**
 * True where two accounts of a date cannot both hold. Two dates with an instant are compared by instant. Where
 * different zones are stated, or only one is and both give a time of day, less than 26 hours apart is no
 * disagreement. All others are compared on the calendars that they are written on, as if these were one. No date
 * disagrees with none.
 */
export function datesDisagree(a: HistoricalDate | UnitedDate, b: HistoricalDate | UnitedDate): boolean {
  const [left, right] = [datesOf(a), datesOf(b)];
  if (left.length === 0 || right.length === 0) return false;
  return left.every((one) => right.every((other) => contradict(one, other)));
}

/**
 * The same text for dates with the same moments: the same instants where both have one, else the same ranges and,
 * for times of day, the same spelling of the zone. Dates with one key never disagree. The source's words and
 * `~ ? %` make no difference.
 */
export function dateValueKey(date: HistoricalDate): string {
  const instants = instantsOf(date);
  if (instants) return `instant ${formatRanges([instants])}`;
  return hasTimeOfDay(date) && date.timeZone !== null ? `${date.ranges} ${date.timeZone}` : date.ranges;
}

function datesOf(date: HistoricalDate | UnitedDate): readonly HistoricalDate[] {
  return 'dates' in date ? date.dates : [date];
}

function contradict(a: HistoricalDate, b: HistoricalDate): boolean {
  const [instantsOfA, instantsOfB] = [instantsOf(a), instantsOf(b)];
  if (instantsOfA && instantsOfB) return distance([instantsOfA], [instantsOfB]) > 0;
  const apart = distance(readRanges(a.ranges), readRanges(b.ranges));
  return mayBeShifted(a, b) ? apart >= ZONES_APART : apart > 0;
}

function mayBeShifted(a: HistoricalDate, b: HistoricalDate): boolean {
  if (a.timeZone !== null && b.timeZone !== null) return !isSameZone(a.timeZone, b.timeZone);
  return a.timeZone !== b.timeZone && hasTimeOfDay(a) && hasTimeOfDay(b);
}

/** EDTF writes a T before a clock time and nowhere else. */
function hasTimeOfDay({ edtf }: HistoricalDate): boolean {
  return edtf.includes('T');
}

/** The instants of the hour, minute or second that a date gives; null where its zone does not tell. */
function instantsOf({ instant, ranges }: HistoricalDate): Range | null {
  const [local] = readRanges(ranges);
  if (instant === null || !local) return null;
  const start = readMoment(instant.slice(0, -1));
  return { start, end: start + (local.end - local.start) };
}
