import sql, { type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import { type DateFilter, dateCondition } from '../kernel/dates/date-filter.ts';
import type { Each, Sought } from '../kernel/page.ts';
import { endsOfDate, stagesOfDate } from './date-bounds.ts';
import { codingConditions, type EventFilter, eventConditions, rolesCondition } from './event-filter.ts';
import { readPair } from './pair.ts';
import { spreadActors, spreadOrigins, spreadOver, spreadPlaces } from './spread.ts';

/** The events of a filter as SQL: rows `r` with the columns that lists sort by and conditions look at. */
export interface EventSource {
  readonly from: Sql;
  readonly where: readonly Sql[];
  readonly each?: Each;
  readonly stages?: readonly Sql[];
  readonly sought?: Sought;
  /** Whether the rows are those that keep an actor beside its event, and not the events themselves. */
  readonly near: boolean;
  /** Whether the right plan depends on the values. */
  readonly skewed: boolean;
}

/** What a list stands below, where that decides what it is read from. */
export type Parent = 'actor' | 'place' | 'conflict';

/** How the events are read. */
export interface Reading {
  /** The sort key of the date, of rows `r`, that bounds the list. */
  readonly start?: Sql;
  /** Whether the page is read by rising dates. */
  readonly upward?: boolean;
  /** Whether it is read by falling dates, from the newest event to the oldest. */
  readonly downward?: boolean;
  readonly below?: Parent | undefined;
}

/** Columns of an event that the rows of its actors do not keep. */
const beyond = ['dataset', 'text', 'contested', 'place'] as const;

const kept = sql`ea.event_id AS id, ea.actor_id, ea.type, ea.origin, ea.conflict_id, ea.retracted, ea.roles, ea.created_at,
  ea.date_asc, ea.date_desc, ea.date_end, ea.date_gaps`;
const nearAlone = sql`(SELECT ${kept}, (SELECT e.date_ranges FROM event e WHERE e.id = ea.event_id) AS date_ranges
  FROM event_actor ea) r`;
const nearWithEvent = sql`(SELECT ${kept}, e.date_ranges, e.dataset_id, e.text_search, e.contested, e.place_id
  FROM event_actor ea JOIN event e ON e.id = ea.event_id) r`;

/**
 * The events of a filter. Those of an actor, which an entry of participants names or the list's parent is, are read
 * from the rows that keep actor and date side by side, so that they are one range of an index.
 */
export async function eventSource(
  context: Context,
  filter: EventFilter | null | undefined,
  { start = sql`r.date_desc`, upward = false, downward = false, below }: Reading = {},
): Promise<EventSource> {
  const leading = below ? -1 : leadingOf(filter);
  const leader = filter?.participants?.[leading];
  const near = below === 'actor' || leader !== undefined;
  const argument = `filter.participants.${leading}`;
  const pair = below ? null : await readPair(context, filter);
  const alone =
    leader && !pair ? await spreadActors(context, sql`r.actor_id`, [leader], () => argument) : null;
  const actors = pair ? { condition: pair } : alone;
  const origins = near ? spreadOrigins(filter?.origins) : null;
  const places = near || below || filter?.place == null ? null : await spreadPlaces(context, filter.place);
  // Not for each of many places: the first stretch is read through an index of dates alone.
  const staged = upward && !near && !places && below !== 'place';
  const stages = staged && filter?.date ? stagesOfDate(filter.date, start, 'filter.date') : null;
  const dateOf = (date: DateFilter, path: string) => {
    return stages ? [dateCondition(date, sql`r.date_ranges`, path)] : endsOfDate(date, start, path);
  };
  const conditions = await eventConditions(
    context,
    {
      ...filter,
      includeRetracted: filter?.includeRetracted ?? false,
      coding: null,
      ...(places ? { place: null } : {}),
    },
    {
      stands: near ? sql`NOT r.retracted` : sql`r.retracted_at IS NULL`,
      ...(origins ? { origin: origins.condition } : {}),
      date: dateOf,
      met: pair ? [0, 1] : [leading],
    },
  );
  const spread = spreadOver(actors, origins, places);
  const several = pair === null && (filter?.participants?.length ?? 0) > 1;
  const skewed = several || stages !== null || dependsOnValues(filter, near, downward);
  const coding = filter?.coding ? codingConditions(filter.coding) : null;
  // Asked along the list only where it is one range of an index without them.
  const sought = coding && !skewed && !spread.each && below !== 'place' ? coding : null;
  const whole = below === 'place' || beyond.some((name) => filter?.[name] != null);
  return {
    from: near ? (whole ? nearWithEvent : nearAlone) : sql`event r`,
    where: [
      ...(actors ? [actors.condition, ...rolesCondition(sql`r.roles`, leader?.roles, argument)] : []),
      ...(places ? [places.condition] : []),
      ...conditions,
      ...(coding && !sought ? [coding.found] : []),
    ],
    ...spread,
    ...(stages ? { stages } : {}),
    ...(sought ? { sought } : {}),
    near,
    skewed,
  };
}

/** The entry of participants that leads to the events: an actor alone, else one with its members; -1 for none. */
function leadingOf(filter: EventFilter | null | undefined): number {
  const participants = filter?.participants ?? [];
  const alone = participants.findIndex(({ includeMembers }) => !includeMembers);
  return alone < 0 && participants.length > 0 ? 0 : alone;
}

/**
 * Equality with one value and, from the newest on, the ends of a date lead to a range of an index, whatever the values; nothing
 * else does.
 */
function dependsOnValues(filter: EventFilter | null | undefined, near: boolean, downward: boolean): boolean {
  if (!filter) return false;
  const { types, participants, issues, text, contested, place, dataset, conflict, date, origins } = filter;
  if (issues ?? text ?? contested) return true;
  if ((types?.length ?? 0) > 1) return true;
  if (near) return (place ?? participants?.[0]?.roles ?? dataset ?? conflict) != null;
  const equal = [types, conflict, dataset, place, participants].filter((one) => one != null).length;
  return equal > (date == null || downward ? 1 : 0) || (origins?.length ?? 0) > 1;
}
