import fc from 'fast-check';
import sql from 'sql-template-tag';
import { describe, expect, test } from 'vitest';
import { type DateFilter, dateCondition, windowOf } from '../../src/kernel/dates/date-filter.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { InputError } from '../../src/kernel/errors.ts';
import { modelCase } from './minute-model.ts';
import { onEveryServer } from './server-zones.ts';

const column = sql`event.date_ranges`;

/**
 * What Postgres answers to a condition, from the text of the two multiranges. Bounds become texts that sort as
 * Postgres sorts them: no lower bound, -infinity, the timestamps, infinity, no upper bound.
 */
function answer(filter: DateFilter, ranges: string): boolean {
  const { text, values } = dateCondition(filter, sql`${ranges}`, 'filter.date');
  const [record = [], window = []] = values.map((value) => boundsOf(String(value)));
  return text === '$1 <@ $2::tsmultirange'
    ? record.every(([start, end]) => window.some(([from, to]) => from <= start && end <= to))
    : record.some(([start, end]) => window.some(([from, to]) => from < end && start < to));
}

function boundsOf(multirange: string): [string, string][] {
  return [...multirange.matchAll(/([([])([^,]*),([^,]*?)([)\]])/g)].map(([, , start = '', end = '']) => [
    start === '' ? '0' : start === '-infinity' ? '1' : `2${start}`,
    end === '' ? '4' : end === 'infinity' ? '3' : `2${end}`,
  ]);
}

const matches = (edtf: string, filter: DateFilter) => answer(filter, makeHistoricalDate({ edtf }).ranges);

onEveryServer(() => {
  test('a date matches a filter exactly when its minutes do', () => {
    let found = 0;
    fc.assert(
      fc.property(modelCase, ({ date, filter, isMatch }) => {
        found += isMatch ? 1 : 0;
        expect(matches(date.edtf, filter)).toBe(isMatch);
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(100);
    expect(found).toBeLessThan(400);
  });

  test('what matches for certain matches possibly', () => {
    fc.assert(
      fc.property(modelCase, ({ date, filter }) => {
        const isDefinite = matches(date.edtf, { ...filter, match: 'DEFINITE' });
        expect(isDefinite && !matches(date.edtf, { ...filter, match: 'POSSIBLE' })).toBe(false);
      }),
    );
  });

  describe('the dates of one article within 2025-05-08/2025-05-12', () => {
    const within = '2025-05-08/2025-05-12';
    test.each([
      ['2025-05-10', true, true],
      ['2025-05-11T08:17', true, true],
      ['2025-05', false, true],
      ['{..2025-05-06,2025-05-11..}', false, true],
      ['[..2025-09-16]', false, true],
      ['2025-04-20', false, false],
      ['2025-05-07', false, false],
      ['2025-07-25', false, false],
      ['/2025-05-09', false, true],
      ['2025-05-09/', false, true],
      ['2025-05-09/..', false, true],
    ])('%s: definitely %s, possibly %s', (edtf, isDefinite, isPossible) => {
      expect(matches(edtf, { within, match: 'DEFINITE' })).toBe(isDefinite);
      expect(matches(edtf, { within, match: 'POSSIBLE' })).toBe(isPossible);
      expect(matches(edtf, { within })).toBe(isPossible);
    });
  });

  test('a window with an open end holds what goes on, and nothing holds an unknown end', () => {
    const match = 'DEFINITE';
    expect(matches('2025-05-11/..', { within: '2025/..', match })).toBe(true);
    expect(matches('2025-05-11/..', { after: '2025-05-10', match })).toBe(true);
    expect(matches('2025-05-11/', { within: '2025/..', match })).toBe(false);
    expect(matches('2025-05-11/', { within: '../..', match })).toBe(false);
    expect(matches('[..2025-05-06]', { before: '2025-05-07', match })).toBe(true);
    expect(matches('/2025-05-06', { before: '2025-05-07', match })).toBe(false);
  });

  test('a window of one date holds that date', () => {
    expect(matches('2025-09-16', { within: '2025-09-16', match: 'DEFINITE' })).toBe(true);
  });

  test('before ends before the first moment, after begins after the last', () => {
    const match = 'DEFINITE';
    expect(matches('2025-04-30', { before: '2025-05', match })).toBe(true);
    expect(matches('2025-05-01', { before: '2025-05', match: 'POSSIBLE' })).toBe(false);
    expect(matches('2025-06-01', { after: '2025-05', match })).toBe(true);
    expect(matches('2025-05-31', { after: '2025-05', match: 'POSSIBLE' })).toBe(false);
    expect(matches('9999-12-31', { after: '9999-12-30', match })).toBe(true);
    expect(matches('9999-12-31', { after: '9999-12-31', match: 'POSSIBLE' })).toBe(false);
  });

  test('after one day and before another asks for the days between, in which two stretches around them are not', () => {
    const outreach = '{..2025-05-06,2025-05-11..}';
    expect(matches(outreach, { after: '2025-05-07', before: '2025-05-10' })).toBe(false);
    expect(matches(outreach, { after: '2025-05-05', before: '2025-05-10' })).toBe(true);
    expect(matches('2025', { after: '2025-05-10', before: '2025-05-07' })).toBe(false);
  });

  test('the condition is one operator on the column, and what the caller gives is a parameter', () => {
    const condition = dateCondition({ within: '2025-05', match: 'DEFINITE' }, column, 'filter.date');
    expect(condition.text).toBe('event.date_ranges <@ $1::tsmultirange');
    expect(condition.values).toEqual(['{["2025-05-01 00:00:00","2025-06-01 00:00:00")}']);
    expect(dateCondition({ before: '2025' }, column, 'filter.date').text).toBe(
      'event.date_ranges && $1::tsmultirange',
    );
  });

  test.each<[DateFilter, string]>([
    [{}, 'The argument filter.date names no date; give at least one of within, before and after'],
    [{ within: null, match: 'DEFINITE' }, 'The argument filter.date names no date'],
    [{ within: '2025-13' }, 'The argument filter.date.within is "2025-13", not a date in EDTF'],
    [{ within: '/2025' }, 'The argument filter.date.within is "/2025", which has an unknown end'],
    [{ within: 'XXXX' }, 'The argument filter.date.within is "XXXX", which has an unknown end'],
    [{ before: '../2025' }, 'The argument filter.date.before is "../2025", which has no known first moment'],
    [{ before: '/2025' }, 'which has no known first moment'],
    [{ after: '2025/..' }, 'The argument filter.date.after is "2025/..", which has no known last moment'],
    [{ after: '2025/' }, 'which has no known last moment'],
    [{ within: '2025', after: 'yesterday' }, 'The argument filter.date.after is "yesterday"'],
  ])('%o is refused: %s', (filter, reason) => {
    expect(() => dateCondition(filter, column, 'filter.date')).toThrow(InputError);
    expect(() => dateCondition(filter, column, 'filter.date')).toThrow(reason);
  });

  test('the end that does not decide may be open: before what goes on, after what began long ago', () => {
    expect(matches('2025-04', { before: '2025-05/..', match: 'DEFINITE' })).toBe(true);
    expect(matches('2025-06', { after: '/2025-05', match: 'DEFINITE' })).toBe(true);
  });

  test('a window is the ranges of its date, and has no unknown end', () => {
    expect(windowOf('../2025-05-06')).toBe('{[-infinity,"2025-05-07 00:00:00")}');
    expect(() => windowOf('/2025-05-06')).toThrow('The window is "/2025-05-06", which has an unknown end');
  });
});
