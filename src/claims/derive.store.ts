import sql, { type Sql } from 'sql-template-tag';
import type { ClaimField } from '../generated/prisma/enums.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { ClaimedValue, ClaimFact, Hierarchy } from './claim.ts';
import type { SubjectIds } from './disagreement.store.ts';
import type { SourceLinks } from './independence.ts';
import type { AttemptFacts, EventFacts, PositionFacts, SubjectClaim } from './record-facts.ts';

type ClaimRow = Omit<ClaimFact, 'value'> & ClaimedValue & Omit<SubjectClaim, keyof ClaimFact>;

/** The active claims on the subjects, in the order in which they were recorded. */
export async function listActiveClaims(tx: Tx, subjects: SubjectIds): Promise<SubjectClaim[]> {
  const rows = await tx.$queryRaw<ClaimRow[]>(sql`${comment('active claims of subjects')}
    SELECT c.id, c.source_id AS "sourceId", c.field::text, c.polarity::text, c.value_text AS "valueText",
      coalesce(c.event_id, c.attempt_id, c.response_id, c.position_id, c.conflict_id) AS "subjectId",
      c.value_actor_id AS "actorId", c.value_place_id AS "placeId", c.value_event_id AS "eventId", c.value_role::text AS role,
      c.value_relation::text AS relation, c.value_date AS date, c.value_textual AS textual,
      c.passage_exact AS passage, first.speaker_id AS "firstSpeaker",
      coalesce(root.speaker_id::text, 'text ' || root.speaker_text) AS "rootSpeaker"
    FROM claim c
    LEFT JOIN attribution first ON first.claim_id = c.id AND first.position = 1
    LEFT JOIN attribution root ON root.claim_id = c.id AND root.position = c.depth
    WHERE c.status = 'ACTIVE' AND (
      c.event_id = ANY (${[...subjects.events]}::uuid[]) OR c.attempt_id = ANY (${[...subjects.attempts]}::uuid[])
      OR c.response_id = ANY (${[...subjects.responses]}::uuid[]) OR c.position_id = ANY (${[...subjects.positions]}::uuid[])
      OR c.conflict_id = ANY (${[...subjects.conflicts]}::uuid[]))
    ORDER BY c.id`);
  return rows.map(({ actorId, placeId, eventId, role, relation, date, textual, ...fact }) => ({
    ...fact,
    value: { actorId, placeId, eventId, role, relation, date, textual },
  }));
}

/** The links of sources and of all that they copy or are embedded in, at any distance. */
export async function readSourceLinks(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceLinks>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<(SourceLinks & { id: string })[]>(sql`${comment('sources of claims')}
    WITH RECURSIVE behind AS (
      SELECT s.id, s.embedded_in_id, s.republishes_id, s.reports_on_id FROM source s WHERE s.id = ANY (${[...ids]}::uuid[])
      UNION
      SELECT s.id, s.embedded_in_id, s.republishes_id, s.reports_on_id FROM behind b
        JOIN source s ON s.id IN (b.embedded_in_id, b.republishes_id))
    SELECT id, embedded_in_id AS "embeddedInId", republishes_id AS "republishesId", reports_on_id AS "reportsOnId" FROM behind`);
  return new Map(rows.map(({ id, ...links }) => [id, links]));
}

/** What stands above the given actors and places. */
export async function readHierarchy(
  tx: Tx,
  actorIds: readonly string[],
  placeIds: readonly string[],
): Promise<Hierarchy> {
  const actors = await listAboveActors(tx, actorIds);
  const places = await listAbovePlaces(tx, placeIds);
  const above = new Map([...actors, ...places].map((row) => [row.id, row.above]));
  const unidentified = new Set(actors.filter((row) => row.unidentified).map(({ id }) => id));
  return { above: (id) => above.get(id) ?? [], isUnidentified: (id) => unidentified.has(id) };
}

async function listAboveActors(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; above: string[]; unidentified: boolean }[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw(sql`${comment('states of actors')}
    WITH RECURSIVE up AS (
      SELECT a.id, a.id AS at, a.member_of_id AS next, 0 AS steps FROM actor a WHERE a.id = ANY (${[...ids]}::uuid[])
      UNION ALL
      SELECT up.id, a.id, a.member_of_id, up.steps + 1 FROM up JOIN actor a ON a.id = up.next WHERE up.steps < 50)
    SELECT up.id, array_remove(array_agg(up.at ORDER BY up.steps), up.id) AS above,
      bool_or(up.steps = 0 AND a.kind = 'UNIDENTIFIED') AS unidentified
    FROM up JOIN actor a ON a.id = up.id GROUP BY up.id`);
}

async function listAbovePlaces(tx: Tx, ids: readonly string[]): Promise<{ id: string; above: string[] }[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw(sql`${comment('places that hold places')}
    WITH RECURSIVE up AS (
      SELECT p.id, p.id AS at, p.part_of_id AS next, 0 AS steps FROM place p WHERE p.id = ANY (${[...ids]}::uuid[])
      UNION ALL
      SELECT up.id, p.id, p.part_of_id, up.steps + 1 FROM up JOIN place p ON p.id = up.next WHERE up.steps < 50)
    SELECT id, array_remove(array_agg(at ORDER BY steps), id) AS above FROM up GROUP BY id`);
}

