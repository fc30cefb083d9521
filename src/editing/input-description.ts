import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';

/** What fields mean that no type has under the same name. */
const others: Readonly<Record<string, string>> = {
  version:
    'The version that the change was made from. Where the record is at another by now, nothing is written and a ConflictError says what stands there.',
  note: 'Why, for the history of the record; public, at most 10,000 characters.',
  idempotencyKey:
    'A key of your own, at most 200 characters, for this one request: sent again with it, the request gives the first answer again and changes nothing. Two that arrive at the same moment are one.',
  'Actor.names': 'Names beside the canonical one, which is the name itself.',
  'Event.date':
    'When it happened, as the sources behind the record say. Either this or dateAbsence is given.',
  'Event.dateAbsence': 'Why there is no date, in the place of date.',
  'Event.place':
    'The smallest place that the source names, by id or slug. Either this or placeAbsence is given.',
  'Event.placeAbsence': 'Why there is no place, in the place of place.',
  'MediationAttempt.date':
    'When the attempt was made, as the sources behind the record say. Either this or dateAbsence is given.',
  'MediationAttempt.dateAbsence': 'Why there is no date, in the place of date.',
  'MediationAttempt.proposalOriginator':
    'Who drew up the proposal that was put to the parties, by id or slug. Either this or proposalOriginatorAbsence is given.',
  'MediationAttempt.proposalOriginatorAbsence':
    'Why no originator is given, in the place of proposalOriginator.',
  'Identifier.validFrom':
    'First day on which the code stands for it, such as 2025-05-11; left out where the scheme gives none.',
  'Identifier.validTo':
    'Last day on which the code stands for it, such as 2025-05-11; left out where it still does or the scheme gives none.',
  'Passage.exact': 'The words as they stand in the source, at most 300 characters.',
  'Attribution.position':
    'Place in the chain: 1 is the first speaker that the source reports. It may be left out; the order of the list tells it.',
  'Attribution.speaker': 'Who speaks, by id or slug. Either this or speakerText is given.',
  'Claim.supersedes':
    'The earlier claim of the same root speaker that this one takes back, by its id or as source-slug#key.',
  slug: 'A readable key, [a-z0-9]+(-[a-z0-9]+)*, unique within the type and stable.',
  actor: 'Who, by id or slug.',
  party: 'Which party answers, by id or slug.',
  speakingAs:
    'The offices in which they speak or act, by id or slug. Which of their tenures it is follows from the date; one outside of all tenures gives a warning.',
  event: 'The event, by id or slug.',
  attempt: 'The mediation attempt, by id or slug.',
  response: 'One party’s answer to an attempt, as attempt-slug/party-slug.',
  position: 'The position, by id or slug.',
  conflict: 'The conflict, by id or slug.',
  value: 'The value.',
  text: 'The value in words, for a PLACE, INITIATOR, MEDIATOR or ORIGINATOR that the source does not name; instead of value.',
  role: 'The role that is claimed; required where the field is PARTICIPANT, and refused elsewhere.',
  relation: 'The relation that is claimed; required where the field is RELATION, and refused elsewhere.',
  says: 'What the passage says: one claim for each.',
  key: 'A key of the claim within its source, so that it can be referred to as source-slug#key.',
};

/** What stands on record where a field is left out. */
const defaults: Readonly<Record<string, string>> = {
  'HistoricalDate.inferred': 'empty',
  'Event.channel': 'NOT_STATED',
  'Event.repeated': 'false',
  'Event.countApproximate': 'false',
  'Participation.inferred': 'false',
  'EventRelation.inferred': 'false',
  'MediationAttempt.kind': 'NOT_STATED',
  'MediationAttempt.strategy': 'NOT_STATED',
  'MediationAttempt.initiatedBy': 'NOT_STATED',
  'MediationAttempt.venue': 'NOT_STATED',
  'PartyResponse.inferred': 'false',
  'Position.publicity': 'NOT_STATED',
  'Position.continuity': 'NOT_STATED',
  'Attribution.hearerInferred': 'false',
  'Attribution.inferred': 'false',
  'Claim.polarity': 'AFFIRMS',
};

/** Fields that every input has, whatever the record's own field of that name means. */
const controls: ReadonlySet<string> = new Set(['id', 'version', 'note', 'idempotencyKey']);

function isReference(type: GraphQLInputType): boolean {
  return getNamedType(type).name === 'ID';
}

/** What an input says of a field. One that corrects leaves as it stands what it does not give. */
function describe(description: string, value: string | undefined, corrects: boolean): string {
  if (corrects) {
    const told = description.replace(/Either this or (\w+) is given\./, 'It takes the place of $1.');
    return value === undefined ? told : `${told} Null makes it ${value}.`;
  }
  if (value === undefined) return description;
  return `${description} ${value.charAt(0).toUpperCase()}${value.slice(1)} when left out.`;
}

/**
 * Gives the fields of input types the descriptions of the fields that they set. An input type names the type whose
 * fields these are; what the field of an output says holds for the input as well, so that it is said once. So does
 * what the type itself says, where the input says nothing of its own.
 */
export function describeInputs(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isInputObjectType(type) || type.extensions.describes === undefined) continue;
    const output = schema.getType(String(type.extensions.describes));
    const known = isObjectType(output) ? output.getFields() : {};
    type.description ??= output?.description;
    for (const field of Object.values(type.getFields())) {
      const { name } = field;
      const said = known[name]?.description;
      const refers = said && isReference(field.type) ? `${said} By id or slug.` : said;
      const path = `${String(type.extensions.describes)}.${name}`;
      const description = others[path] ?? (controls.has(name) ? others[name] : (refers ?? others[name]));
      if (description !== undefined)
        field.description ??= describe(description, defaults[path], type.extensions.corrects === true);
    }
  }
}
