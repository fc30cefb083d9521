import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';

export type Statements = string | string[];

/** What one constraint refuses, and the nearest that it takes. */
export interface Case {
  refused: Statements[];
  taken: Statements[];
}

/** The cases of each constraint of a table, by the constraint's name. */
export type TableCases = Record<string, Case>;

/** A date as SQL, with parts of it changed by hand. */
export function json(edtf: string, changes: object = {}): string {
  return `'${JSON.stringify({ ...makeHistoricalDate({ edtf }), ...changes })}'::jsonb`;
}

export const notADate = [
  `'{}'::jsonb`,
  `'"2025"'::jsonb`,
  json('2025', { ranges: '{}' }),
  json('2025', { precision: 'WEEK' }),
];
