import { parse } from 'edtf';
import { DAY, daysInMonth, FIRST_YEAR, LAST_YEAR, MONTHS, startOfDay } from './calendar.ts';
import type { Range } from './ranges.ts';

/** A date without a clock time: what it says, and the moments from its first to the end of its last. */
export interface DatePart extends Range {
  readonly precision: 'CENTURY' | 'DECADE' | 'YEAR' | 'SEASON' | 'MONTH' | 'DAY';
  readonly year: number;
  /** 1 to 12, null where it is not given or given as XX. */
  readonly month: number | null;
  readonly day: number | null;
  /** 21 spring, 22 summer, 23 autumn, 24 winter. */
  readonly season: number | null;
  /** The smallest part that is given as XX: some month of the year, some day of the month or of the year. */
  readonly unspecified: 'MONTH' | 'DAY' | null;
}

/** Makes the error for a reason that completes "…, because …". */
export type Refuse = (reason: string) => Error;

/**
 * The first month of each season. The specification names the seasons without months ("independent of location")
 * and orders them within their year; the months are those of the northern meteorological year, in which the
 * winter of a year is the one that begins in its December.
 */
const SEASON_STARTS: Readonly<Record<number, number>> = { 21: 3, 22: 6, 23: 9, 24: 12 };

/** The masks of the `edtf` package, bit n for digit n of YYYYMMDD. */
const MASK = { decade: 0b1000, century: 0b1100, month: 0b110000, day: 0b11000000, monthAndDay: 0b11110000 };

/** The package takes about 0.1 ms for a date, and an import of a million events holds a few thousand of them. */
const MEMORY_LIMIT = 20_000;
const memory = new Map<string, DatePart>();

/** Reads `2025`, `2025-05`, `2025-05-11`, `202X`, `20XX`, `2025-XX`, `2025-05-XX`, `2025-XX-XX` and `2025-21`. */
export function parseDatePart(text: string, refuse: Refuse): DatePart {
  const known = memory.get(text);
  if (known) return known;
  const part = readDatePart(text, refuse);
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  memory.set(text, part);
  return part;
}

function readDatePart(text: string, refuse: Refuse): DatePart {
  if (/^(-\d{4}|Y)/.test(text)) throw refuse('years run from 0001 to 9999 here, without a sign or Y');
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(text, { level: 1, types: ['Date', 'Season'] });
  } catch {
    throw refuse(whyUnreadable(text));
  }
  const [year = 0, second = null, third = null] = parsed.values;
  const season = parsed.type === 'Season' ? second : null;
  const month = season !== null || second === null ? null : second + 1;
  // The package lets every year have a 29 February.
  if (month !== null && third !== null && third > daysInMonth(year, month)) throw refuse(whyUnreadable(text));
  const part = datePart(year, month, third, season, parsed.unspecified ?? 0, refuse);
  if (part.year < FIRST_YEAR || part.end > startOfDay(LAST_YEAR + 1, 1, 1))
    throw refuse(`it reaches beyond the years ${String(FIRST_YEAR).padStart(4, '0')} to ${LAST_YEAR}`);
  return part;
}

function datePart(
  year: number,
  month: number | null,
  day: number | null,
  season: number | null,
  mask: number,
  refuse: Refuse,
): DatePart {
  const bare = { year, month: null, day: null, season: null, unspecified: null } as const;
  const years = (count: number) => ({ start: startOfDay(year, 1, 1), end: startOfDay(year + count, 1, 1) });
  if (season !== null) {
    const first = SEASON_STARTS[season] ?? 0;
    const months = { start: startOfDay(year, first, 1), end: startOfDay(year, first + 3, 1) };
    return { ...bare, ...months, precision: 'SEASON', season };
  }
  switch (mask) {
    case 0:
      break;
    case MASK.decade:
      return { ...bare, ...years(10), precision: 'DECADE' };
    case MASK.century:
      return { ...bare, ...years(100), precision: 'CENTURY' };
    case MASK.month:
      return { ...bare, ...years(1), precision: 'YEAR', unspecified: 'MONTH' };
    case MASK.monthAndDay:
      return { ...bare, ...years(1), precision: 'YEAR', unspecified: 'DAY' };
    case MASK.day:
      break;
    default:
      throw refuse(
        'a date of which nothing is known is XXXX on its own, and an unknown end of an interval is left empty',
      );
  }
  if (month === null) return { ...bare, ...years(1), precision: 'YEAR' };
  if (day === null || mask === MASK.day) {
    const span = { start: startOfDay(year, month, 1), end: startOfDay(year, month + 1, 1) };
    return { ...bare, ...span, precision: 'MONTH', month, unspecified: mask === 0 ? null : 'DAY' };
  }
  const start = startOfDay(year, month, day);
  return { ...bare, start, end: start + DAY, precision: 'DAY', month, day };
}

function whyUnreadable(text: string): string {
  if (/[xX]/.test(text))
    return 'digits are left open from the right and with a capital X, as in 202X, 20XX, 2025-XX, 2025-05-XX and 2025-XX-XX';
  const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(text) ?? [];
  if (year === undefined || month === undefined)
    return 'a date is a year of four digits, a month such as 2025-05, a day such as 2025-05-11 or a season such as 2025-21';
  const name = MONTHS[Number(month) - 1];
  if (name === undefined)
    return day === undefined && Number(month) > 24 && Number(month) < 42
      ? `of the seasons only 21 (spring), 22 (summer), 23 (autumn) and 24 (winter) are read, and ${month} is another`
      : `there is no month ${month}`;
  return `${name} ${year} has ${daysInMonth(Number(year), Number(month))} days, numbered from 01`;
}
