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

const conflictOf = (row: string) =>
  object(`SELECT f.slug, f.name FROM conflict f WHERE f.id = ${row}.conflict_id`);

/** What a claim is about is in one of five columns. */
const subject = `CASE WHEN c.event_id IS NOT NULL THEN ${object(`SELECT 'Event' AS "__typename", e.slug, e.type, e.title, ${conflictOf('e')} AS conflict
    FROM event e WHERE e.id = c.event_id`)}
  WHEN c.attempt_id IS NOT NULL THEN ${object(`SELECT 'MediationAttempt' AS "__typename", a.slug, a.title, a.kind, ${conflictOf('a')} AS conflict
    FROM mediation_attempt a WHERE a.id = c.attempt_id`)}
  WHEN c.response_id IS NOT NULL THEN ${object(`SELECT 'PartyResponse' AS "__typename", r.answer, r.inferred,
    ${object('SELECT slug, name FROM actor WHERE id = r.party_id')} AS party,
    ${object('SELECT a.slug, a.title FROM mediation_attempt a WHERE a.id = r.attempt_id')} AS attempt FROM party_response r WHERE r.id = c.response_id`)}
  WHEN c.position_id IS NOT NULL THEN ${object(`SELECT 'Position' AS "__typename", p.slug, p.stance,
    ${object('SELECT slug, name FROM actor WHERE id = p.holder_id')} AS holder,
    ${object('SELECT i.slug, i.name FROM issue i WHERE i.id = p.issue_id')} AS issue FROM position p WHERE p.id = c.position_id`)}
  ELSE ${object(`SELECT 'Conflict' AS "__typename", f.slug, f.name FROM conflict f WHERE f.id = c.conflict_id`)} END`;

export const speakerClaims: Question = {
  name: 'speaker-claims',
  title: 'the 20 newest claims in the words of one actor, with what they are about and who passes them on',
  tuned: false,
  grows: false,
  service: ({ speaker }) => ({
    query: `query SpeakerClaims($speaker: ID!) { claims(last: 20, filter: { rootSpeaker: { actor: $speaker } }) {
      nodes { id field polarity directness status depth valueText passage { exact start end } ${serviceValue}
        source { slug kind title published { edtf display } publisher { slug name kind } }
        subject { __typename ... on Event { slug type title conflict { slug name } } ... on MediationAttempt { slug title kind conflict { slug name } }
          ... on PartyResponse { answer inferred party { slug name } attempt { slug title } }
          ... on Position { slug stance holder { slug name } issue { slug name } } ... on Conflict { slug name } }
        ${serviceChain} }
      pageInfo { hasPreviousPage startCursor } } }`,
    variables: { speaker: idOf('Actor', speaker) },
  }),
  peer: ({ speaker }) => ({
    query: `query SpeakerClaims($speaker: UUID!) { allClaims(last: 20, condition: { rootSpeakerId: $speaker, origin: CURATED },
        filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) {
      nodes { rowId field polarity directness status depth valueText passageExact passageStart passageEnd ${peerValue}
        sourceBySourceId { slug kind title published actorByPublisherId { slug name kind } }
        eventByEventId { slug type title conflictByConflictId { slug name } }
        mediationAttemptByAttemptId { slug title kind conflictByConflictId { slug name } }
        partyResponseByResponseId { answer inferred actorByPartyId { slug name } mediationAttemptByAttemptId { slug title } }
        positionByPositionId { slug stance actorByHolderId { slug name } issueByIssueId { slug name } } conflictByConflictId { slug name }
        ${peerChain} }
      pageInfo { hasPreviousPage startCursor } } }`,
    variables: { speaker },
  }),
  fromPeer: ({ allClaims }) => ({
    claims: { nodes: allClaims.nodes.map(claimOf), pageInfo: allClaims.pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(`WITH page AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (SELECT id, field, polarity, directness, status, depth, value_text,
            passage_exact, passage_start, passage_end, value_role, value_actor_id, value_place_id, value_date, value_textual,
            source_id, event_id, attempt_id, response_id, position_id, conflict_id FROM claim
          WHERE root_speaker_id = $1::uuid AND origin = 'CURATED' AND status <> 'RETRACTED' ORDER BY id DESC LIMIT 21) x)
        SELECT ${list(`SELECT c.id, c.field, c.polarity, c.directness, c.status, c.depth, c.value_text AS "valueText",
            CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL
              THEN ${object('SELECT c.passage_exact AS exact, c.passage_start AS start, c.passage_end AS "end"')} END AS passage,
            ${valueSelect('c')} AS value,
            ${object(`SELECT s.slug, s.kind, s.title, ${date('s.published', 'edtf', 'display')} AS published,
              ${object('SELECT u.slug, u.name, u.kind FROM actor u WHERE u.id = s.publisher_id')} AS publisher FROM source s WHERE s.id = c.source_id`)} AS source,
            ${subject} AS subject, ${chainSelect('c')} AS chain
            FROM page c WHERE c.n <= 20 ORDER BY c.n DESC`)} AS nodes,
          ${object(`SELECT (SELECT count(*) FROM page) > 20 AS "hasPreviousPage",
            (SELECT encode(convert_to(p.id::text, 'UTF8'), 'base64') FROM page p WHERE p.n <= 20 ORDER BY p.n DESC LIMIT 1) AS "startCursor"`)} AS "pageInfo"`)} AS claims`,
    )}::text`,
    values: ({ speaker }) => [speaker],
  },
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT root_speaker_id AS id FROM claim WHERE root_speaker_id IS NOT NULL AND origin = 'CURATED' AND status <> 'RETRACTED'
        GROUP BY 1 ORDER BY count(*) DESC, 1`,
    );
    return hotAndCold(random, rows).map(({ id }) => ({ speaker: id }));
  },
};

function claimOf(claim: Shape): unknown {
  const { field, polarity, directness, status, depth, valueText } = claim;
  const { passageExact: exact, passageStart: start, passageEnd: end } = claim;
  const { actorByPublisherId, published, ...source } = claim.sourceBySourceId;
  return {
    ...{ field, polarity, directness, status, depth, valueText },
    passage: exact !== null || start !== null ? { exact, start, end } : null,
    value: claimedValue(claim),
    source: { ...source, published: dateOf(published, 'edtf', 'display'), publisher: actorByPublisherId },
    subject: subjectOf(claim),
    chain: chainOf(claim.attributionsByClaimIdList),
  };
}

function subjectOf(claim: Shape): unknown {
  const { eventByEventId: event, mediationAttemptByAttemptId: attempt } = claim;
  const { partyResponseByResponseId: response, positionByPositionId: position } = claim;
  if (event) return { __typename: 'Event', ...inConflict(event) };
  if (attempt) return { __typename: 'MediationAttempt', ...inConflict(attempt) };
  if (response) {
    const { actorByPartyId: party, mediationAttemptByAttemptId, ...rest } = response;
    return { __typename: 'PartyResponse', ...rest, party, attempt: mediationAttemptByAttemptId };
  }
  if (position) {
    const { actorByHolderId: holder, issueByIssueId: issue, ...rest } = position;
    return { __typename: 'Position', ...rest, holder, issue };
  }
  return { __typename: 'Conflict', ...claim.conflictByConflictId };
}

function inConflict({ conflictByConflictId: conflict, ...rest }: Shape): Record<string, unknown> {
  return { ...rest, conflict };
}
