import type { GraphQLResolveInfo } from 'graphql';
import sql, { join } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { EventRef, EventRelationTypeRef, ParticipationRoleRef } from '../events/event.schema.ts';
import type { EventRelationType, ParticipationRole } from '../generated/prisma/enums.ts';
import { builder } from '../kernel/builder.ts';
import type { Context } from '../kernel/context.ts';
import { dateScope, storedDate } from '../kernel/date.schema.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import { loadRow, type Row } from '../kernel/load.ts';
import { type Choice, planned, type Scope } from '../kernel/plan.ts';
import { MediationAttemptRef, PartyResponseRef } from '../mediation/mediation-attempt.schema.ts';
import { PlaceRef } from '../places/place.schema.ts';
import { PositionRef } from '../positions/position.schema.ts';

/** The columns of a claim and of a side that say what is claimed. */
export interface ValueColumns {
  valueActorId: string | null;
  valuePlaceId: string | null;
  valueEventId: string | null;
  valueRole: ParticipationRole | null;
  valueRelation: EventRelationType | null;
  valueDate: unknown;
  valueTextual: string | null;
}

/** The columns of a claim and of a disagreement that say what it is about; exactly one is set. */
export interface SubjectColumns {
  eventId: string | null;
  attemptId: string | null;
  responseId: string | null;
  positionId: string | null;
  conflictId: string | null;
}

interface ClaimedRelation {
  __typename: 'ClaimedRelation';
  type: EventRelationType;
  eventId: string;
}
interface ClaimedParticipant {
  __typename: 'ClaimedParticipant';
  role: ParticipationRole;
  actorId: string;
}
interface ClaimText {
  __typename: 'ClaimText';
  text: string;
}

const ClaimTextRef = builder.objectRef<ClaimText>('ClaimText').implement({
  description: 'A claimed value that is words, a number or a value of a vocabulary.',
  fields: (t) => ({ text: t.exposeString('text', { description: 'The value as text.' }) }),
});

/** A row that a foreign key guarantees; its absence is a fault of the service, not of the request. */
async function existing<T>(row: Promise<T | null>, what: string): Promise<T> {
  const found = await row;
  if (!found) throw new Error(`${what} is gone.`);
  return found;
}

const ClaimedRelationRef = builder.objectRef<ClaimedRelation>('ClaimedRelation').implement({
  description: 'A claimed relation to another event.',
  fields: (t) => ({
    type: t.expose('type', { type: EventRelationTypeRef, description: 'How the event stands to the other.' }),
    event: t.field({
      type: EventRef,
      description: 'The other event.',
      resolve: (value, _args, context, info) =>
        existing(loadRow(context, info, 'Event', value.eventId), `Event ${value.eventId}`),
      ...planned({ rows: (value) => ({ type: 'Event', id: value.column('eventId') }) }),
    }),
  }),
});

const ClaimedParticipantRef = builder.objectRef<ClaimedParticipant>('ClaimedParticipant').implement({
  description: 'A claimed part of somebody in an event or attempt.',
  fields: (t) => ({
    role: t.expose('role', {
      type: ParticipationRoleRef,
      description: 'What the actor is said to be in it.',
    }),
    actor: t.field({
      type: ActorRef,
      description: 'Who is said to take part.',
      resolve: (value, _args, context, info) =>
        existing(loadRow(context, info, 'Actor', value.actorId), `Actor ${value.actorId}`),
      ...planned({ rows: (value) => ({ type: 'Actor', id: value.column('actorId') }) }),
    }),
  }),
});

type ClaimValue =
  | Row<'Actor'>
  | Row<'Place'>
  | (HistoricalDate & { __typename: 'HistoricalDate' })
  | ClaimedRelation
  | ClaimedParticipant
  | ClaimText;

