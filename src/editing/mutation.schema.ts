import type { InputRef } from '@pothos/core';
import { addClaim, createRecord } from './create.service.ts';
import { changesTies } from './derive-after.service.ts';
import { documentLists, recordSource } from './document.service.ts';
import type { DraftList } from './draft-shape.ts';
import type { VersionedType } from './form.ts';
import { defineInput, entryFields, type InputField, type InputFields, itemFields } from './input-type.ts';
import { kinds } from './kinds.ts';
import { mergeIntoSurvivor } from './merge-history.service.ts';
import { define } from './mutation-type.ts';
import { recordResponse } from './response.service.ts';
import { type RetractableType, restoreRecord, retractRecord } from './retract.service.ts';
import { type UpdatedList, updateRecord } from './update.service.ts';

const id: InputField = { type: 'ID', list: false, required: true };

/** What people call a type. */
const nouns: Readonly<Record<VersionedType, string>> = {
  Actor: 'actor',
  Office: 'office',
  Tenure: 'tenure',
  Place: 'place',
  Issue: 'issue',
  Conflict: 'conflict',
  Event: 'event',
  Source: 'source',
  MediationAttempt: 'mediation attempt',
  Position: 'position',
  Claim: 'claim',
};

function oneOf(type: VersionedType): string {
  return `${/^[aeio]/.test(nouns[type]) ? 'an' : 'a'} ${nouns[type]}`;
}

/** Types that have no slug, and what they are named by. */
const namedBy: Readonly<Partial<Record<VersionedType, string>>> = {
  Tenure: 'its id',
  Claim: 'its id or as source-slug#key',
};

/** The field that names what a mutation is about. */
function idTo(verb: string, type: VersionedType): InputField {
  return { ...id, description: `The ${nouns[type]} to ${verb}, by ${namedBy[type] ?? 'its id or slug'}.` };
}

const version: InputField = { type: 'Int', list: false, required: true };
const versionIfSeen: InputField = {
  ...version,
  required: false,
  description:
    'The version that the change was made from; where the record is at another by now, nothing is written. Left out, the change is made whatever version stands there.',
};

const without = (fields: InputFields, ...names: string[]): InputFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

const optional = (fields: InputFields): InputFields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, required: false }]));

/** What is created and changed alike, in this order. */
const created: readonly UpdatedList[] = [
  'actors',
  'offices',
  'tenures',
  'places',
  'conflicts',
  'issues',
  'sources',
  'events',
  'attempts',
  'positions',
];

/** What is put on record and corrected with something. */
const parts: Readonly<Partial<Record<UpdatedList, readonly [created: string, updated: string]>>> = {
  tenures: [', which says who holds an office and when,', ''],
  events: [' with its participants, relations and codings', ' with its participants, relations and codings'],
  attempts: [' with its mediators and the responses of the parties', ' with its mediators'],
};

/** What a correction cannot change. */
const stays: Readonly<Partial<Record<UpdatedList, string>>> = {
  tenures: 'Its holder and its office stay.',
  attempts: 'Its slug stays, and recordResponse changes its responses.',
};

for (const list of created) {
  const { type } = kinds[list];
  const [createdWith, updatedWith] = parts[list] ?? ['', ''];
  const fields = entryFields(list);
  // What others tell it by stays, and responses have a mutation of their own.
  const fixed = list === 'tenures' ? ['holder', 'office'] : ['slug', 'responses'];
  define({
    name: `create${type}`,
    role: 'EDITOR',
    description: `Puts ${oneOf(type)}${createdWith} on record.`,
    type,
    input: fields,
    given: `The ${nouns[type]} as it is to stand on record.`,
    change: (each, input) => createRecord(each, list, input),
  });
  define({
    name: `update${type}`,
    role: 'EDITOR',
    description: `Corrects ${oneOf(type)}${updatedWith}: the fields that are given change, null takes a value away, a list is given whole, and what is left out stays. ${stays[list] ?? 'Its slug stays.'} It takes the version that you read; a change of nothing makes no version.`,
    type,
    input: { id: idTo('correct', type), version, ...optional(without(fields, ...fixed)) },
    given: `Which ${nouns[type]} is corrected, the version that you read, and the fields that change.`,
    corrects: true,
    changesTies: (input) => changesTies(type, (field) => input[field] !== undefined),
    change: (each, input) => updateRecord(each, list, input),
  });
}

