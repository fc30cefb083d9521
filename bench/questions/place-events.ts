import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf, participantOf } from './newest.ts';
import { placeEventsSelect } from './place-events-select.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const placeEvents: Question = {
  name: 'place-events',
  title: "a place's page with the newest 20 events there and at the places that it holds",
  tuned: true,
  grows: false,
  service: ({ place }) => ({
    query: `query PlaceEvents($place: ID!) { place(id: $place) { id slug name latitude longitude partOf { slug name partOf { slug name } }
      events(first: 20) { nodes { id slug type title date { edtf display precision } place { slug name } conflict { slug name }
          participants { role inferred actor { slug name kind } } }
        pageInfo { hasNextPage endCursor } } } }`,
    variables: { place: idOf('Place', place) },
  }),
  // What a place holds, at any depth, is found by recursion, which the peer leaves to a function in the database: a computed
  // column of places, which reads as many events as it is told, one more than the page has.
  peer: ({ place }) => ({
    query: `query PlaceEvents($place: UUID!) { placeByRowId(rowId: $place) { rowId slug name latitude longitude
      placeByPartOfId { slug name placeByPartOfId { slug name } }
      events(first: 20, size: 21) { nodes { rowId slug type title date placeByPlaceId { slug name } conflictByConflictId { slug name }
          participationsByEventIdList(orderBy: POSITION_ASC) { role inferred actorByActorId { slug name kind } } }
        pageInfo { hasNextPage endCursor } } } }`,
    variables: { place },
  }),
  fromPeer: ({ placeByRowId: { placeByPartOfId: above, events, ...place } }) => ({
    place: {
      ...place,
      partOf: above && { slug: above.slug, name: above.name, partOf: above.placeByPartOfId },
      events: { nodes: events.nodes.map(eventOf), pageInfo: events.pageInfo },
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT t.id, t.slug, t.name, t.latitude, t.longitude,
        ${object(`SELECT u.slug, u.name, ${object('SELECT o.slug, o.name FROM place o WHERE o.id = u.part_of_id')} AS "partOf"
          FROM place u WHERE u.id = t.part_of_id`)} AS "partOf",
        ${page(
          `SELECT e.date_desc AS key, e.id, e.slug, e.type, e.title, e.date, e.place_id, e.conflict_id FROM (${placeEventsSelect('t.id', '21')}) e`,
          '20',
          `p.id, p.slug, p.type, p.title, ${date('p.date', 'edtf', 'display', 'precision')} AS date,
          ${object('SELECT l.slug, l.name FROM place l WHERE l.id = p.place_id')} AS place,
          ${object('SELECT f.slug, f.name FROM conflict f WHERE f.id = p.conflict_id')} AS conflict,
          ${list(`SELECT c.role, c.inferred, a AS actor FROM participation c
            CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = c.actor_id) a WHERE c.event_id = p.id ORDER BY c.position`)} AS participants`,
        )} AS events
        FROM place t WHERE t.id = $1::uuid`,
      )} AS place`,
    )}::text`,
    values: ({ place }) => [place],
  },
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>(
      `WITH RECURSIVE within AS (SELECT id AS top, id FROM place UNION ALL SELECT w.top, p.id FROM within w JOIN place p ON p.part_of_id = w.id),
          at AS (SELECT place_id, count(*) AS events FROM event WHERE origin = 'CURATED' AND retracted_at IS NULL GROUP BY 1)
        SELECT w.top AS id FROM within w JOIN at ON at.place_id = w.id GROUP BY 1 ORDER BY sum(at.events) DESC, 1`,
    );
    return hotAndCold(random, rows).map(({ id }) => ({ place: id }));
  },
};

export function eventOf(event: Shape): unknown {
  const { date: when, placeByPlaceId, conflictByConflictId, participationsByEventIdList, ...own } = event;
  return {
    ...own,
    date: dateOf(when, 'edtf', 'display', 'precision'),
    place: placeByPlaceId,
    conflict: conflictByConflictId,
    participants: participationsByEventIdList.map(participantOf),
  };
}
