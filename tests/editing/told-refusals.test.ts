import { beforeAll, expect, test } from 'vitest';
import type { TestDatabase } from '../setup/database.ts';
import { send } from './editors.ts';
import { claim, event, refusalScene, source, text } from './refusal-scene.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await refusalScene();
});

const told: [what: string, mutation: string, input: Record<string, unknown>, message: RegExp][] = [
  [
    'a DATE without a value',
    'addClaim',
    { ...claim, field: 'DATE' },
    /^value: DATE needs a value: give date, or value as EDTF$/,
  ],
  [
    'an OUTCOME without a value',
    'addClaim',
    { ...claim, event: null, attempt: 'offer', field: 'OUTCOME' },
    /^value: it is missing; OUTCOME needs a value: give one of OFFERED_ONLY, /,
  ],
  [
    'a PARTICIPANT without a role',
    'addClaim',
    { ...claim, field: 'PARTICIPANT', value: 'bo' },
    /^role: it is missing; a PARTICIPANT needs a role, one of .*HOST/,
  ],
  [
    'a title that is taken away',
    'updateEvent',
    { id: 'talks', version: 1, title: null },
    /^title: title cannot be taken away; give what is to stand there, or leave it out$/,
  ],
  [
    'mediators that are taken away',
    'updateMediationAttempt',
    { id: 'offer', version: 1, mediators: null },
    /^mediators: mediators cannot be taken away;/,
  ],
  [
    'a place that is taken away without a reason',
    'updateEvent',
    { id: 'talks', version: 1, placeAbsence: null },
    /^place: place, or placeAbsence where there is none, is expected$/,
  ],
  [
    'a quote that stands nowhere',
    'recordSource',
    {
      source,
      text,
      claims: [
        {
          directness: 'DIRECT_QUOTE',
          passage: { exact: '"No," said' },
          says: [{ event: 'talks', field: 'OCCURRENCE' }],
        },
      ],
    },
    /^claims.0.passage.exact: "\\"No,\\" said" stands nowhere in the text as it is given; letters, quotation marks, dashes and spaces have to be the same/,
  ],
  [
    'a version that is not reached yet',
    'updateEvent',
    { id: 'talks', version: 7, title: 'More talks' },
    /^version: 7 was given, and the record is at version 1: it has not come that far\. Read the version/,
  ],
  [
    'a version of an actor that was merged',
    'updateActor',
    { id: 'arwa-state', version: 1, name: 'Arwa' },
    /^version: 1 was given, and the record is at version 2: somebody else has .* "arwa-state" was merged into arva, whose version this is\.$/,
  ],
  [
    'a version of an actor by its own slug',
    'updateActor',
    { id: 'arva', version: 1, name: 'Arwa' },
    /^version: 1 was given, and the record is at version 2: somebody else has .* with that version\.$/,
  ],
  [
    'a slug that leads to another actor',
    'createActor',
    { slug: 'arwa-state', name: 'Arwa', kind: 'STATE' },
    /^slug: the actor "arwa-state" leads to "arva" since a merge; refer to that, or choose another slug$/,
  ],
  [
    'the slug of what is retracted',
    'createEvent',
    { ...event, slug: 'rumour' },
    /^slug: the event "rumour" is on record, and retracted; restore it with restoreEvent, or choose another slug$/,
  ],
  [
    'restoring what is not retracted',
    'restoreEvent',
    { id: 'talks' },
    /^id: it is not retracted, so that there is nothing to restore; its retraction says whether it is$/,
  ],
  [
    'restoring a claim that is not retracted',
    'restoreClaim',
    { id: 'paper#k' },
    /^id: it is not retracted, .* its status says whether it is$/,
  ],
  [
    'the merge of a person and a state',
    'mergeActors',
    { merged: 'bo', survivor: 'arva' },
    /: bo is of kind PERSON and arva of kind STATE; a person can be merged only with a person\./,
  ],
  [
    'an office that a participant never held',
    'createEvent',
    { ...event, participants: [{ actor: 'bo', role: 'PARTY', speakingAs: ['minister'] }] },
    /^participants.0.speakingAs.0: bo has no tenure of minister here or in the record; put it on record with createTenure, or/,
  ],
  [
    'an office that a participant of a document never held',
    'recordSource',
    {
      source,
      events: [{ ...event, participants: [{ actor: 'bo', role: 'PARTY', speakingAs: ['minister'] }] }],
    },
    /^events.0.participants.0.speakingAs.0: .*; add it to tenures, or/,
  ],
  [
    'a change of what is not there, with what may have been meant',
    'updateEvent',
    { id: 'talk', version: 1, title: 'Talk' },
    /^id: the record holds no Event under "talk" \(did you mean "talks"\?\); give an id as this service returned it, or a slug that is on record\.$/,
  ],
  [
    'a place that is spelt as a name',
    'createEvent',
    { ...event, placeAbsence: null, place: 'New Delhi' },
    /^place: "New Delhi" is given; the slug of a place, or NOT_STATED, UNKNOWN or NONE, is expected \(did you mean "new-delhi"\?\)$/,
  ],
  [
    'an actor that is spelt as a name',
    'createEvent',
    { ...event, participants: [{ actor: 'Arva', role: 'PARTY' }] },
    /^participants.0.actor: "Arva" is given; a slug of .* is expected \(did you mean "arva"\?\)$/,
  ],
  [
    'a claim that is not there',
    'retractClaim',
    { id: 'paper', reason: 'x' },
    /^id: the record holds no Claim under "paper"; give an id as this service returned it, or source-slug#key\.$/,
  ],
];

test.each(told)('told with what to do: %s', async (_what, mutation, input, message) => {
  const { message: whole = '', problems } = await send(db, mutation, input);
  const lines = problems?.map((problem) => `${problem.path.join('.')}: ${problem.message}`) ?? [whole];
  expect(lines).toEqual([expect.stringMatching(message)]);
});
