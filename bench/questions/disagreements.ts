import { claimedValue, peerValue, serviceValue, valueSelect } from './claimed.ts';
import { sets } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const disagreements: Question = {
  name: 'disagreements',
  title: 'newest 20 disagreements in a conflict, with their sides and who says so',
  tuned: false,
  grows: false,
  service: ({ conflict }) => ({
    query: `query Disagreements($conflict: ID!) { disagreements(first: 20, conflict: $conflict) {
      nodes { id field rule subject { __typename ... on Event { slug type title date { edtf display } } }
        sides { polarity valueText claimCount ${serviceValue}
          claims(first: 3) { nodes { directness passage { exact } rootSpeaker { slug name } source { slug title published { display } publisher { slug name } } } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { conflict: idOf('Conflict', conflict) },
  }),
  peer: ({ conflict }) => ({
    query: `query Disagreements($conflict: UUID!) { allDisagreements(first: 20, condition: { scopeConflictId: $conflict, origin: CURATED },
        orderBy: [BEGAN_WITH_ID_DESC, ROW_ID_DESC]) {
      nodes { rowId field rule eventByEventId { slug type title date }
        disagreementSidesByDisagreementIdList(orderBy: POSITION_ASC) { polarity valueText claimCount ${peerValue}
          disagreementClaimsBySideIdList(first: 3, orderBy: CLAIM_ID_ASC) { claimByClaimId { directness passageExact passageStart
            actorByRootSpeakerId { slug name } sourceBySourceId { slug title published actorByPublisherId { slug name } } } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { conflict },
  }),
  fromPeer: ({ allDisagreements }) => ({
    disagreements: {
      nodes: allDisagreements.nodes.map(({ field, rule, eventByEventId: event, ...rest }: Shape) => ({
        ...{ field, rule },
        subject: { __typename: 'Event', ...event, date: dateOf(event.date, 'edtf', 'display') },
        sides: rest.disagreementSidesByDisagreementIdList.map((side: Shape) => ({
          ...{ polarity: side.polarity, valueText: side.valueText, claimCount: side.claimCount },
          value: claimedValue(side),
          claims: { nodes: side.disagreementClaimsBySideIdList.map(claimOf) },
        })),
      })),
      pageInfo: allDisagreements.pageInfo,
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        `SELECT d.began_with_id AS key, d.id, d.field, d.rule, d.event_id FROM disagreement d
        WHERE d.scope_conflict_id = $1::uuid AND d.origin = 'CURATED' ORDER BY d.began_with_id DESC, d.id DESC LIMIT 21`,
        '20',
        `p.id, p.field, p.rule,
        ${object(`SELECT 'Event' AS "__typename", e.slug, e.type, e.title, ${date('e.date', 'edtf', 'display')} AS date FROM event e WHERE e.id = p.event_id`)} AS subject,
        ${list(`SELECT s.polarity, s.value_text AS "valueText", s.claim_count AS "claimCount", ${valueSelect('s')} AS value,
          ${object(
            `SELECT ${list(`SELECT c.directness,
              CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL THEN ${object('SELECT c.passage_exact AS exact')} END AS passage,
              ${object('SELECT k.slug, k.name FROM actor k WHERE k.id = c.root_speaker_id')} AS "rootSpeaker",
              ${object(`SELECT o.slug, o.title, ${date('o.published', 'display')} AS published,
                ${object('SELECT u.slug, u.name FROM actor u WHERE u.id = o.publisher_id')} AS publisher FROM source o WHERE o.id = c.source_id`)} AS source
              FROM (SELECT x.claim_id FROM disagreement_claim x WHERE x.side_id = s.id ORDER BY x.claim_id LIMIT 3) y JOIN claim c ON c.id = y.claim_id ORDER BY c.id`)} AS nodes`,
          )} AS claims
          FROM disagreement_side s WHERE s.disagreement_id = p.id ORDER BY s.position`)} AS sides`,
      )} AS disagreements`,
    )}::text`,
    values: ({ conflict }) => [conflict],
  },
  async draw(client) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT scope_conflict_id AS id FROM disagreement WHERE scope_conflict_id IS NOT NULL AND origin = 'CURATED' GROUP BY 1 ORDER BY count(*) DESC, 1`,
    );
    return rows.slice(0, sets).map(({ id }) => ({ conflict: id }));
  },
};

function claimOf({ claimByClaimId: claim }: Shape): unknown {
  const { directness, passageExact, passageStart, actorByRootSpeakerId, sourceBySourceId } = claim;
  const { actorByPublisherId, published, ...source } = sourceBySourceId;
  return {
    directness,
    passage: passageExact !== null || passageStart !== null ? { exact: passageExact } : null,
    rootSpeaker: actorByRootSpeakerId,
    source: { ...source, published: dateOf(published, 'display'), publisher: actorByPublisherId },
  };
}
