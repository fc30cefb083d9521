import sql, { type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import type { Each } from '../kernel/page.ts';
import { type AttemptRows, attemptConditions, type MediationAttemptFilter } from './attempt-filter.ts';
import { boundedDate } from './date-bounds.ts';
import type { Parent } from './event-source.ts';
import { spreadActors, spreadOrigins, spreadOver } from './spread.ts';

/** The attempts of a filter as SQL: rows `r`. */
export interface AttemptSource {
  readonly from: Sql;
  readonly where: readonly Sql[];
  readonly each?: Each;
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
 * The attempts of a filter. Those of an actor, which an entry of mediators or parties names or the list's parent is,
 * are read from the rows that keep actor and date side by side. `start` is the sort key of the date, of rows `r`, that
 * the list is ordered by.
 */
export async function attemptSource(
  context: Context,
  filter: MediationAttemptFilter | null | undefined,
  start: Sql,
  below?: Parent,
): Promise<AttemptSource> {
  const leading = below === 'actor' ? nobody : leadingOf(filter);
  const { list, index } = leading;
  const leader = filter?.[list]?.[index];
  const near = below === 'actor' || leader !== undefined;
  const actors = leader
    ? await spreadActors(context, sql`r.actor_id`, [leader], () => `filter.${list}.${index}`)
    : null;
  const origins = near ? spreadOrigins(filter?.origins) : null;
  const conditions = await attemptConditions(context, filter, {
    stands: near ? sql`NOT r.retracted` : sql`r.retracted_at IS NULL`,
    ...(origins ? { origin: origins.condition } : {}),
    date: (date, argument) => boundedDate(date, sql`r.date_ranges`, start, argument),
    leading,
  });
  const asked = Object.entries(filter ?? {}).flatMap(([name, value]) => (value == null ? [] : [name]));
  const whole = below === 'conflict' || asked.some((name) => !keptFilters.has(name));
  return {
    from: near ? (whole ? nearWithAttempt : nearAlone) : sql`mediation_attempt r`,
    where: [
      ...(actors ? [actors.condition, list === 'mediators' ? sql`r.mediates` : sql`r.party`] : []),
      ...conditions,
    ],
    ...spreadOver(actors, origins),
    near,
    skewed: asked.length > (near && leader ? 2 : 1),
  };
}

const nobody = { list: 'mediators', index: -1 } as const;

/** The entry that leads to the attempts: an actor alone, else one with its members. */
function leadingOf(filter: MediationAttemptFilter | null | undefined): AttemptRows['leading'] {
  const entries = (['mediators', 'parties'] as const).flatMap((list) =>
    (filter?.[list] ?? []).map(({ includeMembers }, index) => ({ list, index, includeMembers })),
  );
  return entries.find(({ includeMembers }) => !includeMembers) ?? entries[0] ?? nobody;
}
