import type { InputRef } from '@pothos/core';
import type { z } from 'zod';
import * as enums from '../generated/prisma/enums.ts';
import { builder } from '../kernel/builder.ts';
import { fieldsOf } from './draft.ts';
import { type DraftList, draftShapes } from './draft-shape.ts';
import { choicesOf, inputTypeName } from './draft-value.ts';
import { absences } from './input-entry.ts';

/** A field of an input type, as it follows from the shape that checks it. */
export interface InputField {
  /** The name of a type, or the type itself. */
  readonly type: string | InputRef<object>;
  readonly list: boolean;
  readonly required: boolean;
  readonly description?: string;
}

export type InputFields = Readonly<Record<string, InputField>>;

/** The input types of what stands inside an entry, by the list and the field. */
const nested: Readonly<Record<string, readonly [input: string, output: string]>> = {
  'actors.names': ['ActorNameInput', 'ActorName'],
  'actors.identifiers': ['IdentifierInput', 'Identifier'],
  'places.identifiers': ['IdentifierInput', 'Identifier'],
  'conflicts.names': ['ConflictNameInput', 'ConflictName'],
  'events.participants': ['ParticipationInput', 'Participation'],
  'events.relations': ['EventRelationInput', 'EventRelation'],
  'events.codings': ['EventCodingInput', 'EventCoding'],
  'attempts.mediators': ['MediatorInput', 'Mediator'],
  'attempts.responses': ['PartyResponseInput', 'PartyResponse'],
  'attempts.events': ['AttemptEventInput', 'AttemptEvent'],
  'positions.conditions': ['PositionConditionInput', 'PositionCondition'],
  'claims.chain': ['AttributionInput', 'Attribution'],
  'claims.says': ['SayingInput', 'Claim'],
};

const HistoricalDateInputRef = defineInput(
  'HistoricalDateInput',
  'HistoricalDate',
  'A date as its source gives it.',
  {
    edtf: {
      ...one('String', true),
      description:
        'The date in EDTF (ISO 8601-2), such as 2025-05-11T08:17 or [..2025-05-06]; the scalar EDTF says what is accepted.',
    },
    verbatim: one('String', false),
    timeZone: one('String', false),
    inferred: { ...one('DatePart', false), list: true },
  },
);

const PassageInputRef = defineInput('PassageInput', 'Passage', 'The words in a source that carry a claim.', {
  exact: one('String', true),
  prefix: one('String', false),
  suffix: one('String', false),
  start: {
    ...one('Int', false),
    description:
      'Where the words begin in the text of the source, or of the one that embeds it, in code points from 0; the end follows from them.',
  },
});

function one(type: InputField['type'], required: boolean): InputField {
  return { type, list: false, required };
}

/** The fields of an input that gives an entry of a list. */
export function entryFields(list: DraftList): InputFields {
  return readFields(list, fieldsOf(draftShapes[list]));
}

/** The fields of an item of a list that stands inside an entry. */
export function itemFields(list: DraftList, field: string): InputFields {
  return readFields(`${list}.${field}`, fieldsOf(elementOf(fieldsOf(draftShapes[list])[field])));
}

/**
 * Makes an input type. `output` is the type whose fields of the same name say what the fields mean, and what the input
 * is where no description says so. One that corrects leaves what it does not give as it stands.
 */
export function defineInput(
  name: string,
  output: string | null,
  description: string | undefined,
  fields: InputFields,
  corrects = false,
): InputRef<object> {
  return builder.inputRef<object>(name).implement({
    description,
    extensions: { describes: output, corrects },
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(([field, { type, list, required, description: own }]) => [
          field,
          // The types are known by name only; Pothos finds them when the schema is built.
          t.field({ type: (list ? [type] : type) as never, required: required as never, description: own }),
        ]),
      ) as never,
  });
}

function readFields(list: string, shapes: Readonly<Record<string, z.ZodType>>): InputFields {
  const fields: Record<string, InputField> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    // Given otherwise, or not at all: see the entries of an input.
    if (list === 'claims' && ['quote', 'prefix', 'suffix', 'start', 'retracted'].includes(name)) continue;
    const field = readField(`${list}.${name}`, shape);
    const other = absences[list as DraftList]?.[name];
    fields[name] = other ? { ...field, required: false } : field;
    if (other) fields[other] = one('Absence', false);
    if (list === 'claims.says' && name === 'value') {
      fields.value = {
        ...one('String', false),
        description:
          'What is claimed for the field: a slug or id for an actor, place or event, a date in EDTF, a value of the enum of RESPONSE, OUTCOME or STANCE, or text. None where the field is OCCURRENCE.',
      };
      fields.date = {
        ...one(HistoricalDateInputRef, false),
        description:
          'The value where the field is DATE, with more about it than value can say; instead of value.',
      };
    }
  }
  if (list === 'claims') fields.passage = one(PassageInputRef, false);
  return fields;
}

function readField(path: string, shape: z.ZodType): InputField {
  const { def } = shape as unknown as {
    def: { type: string; innerType?: z.ZodType; in?: z.ZodType; element?: z.ZodType };
  };
  const choices = choicesOf(shape);
  const name = inputTypeName(shape);
  if (def.type === 'optional' && def.innerType) return { ...readField(path, def.innerType), required: false };
  if (choices) return one(enumName(choices), true);
  if (name) return one(name === 'HistoricalDateInput' ? HistoricalDateInputRef : name, true);
  if (def.type === 'array' && def.element) return { ...readField(path, def.element), list: true };
  if (def.type === 'object' || (def.type === 'pipe' && Object.keys(fieldsOf(shape)).length > 0))
    return one(nestedInput(path, shape), true);
  if (def.type === 'pipe' && def.in) return readField(path, def.in);
  if (def.type === 'string') return one('String', true);
  throw new RangeError(`There is no input type for ${path}.`);
}

const made = new Map<string, InputRef<object>>();

function nestedInput(path: string, shape: z.ZodType): InputRef<object> {
  const [name, output] = nested[path] ?? [];
  if (!name || !output) throw new RangeError(`There is no name for the input type of ${path}.`);
  const known = made.get(name);
  if (known) return known;
  const fields = readFields(path, fieldsOf(shape));
  const description = name === 'SayingInput' ? 'One thing that a passage says of one record.' : undefined;
  const ref = defineInput(name, output, description, fields);
  made.set(name, ref);
  return ref;
}

function elementOf(list: z.ZodType | undefined): z.ZodType {
  const { def } = list as unknown as { def: { element?: z.ZodType; innerType?: z.ZodType } };
  if (def.element) return def.element;
  return elementOf(def.innerType);
}

/** The enum that has these values, or of which these are some. */
function enumName(values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values);
  const found = Object.entries(enums).find(([, all]) => all === values);
  const larger = Object.entries(enums).find(([, all]) => names.every((name) => name in all));
  if (names.every((name) => ['YEAR', 'MONTH', 'DAY', 'TIME_ZONE'].includes(name))) return 'DatePart';
  const name = (found ?? larger)?.[0];
  if (!name) throw new RangeError(`There is no enum of ${names.join(', ')}.`);
  return name;
}
