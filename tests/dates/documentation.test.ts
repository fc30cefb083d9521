import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';

const page = readFileSync(new URL('../../docs/dates.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(.+)` +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, ...cells]) => cells,
);

test('the page on dates has a table of what is accepted', () => {
  expect(rows.length).toBeGreaterThan(25);
});

test.each(rows)('%s is documented as "%s", from %s to %s', (edtf = '', reads, earliest, latest) => {
  const date = makeHistoricalDate({ edtf });
  const end = (moment: string | null, unbounded: RegExp) =>
    moment ?? (unbounded.test(date.ranges) ? 'unknown' : 'open');
  expect([date.display, end(date.earliest, /^\{\(,/), end(date.latest, /,\)\}$/)]).toEqual([
    reads,
    earliest,
    latest,
  ]);
});
