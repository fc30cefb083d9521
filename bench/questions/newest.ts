import { date, list, object, page } from './json.ts';
import type { Question, Shape } from './question.ts';

const size = 20;

export const newest: Question = {
  name: 'newest',
  title: 'newest 20 events with participants',
  tuned: true,
  grows: false,
  service: () => ({
    query: `query Newest($first: Int!) { events(first: $first) {
      nodes { id slug type title date { edtf display precision } place { slug name } participants { role inferred actor { slug name kind } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { first: size },
  }),
  peer: () => ({
    query: `query Newest($first: Int!) { allEvents(first: $first, condition: { origin: CURATED, retractedAt: null }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
      nodes { rowId slug type title date placeByPlaceId { slug name }
        participationsByEventIdList(orderBy: POSITION_ASC) { role inferred actorByActorId { slug name kind } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { first: size },
  }),
  fromPeer: ({ allEvents }) => ({
    events: {
      nodes: allEvents.nodes.map((event: Shape) => ({
        ...{
          slug: event.slug,
          type: event.type,
          title: event.title,
          date: dateOf(event.date, 'edtf', 'display', 'precision'),
        },
        place: event.placeByPlaceId,
        participants: event.participationsByEventIdList.map(participantOf),
      })),
      pageInfo: allEvents.pageInfo,
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        `SELECT e.date_desc AS key, e.id, e.slug, e.type, e.title, e.date, e.place_id FROM event e
        WHERE e.origin = 'CURATED' AND e.retracted_at IS NULL ORDER BY e.date_desc DESC, e.id DESC LIMIT ${size + 1}`,
        String(size),
        `p.id, p.slug, p.type, p.title, ${date('p.date', 'edtf', 'display', 'precision')} AS date,
        ${object('SELECT l.slug, l.name FROM place l WHERE l.id = p.place_id')} AS place,
        ${list(`SELECT c.role, c.inferred, a AS actor
          FROM participation c CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = c.actor_id) a WHERE c.event_id = p.id ORDER BY c.position`)} AS participants`,
      )} AS events`,
    )}::text`,
    values: () => [],
  },
  draw: async () => [{}],
};

export function dateOf(date: Shape, ...parts: string[]): unknown {
  return date && Object.fromEntries(parts.map((part) => [part, date[part]]));
}

export function participantOf({ actorByActorId, ...participation }: Shape): unknown {
  return { ...participation, actor: actorByActorId };
}
