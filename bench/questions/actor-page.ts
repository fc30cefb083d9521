import { actorsByActivity, sets } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf, participantOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const actorPage: Question = {
  name: 'actor-page',
  title: "a hot actor's page, three levels deep, with claims and sources",
  tuned: true,
  grows: false,
  service: ({ actor }) => ({
    query: `query ActorPage($actor: ID!) { actor(id: $actor) { id slug name kind memberOf { slug name } events(first: 10) {
      nodes { slug type title date { edtf display } participants { role actor { slug name } }
        claims(first: 5) { nodes { field polarity valueText directness passage { exact } source { slug title publisher { slug name } }
          chain { position act speakerText speaker { slug name } } } } }
      pageInfo { hasNextPage endCursor } } } }`,
    variables: { actor: idOf('Actor', actor) },
  }),
  peer: ({ actor }) => ({
    query: `query ActorPage($actor: UUID!) { actorByRowId(rowId: $actor) { rowId slug name kind actorByMemberOfId { slug name }
      eventActorsByActorId(first: 10, condition: { origin: CURATED, retracted: false }, orderBy: [DATE_DESC_DESC, EVENT_ID_DESC]) {
        nodes { eventByEventId { slug type title date participationsByEventIdList(orderBy: POSITION_ASC) { role actorByActorId { slug name } }
          claimsByEventIdList(first: 5, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) { field polarity valueText directness passageExact passageStart
            sourceBySourceId { slug title actorByPublisherId { slug name } }
            attributionsByClaimIdList(orderBy: POSITION_ASC) { position act speakerText actorBySpeakerId { slug name } } } } }
        pageInfo { hasNextPage endCursor } } } }`,
    variables: { actor },
  }),
  fromPeer: ({ actorByRowId: { actorByMemberOfId, eventActorsByActorId: events, ...actor } }) => ({
    actor: {
      ...actor,
      memberOf: actorByMemberOfId,
      events: {
        nodes: events.nodes.map(({ eventByEventId: event }: Shape) => ({
          ...{
            slug: event.slug,
            type: event.type,
            title: event.title,
            date: dateOf(event.date, 'edtf', 'display'),
          },
          participants: event.participationsByEventIdList.map(participantOf),
          claims: { nodes: event.claimsByEventIdList.map(claimOf) },
        })),
        pageInfo: events.pageInfo,
      },
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT t.id, t.slug, t.name, t.kind, ${object('SELECT m.slug, m.name FROM actor m WHERE m.id = t.member_of_id')} AS "memberOf", ${page(
          `SELECT e.date_desc AS key, e.event_id AS id FROM event_actor e
        WHERE e.actor_id = t.id AND e.origin = 'CURATED' AND NOT e.retracted ORDER BY e.date_desc DESC, e.event_id DESC LIMIT 11`,
          '10',
          `v.slug, v.type, v.title, ${date('v.date', 'edtf', 'display')} AS date,
        ${list(`SELECT c.role, a AS actor
          FROM participation c CROSS JOIN LATERAL (SELECT slug, name FROM actor WHERE id = c.actor_id) a WHERE c.event_id = p.id ORDER BY c.position`)} AS participants,
        ${object(
          `SELECT ${list(`SELECT c.field, c.polarity, c.value_text AS "valueText", c.directness,
          CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL THEN ${object('SELECT c.passage_exact AS exact')} END AS passage,
          ${object(`SELECT s.slug, s.title, ${object('SELECT u.slug, u.name FROM actor u WHERE u.id = s.publisher_id')} AS publisher
            FROM source s WHERE s.id = c.source_id`)} AS source,
          CASE WHEN c.depth = 0 THEN '[]'::json ELSE ${list(`SELECT w.position, w.act, w.speaker_text AS "speakerText",
            ${object('SELECT k.slug, k.name FROM actor k WHERE k.id = w.speaker_id')} AS speaker
            FROM attribution w WHERE w.claim_id = c.id ORDER BY w.position`)} END AS chain
          FROM claim c WHERE c.event_id = p.id AND c.status <> 'RETRACTED' ORDER BY c.id LIMIT 5`)} AS nodes`,
        )} AS claims`,
        ).replace(
          'FROM page p WHERE',
          'FROM page p JOIN event v ON v.id = p.id WHERE',
        )} AS events FROM actor t WHERE t.id = $1::uuid`,
      )} AS actor`,
    )}::text`,
    values: ({ actor }) => [actor],
  },
  draw: async (client) => (await actorsByActivity(client)).slice(0, sets).map(({ id }) => ({ actor: id })),
};

export function claimOf(claim: Shape): unknown {
  const {
    field,
    polarity,
    valueText,
    directness,
    passageExact,
    passageStart,
    sourceBySourceId,
    attributionsByClaimIdList,
  } = claim;
  const { actorByPublisherId, ...source } = sourceBySourceId;
  return {
    ...{ field, polarity, valueText, directness },
    passage: passageExact !== null || passageStart !== null ? { exact: passageExact } : null,
    source: { ...source, publisher: actorByPublisherId },
    chain: attributionsByClaimIdList.map(({ actorBySpeakerId, ...voice }: Shape) => ({
      ...voice,
      speaker: actorBySpeakerId,
    })),
  };
}
