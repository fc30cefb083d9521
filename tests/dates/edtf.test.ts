import { expect, test } from 'vitest';
import { parseEdtf } from '../../src/kernel/dates/edtf.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { InputError } from '../../src/kernel/errors.ts';
import { onEveryServer } from './server-zones.ts';

/** EDTF, first moment, last moment, precision. */
const DATES: [string, string | null, string | null, string][] = [
  ['20XX', '2000-01-01T00:00:00', '2099-12-31T23:59:59', 'CENTURY'],
  ['01XX', '0100-01-01T00:00:00', '0199-12-31T23:59:59', 'CENTURY'],
  ['202X', '2020-01-01T00:00:00', '2029-12-31T23:59:59', 'DECADE'],
  ['999X', '9990-01-01T00:00:00', '9999-12-31T23:59:59', 'DECADE'],
  ['2025', '2025-01-01T00:00:00', '2025-12-31T23:59:59', 'YEAR'],
  ['0001', '0001-01-01T00:00:00', '0001-12-31T23:59:59', 'YEAR'],
  ['0099', '0099-01-01T00:00:00', '0099-12-31T23:59:59', 'YEAR'],
  ['2025-XX', '2025-01-01T00:00:00', '2025-12-31T23:59:59', 'YEAR'],
  ['2025-XX-XX', '2025-01-01T00:00:00', '2025-12-31T23:59:59', 'YEAR'],
  ['2025-21', '2025-03-01T00:00:00', '2025-05-31T23:59:59', 'SEASON'],
  ['2025-22', '2025-06-01T00:00:00', '2025-08-31T23:59:59', 'SEASON'],
  ['2025-23', '2025-09-01T00:00:00', '2025-11-30T23:59:59', 'SEASON'],
  ['2025-24', '2025-12-01T00:00:00', '2026-02-28T23:59:59', 'SEASON'],
  ['2023-24', '2023-12-01T00:00:00', '2024-02-29T23:59:59', 'SEASON'],
  ['2025-21?', '2025-03-01T00:00:00', '2025-05-31T23:59:59', 'SEASON'],
  ['2025-05', '2025-05-01T00:00:00', '2025-05-31T23:59:59', 'MONTH'],
  ['2024-02', '2024-02-01T00:00:00', '2024-02-29T23:59:59', 'MONTH'],
  ['1900-02', '1900-02-01T00:00:00', '1900-02-28T23:59:59', 'MONTH'],
  ['2025-05-XX', '2025-05-01T00:00:00', '2025-05-31T23:59:59', 'MONTH'],
  ['2025-05~', '2025-05-01T00:00:00', '2025-05-31T23:59:59', 'MONTH'],
  ['2025-05-11', '2025-05-11T00:00:00', '2025-05-11T23:59:59', 'DAY'],
  ['2024-02-29', '2024-02-29T00:00:00', '2024-02-29T23:59:59', 'DAY'],
  ['9999-12-31', '9999-12-31T00:00:00', '9999-12-31T23:59:59', 'DAY'],
  ['2025-05-11%', '2025-05-11T00:00:00', '2025-05-11T23:59:59', 'DAY'],
  ['2025-05-11T08', '2025-05-11T08:00:00', '2025-05-11T08:59:59', 'HOUR'],
  ['2025-05-11T08:17', '2025-05-11T08:17:00', '2025-05-11T08:17:59', 'MINUTE'],
  ['2025-05-10T08:17~', '2025-05-10T08:17:00', '2025-05-10T08:17:59', 'MINUTE'],
  ['2025-05-11T08:17:30', '2025-05-11T08:17:30', '2025-05-11T08:17:30', 'SECOND'],
  ['2025-05-11T23:59:59Z', '2025-05-11T23:59:59', '2025-05-11T23:59:59', 'SECOND'],
  ['2025-05-11T08:17+05:00', '2025-05-11T08:17:00', '2025-05-11T08:17:59', 'MINUTE'],
  ['2025-05-11T08-03?', '2025-05-11T08:00:00', '2025-05-11T08:59:59', 'HOUR'],
  ['2025-05-07/2025-05-10', '2025-05-07T00:00:00', '2025-05-10T23:59:59', 'INTERVAL'],
  ['2025-05-07/2025-05-07', '2025-05-07T00:00:00', '2025-05-07T23:59:59', 'INTERVAL'],
  ['2025-05-10/2025-05', '2025-05-10T00:00:00', '2025-05-31T23:59:59', 'INTERVAL'],
  ['1984~/2004-06%', '1984-01-01T00:00:00', '2004-06-30T23:59:59', 'INTERVAL'],
  ['2025-05-10T23:50/2025-05-11T00:10', '2025-05-10T23:50:00', '2025-05-11T00:10:59', 'INTERVAL'],
  ['2025-05-10T08Z/2025-05-12', '2025-05-10T08:00:00', '2025-05-12T23:59:59', 'INTERVAL'],
  ['2025-21/2025-22', '2025-03-01T00:00:00', '2025-08-31T23:59:59', 'INTERVAL'],
  ['../2025-05-06', null, '2025-05-06T23:59:59', 'INTERVAL'],
  ['2025-05-11/..', '2025-05-11T00:00:00', null, 'INTERVAL'],
  ['/2025-05-07', null, '2025-05-07T23:59:59', 'INTERVAL'],
  ['2025-05-11/', '2025-05-11T00:00:00', null, 'INTERVAL'],
  ['../..', null, null, 'INTERVAL'],
  ['/..', null, null, 'INTERVAL'],
  ['[2025-05-01..2025-05-03]', '2025-05-01T00:00:00', '2025-05-03T23:59:59', 'SET'],
  ['[1667,1668,1670..1672]', '1667-01-01T00:00:00', '1672-12-31T23:59:59', 'SET'],
  ['[1760-01, 1760-02, 1760-12..]', '1760-01-01T00:00:00', null, 'SET'],
  ['[..1760-12-03]', null, '1760-12-03T23:59:59', 'SET'],
  ['{1960,1961-12}', '1960-01-01T00:00:00', '1961-12-31T23:59:59', 'SET'],
  ['{..2025-05-06,2025-05-11..}', null, null, 'SET'],
  ['[2025-05-11T08:17~,2025-05-10T08:17]', '2025-05-10T08:17:00', '2025-05-11T08:17:59', 'SET'],
  ['/', null, null, 'UNKNOWN'],
  ['XXXX', null, null, 'UNKNOWN'],
];

