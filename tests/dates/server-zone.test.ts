import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { SERVER_ZONES } from './server-zones.ts';

const run = promisify(execFile);
const module = new URL('../../src/kernel/dates/historical-date.ts', import.meta.url).href;

const DATES = ['20XX', '2025', '2025-24', '2025-05', '2025-05-11', '2024-02-29', '0001-01-01', '9999-12-31']
  .concat(
    '2025-05-11T00:10',
    '2025-05-11T23:50~',
    '2025-03-09T02:30',
    '2025-05-11T08:17+05:00',
    '/2025-05-07',
  )
  .concat('{..2025-05-06,2025-05-11..}', '2025-05-10T23:50/2025-05-11T00:10', '[2025-05-01..2025-05-03]')
  .map((edtf) => ({
    edtf,
    timeZone: edtf.endsWith('T00:10') && !edtf.includes('/') ? 'Asia/Karachi' : undefined,
  }));

test.each(Object.entries(SERVER_ZONES))(
  'a process that starts in %s reads every date as any other does',
  async (TZ, behind) => {
    const script = `
      import { makeHistoricalDate } from ${JSON.stringify(module)};
      const dates = ${JSON.stringify(DATES)}.map(makeHistoricalDate);
      console.log(JSON.stringify({ behind: new Date(2025, 4, 11).getTimezoneOffset(), dates }));`;
    const options = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout } = await run(process.execPath, options, { env: { ...process.env, TZ } });
    expect(JSON.parse(stdout)).toEqual({ behind, dates: DATES.map((date) => makeHistoricalDate(date)) });
  },
  30_000,
);
