import { InputError } from '../errors.ts';
import { daysInMonth, FIRST_YEAR } from './calendar.ts';

/** A day of the calendar, `2025-05-11`, in the years 0001 to 9999. Throws an InputError for anything else. */
export function parseDate(text: string): string {
  if (isDay(text)) return text;
  throw new InputError(`"${text.slice(0, 80)}" is not a day of the calendar; give one such as 2025-05-11.`);
}

/** A day and time without a zone, `2025-05-11T08:17:00`, to the second. Throws an InputError for anything else. */
export function parseLocalDateTime(text: string): string {
  if (isLocal(text)) return text;
  throw new InputError(
    `"${text.slice(0, 80)}" is not a date and time without a zone; give one to the second, such as 2025-05-11T08:17:00.`,
  );
}

/** An instant with its zone, `2025-05-11T03:17:00Z` (RFC 3339). Throws an InputError for anything else. */
export function parseInstant(text: string): Date {
  const [, local = ''] = /^(.{19})(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const instant = new Date(isLocal(local) ? text : Number.NaN);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new InputError(
    `DateTime: ${JSON.stringify(text.slice(0, 80))} was given; an instant with its zone is expected, such as "2025-05-11T03:17:00Z".`,
  );
}

function isLocal(text: string): boolean {
  const [, day] = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.exec(text) ?? [];
  return day !== undefined && isDay(day);
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return year >= FIRST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