/** What is refused, and a part of the reason. */
const REFUSALS: [string, string][] = [
  ['', 'it is empty'],
  ['  ', 'it is empty'],
  ['May 2025', 'a date is a year of four digits'],
  ['25-05-11', 'a date is a year of four digits'],
  ['2025-5', 'a date is a year of four digits'],
  ['20250511', 'a date is a year of four digits'],
  ['2025-W19', 'a date is a year of four digits'],
  ['202', 'a date is a year of four digits'],
  ['20', 'a date is a year of four digits'],
  ['2025-05-11 08:17', 'a date is a year of four digits'],
  ['2025-05-11t08:17', 'a date is a year of four digits'],
  ['2025-13', 'there is no month 13'],
  ['2025-00', 'there is no month 00'],
  ['2025-02-29', 'February 2025 has 28 days'],
  ['1900-02-29', 'February 1900 has 28 days'],
  ['2025-04-31', 'April 2025 has 30 days'],
  ['2025-05-00', 'May 2025 has 31 days'],
  ['2025-25', 'of the seasons only 21'],
  ['2025-41', 'of the seasons only 21'],
  ['2025-1X', 'digits are left open from the right'],
  ['2XXX', 'digits are left open from the right'],
  ['2025-XX-11', 'digits are left open from the right'],
  ['202x', 'digits are left open from the right'],
  ['XXXX/2025', 'XXXX on its own'],
  ['0000', 'beyond the years 0001 to 9999'],
  ['000X', 'beyond the years 0001 to 9999'],
  ['9999-24', 'beyond the years 0001 to 9999'],
  ['-0044-03-15', 'years run from 0001 to 9999'],
  ['Y20250', 'years run from 0001 to 9999'],
  ['2025~-05', '~, ? and % stand once'],
  ['?2025', '~, ? and % stand once'],
  ['2025-05?~', '~, ? and % stand once'],
  ['2025-05-11~T08:17', '~, ? and % stand once'],
  ['2025-05T08', 'a time of day follows a whole day'],
  ['202XT08', 'a time of day follows a whole day'],
  ['2025-05-XXT08', 'a time of day follows a whole day'],
  ['2025-05-11T', 'a time of day is'],
  ['2025-05-11T24:00', 'a time of day is'],
  ['2025-05-11T08:60', 'a time of day is'],
  ['2025-05-11T08:17:60', 'a time of day is'],
  ['2025-05-11T8:17', 'a time of day is'],
  ['2025-05-11T0817', 'a time of day is'],
  ['2025-05-11T08:17:00.5', 'a time of day is'],
  ['2025-05-11T08:17+15:00', 'an offset is Z or lies between'],
  ['2025-05-11T08:17-00:00', 'an offset is Z or lies between'],
  ['2025-05-11T08:17+5', 'an offset is Z or lies between'],
  ['2025-05-11T08:17 PKT', 'a time of day is'],
  ['2025-05-10/2025-05-07', 'it ends before it begins'],
  ['2025-05-10T08:17/2025-05-10T08:16', 'it ends before it begins'],
  ['[2025-05-03..2025-05-01]', 'it ends before it begins'],
  ['2025/2026/2027', 'an interval has one slash'],
  ['2025-05-11T08:17Z/2025-05-11T08:20+05:00', 'different offsets'],
  ['[]', 'each date in it begins with a year'],
  ['[2025,]', 'each date in it begins with a year'],
  ['T08:17', 'each date in it begins with a year'],
  ['[..]', 'two dots in a set have a date'],
  ['[2025,..2024]', 'only the first member has an open start'],
  ['[2025..,2026]', 'only the last member has an open end'],
  ['[2025', 'a set stands whole'],
  ['[2025}', 'a set stands whole'],
  ['[2025,{2026}]', 'a set stands whole'],
  ['[2025/2026]', 'with two dots'],
  ['..2025', 'a date is a year of four digits'],
];

