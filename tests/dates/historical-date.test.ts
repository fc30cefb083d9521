import { describe, expect, test } from 'vitest';
import { type DatePart, makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { onEveryServer } from './server-zones.ts';

interface Words {
  precision: string;
  edtf: string;
  words: string;
  /** What stands for `[..X]` and for `[X..]`. */
  upTo: string;
  since: string;
}

const PRECISIONS: Words[] = [
  {
    precision: 'CENTURY',
    edtf: '20XX',
    words: '2000–2099',
    upTo: 'no later than 2000–2099',
    since: 'no earlier than 2000–2099',
  },
  {
    precision: 'DECADE',
    edtf: '202X',
    words: '2020s',
    upTo: 'no later than 2020s',
    since: 'no earlier than 2020s',
  },
  { precision: 'YEAR', edtf: '2025', words: '2025', upTo: 'before 2026', since: 'after 2024' },
  {
    precision: 'SEASON',
    edtf: '2025-21',
    words: 'spring 2025',
    upTo: 'no later than spring 2025',
    since: 'no earlier than spring 2025',
  },
  {
    precision: 'MONTH',
    edtf: '2025-12',
    words: 'December 2025',
    upTo: 'before January 2026',
    since: 'after November 2025',
  },
  {
    precision: 'DAY',
    edtf: '2025-05-06',
    words: '6 May 2025',
    upTo: 'before 7 May 2025',
    since: 'after 5 May 2025',
  },
  {
    precision: 'HOUR',
    edtf: '2025-05-06T08',
    words: '6 May 2025, 08:00–08:59',
    upTo: 'before 6 May 2025, 09:00',
    since: 'after 6 May 2025, 07:00–07:59',
  },
  {
    precision: 'MINUTE',
    edtf: '2025-05-06T23:59',
    words: '6 May 2025, 23:59',
    upTo: 'before 7 May 2025, 00:00',
    since: 'after 6 May 2025, 23:58',
  },
  {
    precision: 'SECOND',
    edtf: '2025-05-06T08:17:00',
    words: '6 May 2025, 08:17:00',
    upTo: 'before 6 May 2025, 08:17:01',
    since: 'after 6 May 2025, 08:16:59',
  },
];

const display = (edtf: string, timeZone?: string, inferred?: DatePart[]) =>
  makeHistoricalDate({ edtf, timeZone, inferred }).display;

onEveryServer(() => {
  describe.each(PRECISIONS)('$precision', ({ precision, edtf, words, upTo, since }) => {
    const hasClock = edtf.includes('T');
    const zone = hasClock ? ' (time zone not stated)' : '';

    test.each([
      [edtf, words],
      [`${edtf}~`, `about ${words}`],
      [`${edtf}?`, `possibly ${words}`],
      [`${edtf}%`, `possibly about ${words}`],
      [`../${edtf}`, `until ${words}`],
      [`${edtf}/..`, `from ${words}`],
      [`/${edtf}`, `from an unknown date to ${words}`],
      [`${edtf}/`, `from ${words} to an unknown date`],
      [`1900/${edtf}~`, `from 1900 to about ${words}`],
      [`[..${edtf}]`, upTo],
      [`[${edtf}..]`, since],
      [`{..${edtf}}`, `until ${words}`],
      [`{${edtf}..}`, `from ${words}`],
      [`[1900..${edtf}]`, `some time from 1900 to ${words}`],
      [`[1900,${edtf}?]`, `either 1900 or possibly ${words}`],
      [`{1900,${edtf}}`, `1900 and ${words}`],
    ])('%s reads "%s"', (text, expected) => {
      expect(display(text)).toBe(`${expected}${zone}`);
    });

    test('with a zone, inferred parts, and both', () => {
      const unstated = hasClock ? 'time zone not stated; ' : '';
      expect(display(edtf, 'Asia/Karachi')).toBe(`${words} (Asia/Karachi)`);
      expect(display(edtf, undefined, ['YEAR'])).toBe(`${words} (${unstated}year inferred)`);
      expect(display(`${edtf}~`, 'Asia/Karachi', ['TIME_ZONE', 'YEAR'])).toBe(
        `about ${words} (Asia/Karachi; year and time zone inferred)`,
      );
    });

    test('keeps its precision under a qualifier', () => {
      expect(makeHistoricalDate({ edtf: `${edtf}%` }).precision).toBe(precision);
    });
  });

  test.each([
    ['2025-05', 'May 2025'],
    ['2025-05-11T08:17', '11 May 2025, 08:17 (time zone not stated)'],
    ['2025-05-11T08:17Z', '11 May 2025, 08:17 (UTC)'],
    ['2025-05-11T08:17+05:00~', 'about 11 May 2025, 08:17 (+05:00)'],
    ['{..2025-05-06,2025-05-11..}', 'until 6 May 2025 and from 11 May 2025'],
    ['2025-05-07/2025-05-10', 'from 7 May 2025 to 10 May 2025'],
    ['[1667,1668,1670..1672]', '1667, 1668 or some time from 1670 to 1672'],
    ['{1667,1668,1670..1672}', '1667, 1668 and from 1670 to 1672'],
    ['[2025]', '2025'],
    [
      '[2025-05-01T08:17,2025-05-02,2025-05-03]',
      '1 May 2025, 08:17; 2 May 2025 or 3 May 2025 (time zone not stated)',
    ],
    ['200X', '2000–2009'],
    ['2025-24', 'winter 2025–26'],
    ['1999-24', 'winter 1999–00'],
    ['2025-XX', 'some month in 2025'],
    ['2025-05-XX', 'some day in May 2025'],
    ['2025-XX-XX', 'some day in 2025'],
    ['[..2025-05-XX]', 'no later than some day in May 2025'],
    ['0987-03', 'March AD 987'],
    ['[0001..]', 'no earlier than AD 1'],
    ['[..9999-12-31]', 'no later than 31 December 9999'],
    ['../..', 'at all times'],
    ['/..', 'from an unknown date'],
    ['../', 'until an unknown date'],
    ['/', 'date unknown'],
    ['XXXX', 'date unknown'],
  ])('%s reads "%s"', (edtf, expected) => {
    expect(display(edtf)).toBe(expected);
  });

  test('a date keeps the words of its source, and blank words are none', () => {
    expect(makeHistoricalDate({ edtf: '2025-05-11', verbatim: ' May 11' }).verbatim).toBe(' May 11');
    expect(makeHistoricalDate({ edtf: '2025-05-11', verbatim: ' ' }).verbatim).toBeNull();
  });

  test('inferred parts are kept once each, in the order of the calendar', () => {
    const { inferred, display: text } = makeHistoricalDate({
      edtf: '2025-04-20',
      inferred: ['DAY', 'YEAR', 'DAY', 'MONTH'],
    });
    expect(inferred).toEqual(['YEAR', 'MONTH', 'DAY']);
    expect(text).toBe('20 April 2025 (year, month and day inferred)');
    expect(display('2025-04-20', undefined, ['YEAR'])).toBe('20 April 2025 (year inferred)');
  });

  test.each<[string, DatePart]>([
    ['/', 'YEAR'],
    ['2025', 'MONTH'],
    ['2025-XX', 'MONTH'],
    ['2025-21', 'MONTH'],
    ['2025-05-XX', 'DAY'],
    ['2025-05-11T08:17', 'TIME_ZONE'],
  ])('%s has no %s that could be inferred', (edtf, part) => {
    expect(() => makeHistoricalDate({ edtf, inferred: [part] })).toThrow(`given with ${part} as inferred`);
  });

  test('the whole date of the call that carried the proposal', () => {
    expect(
      makeHistoricalDate({ edtf: '2025-05-11T08:17', verbatim: 'May 11 at 8.17 am', inferred: ['YEAR'] }),
    ).toEqual({
      edtf: '2025-05-11T08:17',
      verbatim: 'May 11 at 8.17 am',
      ranges: '{["2025-05-11 08:17:00","2025-05-11 08:18:00")}',
      earliest: '2025-05-11T08:17:00',
      latest: '2025-05-11T08:17:59',
      precision: 'MINUTE',
      timeZone: null,
      instant: null,
      inferred: ['YEAR'],
      display: '11 May 2025, 08:17 (time zone not stated; year inferred)',
    });
  });
});
