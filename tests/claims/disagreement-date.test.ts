import { describe, expect, test } from 'vitest';
import { findDisagreements } from '../../src/claims/disagreement.ts';
import { claim, disputed, hierarchy, type Said } from './facts.ts';

/** Dates by different sources, in the order of the letters a, b, c. */
function dates(...given: string[]): Said[] {
  return given.map((date, index) => ({ id: String.fromCharCode(97 + index), field: 'DATE', date }));
}

const sides: [string, string[], string | null][] = [
  ['one date', ['2025-04-20'], null],
  ['two days', ['2025-04-20', '2025-04-22'], 'a | b'],
  ['the same day twice against another', ['2025-04-20', '2025-04-22', '2025-04-20'], 'a c | b'],
  ['a day and its month', ['2025-05', '2025-05-11'], null],
  ['a minute and its day', ['2025-05-11T08:17', '2025-05-11'], null],
  ['times on two days, neither with a zone', ['2025-05-11T08:17', '2025-05-10T08:17~'], 'a | b'],
  ['times that two zones may explain', ['2025-05-11T08:17 in Asia/Karachi', '2025-05-10T08:17'], null],
  ['three days', ['2025-05-01', '2025-05-03', '2025-05-02'], 'a | b | c'],
  ['a month that fits both days joins neither', ['2025-05', '2025-05-10', '2025-05-11'], 'b | c'],
  ['a month that fits one of two days joins it', ['2025-05', '2025-05-10', '2025-06-01'], 'a b | c'],
  ['what lasted until a day, against that day', ['../2025-05-06', '2025-05-07'], 'a | b'],
  ['what happened once by a day, against a day before', ['[..2025-05-06]', '2025-05-01'], null],
  ['what goes on from a day, against the day before', ['2025-05-11/..', '2025-05-10'], 'a | b'],
  ['an end that nobody knows reaches every later day', ['2025-05-11/', '2031'], null],
  ['an end that nobody knows does not reach back', ['2025-05-11/', '2025-05-10'], 'a | b'],
  ['a start that nobody knows reaches every earlier day', ['/2025-05-07', '1999'], null],
  ['a date that is wholly unknown fits all sides and joins none', ['/', '2025-05-01', '2025-05-02'], 'b | c'],
  ['a date that is wholly unknown contradicts nothing', ['/', '2025-05-01'], null],
  ['two ranges about a day', ['{..2025-05-06,2025-05-11..}', '2025-05-08'], 'a | b'],
  ['ranges that touch in one day', ['2025-05-01/2025-05-10', '2025-05-10/2025-05-20'], null],
  [
    'what overlaps two that exclude each other does not hide them, however short it is',
    ['2025-05-01/2025-05-10', '2025-05-09/2025-05-13', '2025-05-12/2025-05-20'],
    'a | c',
  ],
  [
    'ranges that overlap stand together against a third',
    ['2025-05-01/2025-05-10', '2025-05-08/2025-05-13', '2025-05-20'],
    'a b | c',
  ],
  [
    'in a row of overlapping ranges the ends and the middle are sides',
    ['2025-01', '2025-01-20/2025-02-20', '2025-02-10/2025-03-10', '2025-03-05/2025-04-20', '2025-04'],
    'a | c | e',
  ],
  [
    'ranges that fit each other in a ring leave the first claimed and what excludes it',
    [
      '{2025-05-01,2025-05-02}',
      '{2025-05-02,2025-05-03}',
      '{2025-05-03,2025-05-04}',
      '{2025-05-04,2025-05-01}',
    ],
    'a | c',
  ],
  [
    'a ring about a date that fits all of it still has two sides',
    [
      '2025-05-01/2025-05-09',
      '{2025-05-01,2025-05-02}',
      '{2025-05-02,2025-05-03}',
      '{2025-05-03,2025-05-04}',
      '{2025-05-04,2025-05-01}',
    ],
    'b | d',
  ],
];

describe('dates that do not overlap', () => {
  test.each(sides)('%s', (_, given, expected) => {
    expect(disputed(dates(...given))).toBe(expected);
  });

  test('one voice in one source may give two ranges, and only what lies outside both disagrees', () => {
    const outreach: Said[] = [
      { id: 'a', field: 'DATE', source: 'article', by: 'dar', date: '../2025-05-06' },
      { id: 'b', field: 'DATE', source: 'article', by: 'dar', date: '2025-05-11/..' },
    ];
    expect(disputed(outreach)).toBe(null);
    expect(disputed([...outreach, { id: 'c', field: 'DATE', date: '2025-05' }])).toBe(null);
    expect(disputed([...outreach, { id: 'c', field: 'DATE', date: '2025-05-08' }])).toBe('a b | c');
    expect(disputed([...outreach, { id: 'c', field: 'DATE', date: '2025-05-12' }])).toBe(null);
  });

  test.each([
    ['two sources', { source: 'article' }, { source: 'wire' }, 'a | b'],
    ['two voices of one source', { source: 's', by: 'dar' }, { source: 's', by: 'rubio' }, 'a | b'],
    ['a voice and the source itself', { source: 's', by: 'dar' }, { source: 's' }, 'a | b'],
    ['one voice of one source', { source: 's', by: 'dar' }, { source: 's', by: 'dar' }, null],
    ['one source by itself', { source: 's' }, { source: 's' }, null],
    ['one voice in two sources', { source: 's', by: 'dar' }, { source: 't', by: 'dar' }, 'a | b'],
    [
      'voices that are only described',
      { source: 's', by: 'text one' },
      { source: 's', by: 'text two' },
      'a | b',
    ],
  ])('two days by %s', (_, one, other, expected) => {
    const said: Said[] = [
      { id: 'a', field: 'DATE', date: '2025-05-10', ...one },
      { id: 'b', field: 'DATE', date: '2025-05-11', ...other },
    ];
    expect(disputed(said)).toBe(expected);
  });

  test('the values that sides show exclude one another, even where the first claim of a side only joined it', () => {
    // The two long stretches overlap each other, and each fits one of the two days.
    const given = dates('2025-05-01/2025-05-06', '2025-05-05/2025-05-10', '2025-05-01', '2025-05-10');
    const [found] = findDisagreements(given.map(claim), hierarchy);
    expect(found?.sides).toMatchObject([
      { valueText: '2025-05-01', claimIds: ['a', 'c'] },
      { valueText: '2025-05-10', claimIds: ['b', 'd'] },
    ]);
  });

  test('a denied date is no date of a side', () => {
    const said: Said[] = [
      { id: 'a', field: 'DATE', date: '2025-05-10' },
      { id: 'b', field: 'DATE', date: '2025-05-11', polarity: 'DENIES' },
    ];
    expect(disputed(said)).toBe(null);
  });

  test('a disagreement begins with the claim that brought its second side', () => {
    const [found] = findDisagreements(
      dates('2025-04-20', '2025-04-20', '2025-04-22', '2025-04-23', '2025-04-22').map(claim),
      hierarchy,
    );
    expect(found?.sides.map(({ claimIds }) => claimIds)).toEqual([['a', 'b'], ['c', 'e'], ['d']]);
    expect(found?.beganWithId).toBe('c');
  });
});
