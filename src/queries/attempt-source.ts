import sql, { type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import { attemptConditions, type MediationAttemptFilter } from './attempt-filter.ts';
import { boundedDate } from './date-bounds.ts';
import type { Parent } from './event-source.ts';
import { actorCondition } from './record-filter.ts';

/** The attempts of a filter as SQL: rows `r`. */
export interface AttemptSource {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** Whether the rows are those that keep an actor beside its attempt, and not the attempts themselves. */
  readonly near: boolean;
  /** Whether the right plan depends on the values. */
  readonly skewed: boolean;
}

/** What can be asked of the rows of an attempt's actors alone. */
const keptFilters = new Set(['mediators', 'parties', 'origins', 'includeRetracted']);

const kept = sql`aa.attempt_id AS id, aa.actor_id, aa.mediates, aa.party, aa.origin, aa.retracted, aa.created_at, aa.date_asc, aa.date_desc`;
const nearAlone = sql`(SELECT ${kept} FROM attempt_actor aa) r`;
const nearWithAttempt = sql`(SELECT ${kept}, a.kind, a.strategy, a.outcome, a.ongoing_until, a.conflict_id, a.dataset_id, a.date_ranges,
  a.text_search, a.contested FROM attempt_actor aa JOIN mediation_attempt a ON a.id = aa.attempt_id) r`;

/**
 * The attempts of a filter. Those of an actor, which an entry of mediators or parties names or the list's
 * parent is, are read from the rows that keep actor and date side by side. `start` is the sort key of
 * the date, of rows `r`, that the list is ordered by.
 */
export async function attemptSource(
  context: Context,
  filter: MediationAttemptFilter | null | undefined,
  start: Sql,
  below?: Parent,
): Promise<AttemptSource> {
  const ofActor = below === 'actor';
  const alone = (list: 'mediators' | 'parties') =>
    ofActor ? -1 : (filter?.[list] ?? []).findIndex(({ includeMembers }) => !includeMembers);
  const list = alone('mediators') >= 0 ? 'mediators' : 'parties';
  const leading = { list, index: alone(list) } as const;
  const leader = filter?.[list]?.[leading.index];
  const near = ofActor || leader !== undefined;
  const conditions = await attemptConditions(context, filter, {
    stands: near ? sql`NOT r.retracted` : sql`r.retracted_at IS NULL`,
    date: (date, argument) => boundedDate(date, sql`r.date_ranges`, start, argument),
    leading,
  });
  const led = leader
    ? [
        await actorCondition(context, sql`r.actor_id`, leader, `filter.${list}.${leading.index}`),
        list === 'mediators' ? sql`r.mediates` : sql`r.party`,
      ]
    : [];
  const asked = Object.entries(filter ?? {}).flatMap(([name, value]) => (value == null ? [] : [name]));
  const whole = below === 'other' || asked.some((name) => !keptFilters.has(name));
  return {
    from: near ? (whole ? nearWithAttempt : nearAlone) : sql`mediation_attempt r`,
    where: [...led, ...conditions],
    near,
    skewed: asked.length > (near && leader ? 2 : 1),
  };
}
