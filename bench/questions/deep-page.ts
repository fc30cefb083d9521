import { shuffled } from '../random.ts';
import { actorsByActivity, sets } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf, participantOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

const size = 10;
const before = 50 * size;
const type = 'STATEMENT';

/** The moments from one day to another as the database writes them. */
const window = (from: string, to: string) => `{["${from} 00:00:00","${to} 00:00:00")}`;

export const deepPage: Question = {
  name: 'deep-page',
  title: 'a page 50 pages deep of one actor, between two dates, of one type',
  tuned: true,
  grows: false,
  service: ({ actor, within }, after, first) => ({
    query: `query DeepPage($actor: ID!, $types: [EventType!], $within: EDTF, $first: Int!, $after: String) { actor(id: $actor) { slug
      events(filter: { types: $types, date: { within: $within } }, first: $first, after: $after) {
        nodes { slug type title date { edtf display } participants { role actor { slug name } } } pageInfo { hasNextPage endCursor } } } }`,
    variables: { actor: idOf('Actor', actor), types: [type], within, first: first ?? size, after },
  }),
  // Whether a date may lie in a window is no comparison of columns that a generic engine has: it is a condition of its
  // own on the table (addPgTableCondition), which is how PostGraphile's documentation adds one.
  peer: ({ actor, from, to }, after, first) => ({
    query: `query DeepPage($actor: UUID!, $type: EventType!, $window: String!, $first: Int!, $after: Cursor) { actorByRowId(rowId: $actor) { slug
      eventActorsByActorId(condition: { origin: CURATED, retracted: false, type: $type, possiblyWithin: $window }, orderBy: [DATE_DESC_DESC, EVENT_ID_DESC],
        first: $first, after: $after) {
        nodes { eventByEventId { slug type title date participationsByEventIdList(orderBy: POSITION_ASC) { role actorByActorId { slug name } } } }
        pageInfo { hasNextPage endCursor } } } }`,
    variables: { actor, type, window: window(String(from), String(to)), first: first ?? size, after },
  }),
  fromPeer: ({ actorByRowId: { slug, eventActorsByActorId: events } }) => ({
    actor: {
      slug,
      events: {
        nodes: events.nodes.map(({ eventByEventId: event }: Shape) => ({
          ...{
            slug: event.slug,
            type: event.type,
            title: event.title,
            date: dateOf(event.date, 'edtf', 'display'),
          },
          participants: event.participationsByEventIdList.map(participantOf),
        })),
        pageInfo: events.pageInfo,
      },
    },
  }),
  depth: {
    items: before,
    service: (data) => data.actor.events.pageInfo.endCursor,
    peer: (data) => data.actorByRowId.eventActorsByActorId.pageInfo.endCursor,
  },
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT t.slug, ${page(
          // A date that begins after the window's end or ends before its beginning is not in it; only one with gaps is looked at.
          `SELECT e.date_desc AS key, e.event_id AS id FROM event_actor e
        WHERE e.actor_id = t.id AND e.origin = 'CURATED' AND NOT e.retracted AND e.type = '${type}'
          AND (e.date_desc, e.event_id) < ($2::bigint, $3::uuid) AND e.date_desc < $5::bigint AND e.date_end >= $4::bigint
          AND (NOT e.date_gaps OR (SELECT v.date_ranges && $6::tsmultirange FROM event v WHERE v.id = e.event_id))
        ORDER BY e.date_desc DESC, e.event_id DESC LIMIT ${size + 1}`,
          String(size),
          `v.slug, v.type, v.title, ${date('v.date', 'edtf', 'display')} AS date,
        ${list(`SELECT c.role, a AS actor
          FROM participation c CROSS JOIN LATERAL (SELECT slug, name FROM actor WHERE id = c.actor_id) a WHERE c.event_id = p.id ORDER BY c.position`)} AS participants`,
        ).replace(
          'FROM page p WHERE',
          'FROM page p JOIN event v ON v.id = p.id WHERE',
        )} AS events FROM actor t WHERE t.id = $1::uuid`,
      )} AS actor`,
    )}::text`,
    values: ({ actor, key, id, from, to }) => [
      actor,
      key,
      id,
      seconds(from),
      seconds(to),
      window(String(from), String(to)),
    ],
  },
  async draw(client, random) {
    const actors = (await actorsByActivity(client)).slice(0, 60);
    const drawn: Record<string, string | number>[] = [];
    for (let tried = 0; drawn.length < sets && tried < 20 * sets; tried += 1) {
      // Small records have few actors with so many events.
      const actor = actors[Math.floor(random() * Math.min(actors.length, 1 + tried))];
      const from = `${1990 + Math.floor(random() * 4)}-0${1 + Math.floor(random() * 9)}-11`;
      const to = `${2023 + Math.floor(random() * 3)}-0${1 + Math.floor(random() * 9)}-21`;
      const found =
        actor &&
        (await client.query<{ key: string; id: string }>(
          `SELECT e.date_desc AS key, e.event_id AS id FROM event_actor e JOIN event v ON v.id = e.event_id
          WHERE e.actor_id = $1 AND e.origin = 'CURATED' AND NOT e.retracted AND e.type = '${type}' AND v.date_ranges && $2::tsmultirange
          ORDER BY e.date_desc DESC, e.event_id DESC OFFSET ${before - 1} LIMIT ${size + 1}`,
          [actor.id, window(from, to)],
        ));
      const start = found?.rows[0];
      if (actor && start && found.rows.length > size)
        drawn.push({
          actor: actor.id,
          from,
          to,
          within: `${from}/${dayBefore(to)}`,
          key: start.key,
          id: start.id,
        });
    }
    return shuffled(random, drawn);
  },
};

function seconds(day: string | number | null | undefined): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