define({
  name: 'recordResponse',
  role: 'EDITOR',
  description:
    'Puts on record what one party answered to a mediation attempt, in the place of what it was said to have answered before. The response is replaced whole: a date or conditions that are left out are taken away.',
  type: 'MediationAttempt',
  describes: 'PartyResponse',
  input: {
    attempt: id,
    version: versionIfSeen,
    ...itemFields('attempts', 'responses'),
  },
  given: 'Which attempt, which party, and the whole of what it answered.',
  change: recordResponse,
});

define({
  name: 'addClaim',
  role: 'EDITOR',
  description: 'Adds one claim that a source makes about a record. The record keeps its version.',
  type: 'Claim',
  input: { ...without(entryFields('claims'), 'says'), ...itemFields('claims', 'says') },
  given: 'The source, its passage, and what that says of one field of one record.',
  change: addClaim,
});

define({
  name: 'recordSource',
  role: 'EDITOR',
  description:
    'Puts a whole document on record, all or nothing: its source, what it claims, and the records that the claims are about. What is on record already is referred to by its slug or id.',
  type: 'Source',
  input: documentFields(),
  given: 'The document, its claims, and the records that are new.',
  change: recordSource,
});

define({
  name: 'mergeActors',
  role: 'CURATOR',
  description:
    'Makes two actors one. Slug, id and codes of the one that goes find the one that stays from then on, and everything that referred to it refers to that. It cannot be undone. A merge that would make a disagreement that was not there is refused.',
  type: 'Actor',
  input: {
    merged: { ...id, description: 'The actor that goes, by id or slug.' },
    survivor: { ...id, description: 'The actor that stays, by id or slug.' },
  },
  given: 'The actor that goes and the actor that stays.',
  changesTies: () => true,
  change: mergeIntoSurvivor,
});

const retractable: readonly RetractableType[] = ['Event', 'MediationAttempt', 'Position', 'Claim'];

for (const type of retractable) {
  const replacedBy: InputFields =
    type === 'Claim'
      ? {}
      : {
          replacedBy: {
            type: 'ID',
            list: false,
            required: false,
            description: `The ${nouns[type]} that takes its place, by its id or slug.`,
          },
        };
  define({
    name: `retract${type}`,
    role: 'CURATOR',
    description: `Withdraws ${oneOf(type)}, with a reason. It leaves every list that does not ask for it, and stays readable by its id.`,
    type,
    input: {
      id: idTo('retract', type),
      version: versionIfSeen,
      reason: {
        type: 'String',
        list: false,
        required: true,
        description:
          'Why it is withdrawn, in a sentence that stands on the record for everybody to read; at most 10,000 characters.',
      },
      ...replacedBy,
    },
    given: `Which ${nouns[type]} is withdrawn, and why.`,
    change: (each, input) => retractRecord(each, type, input),
  });
  define({
    name: `restore${type}`,
    role: 'CURATOR',
    description: `Takes the retraction of ${oneOf(type)} back.`,
    type,
    input: { id: idTo('restore', type), version: versionIfSeen },
    given: `Which ${nouns[type]} is restored.`,
    change: (each, input) => restoreRecord(each, type, input),
  });
}

function documentFields(): InputFields {
  const list = (type: InputRef<object>): InputField => ({ type, list: true, required: false });
  const item = (of: DraftList) => {
    const { type } = kinds[of];
    const fields = entryFields(of);
    const { source } = fields;
    const given = source ? { ...fields, source: { ...source, required: false } } : fields;
    return defineInput(`${type}Input`, type, undefined, given);
  };
  const inputs = new Map<DraftList, InputRef<object>>(documentLists.map((of) => [of, item(of)]));
  const SourceInput = inputs.get('sources');
  if (!SourceInput) throw new RangeError('A document has sources.');
  const described: Readonly<Partial<Record<DraftList, string>>> = {
    sources: 'Other sources that the document embeds, reports or copies.',
    claims: 'What the document claims, passage by passage. A claim without a source is one of the document.',
  };
  return {
    source: { type: SourceInput, list: false, required: true, description: 'The document.' },
    text: {
      type: 'String',
      list: false,
      required: false,
      description:
        'The whole text of the document, in which every quote is looked up: at its start, or, where it has none, wherever it stands once between its prefix and suffix. It is not kept; its sha256 becomes contentSha256 where that is not given.',
    },
    ...Object.fromEntries(
      documentLists.map((of) => [
        of,
        {
          ...list(inputs.get(of) ?? SourceInput),
          description: described[of] ?? `New ${of} that the claims are about or refer to.`,
        },
      ]),
    ),
  };
}
