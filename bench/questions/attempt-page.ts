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
import { hotAndCold, sets } from './draw.ts';
import { date, list, object } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

const outcome = (row: string) =>
  `CASE WHEN ${row}.outcome = 'ONGOING' AND ${row}.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE ${row}.outcome END AS outcome`;
const actorOf = (id: string) => object(`SELECT a.slug, a.name FROM actor a WHERE a.id = ${id}`);
const sourceOf = (row: string) =>
  object(`SELECT s.slug, s.kind, s.title FROM source s WHERE s.id = ${row}.source_id`);
const passageOf = (row: string) =>
  `CASE WHEN ${row}.passage_exact IS NOT NULL OR ${row}.passage_start IS NOT NULL THEN ${object(`SELECT ${row}.passage_exact AS exact`)} END`;

const peerDisagreement = `{ rowId beganWithId field rule disagreementSidesByDisagreementIdList(orderBy: POSITION_ASC) { polarity valueText claimCount } }`;

export const attemptPage: Question = {
  name: 'attempt-page',
  title:
    "one mediation attempt's page: answers with their claims and the parties' newest positions, events, claims, stated outcomes, disagreements",
  tuned: true,
  grows: false,
  service: ({ attempt }) => ({
    query: `query AttemptPage($attempt: ID!) { mediationAttempt(id: $attempt) { id slug version origin title summary kind strategy initiatedBy venue outcome contested
        differsFromClaims independentSourceCount date { edtf verbatim display precision } dateAbsence proposalOriginator { slug name } proposalOriginatorAbsence
        dataset { slug name } retraction { reason } conflict { slug name parties { slug name } } mediators { actor { slug name kind memberOf { slug name } } } issues { slug name }
      events { role event { slug type title date { edtf display } place { slug name } } }
      possiblySameAs { slug title outcome date { display } mediators { actor { slug name } } }
      responses { id answer inferred conditions date { edtf display }
        party { slug name kind positions(first: 3) { nodes { slug stance summary held { display } issue { slug name } } } }
        claims(first: 5) { nodes { id field polarity directness status valueText passage { exact } source { slug kind title } rootSpeaker { slug name } } pageInfo { hasNextPage } } }
      claims(first: 20) { nodes { id field polarity directness status depth valueText passage { exact } ${serviceValue} source { slug kind title } ${serviceChain} }
        pageInfo { hasNextPage endCursor } }
      statedOutcomes { id valueText polarity source { slug kind title } rootSpeaker { slug name } }
      disagreements { id field rule sides { polarity valueText claimCount } } } }`,
    variables: { attempt: idOf('MediationAttempt', attempt) },
  }),
  peer: ({ attempt }) => ({
    query: `query AttemptPage($attempt: UUID!) { mediationAttemptByRowId(rowId: $attempt) { rowId slug version origin title summary kind strategy initiatedBy venue outcome contested
        differsFromClaims independentSourceCount date dateAbsence actorByProposalOriginatorId { slug name } proposalOriginatorAbsence
        datasetByDatasetId { slug name } retractedAt retractionReason
        conflictByConflictId { slug name conflictPartiesByConflictIdList(orderBy: POSITION_ASC) { actorByActorId { slug name } } }
        mediatorsByAttemptIdList(orderBy: POSITION_ASC) { actorByActorId { slug name kind actorByMemberOfId { slug name } } }
        attemptIssuesByAttemptIdList(orderBy: POSITION_ASC) { issueByIssueId { slug name } }
      attemptEventsByAttemptIdList(orderBy: POSITION_ASC) { role eventByEventId { slug type title date placeByPlaceId { slug name } } }
      attemptSameAsByAttemptIdList(orderBy: OTHER_ID_ASC) { mediationAttemptByOtherId { slug title outcome date
        mediatorsByAttemptIdList(orderBy: POSITION_ASC) { actorByActorId { slug name } } } }
      partyResponsesByAttemptIdList(orderBy: POSITION_ASC) { rowId answer inferred conditions date
        actorByPartyId { slug name kind positionsByHolderIdList(first: 3, condition: { origin: CURATED, retractedAt: null }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
          slug stance summary held issueByIssueId { slug name } } }
        claimsByResponseId(first: 5, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) { nodes { rowId field polarity directness status valueText
          passageExact passageStart sourceBySourceId { slug kind title } actorByRootSpeakerId { slug name } } pageInfo { hasNextPage } }
        disagreementsByResponseIdList ${peerDisagreement} }
      claimsByAttemptId(first: 20, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) { nodes { rowId field polarity directness status depth valueText
        passageExact passageStart ${peerValue} sourceBySourceId { slug kind title } ${peerChain} } pageInfo { hasNextPage endCursor } }
      statedOutcomes: claimsByAttemptIdList(first: 200, condition: { field: OUTCOME, status: ACTIVE }, orderBy: ROW_ID_ASC) {
        rowId valueText polarity sourceBySourceId { slug kind title } actorByRootSpeakerId { slug name } }
      disagreementsByAttemptIdList ${peerDisagreement} } }`,
    variables: { attempt },
  }),
  fromPeer: ({ mediationAttemptByRowId: attempt }) => {
    const { date: when, actorByProposalOriginatorId, datasetByDatasetId, ...rest } = attempt;
    const { retractedAt, retractionReason, conflictByConflictId: conflict, ...more } = rest;
    const {
      mediatorsByAttemptIdList,
      attemptIssuesByAttemptIdList,
      attemptEventsByAttemptIdList,
      ...others
    } = more;
    const { attemptSameAsByAttemptIdList, partyResponsesByAttemptIdList, claimsByAttemptId, ...last } =
      others;
    const { statedOutcomes, disagreementsByAttemptIdList, ...own } = last;
    return {
      mediationAttempt: {
        ...own,
        date: dateOf(when, 'edtf', 'verbatim', 'display', 'precision'),
        proposalOriginator: actorByProposalOriginatorId,
        dataset: datasetByDatasetId,
        retraction: retractedAt && { reason: retractionReason },
        conflict: conflict && {
          ...{ slug: conflict.slug, name: conflict.name },
          parties: conflict.conflictPartiesByConflictIdList.map(
            ({ actorByActorId }: Shape) => actorByActorId,
          ),
        },
        mediators: mediatorsByAttemptIdList.map(({ actorByActorId }: Shape) => {
          const { actorByMemberOfId: memberOf, ...actor } = actorByActorId;
          return { actor: { ...actor, memberOf } };
        }),
        issues: attemptIssuesByAttemptIdList.map(({ issueByIssueId }: Shape) => issueByIssueId),
        events: attemptEventsByAttemptIdList.map(({ role, eventByEventId }: Shape) => {
          const { placeByPlaceId: place, ...event } = eventByEventId;
          return { role, event: { ...event, date: dateOf(event.date, 'edtf', 'display'), place } };
        }),
        possiblySameAs: attemptSameAsByAttemptIdList.map(({ mediationAttemptByOtherId: other }: Shape) => ({
          ...{ slug: other.slug, title: other.title, outcome: other.outcome },
          date: dateOf(other.date, 'display'),
          mediators: other.mediatorsByAttemptIdList.map(({ actorByActorId }: Shape) => ({
            actor: actorByActorId,
          })),
        })),
        responses: partyResponsesByAttemptIdList.map(responseOf),
        claims: { nodes: claimsByAttemptId.nodes.map(claimOf), pageInfo: claimsByAttemptId.pageInfo },
        statedOutcomes: statedOutcomes.map(({ sourceBySourceId, actorByRootSpeakerId, ...claim }: Shape) => ({
          ...claim,
          ...{ source: sourceBySourceId, rootSpeaker: actorByRootSpeakerId },
        })),
        disagreements: disagreementsOf([
          ...disagreementsByAttemptIdList,
          ...partyResponsesByAttemptIdList.flatMap(
            (response: Shape) => response.disagreementsByResponseIdList,
          ),
        ]),
      },
    };
  },
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        // The claims are read once for both lists of them, and what is contested says whether there are disagreements.
        `SELECT t.id, t.slug, t.version, t.origin, t.title, t.summary, t.kind, t.strategy, t.initiated_by AS "initiatedBy", t.venue, ${outcome('t')}, t.contested,
        coalesce(t.differs_from_claims, '{}') AS "differsFromClaims", t.independent_source_count AS "independentSourceCount",
        ${date('t.date', 'edtf', 'verbatim', 'display', 'precision')} AS date, t.date_absence AS "dateAbsence",
        ${actorOf('t.proposal_originator_id')} AS "proposalOriginator", t.proposal_originator_absence AS "proposalOriginatorAbsence",
        ${object('SELECT d.slug, d.name FROM dataset d WHERE d.id = t.dataset_id')} AS dataset,
        CASE WHEN t.retracted_at IS NOT NULL THEN ${object('SELECT t.retraction_reason AS reason')} END AS retraction,
        ${object(`SELECT f.slug, f.name,
          (SELECT coalesce(json_agg(${actorOf('y.actor_id')} ORDER BY y.position), '[]'::json) FROM conflict_party y WHERE y.conflict_id = f.id) AS parties
          FROM conflict f WHERE f.id = t.conflict_id`)} AS conflict,
        ${list(`SELECT ${object(`SELECT a.slug, a.name, a.kind, ${object('SELECT b.slug, b.name FROM actor b WHERE b.id = a.member_of_id')} AS "memberOf"
            FROM actor a WHERE a.id = m.actor_id`)} AS actor
          FROM mediator m WHERE m.attempt_id = t.id ORDER BY m.position`)} AS mediators,
        (SELECT coalesce(json_agg(${object('SELECT i.slug, i.name FROM issue i WHERE i.id = y.issue_id')} ORDER BY y.position), '[]'::json)
          FROM attempt_issue y WHERE y.attempt_id = t.id) AS issues,
        ${list(`SELECT y.role, ${object(`SELECT e.slug, e.type, e.title, ${date('e.date', 'edtf', 'display')} AS date,
            ${object('SELECT l.slug, l.name FROM place l WHERE l.id = e.place_id')} AS place FROM event e WHERE e.id = y.event_id`)} AS event
          FROM attempt_event y WHERE y.attempt_id = t.id ORDER BY y.position`)} AS events,
        (SELECT coalesce(json_agg(${object(`SELECT u.slug, u.title, ${outcome('u')}, ${date('u.date', 'display')} AS date,
            ${list(`SELECT ${actorOf('m.actor_id')} AS actor FROM mediator m WHERE m.attempt_id = u.id ORDER BY m.position`)} AS mediators
            FROM mediation_attempt u WHERE u.id = y.other_id`)} ORDER BY y.other_id), '[]'::json)
          FROM attempt_same_as y WHERE y.attempt_id = t.id) AS "possiblySameAs",
        ${list(`SELECT r.id, r.answer, r.inferred, r.conditions, ${date('r.date', 'edtf', 'display')} AS date,
          ${object(
            `SELECT a.slug, a.name, a.kind, ${object(
              `SELECT ${list(`SELECT o.slug, o.stance, o.summary, ${date('o.held', 'display')} AS held,
              ${object('SELECT i.slug, i.name FROM issue i WHERE i.id = o.issue_id')} AS issue
              FROM position o WHERE o.holder_id = a.id AND o.origin = 'CURATED' AND o.retracted_at IS NULL ORDER BY o.date_desc DESC, o.id DESC LIMIT 3`)} AS nodes`,
            )} AS positions FROM actor a WHERE a.id = r.party_id`,
          )} AS party,
          ${object(`WITH few AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (SELECT id, field, polarity, directness, status, value_text, passage_exact, passage_start,
                source_id, root_speaker_id FROM claim WHERE response_id = r.id AND status <> 'RETRACTED' ORDER BY id LIMIT 6) x)
            SELECT ${list(`SELECT c.id, c.field, c.polarity, c.directness, c.status, c.value_text AS "valueText", ${passageOf('c')} AS passage,
                ${sourceOf('c')} AS source, ${actorOf('c.root_speaker_id')} AS "rootSpeaker" FROM few c WHERE c.n <= 5 ORDER BY c.n`)} AS nodes,
              ${object('SELECT (SELECT count(*) FROM few) > 5 AS "hasNextPage"')} AS "pageInfo"`)} AS claims
          FROM party_response r WHERE r.attempt_id = t.id ORDER BY r.position`)} AS responses,
        w.claims, w."statedOutcomes",
        CASE WHEN t.contested THEN ${list(`SELECT d.id, d.field, d.rule,
            ${list('SELECT s.polarity, s.value_text AS "valueText", s.claim_count AS "claimCount" FROM disagreement_side s WHERE s.disagreement_id = d.id ORDER BY s.position')} AS sides
            FROM (SELECT * FROM disagreement WHERE attempt_id = t.id
              UNION ALL SELECT v.* FROM party_response r JOIN disagreement v ON v.response_id = r.id WHERE r.attempt_id = t.id) d
            ORDER BY d.began_with_id DESC, d.id DESC LIMIT 100`)} ELSE '[]'::json END AS disagreements
        FROM mediation_attempt t CROSS JOIN LATERAL (
          WITH said AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (SELECT id, field, polarity, directness, status, depth, value_text, passage_exact, passage_start,
              value_role, value_actor_id, value_place_id, value_date, value_textual, source_id, root_speaker_id
            FROM claim WHERE attempt_id = t.id AND status <> 'RETRACTED' ORDER BY id) x)
          SELECT ${object(`SELECT ${list(`SELECT c.id, c.field, c.polarity, c.directness, c.status, c.depth, c.value_text AS "valueText", ${passageOf('c')} AS passage,
                ${valueSelect('c')} AS value, ${sourceOf('c')} AS source, ${chainSelect('c')} AS chain FROM said c WHERE c.n <= 20 ORDER BY c.n`)} AS nodes,
              ${object(`SELECT (SELECT count(*) FROM said) > 20 AS "hasNextPage",
                (SELECT encode(convert_to(c.id::text, 'UTF8'), 'base64') FROM said c WHERE c.n <= 20 ORDER BY c.n DESC LIMIT 1) AS "endCursor"`)} AS "pageInfo"`)} AS claims,
            ${list(`SELECT c.id, c.value_text AS "valueText", c.polarity, ${sourceOf('c')} AS source, ${actorOf('c.root_speaker_id')} AS "rootSpeaker"
              FROM said c WHERE c.field = 'OUTCOME' AND c.status = 'ACTIVE' ORDER BY c.n LIMIT 200`)} AS "statedOutcomes") w
        WHERE t.id = $1::uuid`,
      )} AS "mediationAttempt"`,
    )}::text`,
    values: ({ attempt }) => [attempt],
  },
  // Those that most is claimed about and others, and a few that may be the same as another, which are rare.
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT t.id FROM mediation_attempt t LEFT JOIN (SELECT attempt_id, count(*) AS claims FROM claim GROUP BY 1) c ON c.attempt_id = t.id
        ORDER BY coalesce(c.claims, 0) DESC, t.id`,
    );
    const alike = await client.query<{ id: string }>(
      `SELECT DISTINCT attempt_id AS id FROM attempt_same_as ORDER BY 1 LIMIT ${sets / 4}`,
    );
    return [...hotAndCold(random, rows), ...alike.rows].map(({ id }) => ({ attempt: id }));
  },
};

function responseOf(response: Shape): unknown {
  const {
    date: when,
    actorByPartyId,
    claimsByResponseId,
    disagreementsByResponseIdList: _,
    ...own
  } = response;
  const { positionsByHolderIdList, ...party } = actorByPartyId;
  return {
    ...own,
    date: dateOf(when, 'edtf', 'display'),
    party: {
      ...party,
      positions: {
        nodes: positionsByHolderIdList.map(({ held, issueByIssueId: issue, ...position }: Shape) => ({
          ...position,
          ...{ held: dateOf(held, 'display'), issue },
        })),
      },
    },
    claims: {
      nodes: claimsByResponseId.nodes.map((claim: Shape) => {
        const { passageExact, passageStart, sourceBySourceId, actorByRootSpeakerId, ...rest } = claim;
        return {
          ...rest,
          passage: passageExact !== null || passageStart !== null ? { exact: passageExact } : null,
          ...{ source: sourceBySourceId, rootSpeaker: actorByRootSpeakerId },
        };
      }),
      pageInfo: claimsByResponseId.pageInfo,
    },
  };
}

function claimOf(claim: Shape): unknown {
  const { field, polarity, directness, status, depth, valueText, passageExact, passageStart } = claim;
  return {
    ...{ field, polarity, directness, status, depth, valueText },
    passage: passageExact !== null || passageStart !== null ? { exact: passageExact } : null,
    value: claimedValue(claim),
    source: claim.sourceBySourceId,
    chain: chainOf(claim.attributionsByClaimIdList),
  };
}

/** Newest first, those of the attempt and of its responses in one list. */
function disagreementsOf(rows: Shape[]): unknown {
  const newestFirst = (a: Shape, b: Shape) =>
    `${a.beganWithId} ${a.rowId}` < `${b.beganWithId} ${b.rowId}` ? 1 : -1;
  return rows
    .sort(newestFirst)
    .map(({ field, rule, disagreementSidesByDisagreementIdList: sides }) => ({ field, rule, sides }));
}