export const ClaimValueRef = builder.unionType('ClaimValue', {
  description:
    'What is claimed for the field: compared by reference, so that an actor stays one value under all of its names.',
  types: [ActorRef, PlaceRef, 'HistoricalDate', ClaimedRelationRef, ClaimedParticipantRef, ClaimTextRef],
  resolveType: (value) => ('__typename' in value ? String(value.__typename) : undefined),
});

export const ClaimSubjectRef = builder.unionType('ClaimSubject', {
  description: 'What a claim or a disagreement can be about.',
  types: [EventRef, MediationAttemptRef, PartyResponseRef, PositionRef, ConflictRef],
  resolveType: (subject) => ('__typename' in subject ? String(subject.__typename) : undefined),
});

/** The value behind its columns; null where the field is OCCURRENCE. */
export async function loadValue(
  row: ValueColumns,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<ClaimValue | null> {
  if (row.valueRelation && row.valueEventId)
    return { __typename: 'ClaimedRelation', type: row.valueRelation, eventId: row.valueEventId };
  if (row.valueRole && row.valueActorId)
    return { __typename: 'ClaimedParticipant', role: row.valueRole, actorId: row.valueActorId };
  if (row.valueActorId) return loadRow(context, info, 'Actor', row.valueActorId);
  if (row.valuePlaceId) return loadRow(context, info, 'Place', row.valuePlaceId);
  const date = storedDate(row.valueDate);
  if (date) return { ...date, __typename: 'HistoricalDate' };
  return row.valueTextual === null ? null : { __typename: 'ClaimText', text: row.valueTextual };
}

/** {@link loadValue} in SQL. */
export function valueChoices(row: Scope): Choice[] {
  const has = (...properties: (keyof ValueColumns)[]) =>
    join(
      properties.map((property) => sql`${row.column(property)} IS NOT NULL`),
      ' AND ',
    );
  const part = (type: string, properties: Record<string, keyof ValueColumns>): Scope => ({
    type,
    column: (property) => row.column(properties[property] ?? property),
  });
  return [
    {
      when: has('valueRelation', 'valueEventId'),
      give: part('ClaimedRelation', { type: 'valueRelation', eventId: 'valueEventId' }),
    },
    {
      when: has('valueRole', 'valueActorId'),
      give: part('ClaimedParticipant', { role: 'valueRole', actorId: 'valueActorId' }),
    },
    { when: has('valueActorId'), give: { type: 'Actor', id: row.column('valueActorId') } },
    { when: has('valuePlaceId'), give: { type: 'Place', id: row.column('valuePlaceId') } },
    { when: has('valueDate'), give: dateScope(row.column('valueDate')) },
    { when: has('valueTextual'), give: part('ClaimText', { text: 'valueTextual' }) },
  ];
}

const subjects = [
  ['eventId', 'Event'],
  ['attemptId', 'MediationAttempt'],
  ['responseId', 'PartyResponse'],
  ['positionId', 'Position'],
  ['conflictId', 'Conflict'],
] as const;

/** {@link loadSubject} in SQL. */
export function subjectChoices(row: Scope): Choice[] {
  return subjects.map(([property, type]) => {
    const id = row.column(property);
    return { when: sql`${id} IS NOT NULL`, give: { type, id } };
  });
}

/** What a claim or a disagreement is about. */
export function loadSubject(row: SubjectColumns, context: Context, info: GraphQLResolveInfo) {
  if (row.eventId) return existing(loadRow(context, info, 'Event', row.eventId), `Event ${row.eventId}`);
  if (row.attemptId)
    return existing(loadRow(context, info, 'MediationAttempt', row.attemptId), `Attempt ${row.attemptId}`);
  if (row.responseId)
    return existing(loadRow(context, info, 'PartyResponse', row.responseId), `Response ${row.responseId}`);
  if (row.positionId)
    return existing(loadRow(context, info, 'Position', row.positionId), `Position ${row.positionId}`);
  return existing(loadRow(context, info, 'Conflict', row.conflictId ?? ''), `Conflict ${row.conflictId}`);
}
