import { sets } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf, participantOf } from './newest.ts';
import type { Question, Shape } from './question.ts';

export const possibleDate: Question = {
  name: 'possible-date',
  title: 'a first page of events whose date may lie in a few days',
  tuned: true,
  grows: false,
  service: ({ within }) => ({
    query: `query PossibleDate($within: EDTF!) { events(first: 20, filter: { date: { within: $within, match: POSSIBLE } }) {
      nodes { id slug type title date { edtf display } participants { role actor { slug name } } } pageInfo { hasNextPage endCursor } } }`,
    variables: { within },
  }),
  peer: ({ window }) => ({
    query: `query PossibleDate($window: String!) { allEvents(first: 20, condition: { origin: CURATED, retractedAt: null, possiblyWithin: $window }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
      nodes { rowId slug type title date participationsByEventIdList(orderBy: POSITION_ASC) { role actorByActorId { slug name } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { window },
  }),
  fromPeer: ({ allEvents }) => ({
    events: {
      nodes: allEvents.nodes.map((event: Shape) => ({
        ...{
          slug: event.slug,
          type: event.type,
          title: event.title,
          date: dateOf(event.date, 'edtf', 'display'),
        },
        participants: event.participationsByEventIdList.map(participantOf),
      })),
      pageInfo: allEvents.pageInfo,
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        // What begins after the window's end is not in it: the index by date is entered where the window ends.
        `SELECT e.date_desc AS key, e.id, e.slug, e.type, e.title, e.date FROM event e
        WHERE e.origin = 'CURATED' AND e.retracted_at IS NULL AND e.date_desc < $2::bigint AND e.date_end >= $1::bigint
          AND (NOT e.date_gaps OR e.date_ranges && $3::tsmultirange) ORDER BY e.date_desc DESC, e.id DESC LIMIT 21`,
        '20',
        `p.id, p.slug, p.type, p.title, ${date('p.date', 'edtf', 'display')} AS date,
        ${list(`SELECT c.role, a AS actor
          FROM participation c CROSS JOIN LATERAL (SELECT slug, name FROM actor WHERE id = c.actor_id) a WHERE c.event_id = p.id ORDER BY c.position`)} AS participants`,
      )} AS events`,
    )}::text`,
    values: ({ first, end, window }) => [first, end, window],
  },
  draw: async (_client, random) =>
    Array.from({ length: sets }, () => {
      const first = Date.UTC(
        1992 + Math.floor(random() * 33),
        Math.floor(random() * 12),
        1 + Math.floor(random() * 28),
      );
      const days = 1 + Math.floor(random() * 5);
      const iso = (shift: number) => new Date(first + shift * 86_400_000).toISOString().slice(0, 10);
      return {
        within: `${iso(0)}/${iso(days)}`,
        ...{ first: first / 1000, end: first / 1000 + (days + 1) * 86_400 },
        window: `{["${iso(0)} 00:00:00","${iso(days + 1)} 00:00:00")}`,
      };
    }),
};
