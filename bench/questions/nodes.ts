import type pg from 'pg';
import { sets } from './draw.ts';
import { date, list, object } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape, type Values } from './question.ts';

/** In this order over and over: five types, four things of each. */
const types = ['Event', 'MediationAttempt', 'Position', 'Actor', 'Claim'] as const;
const each = 4;

const tables: Readonly<Record<(typeof types)[number], string>> = {
  ...{ Event: 'event', MediationAttempt: 'mediation_attempt', Position: 'position' },
  ...{ Actor: 'actor', Claim: 'claim' },
};

const places = Array.from({ length: each }, (_, n) => types.map((type) => ({ type, n }))).flat();
const idsOf = (type: string, values: Values) =>
  Array.from({ length: each }, (_, n) => values[`${type}${n}`] ?? null);

const conflictOf = (row: string) =>
  object(`SELECT f.slug, f.name FROM conflict f WHERE f.id = ${row}.conflict_id`);
const actorOf = (id: string) => object(`SELECT a.slug, a.name FROM actor a WHERE a.id = ${id}`);

export const nodes: Question = {
  name: 'nodes',
  title: 'twenty things of five types by their ids',
  tuned: false,
  grows: false,
  service: (values) => ({
    query: `query Nodes($ids: [ID!]!) { nodes(ids: $ids) { __typename id
      ... on Event { slug type title date { edtf display } place { slug name } conflict { slug name } }
      ... on MediationAttempt { slug title strategy outcome date { edtf display } conflict { slug name } }
      ... on Position { slug stance summary held { display } holder { slug name } issue { slug name } }
      ... on Actor { slug name kind memberOf { slug name } names { text } }
      ... on Claim { field polarity directness status valueText passage { exact } source { slug title } rootSpeaker { slug name } } } }`,
    variables: { ids: places.map(({ type, n }) => idOf(type, values[`${type}${n}`])) },
  }),
  // One list of each type: five statements, where a field for each id would be a statement for each.
  peer: (values) => ({
    query: `query Nodes($events: [UUID!]!, $attempts: [UUID!]!, $positions: [UUID!]!, $actors: [UUID!]!, $claims: [UUID!]!) {
      Event: allEventsList(filter: { rowId: { in: $events } }) { rowId slug type title date placeByPlaceId { slug name } conflictByConflictId { slug name } }
      MediationAttempt: allMediationAttemptsList(filter: { rowId: { in: $attempts } }) { rowId slug title strategy outcome date conflictByConflictId { slug name } }
      Position: allPositionsList(filter: { rowId: { in: $positions } }) { rowId slug stance summary held actorByHolderId { slug name } issueByIssueId { slug name } }
      Actor: allActorsList(filter: { rowId: { in: $actors } }) { rowId slug name kind actorByMemberOfId { slug name }
        actorNamesByActorIdList(orderBy: POSITION_ASC) { text } }
      Claim: allClaimsList(filter: { rowId: { in: $claims } }) { rowId field polarity directness status valueText passageExact passageStart
        sourceBySourceId { slug title } actorByRootSpeakerId { slug name } } }`,
    variables: {
      events: idsOf('Event', values),
      attempts: idsOf('MediationAttempt', values),
      positions: idsOf('Position', values),
      actors: idsOf('Actor', values),
      claims: idsOf('Claim', values),
    },
  }),
  // Its lists are in the order of the ids, in which these were drawn for each type.
  fromPeer: (data) => ({
    nodes: places.map(({ type, n }) => ({ __typename: type, ...nodeOf[type](data[type][n]) })),
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT (SELECT json_agg(CASE x.type
        WHEN 'Event' THEN ${object(`SELECT 'Event' AS "__typename", e.id, e.slug, e.type, e.title, ${date('e.date', 'edtf', 'display')} AS date,
          ${object('SELECT l.slug, l.name FROM place l WHERE l.id = e.place_id')} AS place, ${conflictOf('e')} AS conflict FROM event e WHERE e.id = x.id`)}
        WHEN 'MediationAttempt' THEN ${object(`SELECT 'MediationAttempt' AS "__typename", t.id, t.slug, t.title, t.strategy,
          CASE WHEN t.outcome = 'ONGOING' AND t.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE t.outcome END AS outcome,
          ${date('t.date', 'edtf', 'display')} AS date, ${conflictOf('t')} AS conflict FROM mediation_attempt t WHERE t.id = x.id`)}
        WHEN 'Position' THEN ${object(`SELECT 'Position' AS "__typename", o.id, o.slug, o.stance, o.summary, ${date('o.held', 'display')} AS held,
          ${actorOf('o.holder_id')} AS holder, ${object('SELECT i.slug, i.name FROM issue i WHERE i.id = o.issue_id')} AS issue FROM position o WHERE o.id = x.id`)}
        WHEN 'Actor' THEN ${object(`SELECT 'Actor' AS "__typename", k.id, k.slug, k.name, k.kind, ${actorOf('k.member_of_id')} AS "memberOf",
          ${list('SELECT n.text FROM actor_name n WHERE n.actor_id = k.id ORDER BY n.position')} AS names FROM actor k WHERE k.id = x.id`)}
        WHEN 'Claim' THEN ${object(`SELECT 'Claim' AS "__typename", c.id, c.field, c.polarity, c.directness, c.status, c.value_text AS "valueText",
          CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL THEN ${object('SELECT c.passage_exact AS exact')} END AS passage,
          ${object('SELECT s.slug, s.title FROM source s WHERE s.id = c.source_id')} AS source, ${actorOf('c.root_speaker_id')} AS "rootSpeaker"
          FROM claim c WHERE c.id = x.id`)} END ORDER BY x.n)
        FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY x (type, id, n)) AS nodes`,
    )}::text`,
    values: (values) => [
      `{${places.map(({ type }) => type).join(',')}}`,
      `{${places.map(({ type, n }) => values[`${type}${n}`]).join(',')}}`,
    ],
  },
  async draw(client, random) {
    const drawn: Record<string, string>[] = Array.from({ length: sets }, () => ({}));
    for (const type of types) {
      const ids = await someOf(client, tables[type], Math.floor(random() * 2 ** 31));
      for (const [index, values] of drawn.entries())
        for (const [n, id] of ids
          .slice(index * each, (index + 1) * each)
          .sort()
          .entries())
          values[`${type}${n}`] = id;
    }
    return drawn;
  },
};

async function someOf(client: pg.Client, table: string, seed: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM ${table} ORDER BY uuid_hash_extended(id, $1), id LIMIT ${sets * each}`,
    [seed],
  );
  return rows.map(({ id }) => id);
}

const nodeOf: Readonly<Record<(typeof types)[number], (row: Shape) => object>> = {
  Event: ({ date: when, placeByPlaceId: place, conflictByConflictId: conflict, ...own }) => ({
    ...own,
    ...{ date: dateOf(when, 'edtf', 'display'), place, conflict },
  }),
  MediationAttempt: ({ date: when, conflictByConflictId: conflict, ...own }) => ({
    ...own,
    ...{ date: dateOf(when, 'edtf', 'display'), conflict },
  }),
  Position: ({ held, actorByHolderId: holder, issueByIssueId: issue, ...own }) => ({
    ...own,
    ...{ held: dateOf(held, 'display'), holder, issue },
  }),
  Actor: ({ actorByMemberOfId: memberOf, actorNamesByActorIdList: names, ...own }) => ({
    ...own,
    ...{ memberOf, names },
  }),
  Claim: ({ passageExact, passageStart, sourceBySourceId, actorByRootSpeakerId, ...own }) => ({
    ...own,
    passage: passageExact !== null || passageStart !== null ? { exact: passageExact } : null,
    source: sourceBySourceId,
    rootSpeaker: actorByRootSpeakerId,
  }),
};
