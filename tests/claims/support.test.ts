import { describe, expect, test } from 'vitest';
import {
  type AttemptFacts,
  type EventFacts,
  valuesOfEvent,
  valuesOfResponse,
} from '../../src/claims/record-facts.ts';
import { findUnsupported, type RecordedValue, recorded } from '../../src/claims/support.ts';
import { claim, dateOf, hierarchy, type Said } from './facts.ts';

function unsupported(values: RecordedValue[], ...said: Omit<Said, 'id'>[]) {
  return findUnsupported(
    values,
    said.map((one, index) => claim({ ...one, id: `claim ${index}` })),
    hierarchy,
  );
}

/** What is recorded, what is claimed, whether the claim supports it. */
const cases: [string, RecordedValue, Omit<Said, 'id'>, boolean][] = [
  ['an occurrence by a claim on it', recorded.occurrence(), {}, true],
  ['an occurrence by a claim on another field', recorded.occurrence(), { field: 'DATE', date: '2025' }, true],
  ['an occurrence by a denial', recorded.occurrence(), { polarity: 'DENIES' }, false],
  ['an attempt by a refusal of it', recorded.occurrence(), { field: 'RESPONSE', textual: 'REJECTED' }, true],
  [
    'an attempt by the answer that there was none',
    recorded.occurrence(),
    { field: 'RESPONSE', textual: 'DENIES_ATTEMPT' },
    false,
  ],

  ['a date by the same', recorded.date(dateOf('2025-04-20')), { field: 'DATE', date: '2025-04-20' }, true],
  ['a day by its month', recorded.date(dateOf('2025-04-20')), { field: 'DATE', date: '2025-04' }, true],
  ['a day by another', recorded.date(dateOf('2025-04-20')), { field: 'DATE', date: '2025-04-22' }, false],
  [
    'a date by a claim on the place',
    recorded.date(dateOf('2025')),
    { field: 'PLACE', placeId: 'pahalgam' },
    false,
  ],

  ['a place by the same', recorded.place('pahalgam'), { field: 'PLACE', placeId: 'pahalgam' }, true],
  ['a place by what holds it', recorded.place('pahalgam'), { field: 'PLACE', placeId: 'kashmir' }, true],
  ['a place by what it holds', recorded.place('kashmir'), { field: 'PLACE', placeId: 'pahalgam' }, true],
  ['a place by another', recorded.place('pahalgam'), { field: 'PLACE', placeId: 'srinagar' }, false],
  ['a place by a description', recorded.place('pahalgam'), { field: 'PLACE', textual: 'a meadow' }, false],

  [
    'a participant by a claim on the role',
    recorded.participant('HOST', 'rubio'),
    { field: 'PARTICIPANT', role: 'HOST', actorId: 'rubio' },
    true,
  ],
  [
    'a participant by a claim on the state',
    recorded.participant('HOST', 'rubio'),
    { field: 'PARTICIPANT', role: 'HOST', actorId: 'united-states' },
    true,
  ],
  [
    'a participant by a claim on another role',
    recorded.participant('HOST', 'rubio'),
    { field: 'PARTICIPANT', role: 'VISITOR', actorId: 'rubio' },
    false,
  ],
  [
    'someone whom nobody identified by the same',
    recorded.participant('PERPETRATOR', 'unidentified-gunmen'),
    { field: 'PARTICIPANT', role: 'PERPETRATOR', actorId: 'unidentified-gunmen' },
    true,
  ],
  [
    'a named one by someone whom nobody identified',
    recorded.participant('PERPETRATOR', 'dar'),
    { field: 'PARTICIPANT', role: 'PERPETRATOR', actorId: 'unidentified-gunmen' },
    false,
  ],
  [
    'an initiator by a claim on the field',
    recorded.participant('INITIATOR', 'dar'),
    { field: 'INITIATOR', actorId: 'pakistan' },
    true,
  ],
  [
    'an initiator by a claim on the role',
    recorded.participant('INITIATOR', 'dar'),
    { field: 'PARTICIPANT', role: 'INITIATOR', actorId: 'dar' },
    true,
  ],
  [
    'an initiator by a claim on the originator',
    recorded.participant('INITIATOR', 'dar'),
    { field: 'ORIGINATOR', actorId: 'dar' },
    false,
  ],
  ['a mediator by its own field', recorded.mediator('trump'), { field: 'MEDIATOR', actorId: 'trump' }, true],
  ['a mediator by another', recorded.mediator('trump'), { field: 'MEDIATOR', actorId: 'dar' }, false],
  [
    'a mediator by a description',
    recorded.mediator('trump'),
    { field: 'MEDIATOR', textual: 'a friend' },
    false,
  ],
  [
    'an originator by the same',
    recorded.originator('rubio'),
    { field: 'ORIGINATOR', actorId: 'rubio' },
    true,
  ],
  [
    'an originator by a description',
    recorded.originator('rubio'),
    { field: 'ORIGINATOR', textual: 'an aide' },
    false,
  ],

  [
    'an answer by the same',
    recorded.text('RESPONSE', 'REJECTED'),
    { field: 'RESPONSE', textual: 'REJECTED' },
    true,
  ],
  [
    'an answer by a neighbouring word',
    recorded.text('RESPONSE', 'ACCEPTED'),
    { field: 'RESPONSE', textual: 'ACCEPTED_CONDITIONALLY' },
    true,
  ],
  [
    'an answer by another',
    recorded.text('RESPONSE', 'ACCEPTED'),
    { field: 'RESPONSE', textual: 'REJECTED' },
    false,
  ],
  [
    'an answer by one that leaves the matter open',
    recorded.text('RESPONSE', 'REJECTED'),
    { field: 'RESPONSE', textual: 'DEFERRED' },
    false,
  ],
  [
    'an open answer by the same',
    recorded.text('RESPONSE', 'DEFERRED'),
    { field: 'RESPONSE', textual: 'DEFERRED' },
    true,
  ],
  [
    'a stance by a neighbouring word',
    recorded.text('STANCE', 'SUPPORT'),
    { field: 'STANCE', textual: 'ACCEPT' },
    true,
  ],
  [
    'a stance by one that says nothing',
    recorded.text('STANCE', 'REJECT'),
    { field: 'STANCE', textual: 'AMBIGUOUS' },
    false,
  ],
  [
    'a stance by one on the premise',
    recorded.text('STANCE', 'SUPPORT'),
    { field: 'STANCE', textual: 'AFFIRM_PREMISE' },
    false,
  ],
  [
    'a condition in another case',
    recorded.text('CONDITION', 'Jammu and Kashmir'),
    { field: 'CONDITION', textual: ' jammu  and Kashmir' },
    true,
  ],
  [
    'a condition by another',
    recorded.text('CONDITION', 'trade'),
    { field: 'CONDITION', textual: 'economy' },
    false,
  ],
  ['a count by about as many', recorded.text('COUNT', '60'), { field: 'COUNT', textual: '60~' }, true],
  ['a count by another', recorded.text('COUNT', '60'), { field: 'COUNT', textual: '6' }, false],
  [
    'a relation by the same',
    recorded.relation('DURING', 'e'),
    { field: 'RELATION', relation: 'DURING', eventId: 'e' },
    true,
  ],
  [
    'a relation by another',
    recorded.relation('DURING', 'e'),
    { field: 'RELATION', relation: 'AFTER', eventId: 'e' },
    false,
  ],
  [
    'a relation by one to another event',
    recorded.relation('DURING', 'e'),
    { field: 'RELATION', relation: 'DURING', eventId: 'f' },
    false,
  ],
];

