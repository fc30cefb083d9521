import { TenureRef } from '../actors/actor.schema.ts';
import { CodingSchemeRef, QuadClassRef } from '../codes/code.schema.ts';
import '../conflicts/conflict.schema.ts';
import { IssueRef } from '../conflicts/issue.schema.ts';
import { RecordRef, VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { connectionType } from '../kernel/connection.ts';
import { AbsenceRef, dateField } from '../kernel/date.schema.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import '../places/place.schema.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { channels, eventRelationTypes, eventTypes, participationRoles } from './event.vocabulary.ts';

export const EventTypeRef = vocabularyType('EventType', eventTypes);
export const ParticipationRoleRef = vocabularyType('ParticipationRole', participationRoles);
const ChannelRef = vocabularyType('Channel', channels);
export const EventRelationTypeRef = vocabularyType('EventRelationType', eventRelationTypes);

/** Lists that are given whole are bounded by the database at this length. */
const whole = { orderBy: { position: 'asc' }, take: 200 } as const;

builder.prismaObject('Participation', {
  fields: (t) => ({
    actor: t.relation('actor'),
    role: t.expose('role', { type: ParticipationRoleRef, description: 'What the actor is in the event.' }),
    speakingAs: t.field({
      type: [TenureRef],
      description:
        'The offices in which the actor takes part, as the source has it; empty where it names none.',
      select: (_args, _context, nested) => ({
        tenureRows: { orderBy: { tenureId: 'asc' }, take: 20, select: { tenure: nested() } },
      }),
      resolve: (participation) => participation.tenureRows.map((row) => row.tenure),
    }),
    inferred: t.exposeBoolean('inferred'),
  }),
});

builder.prismaObject('EventRelation', {
  fields: (t) => ({
    type: t.expose('type', {
      type: EventRelationTypeRef,
      description: 'How this event stands to the other.',
    }),
    event: t.relation('event'),
    inferred: t.exposeBoolean('inferred'),
  }),
});

builder.prismaObject('EventCoding', {
  fields: (t) => ({
    scheme: t.expose('scheme', { type: CodingSchemeRef, description: 'The scheme, with its version.' }),
    code: t.exposeString('code'),
    label: t.exposeString('label'),
    mode: t.exposeString('mode', { nullable: true }),
    contexts: t.exposeStringList('contexts'),
    goldstein: t.exposeFloat('goldstein', { nullable: true }),
    quadClass: t.expose('quadClass', {
      type: QuadClassRef,
      nullable: true,
      description:
        'The quadrant of verbal or material, cooperation or conflict; null where the dataset gives none.',
    }),
  }),
});

export const EventRef = builder.prismaObject('Event', {
  interfaces: [NodeRef, VersionedRef, RecordRef],
  fields: (t) => ({
    type: t.expose('type', { type: EventTypeRef, description: 'What kind of act it is.' }),
    title: t.exposeString('title'),
    summary: t.exposeString('summary', { nullable: true }),
    date: t.field({
      ...dateField('date'),
      description:
        'When it happened, as the sources behind the record say; null exactly when dateAbsence is set.',
    }),
    dateAbsence: t.expose('dateAbsence', {
      type: AbsenceRef,
      nullable: true,
      description: 'Why there is no date. Set exactly when date is null.',
    }),
    place: t.relation('place', { nullable: true }),
    placeAbsence: t.expose('placeAbsence', {
      type: AbsenceRef,
      nullable: true,
      description: 'Why there is no place. Set exactly when place is null.',
    }),
    channel: t.expose('channel', {
      type: ChannelRef,
      description: 'By what means the actors dealt with each other.',
    }),
    repeated: t.exposeBoolean('repeated'),
    count: t.exposeInt('count', { nullable: true }),
    countApproximate: t.exposeBoolean('countApproximate'),
    participants: t.relation('participants', { query: whole }),
    conflict: t.relation('conflict', { nullable: true }),
    issues: t.field({
      type: [IssueRef],
      description: 'What the event is about, in the order of the record.',
      select: (_args, _context, nested) => ({ issueRows: { ...whole, select: { issue: nested() } } }),
      resolve: (event) => event.issueRows.map((row) => row.issue),
    }),
    relations: t.relation('relations', { query: whole }),
    codings: t.relation('codings', { query: whole }),
  }),
});
registerNode('Event');

export const { ConnectionRef: EventConnectionRef } = connectionType('Event', EventRef);

builder.prismaObjectField(SourceRef, 'event', (t) => t.relation('event', { nullable: true }));

builder.queryField('event', (t) =>
  t.prismaField({
    type: EventRef,
    nullable: true,
    description: 'An event by its id or slug, retracted or not; null where there is none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'An opaque id or a slug, such as "attack-pahalgam-2025-04".',
      }),
    },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.event.findUnique({ ...query, where: readReference(id, 'Event', 'id') }),
    ...byReference('Event'),
  }),
);
