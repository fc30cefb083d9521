import { formatMoment, LAST_YEAR, MONTHS, startOfDay } from './calendar.ts';
import { type End, isMoment, momentsOf, type ParsedEdtf, type Part } from './edtf.ts';
import type { DatePart } from './historical-date.ts';
import type { Moment } from './moment.ts';

const SEASONS: Readonly<Record<number, string>> = { 21: 'spring', 22: 'summer', 23: 'autumn', 24: 'winter' };
const PART_NAMES = { YEAR: 'year', MONTH: 'month', DAY: 'day', TIME_ZONE: 'time zone' } as const;

/** The date for people, in English, with what the source leaves unsaid: the zone of a time, and inferred parts. */
export function displayDate(
  parsed: ParsedEdtf,
  timeZone: string | null,
  inferred: readonly DatePart[],
): string {
  const hasClock = momentsOf(parsed.parts).some(({ clock }) => clock !== null);
  const zone = timeZone === 'Z' ? 'UTC' : (timeZone ?? (hasClock ? 'time zone not stated' : null));
  const guesses = inferred.map((part) => PART_NAMES[part]);
  const notes = [zone, guesses.length > 0 ? `${join(guesses, 'and')} inferred` : null].filter(Boolean);
  const words = displayParts(parsed);
  return notes.length > 0 ? `${words} (${notes.join('; ')})` : words;
}

function displayParts({ shape, parts }: ParsedEdtf): string {
  if (shape === 'ONE_OF') {
    const either = parts.length === 2 && parts.every(({ start, end }) => start === end) ? 'either ' : '';
    return `${either}${join(parts.map(displayOneOf), 'or')}`;
  }
  return join(parts.map(displayStretch), 'and');
}

/** What lasted, or happened on each of several dates. */
function displayStretch({ start, end }: Part): string {
  if (isMoment(start)) {
    if (start === end) return displayMoment(start);
    if (end === 'OPEN') return `from ${displayMoment(start)}`;
    return `from ${displayMoment(start)} to ${displayEnd(end)}`;
  }
  if (isMoment(end))
    return start === 'OPEN' ? `until ${displayMoment(end)}` : `from an unknown date to ${displayMoment(end)}`;
  if (start === 'UNKNOWN') return end === 'OPEN' ? 'from an unknown date' : 'date unknown';
  return end === 'OPEN' ? 'at all times' : 'until an unknown date';
}

/** What happened once, somewhere within. */
function displayOneOf({ start, end }: Part): string {
  if (isMoment(start)) {
    if (start === end) return displayMoment(start);
    if (isMoment(end)) return `some time from ${displayMoment(start)} to ${displayMoment(end)}`;
    const before = neighbour(start, start.start - 1);
    return before ? `after ${displayMoment(before)}` : `no earlier than ${displayMoment(start)}`;
  }
  if (!isMoment(end)) return 'date unknown';
  const after = neighbour(end, end.end);
  return after ? `before ${displayMoment(fromFullHour(after))}` : `no later than ${displayMoment(end)}`;
}

function displayEnd(end: End): string {
  return isMoment(end) ? displayMoment(end) : 'an unknown date';
}

/** An hour as the time at which it begins. */
function fromFullHour(moment: Moment): Moment {
  return moment.precision === 'HOUR'
    ? { ...moment, precision: 'MINUTE', clock: `${moment.clock}:00` }
    : moment;
}

/** The date of the same precision that holds another moment; null where none is named as simply. */
function neighbour(moment: Moment, at: number): Moment | null {
  if (['CENTURY', 'DECADE', 'SEASON'].includes(moment.precision) || moment.unspecified !== null) return null;
  if (at < startOfDay(1, 1, 1) || at >= startOfDay(LAST_YEAR + 1, 1, 1)) return null;
  const [date = '', time = ''] = formatMoment(at).split('T');
  const [year, month, day] = date.split('-').map(Number);
  return {
    ...moment,
    year: year ?? moment.year,
    month: moment.month === null ? null : (month ?? null),
    day: moment.day === null ? null : (day ?? null),
    clock: moment.clock === null ? null : time.slice(0, moment.clock.length),
  };
}

function displayMoment(moment: Moment): string {
  const qualifier = `${moment.uncertain ? 'possibly ' : ''}${moment.approximate ? 'about ' : ''}`;
  return `${qualifier}${displayDay(moment)}${displayClock(moment)}`;
}

function displayDay({ precision, year, month, day, season, unspecified }: Moment): string {
  const yearName = year < 1000 ? `AD ${year}` : String(year);
  if (precision === 'CENTURY') return `${yearName}–${year + 99}`;
  // "The 2000s" would be the century as well.
  if (precision === 'DECADE') return year % 100 === 0 ? `${yearName}–${year + 9}` : `${yearName}s`;
  if (season !== null) {
    const nextYear = season === 24 ? `–${String((year + 1) % 100).padStart(2, '0')}` : '';
    return `${SEASONS[season]} ${yearName}${nextYear}`;
  }
  const name = [day, month === null ? null : MONTHS[month - 1], yearName]
    .filter((part) => part !== null)
    .join(' ');
  return unspecified === null ? name : `some ${unspecified.toLowerCase()} in ${name}`;
}

/** An hour without minutes is written with the minutes that it spans, lest it be read as the full hour. */
function displayClock({ precision, clock }: Moment): string {
  if (clock === null) return '';
  return precision === 'HOUR' ? `, ${clock}:00–${clock}:59` : `, ${clock}`;
}

function join(words: readonly string[], conjunction: string): string {
  const last = words.at(-1) ?? '';
  // A date with a clock time has a comma of its own.
  const separator = words.some((word) => word.includes(',')) ? '; ' : ', ';
  return words.length < 2 ? last : `${words.slice(0, -1).join(separator)} ${conjunction} ${last}`;
}
