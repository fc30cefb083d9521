import type { RecordName } from './record.schema.ts';

/** A table whose rows are part of a record, a claim or a disagreement. */
export interface Belonging {
  readonly type: string;
  readonly table: string;
  /** The column that ties a row to what it is part of. */
  readonly key: string;
  /** Columns that name an actor, which may have been merged into another since. */
  readonly actors?: readonly string[];
  /** Whether `value_text` says `value_actor_id` in words, by its slug and the role where there is one. */
  readonly saysActor?: boolean;
  /** What no two rows of one record share; where a merge made two the same, the first of them is kept. */
  readonly once?: readonly string[];
}

/** What a revision of a record holds, its own row first: the tables of `record_rows`. */
export const recordTables: Readonly<Record<RecordName, readonly [Belonging, ...Belonging[]]>> = {
  Event: [
    { type: 'Event', table: 'event', key: 'id' },
    {
      type: 'Participation',
      table: 'participation',
      key: 'event_id',
      actors: ['actor_id'],
      once: ['actor_id', 'role'],
    },
    { type: 'ParticipationTenure', table: 'participation_tenure', key: 'event_id' },
    { type: 'EventIssue', table: 'event_issue', key: 'event_id' },
    { type: 'EventRelation', table: 'event_relation', key: 'event_id' },
    { type: 'EventCoding', table: 'event_coding', key: 'event_id' },
  ],
  MediationAttempt: [
    { type: 'MediationAttempt', table: 'mediation_attempt', key: 'id', actors: ['proposal_originator_id'] },
    { type: 'Mediator', table: 'mediator', key: 'attempt_id', actors: ['actor_id'], once: ['actor_id'] },
    { type: 'MediatorTenure', table: 'mediator_tenure', key: 'attempt_id' },
    { type: 'PartyResponse', table: 'party_response', key: 'attempt_id', actors: ['party_id'] },
    { type: 'AttemptEvent', table: 'attempt_event', key: 'attempt_id' },
    { type: 'AttemptIssue', table: 'attempt_issue', key: 'attempt_id' },
    { type: 'AttemptSameAs', table: 'attempt_same_as', key: 'attempt_id' },
  ],
  Position: [
    { type: 'Position', table: 'position', key: 'id', actors: ['holder_id'] },
    { type: 'PositionCondition', table: 'position_condition', key: 'position_id' },
  ],
};

/** What a revision of a claim holds. */
export const claimTables: readonly Belonging[] = [
  {
    type: 'Claim',
    table: 'claim',
    key: 'id',
    actors: ['value_actor_id', 'root_speaker_id'],
    saysActor: true,
  },
  { type: 'Attribution', table: 'attribution', key: 'claim_id', actors: ['speaker_id', 'hearer_id'] },
  { type: 'AttributionTenure', table: 'attribution_tenure', key: 'claim_id' },
];

/** What a derivation holds: the tables of `derived_rows`. */
export const disagreementTables: readonly [Belonging, ...Belonging[]] = [
  { type: 'Disagreement', table: 'disagreement', key: 'id' },
  {
    type: 'DisagreementSide',
    table: 'disagreement_side',
    key: 'disagreement_id',
    actors: ['value_actor_id'],
    saysActor: true,
  },
  { type: 'DisagreementClaim', table: 'disagreement_claim', key: 'side_id' },
];

/** The column by which claims and disagreements are about a record. */
export const subjectColumns: Readonly<Record<RecordName, string>> = {
  Event: 'event_id',
  MediationAttempt: 'attempt_id',
  Position: 'position_id',
};
