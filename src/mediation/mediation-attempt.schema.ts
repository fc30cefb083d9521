import sql, { type Sql } from 'sql-template-tag';
import { TenureRef } from '../actors/actor.schema.ts';
import { IssueRef } from '../conflicts/issue.schema.ts';
import { EventRef } from '../events/event.schema.ts';
import { RecordRef, VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { connectionType } from '../kernel/connection.ts';
import { AbsenceRef, dateField } from '../kernel/date.schema.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import { planned, type Scope } from '../kernel/plan.ts';
import {
  attemptEventRoles,
  mediationInitiators,
  mediationKinds,
  mediationOutcomes,
  mediationStrategies,
  mediationVenues,
  partyAnswers,
} from './mediation.vocabulary.ts';
import { outcomeNow, talksOverReason } from './outcome.ts';

export const MediationKindRef = vocabularyType('MediationKind', mediationKinds);
export const MediationStrategyRef = vocabularyType('MediationStrategy', mediationStrategies);
const MediationInitiatorRef = vocabularyType('MediationInitiator', mediationInitiators);
const MediationVenueRef = vocabularyType('MediationVenue', mediationVenues);
export const MediationOutcomeRef = vocabularyType('MediationOutcome', mediationOutcomes);
export const PartyAnswerRef = vocabularyType('PartyAnswer', partyAnswers);
const AttemptEventRoleRef = vocabularyType('AttemptEventRole', attemptEventRoles);

const whole = { orderBy: { position: 'asc' }, take: 200 } as const;

/** Whether `outcomeNow` takes the attempt's talks for ended without a result. */
function talksOver(attempt: Scope): Sql {
  return sql`(${attempt.column('outcome')} = 'ONGOING' AND ${attempt.column('ongoingUntil')} <= now())`;
}

builder.prismaObject('Mediator', {
  fields: (t) => ({
    actor: t.relation('actor'),
    speakingAs: t.field({
      type: [TenureRef],
      description:
        'The offices in which the actor mediates, as the source has it; empty where it names none.',
      select: (_args, _context, nested) => ({
        tenureRows: { orderBy: { tenureId: 'asc' }, take: 20, select: { tenure: nested() } },
      }),
      resolve: (mediator) => mediator.tenureRows.map((row) => row.tenure),
    }),
  }),
});

builder.prismaObject('AttemptEvent', {
  fields: (t) => ({
    attempt: t.relation('attempt'),
    event: t.relation('event'),
    role: t.expose('role', { type: AttemptEventRoleRef, description: 'What the event is to the attempt.' }),
  }),
});

export const PartyResponseRef = builder.prismaObject('PartyResponse', {
  interfaces: [NodeRef],
  fields: (t) => ({
    attempt: t.relation('attempt'),
    party: t.relation('party'),
    answer: t.expose('answer', { type: PartyAnswerRef, description: 'What the party answered.' }),
    inferred: t.exposeBoolean('inferred'),
    date: t.field({
      ...dateField('date'),
      description: 'When the party answered; null where no source says.',
    }),
    conditions: t.exposeStringList('conditions'),
  }),
});
registerNode('PartyResponse');

export const MediationAttemptRef = builder.prismaObject('MediationAttempt', {
  interfaces: [NodeRef, VersionedRef, RecordRef],
  fields: (t) => ({
    title: t.exposeString('title'),
    summary: t.exposeString('summary', { nullable: true }),
    conflict: t.relation('conflict', { nullable: true }),
    kind: t.expose('kind', {
      type: MediationKindRef,
      description: 'What sort of third-party involvement it is.',
    }),
    strategy: t.expose('strategy', { type: MediationStrategyRef, description: 'How far the mediator went.' }),
    initiatedBy: t.expose('initiatedBy', {
      type: MediationInitiatorRef,
      description: 'From whom the attempt came.',
    }),
    venue: t.expose('venue', {
      type: MediationVenueRef,
      description: 'On whose ground it took or was to take place.',
    }),
    date: t.field({
      ...dateField('date'),
      description:
        'When the attempt was made, as the sources behind the record say; null exactly when dateAbsence is set.',
    }),
    dateAbsence: t.expose('dateAbsence', {
      type: AbsenceRef,
      nullable: true,
      description: 'Why there is no date. Set exactly when date is null.',
    }),
    mediators: t.relation('mediators', { query: whole }),
    responses: t.relation('responses', { query: whole }),
    outcome: t.field({
      type: MediationOutcomeRef,
      description: 'What came of it, derived from the responses and the linked events by the published rule.',
      resolve: (attempt) => outcomeNow(attempt, new Date()).outcome,
      ...planned({
        value: (attempt) =>
          sql`CASE WHEN ${talksOver(attempt)} THEN 'UNSUCCESSFUL' ELSE ${attempt.column('outcome')} END`,
      }),
    }),
    outcomeReason: t.string({
      description: 'The line of the rule that gave the outcome.',
      resolve: (attempt) => outcomeNow(attempt, new Date()).reason,
      ...planned({
        value: (attempt) =>
          sql`CASE WHEN ${talksOver(attempt)} THEN ${talksOverReason} ELSE ${attempt.column('outcomeReason')} END`,
      }),
    }),
    proposalOriginator: t.relation('proposalOriginator', { nullable: true }),
    proposalOriginatorAbsence: t.expose('proposalOriginatorAbsence', {
      type: AbsenceRef,
      nullable: true,
      description: 'Why no originator is given. Set exactly when proposalOriginator is null.',
    }),
    issues: t.field({
      type: [IssueRef],
      description: 'What the attempt is about, in the order of the record.',
      select: (_args, _context, nested) => ({ issueRows: { ...whole, select: { issue: nested() } } }),
      resolve: (attempt) => attempt.issueRows.map((row) => row.issue),
    }),
    events: t.relation('events', { query: whole }),
  }),
});
registerNode('MediationAttempt');

builder.prismaObjectField(MediationAttemptRef, 'possiblySameAs', (t) =>
  t.field({
    type: [MediationAttemptRef],
    description: 'Attempts that may be this one under another account; kept apart until a source decides.',
    select: (_args, _context, nested) => ({
      sameAsRows: { orderBy: { otherId: 'asc' }, take: 200, select: { other: nested() } },
    }),
    resolve: (attempt) => attempt.sameAsRows.map((row) => row.other),
  }),
);

export const { ConnectionRef: MediationAttemptConnectionRef } = connectionType(
  'MediationAttempt',
  MediationAttemptRef,
);

builder.prismaObjectField(EventRef, 'mediationAttempts', (t) =>
  t.relation('mediationAttempts', { query: { orderBy: { attemptId: 'asc' }, take: 200 } }),
);

builder.queryField('mediationAttempt', (t) =>
  t.prismaField({
    type: MediationAttemptRef,
    nullable: true,
    description: 'A mediation attempt by its id or slug, retracted or not; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug.' }) },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.mediationAttempt.findUnique({
        ...query,
        where: readReference(id, 'MediationAttempt', 'id'),
      }),
    ...byReference('MediationAttempt'),
  }),
);
