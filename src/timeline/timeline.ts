import sql, { type Sql } from 'sql-template-tag';
import { conflictReference } from '../conflicts/conflict.schema.ts';
import { originCondition } from '../datasets/origin.ts';
import { someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import type { DateFilter } from '../kernel/dates/date-filter.ts';
import type { Listing, Order } from '../kernel/page.ts';
import { boundedDate, endsOfDate } from '../queries/date-bounds.ts';
import { type ActorFilter, actorSets, anyActor, sameAs } from '../queries/record-filter.ts';

export interface TimelineArgs {
  actors?: readonly ActorFilter[] | null;
  conflict?: string | null;
  date?: DateFilter | null;
  origins?: readonly string[] | null;
}

/**
 * Newest first, as every list of records unless it is told otherwise: by the first moment of the date, no date last,
 * ties by id. The keys are those of the three lists, so that the three are merged in the order of their indexes.
 */
const order: Order = {
  name: 'time',
  keys: [
    { column: sql`r.date_desc`, type: 'bigint' },
    { column: sql`r.id`, type: 'uuid' },
  ],
  descending: true,
};

/** In place of an end that is not kept beside the actor: beyond every date, so that the date itself is asked. */
const unkeptEnd = sql`1000000000000::bigint`;

// Neither has a WHERE of its own: only then does Postgres push what is asked of all rows into each of the three,
// and read each in the order of an index no further than the page needs.

/** All records, with the columns that a timeline asks for. */
const records = sql`(SELECT 'Event' AS type, e.id, e.date_desc, e.origin, e.conflict_id, e.retracted_at, e.date_ranges FROM event e
  UNION ALL SELECT 'MediationAttempt', a.id, a.date_desc, a.origin, a.conflict_id, a.retracted_at, a.date_ranges FROM mediation_attempt a
  UNION ALL SELECT 'Position', p.id, p.date_desc, p.origin, p.conflict_id, p.retracted_at, p.held_ranges FROM position p) r`;

/** The same once for every actor: who takes part, mediates, is a party or holds the position. */
const recordsOfActors = sql`(SELECT 'Event' AS type, ea.event_id AS id, ea.actor_id, ea.date_desc, ea.origin, ea.conflict_id, ea.retracted, ea.date_end, ea.date_gaps,
    (SELECT e.date_ranges FROM event e WHERE e.id = ea.event_id) AS date_ranges FROM event_actor ea
  UNION ALL SELECT 'MediationAttempt', aa.attempt_id, aa.actor_id, aa.date_desc, aa.origin,
    (SELECT a.conflict_id FROM mediation_attempt a WHERE a.id = aa.attempt_id), aa.retracted, ${unkeptEnd}, true,
    (SELECT a.date_ranges FROM mediation_attempt a WHERE a.id = aa.attempt_id) FROM attempt_actor aa
  UNION ALL SELECT 'Position', p.id, p.holder_id, p.date_desc, p.origin, p.conflict_id, p.retracted_at IS NOT NULL, ${unkeptEnd}, true,
    p.held_ranges FROM position p) r`;

/** The records that a timeline holds as SQL: rows `r`. */
async function timelineSource(
  { actors, conflict, date, origins }: TimelineArgs,
  context: Context,
): Promise<Pick<Listing, 'from' | 'where' | 'each'>> {
  const filters = someOf(actors, 'actors');
  const from = someOf(origins, 'origins') ?? ['CURATED'];
  const ofConflict = await sameAs(context, sql`r.conflict_id`, conflictReference, conflict, 'conflict');
  if (!filters)
    return {
      from: records,
      where: [
        originCondition(from),
        ...ofConflict,
        sql`r.retracted_at IS NULL`,
        ...(date ? boundedDate(date, sql`r.date_ranges`, sql`r.date_desc`, 'date') : []),
      ],
    };
  const where = [...ofConflict, sql`NOT r.retracted`, ...(date ? dateOfActors(date) : [])];
  const alone = filters.length === 1 && !filters[0]?.includeMembers;
  if (alone && from.length === 1)
    return {
      from: recordsOfActors,
      where: [await anyActor(context, sql`r.actor_id`, filters, 'actors'), originCondition(from), ...where],
    };
  // The records of one actor and of one origin are a range of an index each; one of two of the actors is one item.
  const named = await actorSets(context, filters, (index) => `actors.${index}`);
  return {
    from: recordsOfActors,
    where: [sql`r.actor_id = one.actor_id`, sql`r.origin = one.origin`, ...where],
    each: {
      from: sql`(SELECT a.id AS actor_id, o.origin FROM (${named}) AS a(id) CROSS JOIN unnest(${[...new Set(from)]}::origin[]) AS o(origin)) one`,
      overlapping: !alone,
    },
  };
}

/** Only events keep the end of their date beside the actor, which is enough to tell what is possible. */
function dateOfActors(date: DateFilter): Sql[] {
  return date.match === 'DEFINITE'
    ? boundedDate(date, sql`r.date_ranges`, sql`r.date_desc`, 'date')
    : endsOfDate(date, sql`r.date_desc`, 'date');
}

/** The records of one conflict or of one actor are ranges of indexes, whatever the values; nothing else is. */
function dependsOnValues({ actors, conflict, date, origins }: TimelineArgs): boolean {
  if ((date ?? origins) != null) return true;
  if (!actors) return false;
  return conflict != null || actors.length > 1 || actors[0]?.includeMembers === true;
}

/** Events, attempts and positions in one list. */
export async function timelineListing(args: TimelineArgs, context: Context): Promise<Listing> {
  return {
    name: 'Query.timeline',
    ...(await timelineSource(args, context)),
    order,
    id: sql`r.id`,
    type: sql`r.type`,
    skewed: dependsOnValues(args),
  };
}
