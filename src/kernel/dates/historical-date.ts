import { InputError } from '../errors.ts';
import { formatMoment } from './calendar.ts';
import { displayDate } from './display.ts';
import { type DatePrecision, momentsOf, type ParsedEdtf, parseEdtf } from './edtf.ts';
import { formatRanges, isKnown } from './ranges.ts';
import { aheadAt, checkTimeZone, formatInstant, instantOf, offsetSeconds } from './time-zone.ts';

export type { DatePrecision } from './edtf.ts';

/** The parts of a date that an editor may have inferred, in the order in which they are kept. */
export const DATE_PARTS = ['YEAR', 'MONTH', 'DAY', 'TIME_ZONE'] as const;
export type DatePart = (typeof DATE_PARTS)[number];

/** A date as its source gives it, with what follows from it. Kept as one JSON value. */
export interface HistoricalDate {
  /** EDTF as given, without spaces around it. */
  edtf: string;
  /** The source's own words. */
  verbatim: string | null;
  /** The moments that it may be, as a Postgres tsmultirange on the calendar that the source writes in. */
  ranges: string;
  /** The first moment, `2025-05-11T08:17:00`; null where the start is open or unknown. */
  earliest: string | null;
  /** The last moment, included, `2025-05-11T08:17:59`; null where the end is open or unknown. */
  latest: string | null;
  precision: DatePrecision;
  /** IANA name or offset that the source states, or that the editor inferred. */
  timeZone: string | null;
  /** `2025-05-11T03:17:00Z`, where one date has a time of day and its zone says which instant that is. */
  instant: string | null;
  inferred: DatePart[];
  /** For people, in English. */
  display: string;
}

export interface HistoricalDateInput {
  edtf: string;
  verbatim?: string | null;
  timeZone?: string | null;
  inferred?: readonly DatePart[] | null;
}

/**
 * Builds a date from what a source gives. A zone without a time of day is kept, as the source states it. Throws
 * an InputError for an EDTF text or zone that cannot be read, a zone that contradicts the offset in the text, and
 * an inferred part that the date does not have.
 */
export function makeHistoricalDate(input: HistoricalDateInput): HistoricalDate {
  const parsed = parseEdtf(input.edtf);
  const timeZone = zoneOf(parsed, input.timeZone ?? null);
  const inferred = DATE_PARTS.filter((part) => input.inferred?.includes(part));
  for (const part of inferred) checkInferred(part, parsed, timeZone);
  const first = parsed.ranges.at(0)?.start ?? Number.NaN;
  const end = parsed.ranges.at(-1)?.end ?? Number.NaN;
  return {
    edtf: parsed.text,
    verbatim: input.verbatim?.trim() ? input.verbatim : null,
    ranges: formatRanges(parsed.ranges),
    earliest: isKnown(first) ? formatMoment(first) : null,
    latest: isKnown(end) ? formatMoment(end - 1) : null,
    precision: parsed.precision,
    timeZone,
    instant: instantOfDate(parsed, timeZone),
    inferred,
    display: displayDate(parsed, timeZone, inferred),
  };
}

function zoneOf(parsed: ParsedEdtf, given: string | null): string | null {
  const { offset } = parsed;
  if (given === null) return offset;
  const zone = checkTimeZone(given);
  if (offset === null) return zone;
  const seconds = offsetSeconds(offset) ?? 0;
  const times = momentsOf(parsed.parts).filter(({ clock }) => clock !== null);
  if (times.some(({ start }) => aheadAt(start - seconds, zone) !== seconds))
    throw new InputError(
      `"${parsed.text}" is given with the time zone ${zone}, which does not have the offset ${offset} then; give the one that the source states, or two that agree.`,
    );
  return zone;
}

/** The offset in the text, where there is one, settles an hour that the clocks of the zone show twice. */
function instantOfDate({ parts, ranges, shape, offset }: ParsedEdtf, timeZone: string | null): string | null {
  const [range] = ranges;
  const zone = offset ?? timeZone;
  if (shape !== 'DATE' || !range || zone === null || momentsOf(parts).every(({ clock }) => clock === null))
    return null;
  const instant = instantOf(range, zone);
  return instant === null ? null : formatInstant(instant);
}

function checkInferred(part: DatePart, parsed: ParsedEdtf, timeZone: string | null): void {
  const moments = momentsOf(parsed.parts);
  const has = {
    YEAR: moments.length > 0,
    MONTH: moments.some(({ month }) => month !== null),
    DAY: moments.some(({ day }) => day !== null),
    TIME_ZONE: timeZone !== null,
  };
  if (!has[part])
    throw new InputError(
      `"${parsed.text}" is given with ${part} as inferred, but has none; name only parts that the date has, out of ${DATE_PARTS.join(', ')}.`,
    );
}