/** Keeps others from deriving anew what is claimed on records until the transaction ends. */
export async function lockSubjects(tx: Tx, subjects: Omit<SubjectIds, 'responses'>): Promise<void> {
  const { events, attempts, positions, conflicts } = subjects;
  const lock = async (table: Sql, ids: readonly string[]) => {
    if (ids.length > 0)
      await tx.$queryRaw(
        sql`${comment('lock subjects')} SELECT id FROM ${table} WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id LIMIT ${ids.length} FOR NO KEY UPDATE`,
      );
  };
  await lock(sql`event`, events);
  await lock(sql`mediation_attempt`, attempts);
  await lock(sql`position`, positions);
  await lock(sql`conflict`, conflicts);
}

/** The events that events are related to: what is claimed on the one supports what the other records. */
export async function listRelatedEvents(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`${comment('related events')}
    SELECT DISTINCT other_id AS id FROM event_relation WHERE event_id = ANY (${[...ids]}::uuid[])`);
  return rows.map(({ id }) => id);
}

export async function listEventFacts(tx: Tx, ids: readonly string[]): Promise<EventFacts[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<EventFacts[]>(sql`${comment('recorded values of events')}
    SELECT e.id, e.retracted_at IS NOT NULL AS retracted, e.origin::text,
      e.date, e.place_id AS "placeId", e.count,
      (SELECT coalesce(json_agg(json_build_object('role', p.role, 'actor', p.actor_id) ORDER BY p.position), '[]') FROM participation p
        WHERE p.event_id = e.id AND NOT p.inferred) AS participants,
      (SELECT coalesce(json_agg(json_build_object('type', r.type, 'event', r.other_id, 'claimedThere', ARRAY (
          SELECT DISTINCT c.value_relation::text FROM claim c WHERE c.event_id = r.other_id AND c.value_event_id = e.id
            AND c.field = 'RELATION' AND c.status = 'ACTIVE' AND c.polarity = 'AFFIRMS')) ORDER BY r.position), '[]') FROM event_relation r
        WHERE r.event_id = e.id AND NOT r.inferred) AS relations
    FROM event e WHERE e.id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

export async function listAttemptFacts(tx: Tx, ids: readonly string[]): Promise<AttemptFacts[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<AttemptFacts[]>(sql`${comment('recorded values of attempts')}
    SELECT a.id, a.retracted_at IS NOT NULL AS retracted, a.origin::text,
      a.date, a.proposal_originator_id AS originator,
      ARRAY(SELECT m.actor_id FROM mediator m WHERE m.attempt_id = a.id ORDER BY m.position) AS mediators,
      (SELECT coalesce(json_agg(json_build_object('id', r.id, 'answer', r.answer, 'inferred', r.inferred) ORDER BY r.position), '[]')
        FROM party_response r WHERE r.attempt_id = a.id) AS responses
    FROM mediation_attempt a WHERE a.id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

export async function listPositionFacts(tx: Tx, ids: readonly string[]): Promise<PositionFacts[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<PositionFacts[]>(sql`${comment('recorded values of positions')}
    SELECT p.id, p.retracted_at IS NOT NULL AS retracted, p.origin::text, p.stance::text,
      ARRAY(SELECT c.text FROM position_condition c WHERE c.position_id = p.id ORDER BY c.ordinal) AS conditions
    FROM position p WHERE p.id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

/** What a record's derived columns hold. */
export interface Derived {
  id: string;
  contested: boolean;
  differsFromClaims: ClaimField[];
  independentSourceCount: number | null;
}

const tables = { events: sql`event`, attempts: sql`mediation_attempt`, positions: sql`position` } as const;

/** Writes the derived columns of records where they changed; no version rises by it. */
export async function updateDerived(
  tx: Tx,
  kind: keyof typeof tables,
  derived: readonly Derived[],
): Promise<void> {
  if (derived.length === 0) return;
  await tx.$executeRaw(sql`${comment(`derived columns of ${kind}`)}
    UPDATE ${tables[kind]} r SET contested = d.contested, differs_from_claims = d.differs, independent_source_count = d.sources
    FROM (SELECT (v ->> 'id')::uuid AS id, (v ->> 'contested')::boolean AS contested,
        ARRAY(SELECT jsonb_array_elements_text(v -> 'differsFromClaims'))::claim_field[] AS differs,
        (v ->> 'independentSourceCount')::int AS sources
      FROM jsonb_array_elements(${JSON.stringify(derived)}::jsonb) AS v) d
    WHERE r.id = d.id AND (r.contested, r.differs_from_claims, r.independent_source_count)
      IS DISTINCT FROM (d.contested, d.differs, d.sources)`);
}
