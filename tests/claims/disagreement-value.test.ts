import { describe, expect, test } from 'vitest';
import { findDisagreements } from '../../src/claims/disagreement.ts';
import { type ClaimField, MediationOutcome, PartyAnswer, Stance } from '../../src/generated/prisma/enums.ts';
import { claim, disputed, hierarchy, type Said, sidesOf } from './facts.ts';

const vocabularies = { RESPONSE: PartyAnswer, OUTCOME: MediationOutcome, STANCE: Stance } as const;

/** For each field the words that differ: words of two groups of one list do, all others do not. */
const differing: Record<keyof typeof vocabularies, string[][][]> = {
  RESPONSE: [[['ACCEPTED', 'ACCEPTED_CONDITIONALLY'], ['REJECTED', 'WITHDREW'], ['DENIES_ATTEMPT']]],
  OUTCOME: [[['UNSUCCESSFUL', 'OFFERED_ONLY'], ['CEASEFIRE'], ['PARTIAL_SETTLEMENT'], ['FULL_SETTLEMENT']]],
  STANCE: [
    [
      ['SUPPORT', 'ACCEPT', 'ACCEPT_CONDITIONALLY'],
      ['OPPOSE', 'REJECT'],
    ],
    [['AFFIRM_PREMISE'], ['DENY_PREMISE']],
  ],
};

function differ(field: keyof typeof vocabularies, one: string, other: string): boolean {
  return differing[field].some((groups) => {
    const [a, b] = [one, other].map((word) => groups.findIndex((group) => group.includes(word)));
    return a !== -1 && b !== -1 && a !== b;
  });
}

const pairs = (['RESPONSE', 'OUTCOME', 'STANCE'] as const).flatMap((field) => {
  const words = Object.keys(vocabularies[field]);
  return words.flatMap((one) => words.map((other) => [field, one, other] as const));
});

describe('words of a vocabulary', () => {
  test.each(pairs)('%s: %s and %s', (field, one, other) => {
    const said: Said[] = [
      { id: 'a', field, textual: one },
      { id: 'b', field, textual: other },
    ];
    expect(disputed(said)).toBe(differ(field, one, other) ? 'a | b' : null);
  });

  test('a word that differs from nothing is on no side', () => {
    const said = ['NEUTRAL', 'SUPPORT', 'AMBIGUOUS', 'REJECT', 'ACCEPT'].map((textual, index) => ({
      id: String.fromCharCode(97 + index),
      field: 'STANCE' as const,
      textual,
    }));
    expect(disputed(said)).toBe('b e | d');
  });

  test('a course of action and the premise behind it are disputed apart, under ids of their own', () => {
    const said: Said[] = ['SUPPORT', 'AFFIRM_PREMISE', 'OPPOSE', 'DENY_PREMISE'].map((textual, index) => ({
      id: String.fromCharCode(97 + index),
      field: 'STANCE',
      textual,
    }));
    const found = findDisagreements(said.map(claim), hierarchy);
    expect(sidesOf(found)).toEqual(['STANCE VALUES_DIFFER: a | c', 'STANCE VALUES_DIFFER: b | d']);
    expect(new Set(found.map(({ about }) => about)).size).toBe(2);
  });

  test('an offer that came to nothing, a ceasefire and a settlement are three sides', () => {
    const said: Said[] = ['OFFERED_ONLY', 'CEASEFIRE', 'UNSUCCESSFUL', 'FULL_SETTLEMENT', 'ONGOING'].map(
      (textual, index) => ({ id: String.fromCharCode(97 + index), field: 'OUTCOME', textual }),
    );
    expect(disputed(said)).toBe('a c | b | d');
  });
});

