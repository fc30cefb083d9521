import { describe, expect, test } from 'vitest';
import { datesDisagree, dateValueKey, uniteDates } from '../../src/kernel/dates/date-compare.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { onEveryServer } from './server-zones.ts';

/** A date written as `EDTF` or `EDTF in ZONE`. */
function date(text: string) {
  const [edtf = '', timeZone] = text.split(' in ');
  return makeHistoricalDate({ edtf, timeZone });
}

const AGREEING: [string, string, string][] = [
  ['a month holds its day', '2025-05', '2025-05-11'],
  ['what happened by then may be what happened then', '[..2025-05-11]', '2025-05-11T08:17'],
  ['an unknown end may be anywhere', '/2025-05-07', '2020'],
  ['a date that is unknown contradicts nothing', '/', '2025-05-11'],
  ['one instant on two calendars', '2025-05-11T08:17 in Asia/Karachi', '2025-05-10T23:17-04:00'],
  ['a minute in its hour, by instant', '2025-05-11T08 in Asia/Karachi', '2025-05-11T03:17Z'],
  [
    'two zones, of which one has no time, under 26 hours apart',
    '2025-05-10 in -12:00',
    '2025-05-12 in +14:00',
  ],
  ['one zone, two times, under 26 hours apart', '2025-05-11T08:17 in Asia/Karachi', '2025-05-10T08:17'],
  ['times one second under 26 hours apart', '2025-05-11T00:00:00Z', '2025-05-12T01:59:59'],
  [
    'two intervals of time in two zones',
    '2025-05-11T08:17Z/2025-05-11T08:20Z',
    '2025-05-11T10:00+05:00/2025-05-11T10:30+05:00',
  ],
];

const DISAGREEING: [string, string, string][] = [
  ['two days', '2025-04-20', '2025-04-22'],
  ['two neighbouring days', '2025-05-10', '2025-05-11'],
  ['11 May against about 10 May, at the same time, no zone', '2025-05-11T08:17', '2025-05-10T08:17~'],
  ['a day between two stretches', '{..2025-05-06,2025-05-11..}', '2025-05-08'],
  [
    'two instants a minute apart, though the clocks show one time',
    '2025-05-11T08:17+05:00',
    '2025-05-11T08:17+05:30',
  ],
  ['two instants a minute apart', '2025-05-11T08:17Z', '2025-05-11T08:18Z'],
  ['times 26 hours apart', '2025-05-11T00:00:00Z', '2025-05-12T02:00:00'],
  ['two days, of which one has a zone', '2025-05-10', '2025-05-11 in Asia/Karachi'],
  ['a day and a time with a zone', '2025-05-10', '2025-05-11T08:17 in Asia/Karachi'],
  ['two days in one zone under two names', '2025-05-10 in UTC', '2025-05-11 in Z'],
  ['two days in one zone under its old name', '2025-05-10 in Asia/Kolkata', '2025-05-11 in Asia/Calcutta'],
];

onEveryServer(() => {
  describe('agreement', () => {
    test.each(AGREEING)('%s: %s and %s', (_, a, b) => {
      expect(datesDisagree(date(a), date(b))).toBe(false);
      expect(datesDisagree(date(b), date(a))).toBe(false);
    });
  });

  describe('disagreement', () => {
    test.each(DISAGREEING)('%s: %s and %s', (_, a, b) => {
      expect(datesDisagree(date(a), date(b))).toBe(true);
      expect(datesDisagree(date(b), date(a))).toBe(true);
    });
  });

  test('dates that one voice gives in one source are one set, and contradict another only where all do', () => {
    const voice = uniteDates([date('[..2025-05-06]'), date('[2025-05-11..]')]);
    expect(voice.ranges).toBe(date('{..2025-05-06,2025-05-11..}').ranges);
    expect(datesDisagree(voice, date('2025-05-08'))).toBe(true);
    expect(datesDisagree(voice, date('2025-05-12'))).toBe(false);
    expect(datesDisagree(voice, uniteDates([date('2025-05-08'), date('2025-05-05')]))).toBe(false);
  });

  test('no date at all is in no disagreement', () => {
    expect(datesDisagree(uniteDates([]), date('2025-05-08'))).toBe(false);
    expect(datesDisagree(date('2025-05-08'), uniteDates([]))).toBe(false);
  });

  test('the key is the same for the same moments, whatever the words or qualifiers', () => {
    expect(dateValueKey(date('2025-05-11'))).toBe(dateValueKey(date('2025-05-11~')));
    expect(dateValueKey(date('2025-05-11T08:17 in Asia/Karachi'))).toBe(
      dateValueKey(date('2025-05-11T03:17Z')),
    );
    expect(dateValueKey(date('2025-05-11T08:17'))).not.toBe(dateValueKey(date('2025-05-11T08:17Z')));
    expect(dateValueKey(date('2025-05-11'))).not.toBe(dateValueKey(date('2025-05-10')));
  });

  test('dates with one key never disagree, and no date disagrees with itself', () => {
    const dates = [...AGREEING, ...DISAGREEING].flatMap(([, a, b]) => [date(a), date(b)]);
    for (const a of dates)
      for (const b of dates) if (dateValueKey(a) === dateValueKey(b)) expect(datesDisagree(a, b)).toBe(false);
  });
});
