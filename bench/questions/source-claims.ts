import type pg from 'pg';
import {
  chainOf,
  chainSelect,
  claimedValue,
  peerChain,
  peerValue,
  serviceChain,
  serviceValue,
  valueSelect,
} from './claimed.ts';
import { hotAndCold } from './draw.ts';
import { date, list, object } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

/** What a claim is about is in one of five columns. */
const subject = `CASE WHEN c.event_id IS NOT NULL THEN ${object(`SELECT 'Event' AS "__typename", e.slug, e.type, e.title, ${date('e.date', 'display')} AS date
    FROM event e WHERE e.id = c.event_id`)}
  WHEN c.attempt_id IS NOT NULL THEN ${object(`SELECT 'MediationAttempt' AS "__typename", a.slug, a.title, CASE WHEN a.outcome = 'ONGOING' AND a.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE a.outcome END AS outcome
    FROM mediation_attempt a WHERE a.id = c.attempt_id`)}
  WHEN c.response_id IS NOT NULL THEN ${object(`SELECT 'PartyResponse' AS "__typename", r.answer,
    ${object('SELECT slug, name FROM actor WHERE id = r.party_id')} AS party,
    ${object('SELECT a.slug, a.title FROM mediation_attempt a WHERE a.id = r.attempt_id')} AS attempt FROM party_response r WHERE r.id = c.response_id`)}
  WHEN c.position_id IS NOT NULL THEN ${object(`SELECT 'Position' AS "__typename", p.slug, p.stance, p.summary,
    ${object('SELECT slug, name FROM actor WHERE id = p.holder_id')} AS holder FROM position p WHERE p.id = c.position_id`)}
  ELSE ${object(`SELECT 'Conflict' AS "__typename", f.slug, f.name FROM conflict f WHERE f.id = c.conflict_id`)} END`;

