import { claimedValue, peerValue, serviceValue, valueSelect } from './claimed.ts';
import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

/** What a conflict lists, each found by its id: in a join, the database would read more of a table as small as these are. */
const each = (table: string, select: string) =>
  `(SELECT coalesce(json_agg(${object(select)} ORDER BY y.position), '[]'::json) FROM ${table} y WHERE y.conflict_id = t.id)`;

export const conflictPage: Question = {
  name: 'conflict-page',
  title: "a conflict's page: names, parties, issues, its 10 newest positions and its 10 newest disagreements",
  tuned: false,
  grows: false,
  service: ({ conflict }) => ({
    query: `query ConflictPage($conflict: ID!) { conflict(id: $conflict) { id slug name names { text usedBy { slug name } }
        parties { slug name kind memberOf { slug name } } issues { slug name broader { slug name } }
        positions(first: 10) { nodes { id slug stance summary publicity continuity contested held { edtf display }
            holder { slug name kind } issue { slug name } conditions { text issue { slug } } }
          pageInfo { hasNextPage endCursor } } }
      disagreements(first: 10, conflict: $conflict) { nodes { id field rule subject { __typename ... on Event { slug type title date { display } } }
          sides { polarity valueText claimCount ${serviceValue} } }
        pageInfo { hasNextPage endCursor } } }`,
    variables: { conflict: idOf('Conflict', conflict) },
  }),
  peer: ({ conflict }) => ({
    query: `query ConflictPage($conflict: UUID!) { conflictByRowId(rowId: $conflict) { rowId slug name
        conflictNamesByConflictIdList(orderBy: POSITION_ASC) { text actorByUsedById { slug name } }
        conflictPartiesByConflictIdList(orderBy: POSITION_ASC) { actorByActorId { slug name kind actorByMemberOfId { slug name } } }
        conflictIssuesByConflictIdList(orderBy: POSITION_ASC) { issueByIssueId { slug name issueByBroaderId { slug name } } }
        positionsByConflictId(first: 10, condition: { origin: CURATED, retractedAt: null }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
          nodes { rowId slug stance summary publicity continuity contested held actorByHolderId { slug name kind } issueByIssueId { slug name }
            stanceConditionsByPositionIdList(orderBy: ORDINAL_ASC) { text issueByIssueId { slug } } }
          pageInfo { hasNextPage endCursor } } }
      allDisagreements(first: 10, condition: { scopeConflictId: $conflict, origin: CURATED }, orderBy: [BEGAN_WITH_ID_DESC, ROW_ID_DESC]) {
        nodes { rowId field rule eventByEventId { slug type title date }
          disagreementSidesByDisagreementIdList(orderBy: POSITION_ASC) { polarity valueText claimCount ${peerValue} } }
        pageInfo { hasNextPage endCursor } } }`,
    variables: { conflict },
  }),
  fromPeer: ({ conflictByRowId: conflict, allDisagreements: disagreements }) => ({
    conflict: {
      ...{ slug: conflict.slug, name: conflict.name },
      names: conflict.conflictNamesByConflictIdList.map((name: Shape) => ({
        text: name.text,
        usedBy: name.actorByUsedById,
      })),
      parties: conflict.conflictPartiesByConflictIdList.map(({ actorByActorId }: Shape) => {
        const { actorByMemberOfId: memberOf, ...party } = actorByActorId;
        return { ...party, memberOf };
      }),
      issues: conflict.conflictIssuesByConflictIdList.map(({ issueByIssueId }: Shape) => {
        const { issueByBroaderId: broader, ...issue } = issueByIssueId;
        return { ...issue, broader };
      }),
      positions: {
        nodes: conflict.positionsByConflictId.nodes.map(positionOf),
        pageInfo: conflict.positionsByConflictId.pageInfo,
      },
    },
    disagreements: { nodes: disagreements.nodes.map(disagreementOf), pageInfo: disagreements.pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT t.id, t.slug, t.name,
        ${list(`SELECT n.text, ${object('SELECT u.slug, u.name FROM actor u WHERE u.id = n.used_by_id')} AS "usedBy"
          FROM conflict_name n WHERE n.conflict_id = t.id ORDER BY n.position`)} AS names,
        ${each(
          'conflict_party',
          `SELECT a.slug, a.name, a.kind, ${object('SELECT m.slug, m.name FROM actor m WHERE m.id = a.member_of_id')} AS "memberOf" FROM actor a WHERE a.id = y.actor_id`,
        )} AS parties,
        ${each(
          'conflict_issue',
          `SELECT i.slug, i.name, ${object('SELECT b.slug, b.name FROM issue b WHERE b.id = i.broader_id')} AS broader FROM issue i WHERE i.id = y.issue_id`,
        )} AS issues,
        ${page(
          `SELECT o.date_desc AS key, o.id, o.slug, o.stance, o.summary, o.publicity, o.continuity, o.contested, o.held, o.holder_id, o.issue_id FROM position o
          WHERE o.conflict_id = t.id AND o.origin = 'CURATED' AND o.retracted_at IS NULL ORDER BY o.date_desc DESC, o.id DESC LIMIT 11`,
          '10',
          `p.id, p.slug, p.stance, p.summary, p.publicity, p.continuity, p.contested, ${date('p.held', 'edtf', 'display')} AS held,
          ${object('SELECT a.slug, a.name, a.kind FROM actor a WHERE a.id = p.holder_id')} AS holder,
          ${object('SELECT i.slug, i.name FROM issue i WHERE i.id = p.issue_id')} AS issue,
          ${list(`SELECT x.text, ${object('SELECT i.slug FROM issue i WHERE i.id = x.issue_id')} AS issue
            FROM position_condition x WHERE x.position_id = p.id ORDER BY x.ordinal`)} AS conditions`,
        )} AS positions
        FROM conflict t WHERE t.id = $1::uuid`,
      )} AS conflict,
      ${page(
        `SELECT d.began_with_id AS key, d.id, d.field, d.rule, d.event_id FROM disagreement d
        WHERE d.scope_conflict_id = $1::uuid AND d.origin = 'CURATED' ORDER BY d.began_with_id DESC, d.id DESC LIMIT 11`,
        '10',
        `p.id, p.field, p.rule,
        ${object(`SELECT 'Event' AS "__typename", e.slug, e.type, e.title, ${date('e.date', 'display')} AS date FROM event e WHERE e.id = p.event_id`)} AS subject,
        ${list(`SELECT s.polarity, s.value_text AS "valueText", s.claim_count AS "claimCount", ${valueSelect('s')} AS value
          FROM disagreement_side s WHERE s.disagreement_id = p.id ORDER BY s.position`)} AS sides`,
      )} AS disagreements`,
    )}::text`,
    values: ({ conflict }) => [conflict],
  },
  // A few of the coldest have no disagreements.
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT conflict_id AS id FROM position WHERE conflict_id IS NOT NULL AND origin = 'CURATED' AND retracted_at IS NULL GROUP BY 1 ORDER BY count(*) DESC, 1`,
    );
    return hotAndCold(random, rows).map(({ id }) => ({ conflict: id }));
  },
};

function positionOf(position: Shape): unknown {
  const { held, actorByHolderId, issueByIssueId, stanceConditionsByPositionIdList, ...own } = position;
  return {
    ...own,
    held: dateOf(held, 'edtf', 'display'),
    holder: actorByHolderId,
    issue: issueByIssueId,
    conditions: stanceConditionsByPositionIdList.map((condition: Shape) => ({
      text: condition.text,
      issue: condition.issueByIssueId,
    })),
  };
}

function disagreementOf(disagreement: Shape): unknown {
  const { field, rule, eventByEventId: event, disagreementSidesByDisagreementIdList: sides } = disagreement;
  return {
    ...{ field, rule },
    subject: { __typename: 'Event', ...event, date: dateOf(event.date, 'display') },
    sides: sides.map((side: Shape) => ({
      ...{ polarity: side.polarity, valueText: side.valueText, claimCount: side.claimCount },
      value: claimedValue(side),
    })),
  };
}
