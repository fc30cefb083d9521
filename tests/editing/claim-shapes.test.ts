import { describe, expect, test } from 'vitest';
import { testDatabase } from '../setup/database.ts';
import { base, claimWith, expectRefusal, refusal, saying, voiced } from './folder.ts';

const db = await testDatabase();

const refusalOf = (text: string) => refusal(db, { 'base.yaml': base, 'more.yaml': text });

describe('a claim that does not hold together', () => {
  test.each([
    [
      'no subject',
      saying('field: OCCURRENCE'),
      /^more.yaml:2: says.0: a claim has one subject out of event, .*; none is given$/,
    ],
    [
      'two subjects',
      saying('event: meeting, attempt: offer, field: OCCURRENCE'),
      /event and attempt are given$/,
    ],
    [
      'a field that the subject has not',
      saying('event: meeting, field: STANCE, value: REJECT'),
      'more.yaml:2: says.0.field: STANCE is a field of position, not of event',
    ],
    [
      'a value where there is none',
      saying('event: meeting, field: OCCURRENCE, value: yes'),
      'more.yaml:2: says.0.value: OCCURRENCE has no value; leave it out',
    ],
    [
      'no value',
      saying('event: meeting, field: LABEL'),
      'more.yaml:2: says.0.value: it is missing; LABEL needs a value: give it in words',
    ],
    [
      'no place, which can be given in words',
      saying('event: meeting, field: PLACE'),
      /: it is missing; PLACE needs a value: give the slug of a place, or text with the words of the source$/,
    ],
    [
      'no date',
      saying('event: meeting, field: DATE'),
      /: it is missing; DATE needs a value: give a date in EDTF$/,
    ],
    [
      'a wrong value',
      saying('position: arva-on-border, field: STANCE, value: MAYBE'),
      /^more.yaml:2: says.0.value: "MAYBE" is given; one of SUPPORT, /,
    ],
    [
      'a date that does not parse',
      saying('event: meeting, field: DATE, value: soon'),
      /^more.yaml:2: says.0.value: "soon" /,
    ],
    [
      'a count that is none',
      saying('event: meeting, field: COUNT, value: many'),
      /^more.yaml:2: says.0.value: a number from 1/,
    ],
    [
      'a participant without a role',
      saying('event: meeting, field: PARTICIPANT, value: arva'),
      /^more.yaml:2: says.0.role: it is missing; a PARTICIPANT needs a role, one of .*HOST/,
    ],
    [
      'a role that goes with nothing',
      saying('event: meeting, field: INITIATOR, value: arva, role: HOST'),
      /^more.yaml:2: says.0.role: it goes with the field PARTICIPANT only/,
    ],
    [
      'a participant in words',
      saying('event: meeting, field: PARTICIPANT, role: HOST, text: somebody'),
      /^more.yaml:2: says.0.text: text is for PLACE, /,
    ],
    [
      'a value and words',
      saying('event: meeting, field: INITIATOR, value: arva, text: Arva'),
      /^more.yaml:2: says.0.text: value and text are both given/,
    ],
    [
      'a response without a party',
      saying('response: offer, field: OCCURRENCE'),
      /^more.yaml:2: says.0.response: "offer" is given; the slugs of an attempt and a party/,
    ],
    ['nothing said', claimWith('says: []'), 'more.yaml:2: says: at least one entry is expected'],
    [
      'a start without a quote',
      claimWith('start: 5, says: [{ event: meeting, field: OCCURRENCE }]'),
      'more.yaml:2: start is given without the quote that begins there',
    ],
    [
      'a quote that is too long',
      claimWith(`quote: ${'x'.repeat(301)}, says: [{ event: meeting, field: OCCURRENCE }]`),
      'more.yaml:2: quote: at most 300 characters are accepted',
    ],
    [
      'a voice that nobody has',
      voiced('act: ASSERT'),
      'more.yaml:2: chain.0: a voice has a speaker or a speakerText; neither is given',
    ],
    [
      'a voice of two',
      voiced('speaker: arva, speakerText: officials, act: ASSERT'),
      'more.yaml:2: chain.0: a voice has a speaker or a speakerText; both are given',
    ],
    [
      'an office of a voice in words',
      voiced('speakerText: officials, act: ASSERT, speakingAs: [arva-minister]'),
      'more.yaml:2: chain.0: speakingAs is given without a speaker',
    ],
    [
      'an inferred hearer that is nobody',
      voiced('speaker: arva, act: ASSERT, hearerInferred: true'),
      'more.yaml:2: chain.0: hearerInferred is given without a hearer',
    ],
  ])('%s', (_, text, expected) => expectRefusal(db, text, expected));

  test('a quote of 300 characters outside the basic plane is not too long', async () => {
    const lines = await refusalOf(
      claimWith(`quote: ${'😀'.repeat(300)}, says: [{ event: nothing, field: OCCURRENCE }]`),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/no event has the slug "nothing"/);
  });
});