export const sourceClaims: Question = {
  name: 'source-claims',
  title: 'a source with its 20 newest claims, what they are about and who speaks',
  tuned: false,
  grows: false,
  service: ({ source }) => ({
    query: `query SourceClaims($source: ID!) { source(id: $source) { id slug kind title url language published { edtf display }
      publisher { slug name } author { slug name } reportsOn { slug title } republishes { slug title }
      claims(last: 20) { nodes { id field polarity directness status depth valueText passage { exact start end } ${serviceValue}
        subject { __typename ... on Event { slug type title date { display } } ... on MediationAttempt { slug title outcome }
          ... on PartyResponse { answer party { slug name } attempt { slug title } } ... on Position { slug stance summary holder { slug name } }
          ... on Conflict { slug name } }
        ${serviceChain} } pageInfo { hasPreviousPage startCursor } } } }`,
    variables: { source: idOf('Source', source) },
  }),
  peer: ({ source }) => ({
    query: `query SourceClaims($source: UUID!) { sourceByRowId(rowId: $source) { rowId slug kind title url language published
      actorByPublisherId { slug name } actorByAuthorId { slug name } sourceByReportsOnId { slug title } sourceByRepublishesId { slug title }
      claimsBySourceId(last: 20, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) {
        nodes { rowId field polarity directness status depth valueText passageExact passageStart passageEnd ${peerValue}
        eventByEventId { slug type title date } mediationAttemptByAttemptId { slug title outcome }
        partyResponseByResponseId { answer actorByPartyId { slug name } mediationAttemptByAttemptId { slug title } }
        positionByPositionId { slug stance summary actorByHolderId { slug name } } conflictByConflictId { slug name }
        ${peerChain} } pageInfo { hasPreviousPage startCursor } } } }`,
    variables: { source },
  }),
  fromPeer: ({ sourceByRowId: source }) => {
    const { actorByPublisherId, actorByAuthorId, sourceByReportsOnId, sourceByRepublishesId, ...rest } =
      source;
    const { claimsBySourceId, published, ...own } = rest;
    return {
      source: {
        ...own,
        published: dateOf(published, 'edtf', 'display'),
        publisher: actorByPublisherId,
        author: actorByAuthorId,
        reportsOn: sourceByReportsOnId,
        republishes: sourceByRepublishesId,
        claims: { nodes: claimsBySourceId.nodes.map(claimOf), pageInfo: claimsBySourceId.pageInfo },
      },
    };
  },
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT t.id, t.slug, t.kind, t.title, t.url, t.language, ${date('t.published', 'edtf', 'display')} AS published,
        ${object('SELECT slug, name FROM actor WHERE id = t.publisher_id')} AS publisher,
        ${object('SELECT slug, name FROM actor WHERE id = t.author_id')} AS author,
        ${object('SELECT r.slug, r.title FROM source r WHERE r.id = t.reports_on_id')} AS "reportsOn",
        ${object('SELECT r.slug, r.title FROM source r WHERE r.id = t.republishes_id')} AS republishes,
        ${object(`WITH page AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (SELECT id, field, polarity, directness, status, depth, value_text,
              passage_exact, passage_start, passage_end, value_role, value_actor_id, value_place_id, value_date, value_textual,
              event_id, attempt_id, response_id, position_id, conflict_id FROM claim
            WHERE source_id = t.id AND status <> 'RETRACTED' ORDER BY id DESC LIMIT 21) x)
          SELECT ${list(`SELECT c.id, c.field, c.polarity, c.directness, c.status, c.depth, c.value_text AS "valueText",
              CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL
                THEN ${object('SELECT c.passage_exact AS exact, c.passage_start AS start, c.passage_end AS "end"')} END AS passage,
              ${valueSelect('c')} AS value, ${subject} AS subject, ${chainSelect('c')} AS chain
              FROM page c WHERE c.n <= 20 ORDER BY c.n DESC`)} AS nodes,
            ${object(`SELECT (SELECT count(*) FROM page) > 20 AS "hasPreviousPage",
              (SELECT encode(convert_to(p.id::text, 'UTF8'), 'base64') FROM page p WHERE p.n <= 20 ORDER BY p.n DESC LIMIT 1) AS "startCursor"`)} AS "pageInfo"`)} AS claims
        FROM source t WHERE t.id = $1::uuid`,
      )} AS source`,
    )}::text`,
    values: ({ source }) => [source],
  },
  draw: async (client, random) => hotAndCold(random, await sources(client)).map((source) => ({ source })),
};

async function sources(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT source_id AS id FROM claim WHERE status <> 'RETRACTED' GROUP BY 1 ORDER BY count(*) DESC, 1`,
  );
  return rows.map(({ id }) => id);
}

function claimOf(claim: Shape): unknown {
  const { rowId, field, polarity, directness, status, depth, valueText } = claim;
  const { passageExact: exact, passageStart: start, passageEnd: end } = claim;
  return {
    ...{ rowId, field, polarity, directness, status, depth, valueText },
    passage: exact !== null || start !== null ? { exact, start, end } : null,
    value: claimedValue(claim),
    subject: subjectOf(claim),
    chain: chainOf(claim.attributionsByClaimIdList),
  };
}

function subjectOf(claim: Shape): unknown {
  const { eventByEventId: event, mediationAttemptByAttemptId: attempt, conflictByConflictId } = claim;
  const { partyResponseByResponseId: response, positionByPositionId: position } = claim;
  if (event) return { __typename: 'Event', ...event, date: dateOf(event.date, 'display') };
  if (attempt) return { __typename: 'MediationAttempt', ...attempt };
  if (response)
    return {
      __typename: 'PartyResponse',
      answer: response.answer,
      party: response.actorByPartyId,
      attempt: response.mediationAttemptByAttemptId,
    };
  if (position) {
    const { actorByHolderId, ...rest } = position;
    return { __typename: 'Position', ...rest, holder: actorByHolderId };
  }
  return { __typename: 'Conflict', ...conflictByConflictId };
}