describe.each(['INITIATOR', 'ORIGINATOR'] as const)('%s by reference', (field) => {
  const by = (...actors: string[]): Said[] =>
    actors.map((actorId, index) => ({ id: String.fromCharCode(97 + index), field, actorId }));

  test.each<[string, string[], string | null]>([
    ['two states', ['pakistan', 'united-states'], 'a | b'],
    ['one actor twice', ['dar', 'dar'], null],
    ['a person and the state of the person', ['rubio', 'united-states'], null],
    ['a person and the body between', ['rubio', 'state-department'], null],
    ['a person against another state', ['rubio', 'pakistan'], 'a | b'],
    ['the state of a person joins the side of the person', ['united-states', 'dar', 'rubio'], 'a c | b'],
    [
      'a chain of person, body and state is one side',
      ['united-states', 'dar', 'state-department', 'rubio'],
      'a c d | b',
    ],
    ['the state of two people joins neither', ['united-states', 'rubio', 'trump'], 'b | c'],
    [
      'the state of two people joins neither, though a third side is there',
      ['united-states', 'rubio', 'dar', 'trump'],
      'b | c | d',
    ],
    [
      'a body between joins its person where another of the state is a side',
      ['state-department', 'rubio', 'trump'],
      'a b | c',
    ],
    ['two people with their states', ['united-states', 'rubio', 'pakistan', 'dar'], 'a b | c d'],
    ['someone whom nobody identified', ['unidentified-envoy', 'dar'], null],
    ['two whom nobody identified', ['unidentified-envoy', 'unidentified-caller'], null],
    ['someone whom nobody identified joins no side', ['unidentified-envoy', 'dar', 'rubio'], 'b | c'],
  ])('%s', (_, actors, expected) => {
    expect(disputed(by(...actors))).toBe(expected);
  });

  test('an actor that is only described differs from nobody', () => {
    const said: Said[] = [
      ...by('dar'),
      { id: 'b', field, textual: 'an official' },
      { id: 'c', field, textual: 'a clerk' },
    ];
    expect(disputed(said)).toBe(null);
  });
});

describe('PLACE by reference', () => {
  const at = (...places: string[]): Said[] =>
    places.map((placeId, index) => ({ id: String.fromCharCode(97 + index), field: 'PLACE', placeId }));

  test.each<[string, string[], string | null]>([
    ['two towns', ['pahalgam', 'srinagar'], 'a | b'],
    ['a town and what holds it', ['pahalgam', 'kashmir'], null],
    ['what holds both towns joins neither', ['kashmir', 'pahalgam', 'srinagar'], 'b | c'],
    ['what holds one of two towns joins it', ['anantnag', 'srinagar', 'pahalgam'], 'a c | b'],
    ['three towns', ['pahalgam', 'washington', 'srinagar'], 'a | b | c'],
  ])('%s', (_, places, expected) => {
    expect(disputed(at(...places))).toBe(expected);
  });

  test('a place that is only described differs from none', () => {
    expect(disputed([...at('pahalgam'), { id: 'b', field: 'PLACE', textual: 'a neutral venue' }])).toBe(null);
  });

  test('two values of one voice disagree as well: a field that can have one has two', () => {
    const said = at('pahalgam', 'srinagar').map((one) => ({ ...one, source: 'article', by: 'dar' }));
    expect(disputed(said)).toBe('a | b');
  });
});

describe('fields that can have several values', () => {
  test.each<[ClaimField, Partial<Said>, Partial<Said>]>([
    ['MEDIATOR', { actorId: 'united-states' }, { actorId: 'pakistan' }],
    ['PARTICIPANT', { role: 'HOST', actorId: 'rubio' }, { role: 'HOST', actorId: 'dar' }],
    ['RELATION', { relation: 'BEFORE', eventId: 'e' }, { relation: 'AFTER', eventId: 'e' }],
    ['CONDITION', { textual: 'trade' }, { textual: 'terrorism' }],
    ['LABEL', { textual: 'war' }, { textual: 'retaliatory military action' }],
    ['COUNT', { textual: '60~' }, { textual: '12' }],
    ['OTHER', { textual: 'to seek support' }, { textual: 'to talk' }],
  ])('%s', (field, one, other) => {
    expect(
      disputed([
        { id: 'a', field, ...one },
        { id: 'b', field, ...other },
      ]),
    ).toBe(null);
  });
});
