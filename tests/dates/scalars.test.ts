import { expect, test } from 'vitest';
import { parseDate, parseInstant, parseLocalDateTime } from '../../src/kernel/dates/scalars.ts';
import { InputError } from '../../src/kernel/errors.ts';
import { onEveryServer } from './server-zones.ts';

onEveryServer(() => {
  test.each(['2025-05-11', '2024-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(parseDate(text)).toBe(text);
  });

  test.each([
    '2025-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-01',
    '2025-05-00',
    '0000-01-01',
    '2025-05',
    '2025-5-1',
    ' 2025-05-11',
    '2025-05-11T00:00:00',
    '',
  ])('"%s" is not a day', (text) => {
    expect(() => parseDate(text)).toThrow(InputError);
  });

  test.each(['2025-05-11T08:17:00', '2024-02-29T23:59:59'])('%s is a date and time', (text) => {
    expect(parseLocalDateTime(text)).toBe(text);
  });

  test.each([
    '2025-02-29T08:17:00',
    '2025-05-11T24:00:00',
    '2025-05-11T08:60:00',
    '2025-05-11T08:17',
    '2025-05-11T08:17:00Z',
    '2025-05-11 08:17:00',
    '2025-05-11',
    '',
  ])('"%s" is not a date and time without a zone', (text) => {
    expect(() => parseLocalDateTime(text)).toThrow(InputError);
  });

  test.each([
    ['2025-05-11T03:17:00Z', '2025-05-11T03:17:00.000Z'],
    ['2024-02-29T23:59:59.25+05:30', '2024-02-29T18:29:59.250Z'],
    ['2025-05-11T03:17:00.123456789-00:30', '2025-05-11T03:47:00.123Z'],
  ])('%s is an instant', (text, instant) => {
    expect(parseInstant(text).toISOString()).toBe(instant);
  });

  test.each([
    '2025-02-30T00:00:00Z',
    '2025-05-11T24:00:00Z',
    '2025-05-11T08:17:00',
    '2025-05-11T08:17Z',
    '2025-05-11T08:17:00+25:00',
    '2025-05-11 08:17:00Z',
    '2025-05-11',
    '',
  ])('"%s" is not an instant', (text) => {
    expect(() => parseInstant(text)).toThrow(InputError);
  });
});
