import { HOUR } from './calendar.ts';
import { type DatePart, parseDatePart, type Refuse } from './date-part.ts';
import { offsetSeconds } from './time-zone.ts';

/** One date, with or without a clock time, as EDTF writes it. */
export interface Moment extends Omit<DatePart, 'precision'> {
  readonly precision: DatePart['precision'] | 'HOUR' | 'MINUTE' | 'SECOND';
  /** `08`, `08:17` or `08:17:30`; null where there is no time of day. */
  readonly clock: string | null;
  /** `Z`, `+05:00` or `+05`, where the text gives one. */
  readonly offset: string | null;
  /** `?` or `%`: the source, or the reading of it, is in doubt. */
  readonly uncertain: boolean;
  /** `~` or `%`: the date is near this one. */
  readonly approximate: boolean;
}

const PARTS = /^(?<date>[^T~?%]+)(?:T(?<clock>[^~?%Z+-]*)(?<offset>Z|[+-][^~?%]*)?)?(?<qualifier>[~?%])?$/;
const CLOCK = /^([01]\d|2[0-3])(?::([0-5]\d)(?::([0-5]\d))?)?$/;

/** Reads one date: a date part, then a clock time with or without an offset, then `~`, `?` or `%`. */
export function parseMoment(text: string, refuse: Refuse): Moment {
  const parts = PARTS.exec(text)?.groups;
  if (!parts?.date)
    throw refuse(
      /[~?%]/.test(text)
        ? '~, ? and % stand once, at the end of a date, and hold for all of it'
        : 'each date in it begins with a year, as 2025-05-11T08:17 does',
    );
  const { date, clock = null, offset = null, qualifier } = parts;
  const day = parseDatePart(date, refuse);
  const doubt = {
    clock,
    offset,
    uncertain: qualifier === '?' || qualifier === '%',
    approximate: qualifier === '~' || qualifier === '%',
  };
  if (clock === null) return { ...day, ...doubt };
  if (day.precision !== 'DAY') throw refuse('a time of day follows a whole day, as in 2025-05-11T08:17');
  const [, hour, minute, second] = CLOCK.exec(clock) ?? [];
  if (hour === undefined)
    throw refuse('a time of day is T08, T08:17 or T08:17:30, from T00:00:00 to T23:59:59');
  if (offset !== null && offsetSeconds(offset) === null)
    throw refuse('an offset is Z or lies between -12:00 and +14:00, such as +05:00');
  const start = day.start + (Number(hour) * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0);
  const [precision, length] =
    second !== undefined
      ? (['SECOND', 1] as const)
      : minute !== undefined
        ? (['MINUTE', 60] as const)
        : (['HOUR', HOUR] as const);
  return { ...day, ...doubt, start, end: start + length, precision };
}
