import { sets } from './draw.ts';
import { date, list, object } from './json.ts';
import { participantOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

const dateParts = ['edtf', 'verbatim', 'earliest', 'latest', 'precision', 'timeZone', 'display'];

export const wholeEvent: Question = {
  name: 'whole-event',
  title: 'one event with everything',
  tuned: true,
  grows: false,
  service: ({ event }) => ({
    query: `query WholeEvent($event: ID!) { event(id: $event) { id slug version origin type title summary date { ${dateParts.join(' ')} } dateAbsence
      place { slug name latitude longitude partOf { slug name } } placeAbsence channel repeated count countApproximate contested differsFromClaims independentSourceCount
      dataset { slug name } retraction { reason } conflict { slug name parties { slug name } } issues { slug name }
      participants { role inferred actor { slug name kind memberOf { slug name } } }
      relations { type inferred event { slug type title date { display } } }
      mediationAttempts { role attempt { slug title outcome } }
      codings { scheme code label goldstein quadClass }
      disagreements { field rule sides { valueText polarity claimCount } }
      claims(first: 20) { nodes { id field polarity directness valueText status depth passage { exact start end } source { slug title kind publisher { slug name } }
        value { __typename ... on Actor { slug } ... on Place { slug } ... on HistoricalDate { display } ... on ClaimText { text } ... on ClaimedParticipant { role actor { slug } } }
        chain { position act verb speakerText speaker { slug name } hearer { slug name } } rootSpeaker { slug } } pageInfo { hasNextPage } } } }`,
    variables: { event: idOf('Event', event) },
  }),
  peer: ({ event }) => ({
    query: `query WholeEvent($event: UUID!) { eventByRowId(rowId: $event) { rowId slug version origin type title summary date dateAbsence
      placeByPlaceId { slug name latitude longitude placeByPartOfId { slug name } } placeAbsence channel repeated count countApproximate contested differsFromClaims independentSourceCount
      datasetByDatasetId { slug name } retractedAt retractionReason
      conflictByConflictId { slug name conflictPartiesByConflictIdList(orderBy: POSITION_ASC) { actorByActorId { slug name } } }
      eventIssuesByEventIdList(orderBy: POSITION_ASC) { issueByIssueId { slug name } }
      participationsByEventIdList(orderBy: POSITION_ASC) { role inferred actorByActorId { slug name kind actorByMemberOfId { slug name } } }
      eventRelationsByEventIdList(orderBy: POSITION_ASC) { type inferred eventByOtherId { slug type title date } }
      attemptEventsByEventIdList(orderBy: ATTEMPT_ID_ASC) { role mediationAttemptByAttemptId { slug title outcome } }
      eventCodingsByEventIdList(orderBy: POSITION_ASC) { scheme code label goldstein quadClass }
      disagreementsByEventIdList(orderBy: ROW_ID_ASC) { field rule disagreementSidesByDisagreementIdList(orderBy: POSITION_ASC) { valueText polarity claimCount } }
      claimsByEventId(first: 20, filter: { status: { notEqualTo: RETRACTED } }, orderBy: ROW_ID_ASC) { nodes { rowId field polarity directness valueText status depth
        passageExact passageStart passageEnd sourceBySourceId { slug title kind actorByPublisherId { slug name } }
        actorByValueActorId { slug } placeByValuePlaceId { slug } valueDate valueTextual valueRole
        attributionsByClaimIdList(orderBy: POSITION_ASC) { position act verb speakerText actorBySpeakerId { slug name } actorByHearerId { slug name } }
        actorByRootSpeakerId { slug } } pageInfo { hasNextPage } } } }`,
    variables: { event },
  }),
  fromPeer: ({ eventByRowId: event }) => ({
    event: {
      ...pick(
        event,
        'slug',
        'version',
        'origin',
        'type',
        'title',
        'summary',
        'dateAbsence',
        'placeAbsence',
        'channel',
        'repeated',
        'count',
      ),
      ...pick(event, 'countApproximate', 'contested', 'differsFromClaims', 'independentSourceCount'),
      date: event.date && pick(event.date, ...dateParts),
      place: event.placeByPlaceId && renamed(event.placeByPlaceId, { placeByPartOfId: 'partOf' }),
      dataset: event.datasetByDatasetId,
      retraction: event.retractedAt && { reason: event.retractionReason },
      conflict: event.conflictByConflictId && {
        ...pick(event.conflictByConflictId, 'slug', 'name'),
        parties: event.conflictByConflictId.conflictPartiesByConflictIdList.map(
          ({ actorByActorId }: Shape) => actorByActorId,
        ),
      },
      issues: event.eventIssuesByEventIdList.map(({ issueByIssueId }: Shape) => issueByIssueId),
      participants: event.participationsByEventIdList.map(({ actorByActorId, ...rest }: Shape) =>
        participantOf({
          ...rest,
          actorByActorId: renamed(actorByActorId, { actorByMemberOfId: 'memberOf' }),
        }),
      ),
      relations: event.eventRelationsByEventIdList.map(({ eventByOtherId: other, ...rest }: Shape) => ({
        ...rest,
        event: { ...other, date: other.date && pick(other.date, 'display') },
      })),
      mediationAttempts: event.attemptEventsByEventIdList.map((row: Shape) =>
        renamed(row, { mediationAttemptByAttemptId: 'attempt' }),
      ),
      codings: event.eventCodingsByEventIdList,
      disagreements: event.disagreementsByEventIdList.map((row: Shape) =>
        renamed(row, { disagreementSidesByDisagreementIdList: 'sides' }),
      ),
      claims: { nodes: event.claimsByEventId.nodes.map(claimOf), pageInfo: event.claimsByEventId.pageInfo },
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(`SELECT e.id, e.slug, e.version, e.origin, e.type, e.title, e.summary, ${date('e.date', ...dateParts)} AS date, e.date_absence AS "dateAbsence",
      ${object(`SELECT l.slug, l.name, l.latitude, l.longitude, ${object('SELECT u.slug, u.name FROM place u WHERE u.id = l.part_of_id')} AS "partOf" FROM place l WHERE l.id = e.place_id`)} AS place,
      e.place_absence AS "placeAbsence", e.channel, e.repeated, e.count, e.count_approximate AS "countApproximate", e.contested,
      e.differs_from_claims AS "differsFromClaims", e.independent_source_count AS "independentSourceCount",
      ${object('SELECT d.slug, d.name FROM dataset d WHERE d.id = e.dataset_id')} AS dataset,
      CASE WHEN e.retracted_at IS NOT NULL THEN ${object('SELECT e.retraction_reason AS reason')} END AS retraction,
      ${object(`SELECT f.slug, f.name, ${list('SELECT a.slug, a.name FROM conflict_party y CROSS JOIN LATERAL (SELECT slug, name FROM actor WHERE id = y.actor_id OFFSET 0) a WHERE y.conflict_id = f.id ORDER BY y.position')} AS parties
        FROM conflict f WHERE f.id = e.conflict_id`)} AS conflict,
      ${list('SELECT i.slug, i.name FROM event_issue x JOIN issue i ON i.id = x.issue_id WHERE x.event_id = e.id ORDER BY x.position')} AS issues,
      ${list(`SELECT c.role, c.inferred, ${object(`SELECT a.slug, a.name, a.kind, ${object('SELECT m.slug, m.name FROM actor m WHERE m.id = a.member_of_id')} AS "memberOf"`)} AS actor
        FROM participation c JOIN actor a ON a.id = c.actor_id WHERE c.event_id = e.id ORDER BY c.position`)} AS participants,
      ${list(`SELECT r.type, r.inferred, ${object(`SELECT o.slug, o.type, o.title, ${date('o.date', 'display')} AS date`)} AS event
        FROM event_relation r JOIN event o ON o.id = r.other_id WHERE r.event_id = e.id ORDER BY r.position`)} AS relations,
      ${list(`SELECT x.role, ${object(`SELECT t.slug, t.title, CASE WHEN t.outcome = 'ONGOING' AND t.ongoing_until <= now() THEN 'UNSUCCESSFUL' ELSE t.outcome END AS outcome`)} AS attempt
        FROM attempt_event x JOIN mediation_attempt t ON t.id = x.attempt_id WHERE x.event_id = e.id ORDER BY x.attempt_id`)} AS "mediationAttempts",
      ${list(`SELECT x.scheme, x.code, x.label, x.goldstein, x.quad_class AS "quadClass" FROM event_coding x WHERE x.event_id = e.id ORDER BY x.position`)} AS codings,
      ${list(`SELECT x.field, x.rule, ${list(`SELECT s.value_text AS "valueText", s.polarity, s.claim_count AS "claimCount" FROM disagreement_side s WHERE s.disagreement_id = x.id ORDER BY s.position`)} AS sides
        FROM disagreement x WHERE x.event_id = e.id ORDER BY x.id`)} AS disagreements,
      ${object(`WITH page AS MATERIALIZED (SELECT row_number() OVER () AS n, c.* FROM (SELECT * FROM claim WHERE event_id = e.id AND status <> 'RETRACTED' ORDER BY id LIMIT 21) c)
        SELECT ${list(`SELECT c.id, c.field, c.polarity, c.directness, c.value_text AS "valueText", c.status, c.depth,
          CASE WHEN c.passage_exact IS NOT NULL OR c.passage_start IS NOT NULL THEN ${object('SELECT c.passage_exact AS exact, c.passage_start AS start, c.passage_end AS "end"')} END AS passage,
          ${object(`SELECT s.slug, s.title, s.kind, ${object('SELECT u.slug, u.name FROM actor u WHERE u.id = s.publisher_id')} AS publisher FROM source s WHERE s.id = c.source_id`)} AS source,
          CASE WHEN c.value_role IS NOT NULL THEN ${object(`SELECT 'ClaimedParticipant' AS "__typename", c.value_role AS role, ${object('SELECT a.slug FROM actor a WHERE a.id = c.value_actor_id')} AS actor`)}
            WHEN c.value_actor_id IS NOT NULL THEN ${object(`SELECT 'Actor' AS "__typename", a.slug FROM actor a WHERE a.id = c.value_actor_id`)}
            WHEN c.value_place_id IS NOT NULL THEN ${object(`SELECT 'Place' AS "__typename", l.slug FROM place l WHERE l.id = c.value_place_id`)}
            WHEN c.value_date IS NOT NULL THEN ${object(`SELECT 'HistoricalDate' AS "__typename", c.value_date ->> 'display' AS display`)}
            WHEN c.value_textual IS NOT NULL THEN ${object(`SELECT 'ClaimText' AS "__typename", c.value_textual AS text`)} END AS value,
          CASE WHEN c.depth = 0 THEN '[]'::json ELSE ${list(`SELECT w.position, w.act, w.verb, w.speaker_text AS "speakerText", ${object('SELECT k.slug, k.name FROM actor k WHERE k.id = w.speaker_id')} AS speaker,
            ${object('SELECT h.slug, h.name FROM actor h WHERE h.id = w.hearer_id')} AS hearer FROM attribution w WHERE w.claim_id = c.id ORDER BY w.position`)} END AS chain,
          ${object('SELECT k.slug FROM actor k WHERE k.id = c.root_speaker_id')} AS "rootSpeaker" FROM page c WHERE c.n <= 20 ORDER BY c.n`)} AS nodes,
        ${object('SELECT (SELECT count(*) FROM page) > 20 AS "hasNextPage"')} AS "pageInfo"`)} AS claims
      FROM event e WHERE e.id = $1::uuid`)} AS event`,
    )}::text`,
    values: ({ event }) => [event],
  },
  async draw(client, random) {
    // Events that sources tell much of, some that they disagree on.
    const { rows } = await client.query<{ id: string; claims: number }>(
      `SELECT event_id AS id, count(*)::int AS claims FROM claim WHERE event_id IS NOT NULL GROUP BY 1 HAVING count(*) BETWEEN 3 AND 40 ORDER BY 1`,
    );
    const contested = await client.query<{ id: string }>(
      'SELECT DISTINCT event_id AS id FROM disagreement WHERE event_id IS NOT NULL ORDER BY 1',
    );
    const drawn = (ids: readonly { id: string }[]) => ids[Math.floor(random() * ids.length)]?.id ?? null;
    return Array.from({ length: sets }, (_, index) => ({
      event: drawn(index % 4 === 0 ? contested.rows : rows),
    }));
  },
};

function pick(from: Shape, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

function renamed(from: Shape, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(from as object).map(([name, value]) => [names[name] ?? name, value]),
  );
}

function claimOf(claim: Shape): unknown {
  const { actorByPublisherId, ...source } = claim.sourceBySourceId;
  return {
    ...pick(claim, 'field', 'polarity', 'directness', 'valueText', 'status', 'depth'),
    passage:
      claim.passageExact !== null || claim.passageStart !== null
        ? { exact: claim.passageExact, start: claim.passageStart, end: claim.passageEnd }
        : null,
    source: { ...source, publisher: actorByPublisherId },
    value: claimedValue(claim),
    chain: claim.attributionsByClaimIdList.map((voice: Shape) =>
      renamed(voice, { actorBySpeakerId: 'speaker', actorByHearerId: 'hearer' }),
    ),
    rootSpeaker: claim.actorByRootSpeakerId,
  };
}

function claimedValue({
  valueRole,
  actorByValueActorId: actor,
  placeByValuePlaceId: place,
  valueDate,
  valueTextual,
}: Shape): unknown {
  if (valueRole) return { __typename: 'ClaimedParticipant', role: valueRole, actor };
  if (actor) return { __typename: 'Actor', ...actor };
  if (place) return { __typename: 'Place', ...place };
  if (valueDate) return { __typename: 'HistoricalDate', display: valueDate.display };
  return valueTextual === null ? null : { __typename: 'ClaimText', text: valueTextual };
}