describe('what supports what', () => {
  test.each(cases)('%s', (_, value, said, supported) => {
    expect(unsupported([value], said)).toEqual(supported ? [] : [value.field]);
  });

  test('nothing is supported without claims, each field once', () => {
    const values = [
      recorded.occurrence(),
      recorded.participant('HOST', 'rubio'),
      recorded.participant('VISITOR', 'dar'),
      recorded.participant('INITIATOR', 'dar'),
    ];
    expect(unsupported(values)).toEqual(['OCCURRENCE', 'PARTICIPANT', 'INITIATOR']);
  });

  test('a denial of the value supports nothing', () => {
    const said = { field: 'PLACE', placeId: 'pahalgam', polarity: 'DENIES' } as const;
    expect(unsupported([recorded.place('pahalgam')], said)).toEqual(['PLACE']);
  });

  test('one of several claims is enough', () => {
    const date = (text: string) => ({ field: 'DATE', date: text }) as const;
    expect(
      unsupported([recorded.date(dateOf('2025-04-20'))], date('2025-04-22'), date('2025-04-20')),
    ).toEqual([]);
  });
});

describe('what ought to be supported', () => {
  test.each<[AttemptFacts['responses'][number]['answer'], boolean, number]>([
    ['REJECTED', false, 1],
    ['REJECTED', true, 0],
    ['NOT_STATED', false, 0],
    ['UNKNOWN', false, 0],
    ['NO_RESPONSE', false, 1],
  ])('an answer %s, inferred %s', (answer, inferred, number) => {
    expect(valuesOfResponse({ answer, inferred })).toHaveLength(number);
  });

  test.each<[EventFacts['relations'][number], boolean]>([
    [{ type: 'AFTER', event: 'b', claimedThere: [] }, true],
    [{ type: 'AFTER', event: 'b', claimedThere: ['BEFORE'] }, false],
    [{ type: 'AFTER', event: 'b', claimedThere: ['AFTER'] }, true],
    [{ type: 'SAME_AS', event: 'b', claimedThere: ['RESPONSE_TO', 'SAME_AS'] }, false],
    [{ type: 'RETALIATION_FOR', event: 'b', claimedThere: ['RETALIATION_FOR'] }, true],
  ])('a relation, unless the other event is claimed to have the inverse: %o', (relation, wanted) => {
    const values = valuesOfEvent({
      id: 'a',
      retracted: false,
      origin: 'CURATED',
      date: null,
      placeId: null,
      count: null,
      participants: [],
      relations: [relation],
    });
    expect(values.some(({ field }) => field === 'RELATION')).toBe(wanted);
  });
});
