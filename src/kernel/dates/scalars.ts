import { InputError } from '../errors.ts';
import { daysInMonth, FIRST_YEAR } from './calendar.ts';

/** A day of the calendar, `2025-05-11`, in the years 0001 to 9999. Throws an InputError for anything else. */
export function parseDate(text: string): string {
  if (isDay(text)) return text;
  throw new InputError(`"${text.slice(0, 80)}" is not a day of the calendar; give one such as 2025-05-11.`);
}

/** A day and time without a zone, `2025-05-11T08:17:00`, to the second. Throws an InputError for anything else. */
export function parseLocalDateTime(text: string): string {
  const [, day = '', time] = /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)$/.exec(text) ?? [];
  if (time !== undefined && isDay(day)) return text;
  throw new InputError(
    `"${text.slice(0, 80)}" is not a date and time without a zone; give one to the second, such as 2025-05-11T08:17:00.`,
  );
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
