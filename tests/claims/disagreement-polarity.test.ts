import { describe, expect, test } from 'vitest';
import { findDisagreements } from '../../src/claims/disagreement.ts';
import { claim, disputed, hierarchy, type Said, sidesOf } from './facts.ts';

describe('affirmed and denied', () => {
  test.each<[string, Partial<Said>, Partial<Said>, string | null]>([
    ['by two sources', { source: 'one' }, { source: 'other' }, 'a | b'],
    ['by two voices of one source', { source: 's', by: 'trump' }, { source: 's', by: 'india' }, 'a | b'],
    ['by a voice and by its source', { source: 's', by: 'trump' }, { source: 's' }, 'a | b'],
    ['by one voice in two sources', { source: 's', by: 'india' }, { source: 't', by: 'india' }, 'a | b'],
    ['by one voice in one source', { source: 's', by: 'india' }, { source: 's', by: 'india' }, null],
    ['by one source itself', { source: 's' }, { source: 's' }, null],
  ])('an occurrence %s', (_, yes, no, expected) => {
    expect(
      disputed([
        { id: 'a', ...yes },
        { id: 'b', polarity: 'DENIES', ...no },
      ]),
    ).toBe(expected);
  });

  test('denials alone are none, and neither are affirmations', () => {
    expect(
      disputed([
        { id: 'a', polarity: 'DENIES' },
        { id: 'b', polarity: 'DENIES' },
      ]),
    ).toBe(null);
    expect(disputed([{ id: 'a' }, { id: 'b' }])).toBe(null);
  });

  test('all who affirm and all who deny are the two sides, each claim on one', () => {
    const said: Said[] = [
      { id: 'a', by: 'trump' },
      { id: 'b', by: 'india', polarity: 'DENIES' },
      { id: 'c', by: 'dar' },
      { id: 'd', by: 'india', polarity: 'DENIES' },
    ];
    const [found] = findDisagreements(said.map(claim), hierarchy);
    expect(found).toMatchObject({
      rule: 'AFFIRMED_AND_DENIED',
      beganWithId: 'b',
      sides: [
        { polarity: 'AFFIRMS', claimIds: ['a', 'c'] },
        { polarity: 'DENIES', claimIds: ['b', 'd'] },
      ],
    });
  });

  test.each<[string, Partial<Said>, Partial<Said>, string | null]>([
    [
      'one mediator',
      { field: 'MEDIATOR', actorId: 'trump' },
      { field: 'MEDIATOR', actorId: 'trump' },
      'a | b',
    ],
    ['two mediators', { field: 'MEDIATOR', actorId: 'trump' }, { field: 'MEDIATOR', actorId: 'dar' }, null],
    [
      'one actor in two roles',
      { field: 'PARTICIPANT', role: 'HOST', actorId: 'dar' },
      { field: 'PARTICIPANT', role: 'VISITOR', actorId: 'dar' },
      null,
    ],
    [
      'one date in two precisions',
      { field: 'DATE', date: '2025-05' },
      { field: 'DATE', date: '2025-05-11' },
      null,
    ],
    [
      'one instant on two calendars',
      { field: 'DATE', date: '2025-05-11T08:17 in Asia/Karachi' },
      { field: 'DATE', date: '2025-05-11T03:17Z' },
      'a | b',
    ],
    [
      'neighbouring words',
      { field: 'STANCE', textual: 'SUPPORT' },
      { field: 'STANCE', textual: 'ACCEPT' },
      'a | b',
    ],
    [
      'words that differ',
      { field: 'STANCE', textual: 'SUPPORT' },
      { field: 'STANCE', textual: 'REJECT' },
      null,
    ],
    [
      'a name in two spellings',
      { field: 'LABEL', textual: 'War' },
      { field: 'LABEL', textual: ' war' },
      'a | b',
    ],
    ['two names', { field: 'LABEL', textual: 'war' }, { field: 'LABEL', textual: 'conflict' }, null],
    [
      'one relation',
      { field: 'RELATION', relation: 'RETALIATION_FOR', eventId: 'e' },
      { field: 'RELATION', relation: 'RETALIATION_FOR', eventId: 'e' },
      'a | b',
    ],
    ['another field', { field: 'MEDIATOR', actorId: 'dar' }, { field: 'INITIATOR', actorId: 'dar' }, null],
  ])('%s', (_, yes, no, expected) => {
    expect(
      disputed([
        { id: 'a', ...yes },
        { id: 'b', ...no, polarity: 'DENIES' },
      ]),
    ).toBe(expected);
  });

  test('one field may be disputed by both rules', () => {
    const found = findDisagreements(
      [
        claim({ id: 'a', field: 'PLACE', placeId: 'pahalgam' }),
        claim({ id: 'b', field: 'PLACE', placeId: 'srinagar' }),
        claim({ id: 'c', field: 'PLACE', placeId: 'pahalgam', polarity: 'DENIES' }),
      ],
      hierarchy,
    );
    expect(sidesOf(found)).toEqual(['PLACE VALUES_DIFFER: a | b', 'PLACE AFFIRMED_AND_DENIED: a | c']);
  });
});

describe('the article', () => {
  const article = { source: 'article' };
  const post = { source: 'post' };

  test('what a voice in the middle denies is its act: India holds in the post what it holds in the article', () => {
    const said: Said[] = [
      { id: 'a', ...article, by: 'india', field: 'STANCE', textual: 'OPPOSE' },
      // "Rubio denied saying, India says it's…": the chain ends with India, which affirms.
      { id: 'b', ...post, by: 'india', field: 'STANCE', textual: 'OPPOSE' },
    ];
    expect(disputed(said)).toBe(null);
  });

  test('"India had denied" is an answer that is affirmed, and no denial that there was an offer', () => {
    const said: Said[] = [
      { id: 'a', ...article, by: 'dar', field: 'RESPONSE', textual: 'REJECTED' },
      { id: 'b', ...post, by: 'india', field: 'RESPONSE', textual: 'REJECTED' },
    ];
    expect(disputed(said)).toBe(null);
  });

  test('one remark that is confirmed, said and denied, in three wordings, is three affirmed claims of one stance', () => {
    const said: Said[] = [
      { id: 'a', ...article, by: 'india', field: 'STANCE', textual: 'REJECT' },
      { id: 'b', ...article, by: 'rubio', field: 'STANCE', textual: 'OPPOSE' },
      { id: 'c', ...post, by: 'india', field: 'STANCE', textual: 'REJECT' },
    ];
    expect(disputed(said)).toBe(null);
  });

  test('a war and a retaliatory action, support sought and talks held: names and purposes stand side by side', () => {
    const said: Said[] = [
      { id: 'a', ...article, by: 'dar', field: 'LABEL', textual: 'war' },
      { id: 'b', ...article, field: 'LABEL', textual: 'retaliatory military action' },
      { id: 'c', ...article, field: 'OTHER', textual: 'to seek support' },
      { id: 'd', ...article, by: 'dar', field: 'OTHER', textual: 'to talk' },
    ];
    expect(disputed(said)).toBe(null);
  });

  test('the American mediation in May is affirmed by Trump and denied by India', () => {
    const said: Said[] = [
      { id: 'a', ...article, by: 'trump' },
      { id: 'b', ...article, by: 'india', polarity: 'DENIES' },
    ];
    expect(disputed(said)).toBe('a | b');
  });
});
