import { hotAndCold } from './draw.ts';
import { date, list, object } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

const size = 20;
/** How many newer attempts lie behind the page: in the smallest record nobody has many more. */
const behind = size;

export const lastAttempts: Question = {
  name: 'last-attempts',
  title:
    "an actor's mediation attempts, oldest first, read backwards: the last page of 20 but one, with mediators and answers",
  tuned: false,
  grows: false,
  service: ({ actor }, before, last) => ({
    query: `query LastAttempts($actor: ID!, $last: Int!, $before: String) { actor(id: $actor) { slug name
      mediationAttempts(last: $last, before: $before, orderBy: { field: DATE, direction: ASC }) {
        nodes { id slug title kind strategy outcome contested date { edtf display } dateAbsence conflict { slug name }
          mediators { actor { slug name kind } }
          responses { answer inferred conditions date { edtf display } party { slug name kind } } }
        pageInfo { hasPreviousPage startCursor } } } }`,
    variables: { actor: idOf('Actor', actor), last: last ?? size, before },
  }),
  peer: ({ actor }, before, last) => ({
    query: `query LastAttempts($actor: UUID!, $last: Int!, $before: Cursor) { actorByRowId(rowId: $actor) { slug name
      attemptActorsByActorId(last: $last, before: $before, condition: { origin: CURATED, retracted: false }, orderBy: [DATE_ASC_ASC, ATTEMPT_ID_ASC]) {
        nodes { mediationAttemptByAttemptId { rowId slug title kind strategy outcome contested date dateAbsence conflictByConflictId { slug name }
          mediatorsByAttemptIdList(orderBy: POSITION_ASC) { actorByActorId { slug name kind } }
          partyResponsesByAttemptIdList(orderBy: POSITION_ASC) { answer inferred conditions date actorByPartyId { slug name kind } } } }
        pageInfo { hasPreviousPage startCursor } } } }`,
    variables: { actor, last: last ?? size, before },
  }),
  fromPeer: ({ actorByRowId: { slug, name, attemptActorsByActorId: attempts } }) => ({
    actor: {
      ...{ slug, name },
      mediationAttempts: {
        nodes: attempts.nodes.map(({ mediationAttemptByAttemptId }: Shape) =>
          attemptOf(mediationAttemptByAttemptId),
        ),
        pageInfo: attempts.pageInfo,
      },
    },
  }),
  // Read from the end on, the items that lie before the page are those that follow it in the list.
  depth: {
    items: behind,
    service: (data) => data.actor.mediationAttempts.pageInfo.startCursor,
    peer: (data) => data.actorByRowId.attemptActorsByActorId.pageInfo.startCursor,
  },
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT k.slug, k.name,
        ${object(`WITH page AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (SELECT a.date_asc AS key, a.attempt_id AS id FROM attempt_actor a
            WHERE a.actor_id = k.id AND a.origin = 'CURATED' AND NOT a.retracted AND (a.date_asc, a.attempt_id) < ($2::bigint, $3::uuid)
            ORDER BY a.date_asc DESC, a.attempt_id DESC LIMIT ${size + 1}) x)
          SELECT ${list(`SELECT t.id, t.slug, t.title, t.kind, t.strategy,
              CASE WHEN t.outcome = 'ONGOING' AND t.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE t.outcome END AS outcome, t.contested,
              ${date('t.date', 'edtf', 'display')} AS date, t.date_absence AS "dateAbsence",
              ${object('SELECT f.slug, f.name FROM conflict f WHERE f.id = t.conflict_id')} AS conflict,
              ${list(`SELECT a AS actor FROM mediator m CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = m.actor_id) a
                WHERE m.attempt_id = p.id ORDER BY m.position`)} AS mediators,
              ${list(`SELECT r.answer, r.inferred, r.conditions, ${date('r.date', 'edtf', 'display')} AS date, a AS party
                FROM party_response r CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = r.party_id) a
                WHERE r.attempt_id = p.id ORDER BY r.position`)} AS responses
              FROM page p JOIN mediation_attempt t ON t.id = p.id WHERE p.n <= ${size} ORDER BY p.n DESC`)} AS nodes,
            ${object(`SELECT (SELECT count(*) FROM page) > ${size} AS "hasPreviousPage",
              (SELECT encode(convert_to(p.key || ' ' || p.id, 'UTF8'), 'base64') FROM page p WHERE p.n <= ${size} ORDER BY p.n DESC LIMIT 1) AS "startCursor"`)} AS "pageInfo"`)} AS "mediationAttempts"
        FROM actor k WHERE k.id = $1::uuid`,
      )} AS actor`,
    )}::text`,
    values: ({ actor, key, id }) => [actor, key, id],
  },
  // Those who fill the page, so that answers are as long in a small record.
  async draw(client, random) {
    const { rows } = await client.query<{ actor: string; key: string; id: string }>(
      `SELECT h.actor_id AS actor, s.date_asc AS key, s.attempt_id AS id
        FROM (SELECT actor_id, count(*) AS attempts FROM attempt_actor WHERE origin = 'CURATED' AND NOT retracted GROUP BY 1 HAVING count(*) > ${behind + size}) h
        CROSS JOIN LATERAL (SELECT a.date_asc, a.attempt_id FROM attempt_actor a WHERE a.actor_id = h.actor_id AND a.origin = 'CURATED' AND NOT a.retracted
          ORDER BY a.date_asc DESC, a.attempt_id DESC OFFSET ${behind - 1} LIMIT 1) s
        ORDER BY h.attempts DESC, 1`,
    );
    return hotAndCold(random, rows).map(({ actor, key, id }) => ({ actor, key, id }));
  },
};

function attemptOf(attempt: Shape): unknown {
  const {
    date: when,
    conflictByConflictId,
    mediatorsByAttemptIdList,
    partyResponsesByAttemptIdList,
    ...own
  } = attempt;
  return {
    ...own,
    date: dateOf(when, 'edtf', 'display'),
    conflict: conflictByConflictId,
    mediators: mediatorsByAttemptIdList.map(({ actorByActorId }: Shape) => ({ actor: actorByActorId })),
    responses: partyResponsesByAttemptIdList.map(({ actorByPartyId, ...response }: Shape) => ({
      ...response,
      date: dateOf(response.date, 'edtf', 'display'),
      party: actorByPartyId,
    })),
  };
}
