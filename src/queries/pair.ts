import sql, { type Sql } from 'sql-template-tag';
import { actorReference } from '../actors/actor.schema.ts';
import type { Context } from '../kernel/context.ts';
import { findReference } from '../kernel/reference.ts';
import type { EventFilter } from './event-filter.ts';

/** So many newest events of an actor show how densely its events lie. */
const sample = 32;

/**
 * The condition on rows of actors and their events `r` that these are events of both of two actors, where a filter names two
 * alone, in whatever role; null where it does not. One actor may take part in a hundred thousand events and the other in
 * ten: the events are those of the one whose newest lie further apart, and the other is looked for in each.
 */
export async function readPair(
  context: Context,
  filter: EventFilter | null | undefined,
): Promise<Sql | null> {
  const participants = filter?.participants ?? [];
  if (participants.length !== 2 || participants.some((one) => one.includeMembers || one.roles)) return null;
  const [first, second] = await Promise.all(
    participants.map(async ({ actor }, index) => {
      const id = await findReference(context, actorReference, actor, `filter.participants.${index}.actor`);
      return sql`${id}::uuid`;
    }),
  );
  const origin = filter?.origins?.[0] ?? (filter?.dataset == null ? 'CURATED' : 'DATASET');
  const sparser = sql`(SELECT a.id FROM (VALUES (${first}), (${second})) AS a(id) CROSS JOIN LATERAL (
      SELECT CASE WHEN count(*) = ${sample} THEN max(n.date_desc) - min(n.date_desc) END AS span FROM (
        SELECT e.date_desc FROM event_actor e WHERE e.actor_id = a.id AND e.origin = ${origin}::origin
        ORDER BY e.date_desc DESC, e.event_id DESC LIMIT ${sample}) n) s
    ORDER BY s.span DESC NULLS FIRST, a.id LIMIT 1)`;
  return sql`r.actor_id = ${sparser} AND (SELECT true FROM event_actor x
    WHERE x.event_id = r.id AND x.actor_id = CASE r.actor_id WHEN ${first} THEN ${second} ELSE ${first} END LIMIT 1)`;
}
