import type pg from 'pg';
import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const mediator: Question = {
  name: 'mediator',
  title: 'attempts of a mediator with responses and events',
  tuned: false,
  grows: false,
  service: ({ actor }) => ({
    query: `query Mediator($actor: ID!) { mediationAttempts(first: 10, filter: { mediators: [{ actor: $actor }] }) {
      nodes { id slug title kind strategy outcome date { edtf display } conflict { slug name } mediators { actor { slug name } }
        responses { answer inferred conditions date { edtf } party { slug name } } events { role event { slug type title date { display } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { actor: idOf('Actor', actor) },
  }),
  peer: ({ actor }) => ({
    query: `query Mediator($actor: UUID!) { allAttemptActors(first: 10, condition: { actorId: $actor, mediates: true, origin: CURATED, retracted: false },
        orderBy: [DATE_DESC_DESC, ATTEMPT_ID_DESC]) {
      nodes { mediationAttemptByAttemptId { rowId slug title kind strategy outcome date conflictByConflictId { slug name }
        mediatorsByAttemptIdList(orderBy: POSITION_ASC) { actorByActorId { slug name } }
        partyResponsesByAttemptIdList(orderBy: POSITION_ASC) { answer inferred conditions date actorByPartyId { slug name } }
        attemptEventsByAttemptIdList(orderBy: POSITION_ASC) { role eventByEventId { slug type title date } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { actor },
  }),
  fromPeer: ({ allAttemptActors: attempts }) => ({
    mediationAttempts: {
      nodes: attempts.nodes.map(({ mediationAttemptByAttemptId: attempt }: Shape) => ({
        ...{
          slug: attempt.slug,
          title: attempt.title,
          kind: attempt.kind,
          strategy: attempt.strategy,
          outcome: attempt.outcome,
        },
        date: dateOf(attempt.date, 'edtf', 'display'),
        conflict: attempt.conflictByConflictId,
        mediators: attempt.mediatorsByAttemptIdList.map(({ actorByActorId }: Shape) => ({
          actor: actorByActorId,
        })),
        responses: attempt.partyResponsesByAttemptIdList.map(({ actorByPartyId, ...response }: Shape) => ({
          ...response,
          date: dateOf(response.date, 'edtf'),
          party: actorByPartyId,
        })),
        events: attempt.attemptEventsByAttemptIdList.map(({ role, eventByEventId: event }: Shape) => ({
          role,
          event: { ...event, date: dateOf(event.date, 'display') },
        })),
      })),
      pageInfo: attempts.pageInfo,
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        `SELECT x.date_desc AS key, x.attempt_id AS id FROM attempt_actor x
        WHERE x.actor_id = $1::uuid AND x.mediates AND x.origin = 'CURATED' AND NOT x.retracted ORDER BY x.date_desc DESC, x.attempt_id DESC LIMIT 11`,
        '10',
        `p.id, t.slug, t.title, t.kind, t.strategy,
        CASE WHEN t.outcome = 'ONGOING' AND t.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE t.outcome END AS outcome,
        ${date('t.date', 'edtf', 'display')} AS date, ${object('SELECT f.slug, f.name FROM conflict f WHERE f.id = t.conflict_id')} AS conflict,
        ${list(`SELECT a AS actor FROM mediator m CROSS JOIN LATERAL (SELECT slug, name FROM actor WHERE id = m.actor_id) a WHERE m.attempt_id = p.id ORDER BY m.position`)} AS mediators,
        ${list(`SELECT r.answer, r.inferred, r.conditions, ${date('r.date', 'edtf')} AS date, a AS party
          FROM party_response r CROSS JOIN LATERAL (SELECT slug, name FROM actor WHERE id = r.party_id) a WHERE r.attempt_id = p.id ORDER BY r.position`)} AS responses,
        ${list(`SELECT l.role, ${object(`SELECT e.slug, e.type, e.title, ${date('e.date', 'display')} AS date`)} AS event
          FROM attempt_event l JOIN event e ON e.id = l.event_id WHERE l.attempt_id = p.id ORDER BY l.position`)} AS events`,
      ).replace(
        'FROM page p WHERE',
        'FROM page p JOIN mediation_attempt t ON t.id = p.id WHERE',
      )} AS "mediationAttempts"`,
    )}::text`,
    values: ({ actor }) => [actor],
  },
  draw: async (client, random) => hotAndCold(random, await mediators(client)).map((actor) => ({ actor })),
};

async function mediators(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT actor_id AS id FROM attempt_actor WHERE mediates AND origin = 'CURATED' AND NOT retracted GROUP BY 1 ORDER BY count(*) DESC, 1`,
  );
  return rows.map(({ id }) => id);
}
