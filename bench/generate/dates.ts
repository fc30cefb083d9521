import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';

const dayMs = 86_400_000;
const firstDay = Date.UTC(1990, 0, 1);
const years = 36;
/** The days from the beginning of 1990 to the end of 2025. */
export const dayCount = (Date.UTC(1990 + years, 0, 1) - firstDay) / dayMs;

const zones = ['Asia/Kolkata', 'Europe/Paris', '+05:00', 'Z'];

/**
 * How dates are shared out: of each form there are `every` days one date, and a share of the records has one of it.
 * What is left of the shares is for records without a date.
 */
interface Form {
  readonly name: string;
  readonly share: number;
  readonly every: number;
  readonly edtf: (day: number) => string;
  readonly timeZone?: (day: number) => string | null;
}

const clock = (day: number) =>
  `${iso(day)}T${String((day * 7) % 24).padStart(2, '0')}:${String((day * 13) % 60).padStart(2, '0')}`;

export const forms: readonly Form[] = [
  { name: 'day', share: 0.63, every: 1, edtf: iso },
  {
    ...{ name: 'clock', share: 0.1, every: 1, edtf: clock },
    timeZone: (day) => (day % 9 === 0 ? (zones[(day / 9) % zones.length] ?? null) : null),
  },
  { name: 'month', share: 0.1, every: 30, edtf: (day) => iso(day).slice(0, 7) },
  { name: 'year', share: 0.05, every: 365, edtf: (day) => iso(day).slice(0, 4) },
  { name: 'interval', share: 0.05, every: 3, edtf: (day) => `${iso(day)}/${iso(day + 1 + (day % 12))}` },
  { name: 'set', share: 0.015, every: 9, edtf: (day) => `[${iso(day)},${iso(day + 4)}..${iso(day + 9)}]` },
  { name: 'both', share: 0.005, every: 9, edtf: (day) => `{${iso(day)},${iso(day + 30)}}` },
  { name: 'about', share: 0.01, every: 30, edtf: (day) => `${iso(day).slice(0, 7)}~` },
  { name: 'from', share: 0.008, every: 30, edtf: (day) => `${iso(day)}/..` },
  { name: 'until', share: 0.004, every: 30, edtf: (day) => `../${iso(day)}` },
  { name: 'by', share: 0.004, every: 30, edtf: (day) => `[..${iso(day)}]` },
  {
    name: 'season',
    share: 0.002,
    every: 91,
    edtf: (day) => `${iso(day).slice(0, 4)}-${21 + (Math.floor(day / 91) % 4)}`,
  },
  { name: 'decade', share: 0.001, every: 3650, edtf: (day) => `${iso(day).slice(0, 3)}X` },
  { name: 'unknown', share: 0.001, every: dayCount, edtf: () => 'XXXX' },
];

function iso(day: number): string {
  return new Date(firstDay + day * dayMs).toISOString().slice(0, 10);
}

export interface DatePool {
  /** The distinct dates as their JSON, from number 0. */
  readonly dates: string[];
  /** SQL that gives the number of a date of the pool, or null for none, by a day and a random number from 0 to 1. */
  numberOf(day: string, random: string): string;
  /** The number of the date of one form by a day. */
  numberIn(form: string, day: string): string;
}

/** The dates that records have, each made by the service's own code. */
export function makeDatePool(): DatePool {
  const dates: string[] = [];
  const branches: { name: string; below: number; first: number; every: number }[] = [];
  let below = 0;
  for (const { name, share, every, edtf, timeZone } of forms) {
    below += share;
    branches.push({ name, below, first: dates.length, every });
    for (let day = 0; day < dayCount; day += every)
      dates.push(JSON.stringify(makeHistoricalDate({ edtf: edtf(day), timeZone: timeZone?.(day) ?? null })));
  }
  return {
    dates,
    numberOf: (day, random) =>
      `CASE ${branches
        .map(
          ({ below, first, every }) =>
            `WHEN ${random} < ${below.toFixed(6)} THEN ${first} + (${day}) / ${every}`,
        )
        .join(' ')} END`,
    numberIn: (form, day) => {
      const found = branches.find(({ name }) => name === form);
      if (!found) throw new RangeError(`There is no form of dates called ${form}.`);
      return `${found.first} + (${day}) / ${found.every}`;
    },
  };
}
