/**
 * The proleptic Gregorian calendar without a time zone. A moment is a whole number of seconds since
 * 1970-01-01T00:00:00 on that calendar; it is no instant, because the zone of the calendar may not be known.
 * JavaScript's Date is used by its UTC methods only, so the zone of the server has no say.
 */
export const FIRST_YEAR = 1;
export const LAST_YEAR = 9999;
export const HOUR = 3600;
export const DAY = 24 * HOUR;

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** The moment at which a day begins. `month` counts from 1 and may run past 12 into later years. */
export function startOfDay(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; setUTCFullYear does not.
  return new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
}

/** Number of days in a month that counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A moment as `2025-05-11T08:17:00`, or with another separator than T. The first of the year 10000 has five digits. */
export function formatMoment(moment: number, separator: ' ' | 'T' = 'T'): string {
  const [day, clock] = new Date(moment * 1000).toISOString().slice(0, -5).split('T');
  return `${day?.replace(/^\+0/, '')}${separator}${clock}`;
}

/** Reads what `formatMoment` writes, with either separator. */
export function readMoment(text: string): number {
  const iso = text.replace(' ', 'T').replace(/^(\d{5})/, '+0$1');
  return Date.parse(`${iso}Z`) / 1000;
}
