import { InputError } from '../errors.ts';
import type { Refuse } from './date-part.ts';
import { type Moment, parseMoment } from './moment.ts';
import { OPEN_FUTURE, OPEN_PAST, type Range, UNKNOWN_FUTURE, UNKNOWN_PAST, unite } from './ranges.ts';
import { offsetSeconds } from './time-zone.ts';

/** How exactly a date is known, or that it is an interval, a set of dates, or not known at all. */
export type DatePrecision = Moment['precision'] | 'INTERVAL' | 'SET' | 'UNKNOWN';

/** An end of an interval or of a stretch of a set: a date, no end (`..`), or an end that is not known. */
export type End = Moment | 'OPEN' | 'UNKNOWN';

/** One date (`start` and `end` are the same object) or the stretch from one end to the other, both included. */
export interface Part {
  readonly start: End;
  readonly end: End;
}

/** An EDTF text that was read. */
export interface ParsedEdtf {
  /** As given, without spaces around it. */
  readonly text: string;
  /** `ONE_OF` is written in square brackets, `ALL_OF` in curly ones. */
  readonly shape: 'DATE' | 'INTERVAL' | 'ONE_OF' | 'ALL_OF';
  readonly precision: DatePrecision;
  /** One part, except in sets. */
  readonly parts: readonly Part[];
  /** The moments that it may be, in order, on the calendar that the text is written in. */
  readonly ranges: readonly Range[];
  /** The offset from UTC that the text states (`Z`, `+05:00`), null where it states none. */
  readonly offset: string | null;
}

const LONGEST = 1000;

/**
 * Reads a date in the Extended Date/Time Format (ISO 8601-2; Library of Congress, 2019): levels 0 and 1 and the
 * sets of level 2, for the years 0001 to 9999, with two extensions: clock times to the hour or minute, and
 * `~`, `?` or `%` after a clock time. Throws an InputError for anything else, which names `argument` if given.
 */
export function parseEdtf(given: string, argument?: string): ParsedEdtf {
  const text = given.trim();
  const shown = `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
  const subject = argument === undefined ? `${shown} is` : `The argument ${argument} is ${shown},`;
  const refuse: Refuse = (reason) =>
    new InputError(
      `${subject} not a date in EDTF that can be read: ${reason}; give a date such as 2025-05, 2025-05-11 or 2025-05-11T08:17, an interval such as 2025-05-07/2025-05-10 or ../2025-05-06, or a set such as [..2025-05-06].`,
    );
  if (text === '') throw refuse('it is empty');
  if (text.length > LONGEST) throw refuse(`it has more than ${LONGEST} characters`);
  const [shape, parts] = parseShape(text, refuse);
  const ranges = unite(parts.map((part) => rangeOf(part, refuse)));
  return {
    text,
    shape,
    parts,
    ranges,
    precision: precisionOf(shape, parts),
    offset: offsetOf(parts, refuse),
  };
}

/** True for a date, false for an end that is open or unknown. */
export function isMoment(end: End): end is Moment {
  return typeof end === 'object';
}

/** The dates that a text names, in its order. */
export function momentsOf(parts: readonly Part[]): Moment[] {
  return parts.flatMap(({ start, end }) => [start, end !== start ? end : 'OPEN'] as const).filter(isMoment);
}

function parseShape(text: string, refuse: Refuse): [ParsedEdtf['shape'], Part[]] {
  const set = /^(?:\[([^[\]{}]*)\]|\{([^[\]{}]*)\})$/.exec(text);
  if (set) return [text.startsWith('[') ? 'ONE_OF' : 'ALL_OF', parseSet(set[1] ?? set[2] ?? '', refuse)];
  if (/[[\]{}]/.test(text)) throw refuse('a set stands whole in [ ] or { }, and holds no other set');
  if (!text.includes('/')) return ['DATE', [text === 'XXXX' ? UNKNOWN : single(text, refuse)]];
  const ends = text.split('/');
  const [start = '', end = ''] = ends;
  if (ends.length > 2) throw refuse('an interval has one slash');
  return ['INTERVAL', [{ start: parseEnd(start, refuse), end: parseEnd(end, refuse) }]];
}

const UNKNOWN: Part = { start: 'UNKNOWN', end: 'UNKNOWN' };

function single(text: string, refuse: Refuse): Part {
  const moment = parseMoment(text, refuse);
  return { start: moment, end: moment };
}

function parseEnd(text: string, refuse: Refuse): End {
  if (text === '') return 'UNKNOWN';
  return text === '..' ? 'OPEN' : parseMoment(text, refuse);
}

function parseSet(content: string, refuse: Refuse): Part[] {
  if (content.includes('/'))
    throw refuse('a set writes a stretch of time with two dots, as in [2025-05-01..2025-05-03]');
  const members = content.split(',').map((member) => member.trim());
  return members.map((member, index) => {
    const dots = member.indexOf('..');
    if (dots < 0) return single(member, refuse);
    const [start, end] = [member.slice(0, dots), member.slice(dots + 2)];
    if (start === '' && end === '') throw refuse('two dots in a set have a date before or after them');
    if (start === '' && index > 0) throw refuse('in a set only the first member has an open start');
    if (end === '' && index < members.length - 1)
      throw refuse('in a set only the last member has an open end');
    return {
      start: start === '' ? 'OPEN' : parseMoment(start, refuse),
      end: end === '' ? 'OPEN' : parseMoment(end, refuse),
    };
  });
}

function rangeOf({ start, end }: Part, refuse: Refuse): Range {
  const first = isMoment(start) ? start.start : start === 'OPEN' ? OPEN_PAST : UNKNOWN_PAST;
  const last = isMoment(end) ? end.end : end === 'OPEN' ? OPEN_FUTURE : UNKNOWN_FUTURE;
  if (first >= last) throw refuse('it ends before it begins');
  return { start: first, end: last };
}

function precisionOf(shape: ParsedEdtf['shape'], [first]: readonly Part[]): DatePrecision {
  if (shape === 'ONE_OF' || shape === 'ALL_OF') return 'SET';
  if (first?.start === 'UNKNOWN' && first.end === 'UNKNOWN') return 'UNKNOWN';
  return shape === 'DATE' && first && isMoment(first.start) ? first.start.precision : 'INTERVAL';
}

/** One date has one calendar, so it has at most one offset. */
function offsetOf(parts: readonly Part[], refuse: Refuse): string | null {
  const offsets = momentsOf(parts).flatMap(({ offset }) => (offset === null ? [] : [offset]));
  const [first = null, ...others] = offsets;
  if (first !== null && others.some((other) => offsetSeconds(other) !== offsetSeconds(first)))
    throw refuse('its times have different offsets, and a date is kept on one calendar');
  return first;
}
