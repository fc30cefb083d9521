import { InputError } from '../kernel/errors.ts';
import type { eventGroupings } from './count.vocabulary.ts';

export type EventGrouping = keyof typeof eventGroupings.values;
export type TimeUnit = Extract<EventGrouping, 'YEAR' | 'QUARTER' | 'MONTH' | 'DAY'>;
export type Group = Exclude<EventGrouping, TimeUnit>;

/** What events are counted by, the span of time told apart. */
export interface Groupings {
  groups: readonly Group[];
  unit: TimeUnit | null;
}

export const defaultRows = 1000;
export const maxRows = 10_000;

/** More buckets than this are no answer that anybody reads. */
export const maxBuckets = 5000;

const timeUnits: readonly EventGrouping[] = ['YEAR', 'QUARTER', 'MONTH', 'DAY'] satisfies TimeUnit[];

function isUnit(grouping: EventGrouping): grouping is TimeUnit {
  return timeUnits.includes(grouping);
}

/** Reads `groupBy`. @throws InputError where it is not one grouping or two that go together. */
export function readGroupings(groupBy: readonly EventGrouping[]): Groupings {
  const [first, second] = groupBy;
  if (first === undefined || groupBy.length > 2)
    throw new InputError(
      `groupBy: ${groupBy.length} groupings were given; give one, such as MONTH, or two, such as TYPE and MONTH.`,
    );
  if (first === second)
    throw new InputError(`groupBy: ${first} was given twice; give it once, or another one beside it.`);
  const [unit, another] = groupBy.filter(isUnit);
  if (unit !== undefined && another !== undefined)
    throw new InputError(
      `groupBy: ${unit} and ${another} are both spans of time; give one of them, alone or with one of TYPE, ACTOR, DYAD, CONFLICT and ORIGIN.`,
    );
  return {
    groups: groupBy.filter((grouping): grouping is Group => !isUnit(grouping)),
    unit: unit ?? null,
  };
}

/** Reads `first`. @throws InputError where no list can have that many rows. */
export function readRows(first: number | null | undefined): number {
  if (first != null && (first < 0 || first > maxRows))
    throw new InputError(
      `first: ${first} was given; counts come in 0 to ${maxRows} rows (${defaultRows} when none is asked for).`,
    );
  return first ?? defaultRows;
}

/**
 * The number of the bucket that holds a moment, in seconds from 1970 on the calendar: the year, or years times the
 * quarters, months of a year, or the days from 0001-01-01. Consecutive buckets have consecutive numbers.
 */
export function bucketOf(unit: TimeUnit, moment: number): number {
  if (unit === 'DAY') return Math.floor((moment - yearOne) / secondsOfDay);
  const date = new Date(moment * 1000);
  const year = date.getUTCFullYear();
  if (unit === 'YEAR') return year;
  const month = date.getUTCMonth();
  return unit === 'MONTH' ? year * 12 + month : year * 4 + Math.floor(month / 3);
}

export const secondsOfDay = 86_400;
/** 0001-01-01T00:00:00 in seconds from 1970: no date that is known is earlier. */
export const yearOne = -62_135_596_800;
/** 10000-01-01T00:00:00, likewise: no date that is known is later. */
export const yearLast = 253_402_300_800;

/** @throws InputError where the buckets are too many to count in. */
export function checkBuckets(unit: TimeUnit | null, count: number): void {
  if (count > maxBuckets)
    throw new InputError(
      `groupBy: by ${unit ?? 'time'} there are ${count} buckets from first to last; at most ${maxBuckets} are counted. Narrow filter.date, or count by a longer span of time.`,
    );
}
