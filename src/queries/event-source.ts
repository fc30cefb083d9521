import sql, { type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import { boundedDate, endsOfDate } from './date-bounds.ts';
import { type EventFilter, eventConditions, rolesCondition } from './event-filter.ts';
import { actorCondition } from './record-filter.ts';

/** The events of a filter as SQL: rows `r` with the columns that lists sort by and conditions look at. */
export interface EventSource {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** Whether the rows are those that keep an actor beside its event, and not the events themselves. */
  readonly near: boolean;
  /** Whether the right plan depends on the values. */
  readonly skewed: boolean;
}

/** What a list stands below: an actor, or something that its condition finds in the whole row. */
export type Parent = 'actor' | 'other';

/** Columns of an event that the rows of its actors do not keep. */
const beyond = ['dataset', 'text', 'contested', 'place'] as const;

const kept = sql`ea.event_id AS id, ea.actor_id, ea.type, ea.origin, ea.conflict_id, ea.retracted, ea.roles, ea.created_at,
  ea.date_asc, ea.date_desc, ea.date_end, ea.date_gaps`;
const nearAlone = sql`(SELECT ${kept}, (SELECT e.date_ranges FROM event e WHERE e.id = ea.event_id) AS date_ranges
  FROM event_actor ea) r`;
const nearWithEvent = sql`(SELECT ${kept}, e.date_ranges, e.dataset_id, e.text_search, e.contested, e.place_id
  FROM event_actor ea JOIN event e ON e.id = ea.event_id) r`;

/**
 * The events of a filter. Those of an actor, which an entry of participants names or the
 * list's parent is, are read from the rows that keep actor and date side by side, so that they are one range of an
 * index. `start` is the sort key of the date, of rows `r`, that the list is ordered by.
 */
export async function eventSource(
  context: Context,
  filter: EventFilter | null | undefined,
  start: Sql = sql`r.date_desc`,
  below?: Parent,
): Promise<EventSource> {
  const ofActor = below === 'actor';
  const participants = filter?.participants ?? [];
  const leading = ofActor ? -1 : participants.findIndex(({ includeMembers }) => !includeMembers);
  const leader = participants[leading];
  const near = ofActor || leader !== undefined;
  const conditions = await eventConditions(context, filter, {
    stands: near ? sql`NOT r.retracted` : sql`r.retracted_at IS NULL`,
    date: (date, argument) =>
      near ? endsOfDate(date, start, argument) : boundedDate(date, sql`r.date_ranges`, start, argument),
    leading,
  });
  const argument = `filter.participants.${leading}`;
  const led = leader
    ? [
        await actorCondition(context, sql`r.actor_id`, leader, argument),
        ...rolesCondition(sql`r.roles`, leader.roles, argument),
      ]
    : [];
  const whole = below === 'other' || beyond.some((name) => filter?.[name] != null);
  return {
    from: near ? (whole ? nearWithEvent : nearAlone) : sql`event r`,
    where: [...led, ...conditions],
    near,
    skewed: dependsOnValues(filter, near),
  };
}

/** Equality with one value and the ends of a date lead to a range of an index, whatever the values; nothing else does. */
function dependsOnValues(filter: EventFilter | null | undefined, near: boolean): boolean {
  if (!filter) return false;
  const { types, participants, issues, coding, text, contested, place, dataset, conflict, date, origins } =
    filter;
  if (issues ?? coding ?? text ?? contested ?? place) return true;
  if ((types?.length ?? 0) > 1 || (origins?.length ?? 0) > 1) return true;
  if (near)
    return (participants ?? []).length > 1 || (participants?.[0]?.roles ?? dataset ?? conflict) != null;
  return (
    (participants ?? []).length > 0 ||
    date != null ||
    [types, conflict, dataset].filter((one) => one != null).length > 1
  );
}
