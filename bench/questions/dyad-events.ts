import type pg from 'pg';
import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { eventOf } from './place-events.ts';
import { idOf, type Question, type Shape } from './question.ts';

/** A page of 20 and the one behind it; a pair has more than that in common. */
const [size, least] = [20, 25];

/** So many newest events of an actor show how densely its list is filled. */
const sample = 32;

const newestOf = (actor: string, row: string) =>
  `${row}.actor_id = ${actor} AND ${row}.origin = 'CURATED' AND NOT ${row}.retracted`;
const newestFirst = (row: string) => `ORDER BY ${row}.date_desc DESC, ${row}.event_id DESC`;

/**
 * The newest curated events in which both take part: those of the one whose events lie further apart, in the order of the
 * page, in which the other is found. To merge both lists is faster where they are alike in length, and reads all of both.
 */
const common = `WITH pace AS MATERIALIZED (SELECT a.id, x.span FROM (VALUES ($1::uuid), ($2::uuid)) a (id)
      CROSS JOIN LATERAL (SELECT CASE WHEN count(*) = ${sample} THEN max(n.date_desc) - min(n.date_desc) END AS span
        FROM (SELECT e.date_desc FROM event_actor e WHERE ${newestOf('a.id', 'e')} ${newestFirst('e')} LIMIT ${sample}) n) x),
    pair AS MATERIALIZED (SELECT s.id AS sparse, CASE s.id WHEN $1::uuid THEN $2::uuid ELSE $1::uuid END AS dense
      FROM (SELECT id FROM pace ORDER BY span DESC NULLS FIRST, id LIMIT 1) s)
  SELECT x.date_desc AS key, x.event_id AS id FROM event_actor x
  WHERE ${newestOf('(SELECT sparse FROM pair)', 'x')} AND (SELECT true FROM event_actor y WHERE y.actor_id = (SELECT dense FROM pair)
    AND y.origin = 'CURATED' AND y.date_desc = x.date_desc AND y.event_id = x.event_id LIMIT 1)
  ${newestFirst('x')} LIMIT ${size + 1}`;

export const dyadEvents: Question = {
  name: 'dyad-events',
  title: 'newest 20 events in which two actors both take part',
  tuned: true,
  grows: false,
  service: ({ one, other }) => ({
    query: `query DyadEvents($one: ID!, $other: ID!) { events(first: ${size}, filter: { participants: [{ actor: $one }, { actor: $other }] }) {
      nodes { id slug type title date { edtf display precision } place { slug name } conflict { slug name }
        participants { role inferred actor { slug name kind } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { one: idOf('Actor', one), other: idOf('Actor', other) },
  }),
  peer: ({ one, other }) => ({
    query: `query DyadEvents($one: UUID!, $other: String!) { allEventActors(first: ${size}, condition: { actorId: $one, origin: CURATED, retracted: false, sharedWith: $other },
        orderBy: [DATE_DESC_DESC, EVENT_ID_DESC]) {
      nodes { eventByEventId { rowId slug type title date placeByPlaceId { slug name } conflictByConflictId { slug name }
        participationsByEventIdList(orderBy: POSITION_ASC) { role inferred actorByActorId { slug name kind } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { one, other },
  }),
  fromPeer: ({ allEventActors: { nodes, pageInfo } }) => ({
    events: { nodes: nodes.map(({ eventByEventId }: Shape) => eventOf(eventByEventId)), pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        common,
        String(size),
        `p.id, v.slug, v.type, v.title, ${date('v.date', 'edtf', 'display', 'precision')} AS date,
        ${object('SELECT l.slug, l.name FROM place l WHERE l.id = v.place_id')} AS place,
        ${object('SELECT f.slug, f.name FROM conflict f WHERE f.id = v.conflict_id')} AS conflict,
        ${list(`SELECT c.role, c.inferred, a AS actor FROM participation c
          CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = c.actor_id) a WHERE c.event_id = p.id ORDER BY c.position`)} AS participants`,
      ).replace('FROM page p WHERE', 'FROM page p JOIN event v ON v.id = p.id WHERE')} AS events`,
    )}::text`,
    values: ({ one, other }) => [one, other],
  },
  // Either of a pair may be the busier one: nobody who asks knows.
  draw: async (client, random) =>
    hotAndCold(random, await pairs(client)).map(({ one, other }) =>
      random() < 0.5 ? { one, other } : { one: other, other: one },
    ),
};

async function pairs(client: pg.Client): Promise<{ one: string; other: string }[]> {
  const { rows } = await client.query<{ one: string; other: string }>(
    `SELECT x.actor_id AS one, y.actor_id AS other FROM event_actor x JOIN event_actor y ON y.event_id = x.event_id AND y.actor_id > x.actor_id
      WHERE x.origin = 'CURATED' AND NOT x.retracted GROUP BY 1, 2 HAVING count(*) >= ${least} ORDER BY count(*) DESC, 1, 2`,
  );
  return rows;
}
