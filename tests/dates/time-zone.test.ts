import { expect, test } from 'vitest';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { InputError } from '../../src/kernel/errors.ts';
import { onEveryServer } from './server-zones.ts';

onEveryServer(() => {
  test.each([
    ['2025-05-11T08:17', 'Asia/Karachi', '2025-05-11T03:17:00Z'],
    ['2025-05-11T08:17', '+05:00', '2025-05-11T03:17:00Z'],
    ['2025-05-11T08:17', 'UTC', '2025-05-11T08:17:00Z'],
    ['2025-05-11T08:17~', 'Asia/Kolkata', '2025-05-11T02:47:00Z'],
    ['2025-05-11T02', 'Asia/Karachi', '2025-05-10T21:00:00Z'],
    ['2025-05-11T23:30:15', 'America/New_York', '2025-05-12T03:30:15Z'],
    ['2025-01-11T23:30:15', 'America/New_York', '2025-01-12T04:30:15Z'],
    ['2025-05-11T08:17', 'Pacific/Kiritimati', '2025-05-10T18:17:00Z'],
    // Karachi kept its own mean time until 1907.
    ['1900-01-01T12:00', 'Asia/Karachi', '1900-01-01T07:31:48Z'],
    ['0001-01-01T12:00', '-05:00', '0001-01-01T17:00:00Z'],
  ])('%s in %s is the instant %s', (edtf, timeZone, instant) => {
    expect(makeHistoricalDate({ edtf, timeZone })).toMatchObject({ timeZone, instant });
  });

  test.each([
    ['2025-05-11T08:17Z', 'Z', '2025-05-11T08:17:00Z'],
    ['2025-05-11T08:17+05:00', '+05:00', '2025-05-11T03:17:00Z'],
    ['2025-05-11T08:17:30-03:30?', '-03:30', '2025-05-11T11:47:30Z'],
    ['2025-05-11T08+05', '+05', '2025-05-11T03:00:00Z'],
  ])('the offset that %s states is its zone %s', (edtf, timeZone, instant) => {
    expect(makeHistoricalDate({ edtf })).toMatchObject({ timeZone, instant });
  });

  test('a zone moves neither the day nor the ranges', () => {
    const plain = makeHistoricalDate({ edtf: '2025-05-11T00:10' });
    for (const timeZone of ['Asia/Karachi', 'Pacific/Kiritimati', '-12:00', 'Z'])
      expect(makeHistoricalDate({ edtf: '2025-05-11T00:10', timeZone })).toMatchObject({
        ranges: plain.ranges,
        earliest: plain.earliest,
        latest: plain.latest,
      });
  });

  test.each(['2025-05-11', '2025-05', '2025-05-11T08:17/2025-05-11T09:00', '[2025-05-11T08:17]', '/'])(
    '%s keeps the zone that its source states and has no instant',
    (edtf) => {
      expect(makeHistoricalDate({ edtf, timeZone: 'Asia/Karachi' })).toMatchObject({
        timeZone: 'Asia/Karachi',
        instant: null,
      });
    },
  );

  test('a time without a zone has no instant', () => {
    expect(makeHistoricalDate({ edtf: '2025-05-11T08:17' })).toMatchObject({ timeZone: null, instant: null });
  });

  test('a time that the clocks show twice has no instant unless the text gives the offset', () => {
    const instant = (edtf: string) => makeHistoricalDate({ edtf, timeZone: 'America/New_York' }).instant;
    expect(instant('2025-11-02T01:30')).toBeNull();
    expect(instant('2025-11-02T01')).toBeNull();
    expect(instant('2025-11-02T01:30-04:00')).toBe('2025-11-02T05:30:00Z');
    expect(instant('2025-11-02T01:30-05:00')).toBe('2025-11-02T06:30:00Z');
    expect(instant('2025-11-02T00:59')).toBe('2025-11-02T04:59:00Z');
    expect(instant('2025-11-02T02:00')).toBe('2025-11-02T07:00:00Z');
  });

  test('an hour of which the clocks show a part twice has no instant', () => {
    const instant = (edtf: string) => makeHistoricalDate({ edtf, timeZone: 'Australia/Lord_Howe' }).instant;
    // The clocks of Lord Howe Island go back by half an hour, from 02:00 to 01:30.
    expect(instant('2025-04-06T01')).toBeNull();
    expect(instant('2025-04-06T01:29')).toBe('2025-04-05T14:29:00Z');
  });

  test('a time that the clocks skip is kept and has no instant', () => {
    const instant = (edtf: string, timeZone: string) => makeHistoricalDate({ edtf, timeZone }).instant;
    expect(instant('2025-03-09T02:30', 'America/New_York')).toBeNull();
    expect(instant('2025-03-09T01:59', 'America/New_York')).toBe('2025-03-09T06:59:00Z');
    expect(instant('2025-03-09T03:00', 'America/New_York')).toBe('2025-03-09T07:00:00Z');
    // Samoa went from the east of the date line to its west and had no 30 December 2011.
    expect(instant('2011-12-30T12:00', 'Pacific/Apia')).toBeNull();
    expect(instant('2011-12-31T12:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00Z');
  });

  test('an instant outside the years 0001 to 9999 is none', () => {
    expect(makeHistoricalDate({ edtf: '0001-01-01T02:00+05:00' }).instant).toBeNull();
    expect(makeHistoricalDate({ edtf: '9999-12-31T22:00-05:00' }).instant).toBeNull();
  });

  test.each(['PKT', 'IST', 'EST', 'Karachi', 'Asia/Nowhere', '+15:00', '-12:30', '+0500', '-00:00', '5', ''])(
    'the zone "%s" is refused',
    (timeZone) => {
      expect(() => makeHistoricalDate({ edtf: '2025-05-11T08:17', timeZone })).toThrow(InputError);
    },
  );

  test('a zone is kept in the spelling of the time zone database', () => {
    expect(makeHistoricalDate({ edtf: '2025-05-11', timeZone: ' asia/karachi ' }).timeZone).toBe(
      'Asia/Karachi',
    );
  });

  test('a zone that contradicts the offset in the text is refused, one that agrees is kept', () => {
    const edtf = '2025-05-11T08:17+05:00';
    expect(() => makeHistoricalDate({ edtf, timeZone: 'Asia/Kolkata' })).toThrow(
      'does not have the offset +05:00',
    );
    expect(() => makeHistoricalDate({ edtf, timeZone: 'Z' })).toThrow('does not have the offset +05:00');
    expect(makeHistoricalDate({ edtf, timeZone: 'Asia/Karachi' })).toMatchObject({
      timeZone: 'Asia/Karachi',
      instant: '2025-05-11T03:17:00Z',
    });
  });
});
