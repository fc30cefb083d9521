import sql, { type Sql } from 'sql-template-tag';
import { actorReference } from '../actors/actor.schema.ts';
import { conflictReference } from '../conflicts/conflict.schema.ts';
import { issueReference } from '../conflicts/issue.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { builder } from '../kernel/builder.ts';
import { anyOf, mostJoined, someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import { DateFilterRef } from '../kernel/date.schema.ts';
import type { DateFilter } from '../kernel/dates/date-filter.ts';
import { findReference } from '../kernel/reference.ts';
import {
  MediationKindRef,
  MediationOutcomeRef,
  MediationStrategyRef,
  PartyAnswerRef,
} from '../mediation/mediation-attempt.schema.ts';
import { boundedDate } from './date-bounds.ts';
import {
  ActorFilterRef,
  actorCondition,
  findReferences,
  oneOf,
  type SharedRows,
  sameAs,
  sharedConditions,
} from './record-filter.ts';

const AnswerFilterRef = builder.inputType('AnswerFilter', {
  description: 'What a party answered.',
  fields: (t) => ({
    party: t.id({ required: true, description: 'The id or slug of the party.' }),
    answers: t.field({
      type: [PartyAnswerRef],
      required: true,
      description: 'Any of these answers; an empty list is refused.',
    }),
  }),
});

export const MediationAttemptFilterRef = builder.inputType('MediationAttemptFilter', {
  description:
    'Conditions on mediation attempts; all that are given must hold. A list of values is met by any of them, but every entry of mediators and of parties must match. An empty list is refused; null is as if absent.',
  fields: (t) => ({
    mediators: t.field({
      type: [ActorFilterRef],
      description: 'Who mediates: every entry must match. At most 10.',
    }),
    parties: t.field({
      type: [ActorFilterRef],
      description: 'Parties whose answer the attempt records: every entry must match. At most 10.',
    }),
    conflict: t.id({ description: 'Addressing this conflict: an id or a slug.' }),
    issues: t.idList({ description: 'About any of these issues: ids or slugs.' }),
    kinds: t.field({ type: [MediationKindRef], description: 'Of any of these kinds.' }),
    strategies: t.field({ type: [MediationStrategyRef], description: 'With any of these strategies.' }),
    outcomes: t.field({ type: [MediationOutcomeRef], description: 'With any of these outcomes, as of now.' }),
    answer: t.field({
      type: AnswerFilterRef,
      description: 'Attempts to which this party gave one of these answers.',
    }),
    date: t.field({ type: DateFilterRef, description: 'A condition on the date.' }),
    origins: t.field({
      type: [OriginRef],
      description:
        'Of any of these origins. Without it curated records only, or those of the dataset where one is given.',
    }),
    dataset: t.id({ description: 'Imported from this dataset: an id or a slug.' }),
    text: t.string({
      description:
        'Words of title or summary in the syntax of web search engines ("exact phrase", or, -not), stemmed in English, accents folded; 1 to 200 characters.',
    }),
    contested: t.boolean({ description: 'Whether active claims on the attempt or its responses disagree.' }),
    includeRetracted: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Also list attempts that were withdrawn.',
    }),
  }),
});

export type MediationAttemptFilter = typeof MediationAttemptFilterRef.$inferInput;

/** How the rows `r` of attempts tell what some conditions ask for. */
export interface AttemptRows extends SharedRows {
  /** The condition on the date. */
  readonly date: (filter: DateFilter, argument: string) => Sql[];
  /** The entry of mediators or parties that the rows are taken from, which needs no condition; index -1 for none. */
  readonly leading: { readonly list: 'mediators' | 'parties'; readonly index: number };
}

const attemptRows: AttemptRows = {
  stands: sql`r.retracted_at IS NULL`,
  date: (filter, argument) => boundedDate(filter, sql`r.date_ranges`, sql`r.date_desc`, argument),
  leading: { list: 'mediators', index: -1 },
};

/** The conditions of an attempt filter on rows `r`, whole attempts unless said otherwise. */
export async function attemptConditions(
  context: Context,
  filter: MediationAttemptFilter | null | undefined,
  rows = attemptRows,
): Promise<Sql[]> {
  const issues = someOf(filter?.issues, 'filter.issues');
  const outcomes = someOf(filter?.outcomes, 'filter.outcomes');
  return [
    ...(await sharedConditions(context, filter, rows)),
    ...oneOf(sql`r.kind`, sql`mediation_kind`, filter?.kinds, 'filter.kinds'),
    ...oneOf(sql`r.strategy`, sql`mediation_strategy`, filter?.strategies, 'filter.strategies'),
    ...(outcomes ? [outcomeCondition(outcomes)] : []),
    ...(filter?.date ? rows.date(filter.date, 'filter.date') : []),
    ...(await sameAs(context, sql`r.conflict_id`, conflictReference, filter?.conflict, 'filter.conflict')),
    ...(issues
      ? [
          sql`r.id IN (SELECT i.attempt_id FROM attempt_issue i WHERE ${anyOf(sql`i.issue_id`, sql`uuid`, await findReferences(context, issueReference, issues, 'filter.issues'))})`,
        ]
      : []),
    ...(await actorConditions(context, filter, 'mediators', rows)),
    ...(await actorConditions(context, filter, 'parties', rows)),
    ...(filter?.answer ? [await answerCondition(context, filter.answer)] : []),
  ];
}

async function actorConditions(
  context: Context,
  filter: MediationAttemptFilter | null | undefined,
  list: 'mediators' | 'parties',
  { leading }: AttemptRows,
): Promise<Sql[]> {
  const actors = someOf(filter?.[list], `filter.${list}`, mostJoined) ?? [];
  const takesPart = list === 'mediators' ? sql`x.mediates` : sql`x.party`;
  return Promise.all(
    actors.flatMap((actor, index) => {
      if (list === leading.list && index === leading.index) return [];
      const condition = actorCondition(context, sql`x.actor_id`, actor, `filter.${list}.${index}`);
      return [
        condition.then(
          (is) => sql`r.id IN (SELECT x.attempt_id FROM attempt_actor x WHERE ${is} AND ${takesPart})`,
        ),
      ];
    }),
  );
}

async function answerCondition(context: Context, answer: typeof AnswerFilterRef.$inferInput): Promise<Sql> {
  const party = await findReference(context, actorReference, answer.party, 'filter.answer.party');
  const answers = someOf(answer.answers, 'filter.answer.answers') ?? [];
  return sql`r.id IN (SELECT a.attempt_id FROM party_response a WHERE a.party_id = ${party}::uuid AND ${anyOf(sql`a.answer`, sql`party_answer`, answers)})`;
}

/** The outcome as of now, as `outcomeNow` has it: talks whose known end is past count as unsuccessful. */
function outcomeCondition(outcomes: readonly string[]): Sql {
  const stored = anyOf(sql`r.outcome`, sql`mediation_outcome`, outcomes);
  const over = sql`(r.outcome = 'ONGOING' AND r.ongoing_until IS NOT NULL AND r.ongoing_until <= now())`;
  return outcomes.includes('UNSUCCESSFUL')
    ? sql`((${stored} AND NOT ${over}) OR ${over})`
    : sql`(${stored} AND NOT ${over})`;
}
