import type pg from 'pg';
import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const conflictAttempts: Question = {
  name: 'conflict-attempts',
  title: 'a conflict with its 20 newest mediation attempts, answers and claims about these',
  tuned: false,
  grows: false,
  service: ({ conflict }) => ({
    query: `query ConflictAttempts($conflict: ID!) { conflict(id: $conflict) { id slug name names { text usedBy { slug name } } parties { slug name kind } issues { slug name }
      mediationAttempts(first: 20) { nodes { id slug title summary kind strategy initiatedBy venue outcome contested date { edtf display precision } dateAbsence
          mediators { actor { slug name kind } } issues { slug name } proposalOriginator { slug name }
          responses { answer inferred conditions date { edtf display } party { slug name memberOf { slug name } }
            claims(first: 3) { nodes { field valueText polarity source { slug title } } } } }
        pageInfo { hasNextPage endCursor } } } }`,
    variables: { conflict: idOf('Conflict', conflict) },
  }),
  peer: ({ conflict }) => ({
    query: `query ConflictAttempts($conflict: UUID!) { conflictByRowId(rowId: $conflict) { rowId slug name
      conflictNamesByConflictIdList(orderBy: POSITION_ASC) { text actorByUsedById { slug name } }
      conflictPartiesByConflictIdList(orderBy: POSITION_ASC) { actorByActorId { slug name kind } }
      conflictIssuesByConflictIdList(orderBy: POSITION_ASC) { issueByIssueId { slug name } }
      mediationAttemptsByConflictId(first: 20, condition: { origin: CURATED, retractedAt: null }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
        nodes { rowId slug title summary kind strategy initiatedBy venue outcome contested date dateAbsence
          mediatorsByAttemptIdList(orderBy: POSITION_ASC) { actorByActorId { slug name kind } }
          attemptIssuesByAttemptIdList(orderBy: POSITION_ASC) { issueByIssueId { slug name } } actorByProposalOriginatorId { slug name }
          partyResponsesByAttemptIdList(orderBy: POSITION_ASC) { answer inferred conditions date actorByPartyId { slug name actorByMemberOfId { slug name } }
            claimsByResponseIdList(first: 3, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) { field valueText polarity sourceBySourceId { slug title } } } }
        pageInfo { hasNextPage endCursor } } } }`,
    variables: { conflict },
  }),
  fromPeer: ({ conflictByRowId: conflict }) => ({
    conflict: {
      ...{ slug: conflict.slug, name: conflict.name },
      names: conflict.conflictNamesByConflictIdList.map((name: Shape) => ({
        text: name.text,
        usedBy: name.actorByUsedById,
      })),
      parties: conflict.conflictPartiesByConflictIdList.map(({ actorByActorId }: Shape) => actorByActorId),
      issues: conflict.conflictIssuesByConflictIdList.map(({ issueByIssueId }: Shape) => issueByIssueId),
      mediationAttempts: {
        nodes: conflict.mediationAttemptsByConflictId.nodes.map(attemptOf),
        pageInfo: conflict.mediationAttemptsByConflictId.pageInfo,
      },
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT f.id, f.slug, f.name,
        ${list(`SELECT n.text, ${object('SELECT u.slug, u.name FROM actor u WHERE u.id = n.used_by_id')} AS "usedBy"
          FROM conflict_name n WHERE n.conflict_id = f.id ORDER BY n.position`)} AS names,
        ${list('SELECT a.slug, a.name, a.kind FROM conflict_party y CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = y.actor_id OFFSET 0) a WHERE y.conflict_id = f.id ORDER BY y.position')} AS parties,
        ${list('SELECT i.slug, i.name FROM conflict_issue y JOIN issue i ON i.id = y.issue_id WHERE y.conflict_id = f.id ORDER BY y.position')} AS issues,
        ${page(
          `SELECT t.date_desc AS key, t.id, t.slug, t.title, t.summary, t.kind, t.strategy, t.initiated_by, t.venue, t.outcome, t.ongoing_until, t.contested, t.date,
          t.date_absence, t.proposal_originator_id FROM mediation_attempt t
          WHERE t.conflict_id = f.id AND t.origin = 'CURATED' AND t.retracted_at IS NULL ORDER BY t.date_desc DESC, t.id DESC LIMIT 21`,
          '20',
          `p.id, p.slug, p.title, p.summary, p.kind, p.strategy, p.initiated_by AS "initiatedBy", p.venue,
          CASE WHEN p.outcome = 'ONGOING' AND p.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE p.outcome END AS outcome, p.contested,
          ${date('p.date', 'edtf', 'display', 'precision')} AS date, p.date_absence AS "dateAbsence",
          ${list(`SELECT a AS actor FROM mediator m CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = m.actor_id) a
            WHERE m.attempt_id = p.id ORDER BY m.position`)} AS mediators,
          ${list('SELECT i.slug, i.name FROM attempt_issue y JOIN issue i ON i.id = y.issue_id WHERE y.attempt_id = p.id ORDER BY y.position')} AS issues,
          ${object('SELECT a.slug, a.name FROM actor a WHERE a.id = p.proposal_originator_id')} AS "proposalOriginator",
          ${list(`SELECT r.answer, r.inferred, r.conditions, ${date('r.date', 'edtf', 'display')} AS date,
            ${object(`SELECT a.slug, a.name, ${object('SELECT m.slug, m.name FROM actor m WHERE m.id = a.member_of_id')} AS "memberOf"
              FROM actor a WHERE a.id = r.party_id`)} AS party,
            ${object(
              `SELECT ${list(`SELECT c.field, c.value_text AS "valueText", c.polarity, ${object('SELECT s.slug, s.title FROM source s WHERE s.id = c.source_id')} AS source
              FROM claim c WHERE c.response_id = r.id AND c.status <> 'RETRACTED' ORDER BY c.id LIMIT 3`)} AS nodes`,
            )} AS claims
            FROM party_response r WHERE r.attempt_id = p.id ORDER BY r.position`)} AS responses`,
        )} AS "mediationAttempts"
        FROM conflict f WHERE f.id = $1::uuid`,
      )} AS conflict`,
    )}::text`,
    values: ({ conflict }) => [conflict],
  },
  draw: async (client, random) =>
    hotAndCold(random, await conflicts(client)).map((conflict) => ({ conflict })),
};

async function conflicts(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT conflict_id AS id FROM mediation_attempt WHERE conflict_id IS NOT NULL AND origin = 'CURATED' AND retracted_at IS NULL
      GROUP BY 1 ORDER BY count(*) DESC, 1`,
  );
  return rows.map(({ id }) => id);
}

function attemptOf(attempt: Shape): unknown {
  const { date: when, actorByProposalOriginatorId, mediatorsByAttemptIdList, ...rest } = attempt;
  const { attemptIssuesByAttemptIdList, partyResponsesByAttemptIdList, ...own } = rest;
  return {
    ...own,
    date: dateOf(when, 'edtf', 'display', 'precision'),
    proposalOriginator: actorByProposalOriginatorId,
    mediators: mediatorsByAttemptIdList.map(({ actorByActorId }: Shape) => ({ actor: actorByActorId })),
    issues: attemptIssuesByAttemptIdList.map(({ issueByIssueId }: Shape) => issueByIssueId),
    responses: partyResponsesByAttemptIdList.map(responseOf),
  };
}

function responseOf({ date: when, actorByPartyId, claimsByResponseIdList, ...rest }: Shape): unknown {
  const { actorByMemberOfId, ...party } = actorByPartyId;
  return {
    ...rest,
    date: dateOf(when, 'edtf', 'display'),
    party: { ...party, memberOf: actorByMemberOfId },
    claims: {
      nodes: claimsByResponseIdList.map(({ sourceBySourceId, ...claim }: Shape) => ({
        ...claim,
        source: sourceBySourceId,
      })),
    },
  };
}
