import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const positions: Question = {
  name: 'positions',
  title: 'newest 20 positions against something, with conditions and claims',
  tuned: true,
  grows: false,
  service: ({ issue }) => ({
    query: `query Positions($issue: ID!) { positions(first: 20, filter: { issues: [$issue], stances: [OPPOSE, REJECT, ACCEPT_CONDITIONALLY] }) {
      nodes { id slug stance summary publicity continuity held { edtf display } contested independentSourceCount
        holder { slug name kind memberOf { slug name } } issue { slug name broader { slug name } } conflict { slug name } conditions { text issue { slug } }
        claims(first: 5) { nodes { field polarity directness valueText passage { exact } rootSpeaker { slug name } source { slug title publisher { slug name } } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { issue: idOf('Issue', issue) },
  }),
  peer: ({ issue }) => ({
    query: `query Positions($issue: UUID!) { allPositions(first: 20, condition: { issueId: $issue, origin: CURATED, retractedAt: null },
        filter: { stance: { in: [OPPOSE, REJECT, ACCEPT_CONDITIONALLY] } }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
      nodes { rowId slug stance summary publicity continuity held contested independentSourceCount
        actorByHolderId { slug name kind actorByMemberOfId { slug name } } issueByIssueId { slug name issueByBroaderId { slug name } } conflictByConflictId { slug name }
        stanceConditionsByPositionIdList(orderBy: ORDINAL_ASC) { text issueByIssueId { slug } }
        claimsByPositionIdList(first: 5, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) { field polarity directness valueText
          passageExact passageStart actorByRootSpeakerId { slug name } sourceBySourceId { slug title actorByPublisherId { slug name } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { issue },
  }),
  fromPeer: ({ allPositions }) => ({
    positions: { nodes: allPositions.nodes.map(positionOf), pageInfo: allPositions.pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        `SELECT o.date_desc AS key, o.id, o.slug, o.stance, o.summary, o.publicity, o.continuity, o.held, o.contested, o.independent_source_count,
          o.holder_id, o.issue_id, o.conflict_id FROM position o
        WHERE o.issue_id = $1::uuid AND o.stance IN ('OPPOSE', 'REJECT', 'ACCEPT_CONDITIONALLY') AND o.origin = 'CURATED' AND o.retracted_at IS NULL
        ORDER BY o.date_desc DESC, o.id DESC LIMIT 21`,
        '20',
        `p.id, p.slug, p.stance, p.summary, p.publicity, p.continuity, ${date('p.held', 'edtf', 'display')} AS held, p.contested,
        p.independent_source_count AS "independentSourceCount",
        ${object(`SELECT a.slug, a.name, a.kind, ${object('SELECT m.slug, m.name FROM actor m WHERE m.id = a.member_of_id')} AS "memberOf"
          FROM actor a WHERE a.id = p.holder_id`)} AS holder,
        ${object(`SELECT i.slug, i.name, ${object('SELECT b.slug, b.name FROM issue b WHERE b.id = i.broader_id')} AS broader
          FROM issue i WHERE i.id = p.issue_id`)} AS issue,
        ${object('SELECT f.slug, f.name FROM conflict f WHERE f.id = p.conflict_id')} AS conflict,
        ${list(`SELECT x.text, ${object('SELECT i.slug FROM issue i WHERE i.id = x.issue_id')} AS issue
          FROM position_condition x WHERE x.position_id = p.id ORDER BY x.ordinal`)} AS conditions,
        ${object(
          `SELECT ${list(`SELECT c.field, c.polarity, c.directness, c.value_text AS "valueText",
          CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL THEN ${object('SELECT c.passage_exact AS exact')} END AS passage,
          ${object('SELECT k.slug, k.name FROM actor k WHERE k.id = c.root_speaker_id')} AS "rootSpeaker",
          ${object(`SELECT s.slug, s.title, ${object('SELECT u.slug, u.name FROM actor u WHERE u.id = s.publisher_id')} AS publisher
            FROM source s WHERE s.id = c.source_id`)} AS source
          FROM claim c WHERE c.position_id = p.id AND c.status <> 'RETRACTED' ORDER BY c.id LIMIT 5`)} AS nodes`,
        )} AS claims`,
      )} AS positions`,
    )}::text`,
    values: ({ issue }) => [issue],
  },
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT issue_id AS id FROM position WHERE stance IN ('OPPOSE', 'REJECT', 'ACCEPT_CONDITIONALLY') AND origin = 'CURATED' AND retracted_at IS NULL
        GROUP BY 1 ORDER BY count(*) DESC, 1`,
    );
    return hotAndCold(random, rows).map(({ id }) => ({ issue: id }));
  },
};

function positionOf(position: Shape): unknown {
  const { held, actorByHolderId, issueByIssueId, conflictByConflictId, ...rest } = position;
  const { stanceConditionsByPositionIdList, claimsByPositionIdList, ...own } = rest;
  const { actorByMemberOfId, ...holder } = actorByHolderId;
  const { issueByBroaderId, ...issue } = issueByIssueId;
  return {
    ...own,
    held: dateOf(held, 'edtf', 'display'),
    holder: { ...holder, memberOf: actorByMemberOfId },
    issue: { ...issue, broader: issueByBroaderId },
    conflict: conflictByConflictId,
    conditions: stanceConditionsByPositionIdList.map((condition: Shape) => ({
      text: condition.text,
      issue: condition.issueByIssueId,
    })),
    claims: { nodes: claimsByPositionIdList.map(claimOf) },
  };
}

function claimOf(claim: Shape): unknown {
  const { passageExact, passageStart, actorByRootSpeakerId, sourceBySourceId, ...rest } = claim;
  const { actorByPublisherId, ...source } = sourceBySourceId;
  return {
    ...rest,
    passage: passageExact !== null || passageStart !== null ? { exact: passageExact } : null,
    rootSpeaker: actorByRootSpeakerId,
    source: { ...source, publisher: actorByPublisherId },
  };
}