onEveryServer(() => {
  test.each(DATES)('%s lasts from %s to %s, as %s', (edtf, earliest, latest, precision) => {
    expect(makeHistoricalDate({ edtf })).toMatchObject({ edtf, earliest, latest, precision });
  });

  test.each(REFUSALS)('%s is refused because %s', (edtf, reason) => {
    expect(() => parseEdtf(edtf)).toThrow(InputError);
    expect(() => parseEdtf(edtf)).toThrow(reason);
  });

  test('before the 7th and after the 10th leaves out the days between', () => {
    expect(makeHistoricalDate({ edtf: '{..2025-05-06,2025-05-11..}' }).ranges).toBe(
      '{[-infinity,"2025-05-07 00:00:00"),["2025-05-11 00:00:00",infinity]}',
    );
  });

  test('an open end is infinite and an unknown end has no bound', () => {
    const ranges = (edtf: string) => makeHistoricalDate({ edtf }).ranges;
    expect(ranges('../2025-05-06')).toBe('{[-infinity,"2025-05-07 00:00:00")}');
    expect(ranges('/2025-05-06')).toBe('{(,"2025-05-07 00:00:00")}');
    expect(ranges('2025-05-11/..')).toBe('{["2025-05-11 00:00:00",infinity]}');
    expect(ranges('2025-05-11/')).toBe('{["2025-05-11 00:00:00",)}');
    expect(ranges('/')).toBe('{(,)}');
  });

  test('members of a set that touch are one range, in order', () => {
    expect(makeHistoricalDate({ edtf: '[2025-05-03,2025-05-01,2025-05-02,2025-06]' }).ranges).toBe(
      '{["2025-05-01 00:00:00","2025-05-04 00:00:00"),["2025-06-01 00:00:00","2025-07-01 00:00:00")}',
    );
  });

  test.each([1900, 1999, 2000, 2024, 2025])('the days of %i follow one another without a gap', (year) => {
    const isLeap = new Set([2000, 2024]).has(year);
    const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const two = (number: number) => String(number).padStart(2, '0');
    const days = lengths.flatMap((length, month) =>
      Array.from({ length }, (_, day) => `${year}-${two(month + 1)}-${two(day + 1)}`),
    );
    const ranges = days.map((edtf) => makeHistoricalDate({ edtf }).ranges);
    expect(ranges).toEqual(
      days.map((day, at) => `{["${day} 00:00:00","${days[at + 1] ?? `${year + 1}-01-01`} 00:00:00")}`),
    );
    for (const [month, length] of lengths.entries())
      expect(() => parseEdtf(`${year}-${two(month + 1)}-${length + 1}`)).toThrow(InputError);
  });

  test('spaces around a date are dropped and its text is otherwise kept as given', () => {
    expect(makeHistoricalDate({ edtf: ' [1667, 1668] ' }).edtf).toBe('[1667, 1668]');
  });

  test('a refusal says what was given, why, and what is accepted, and names the argument if there is one', () => {
    expect(() => parseEdtf('2025-13')).toThrow(
      '"2025-13" is not a date in EDTF that can be read: there is no month 13; give a date such as 2025-05, 2025-05-11 or 2025-05-11T08:17, an interval such as 2025-05-07/2025-05-10 or ../2025-05-06, or a set such as [..2025-05-06].',
    );
    expect(() => parseEdtf('2025-13', 'filter.date.within')).toThrow(
      'The argument filter.date.within is "2025-13", not a date in EDTF that can be read:',
    );
  });

  test('a text of more than 1000 characters is refused', () => {
    expect(() => parseEdtf(`[${'2025,'.repeat(199)}20]`)).toThrow('a date is a year');
    expect(() => parseEdtf(`[${'2025,'.repeat(200)}2025]`)).toThrow('more than 1000 characters');
  });

  test('a refusal quotes no more than the first 80 characters', () => {
    expect(() => parseEdtf('x'.repeat(500))).toThrow(`"${'x'.repeat(80)}…"`);
  });
});
