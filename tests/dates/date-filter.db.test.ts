import fc from 'fast-check';
import sql from 'sql-template-tag';
import { expect, test } from 'vitest';
import { dateCondition } from '../../src/kernel/dates/date-filter.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { testDatabase } from '../setup/database.ts';
import { modelCase } from './minute-model.ts';

const db = await testDatabase();

test('Postgres answers every date filter as the model that enumerates minutes does', async () => {
  for (const { date, filter, isMatch } of fc.sample(modelCase, 1000)) {
    const { ranges } = makeHistoricalDate({ edtf: date.edtf });
    const [row] = await db.query<{ matches: boolean; printed: string }>(
      sql`SELECT ${dateCondition(filter, sql`${ranges}::tsmultirange`, 'date')} AS matches, ${ranges}::tsmultirange::text AS printed`,
    );
    expect({ edtf: date.edtf, filter, ...row }).toEqual({
      edtf: date.edtf,
      filter,
      matches: isMatch,
      printed: ranges,
    });
  }
});
