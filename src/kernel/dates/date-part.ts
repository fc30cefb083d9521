import { type ParsedDate, parse } from 'edtf';
import { daysInMonth, FIRST_YEAR, LAST_YEAR, MONTHS, startOfDay } from './calendar.ts';
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
  let parsed: ParsedDate;
  try {
    parsed = parse(text, { level: 1, types: ['Date', 'Season'] });
  } catch {
    throw refuse(whyUnreadable(text));
  }
  const fields = fieldsOf(parsed, refuse);
  // The package lets every year have a 29 February.
  if (fields.month !== null && fields.day !== null && fields.day > daysInMonth(fields.year, fields.month))
    throw refuse(whyUnreadable(text));
  const [start, end] = spanOf(fields);
  if (fields.year < FIRST_YEAR || end > startOfDay(LAST_YEAR + 1, 1, 1))
    throw refuse(`it reaches beyond the years ${String(FIRST_YEAR).padStart(4, '0')} to ${LAST_YEAR}`);
  return { ...fields, start, end };
}

type Fields = Omit<DatePart, 'start' | 'end'>;

/** Sorts out which of the package's values were given, and which are fillers for an X. */
function fieldsOf({ type, values, unspecified = 0 }: ParsedDate, refuse: Refuse): Fields {
  const [year = 0, second, third] = values;
  const bare = { year, month: null, day: null, season: null, unspecified: null };
  if (type === 'Season') return { ...bare, precision: 'SEASON', season: second ?? null };
  const month = second === undefined ? null : second + 1;
  switch (unspecified) {
    case 0:
      if (third !== undefined) return { ...bare, precision: 'DAY', month, day: third };
      return { ...bare, precision: month === null ? 'YEAR' : 'MONTH', month };
    case 0b1000:
      return { ...bare, precision: 'DECADE' };
    case 0b1100:
      return { ...bare, precision: 'CENTURY' };
    case 0b110000:
      return { ...bare, precision: 'YEAR', unspecified: 'MONTH' };
    case 0b11110000:
      return { ...bare, precision: 'YEAR', unspecified: 'DAY' };
    case 0b11000000:
      return { ...bare, precision: 'MONTH', month, unspecified: 'DAY' };
    default:
      throw refuse(
        'a date of which nothing is known is XXXX on its own, and an unknown end of an interval is left empty',
      );
  }
}

/** The moment at which a date begins and the one at which it is over. */
function spanOf({ precision, year, month, day, season }: Fields): [number, number] {
  const months = (first: number, count: number): [number, number] => [
    startOfDay(year, first, 1),
    startOfDay(year, first + count, 1),
  ];
  switch (precision) {
    case 'CENTURY':
      return months(1, 1200);
    case 'DECADE':
      return months(1, 120);
    case 'YEAR':
      return months(1, 12);
    case 'SEASON':
      return months(SEASON_STARTS[season ?? 0] ?? 0, 3);
    case 'MONTH':
      return months(month ?? 0, 1);
    case 'DAY':
      return [startOfDay(year, month ?? 0, day ?? 0), startOfDay(year, month ?? 0, (day ?? 0) + 1)];
  }
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
