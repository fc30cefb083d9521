import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import {
  distance,
  formatRanges,
  intersect,
  lengthOf,
  readRanges,
  unite,
} from '../../src/kernel/dates/ranges.ts';
import { modelCase } from './minute-model.ts';

const rangesOf = (edtf: string) => readRanges(makeHistoricalDate({ edtf }).ranges);

test('the text of ranges reads back as the same ranges', () => {
  fc.assert(
    fc.property(modelCase, ({ date }) => {
      const { ranges } = makeHistoricalDate({ edtf: date.edtf });
      expect(formatRanges(readRanges(ranges))).toBe(ranges);
    }),
  );
  for (const edtf of ['0001', '9999', '0987-02', '/', '../..', '/..', '../'])
    expect(formatRanges(rangesOf(edtf))).toBe(makeHistoricalDate({ edtf }).ranges);
});

test('two sets are at a distance exactly when they have nothing in common', () => {
  fc.assert(
    fc.property(modelCase, modelCase, ({ date: a }, { date: b }) => {
      const [left, right] = [rangesOf(a.edtf), rangesOf(b.edtf)];
      expect(distance(left, right) === 0).toBe(intersect(left, right).length > 0);
      expect(distance(left, right)).toBe(distance(right, left));
      expect(intersect(left, unite([...left, ...right]))).toEqual(left);
    }),
  );
});

test('a distance is counted from the last second of the one to the first of the other', () => {
  expect(distance(rangesOf('2025-05-10'), rangesOf('2025-05-11'))).toBe(1);
  expect(distance(rangesOf('2025-05-11T08:17:00'), rangesOf('2025-05-11T09:17:00'))).toBe(3600);
  expect(distance(rangesOf('{..2025-05-06,2025-05-11..}'), rangesOf('2025-05-08'))).toBe(24 * 3600 + 1);
});

test('less is said by a month than by a day, by an open end than by a century, and least by an unknown end', () => {
  const lengths = ['2025-05-11', '2025-05', '20XX', '2025/..', '2025/', '/'].map((edtf) =>
    lengthOf(makeHistoricalDate({ edtf }).ranges),
  );
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  expect(new Set(lengths).size).toBe(lengths.length);
  expect(lengths[0]).toBe(24 * 3600);
});
