import sql, { join, type Sql } from 'sql-template-tag';
import type {
  ClaimField,
  EventRelationType,
  ParticipationRole,
  PartyAnswer,
  Polarity,
  Stance,
} from '../generated/prisma/enums.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { Hierarchy } from './claim.ts';

/** What kinds of thing a claim can be about; a claim and a disagreement have a column for each. */
export type SubjectKind = 'event' | 'attempt' | 'response' | 'position' | 'conflict';

export interface ClaimRow {
  id: string;
  source_id: string;
  event_id: string | null;
  attempt_id: string | null;
  response_id: string | null;
  position_id: string | null;
  conflict_id: string | null;
  field: ClaimField;
  polarity: Polarity;
  value_actor_id: string | null;
  value_place_id: string | null;
  value_event_id: string | null;
  value_role: ParticipationRole | null;
  value_relation: EventRelationType | null;
  value_date: HistoricalDate | null;
  value_textual: string | null;
  value_text: string | null;
  passage_exact: string | null;
  first_speaker: string | null;
  root_speaker: string | null;
}

export interface Subjects {
  events: readonly string[];
  attempts: readonly string[];
  responses: readonly string[];
  positions: readonly string[];
  conflicts: readonly string[];
}

/** The active claims on the subjects, in the order in which they were recorded. */
export function listActiveClaims(tx: Tx, subjects: Subjects): Promise<ClaimRow[]> {
  return tx.$queryRaw<ClaimRow[]>(sql`${comment('active claims of subjects')}
    SELECT c.id, c.source_id, c.event_id, c.attempt_id, c.response_id, c.position_id, c.conflict_id,
      c.field::text, c.polarity::text, c.value_actor_id, c.value_place_id, c.value_event_id, c.value_role::text,
      c.value_relation::text, c.value_date, c.value_textual, c.value_text, c.passage_exact,
      first.speaker_id AS first_speaker,
      coalesce(root.speaker_id::text, 'text ' || root.speaker_text) AS root_speaker
    FROM claim c
    LEFT JOIN attribution first ON first.claim_id = c.id AND first.position = 1
    LEFT JOIN attribution root ON root.claim_id = c.id AND root.position = c.depth
    WHERE c.status = 'ACTIVE' AND (
      c.event_id = ANY (${[...subjects.events]}::uuid[]) OR c.attempt_id = ANY (${[...subjects.attempts]}::uuid[])
      OR c.response_id = ANY (${[...subjects.responses]}::uuid[]) OR c.position_id = ANY (${[...subjects.positions]}::uuid[])
      OR c.conflict_id = ANY (${[...subjects.conflicts]}::uuid[]))
    ORDER BY c.id`);
}

export interface SourceRow {
  id: string;
  embedded_in_id: string | null;
  republishes_id: string | null;
  reports_on_id: string | null;
}

export function listSources(tx: Tx, ids: readonly string[]): Promise<SourceRow[]> {
  return tx.$queryRaw<SourceRow[]>(sql`${comment('sources of claims')}
    SELECT id, embedded_in_id, republishes_id, reports_on_id FROM source WHERE id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

/** What stands above the given actors and places, read in two statements. */
export async function readHierarchy(
  tx: Tx,
  actorIds: readonly string[],
  placeIds: readonly string[],
): Promise<Hierarchy> {
  const actors = await tx.$queryRaw<
    { id: string; above: string[]; unidentified: boolean }[]
  >(sql`${comment('states of actors')}
    WITH RECURSIVE up AS (
      SELECT a.id, a.id AS at, a.member_of_id AS next, 0 AS steps FROM actor a WHERE a.id = ANY (${[...actorIds]}::uuid[])
      UNION ALL
      SELECT up.id, a.id, a.member_of_id, up.steps + 1 FROM up JOIN actor a ON a.id = up.next WHERE up.steps < 50)
    SELECT up.id, array_remove(array_agg(up.at ORDER BY up.steps), up.id) AS above,
      bool_or(up.steps = 0 AND a.kind = 'UNIDENTIFIED') AS unidentified
    FROM up JOIN actor a ON a.id = up.id GROUP BY up.id`);
  const places = await tx.$queryRaw<
    { id: string; above: string[] }[]
  >(sql`${comment('places that hold places')}
    WITH RECURSIVE up AS (
      SELECT p.id, p.id AS at, p.part_of_id AS next, 0 AS steps FROM place p WHERE p.id = ANY (${[...placeIds]}::uuid[])
      UNION ALL
      SELECT up.id, p.id, p.part_of_id, up.steps + 1 FROM up JOIN place p ON p.id = up.next WHERE up.steps < 50)
    SELECT id, array_remove(array_agg(at ORDER BY steps), id) AS above FROM up GROUP BY id`);
  const above = new Map([...actors, ...places].map((row) => [row.id, row.above]));
  const unidentified = new Set(actors.filter((row) => row.unidentified).map(({ id }) => id));
  return { above: (id) => above.get(id) ?? [], isUnidentified: (id) => unidentified.has(id) };
}

export interface EventFacts {
  id: string;
  retracted: boolean;
  date: HistoricalDate | null;
  place_id: string | null;
  count: number | null;
  origin: 'CURATED' | 'DATASET';
  conflict_id: string | null;
  participants: { role: ParticipationRole; actor: string }[];
  relations: { type: EventRelationType; event: string; claimed: boolean }[];
}

/** What events record and do not mark as inferred; a relation that is claimed on either of its events is marked so. */
export function listEventFacts(tx: Tx, ids: readonly string[]): Promise<EventFacts[]> {
  return tx.$queryRaw<EventFacts[]>(sql`${comment('recorded values of events')}
    SELECT e.id, e.retracted_at IS NOT NULL AS retracted, e.date, e.place_id, e.count, e.origin::text, e.conflict_id,
      (SELECT coalesce(json_agg(json_build_object('role', p.role, 'actor', p.actor_id)), '[]') FROM participation p
        WHERE p.event_id = e.id AND NOT p.inferred) AS participants,
      (SELECT coalesce(json_agg(json_build_object('type', r.type, 'event', r.other_id, 'claimed', EXISTS (
          SELECT 1 FROM claim c WHERE c.event_id = r.other_id AND c.value_event_id = e.id AND c.field = 'RELATION'
            AND c.status = 'ACTIVE' AND c.polarity = 'AFFIRMS'))), '[]') FROM event_relation r
        WHERE r.event_id = e.id AND NOT r.inferred) AS relations
    FROM event e WHERE e.id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

export interface AttemptFacts {
  id: string;
  retracted: boolean;
  date: HistoricalDate | null;
  originator: string | null;
  origin: 'CURATED' | 'DATASET';
  conflict_id: string | null;
  mediators: string[];
  responses: { id: string; answer: PartyAnswer; inferred: boolean }[];
}

export function listAttemptFacts(tx: Tx, ids: readonly string[]): Promise<AttemptFacts[]> {
  return tx.$queryRaw<AttemptFacts[]>(sql`${comment('recorded values of attempts')}
    SELECT a.id, a.retracted_at IS NOT NULL AS retracted, a.date, a.proposal_originator_id AS originator, a.origin::text, a.conflict_id,
      ARRAY(SELECT m.actor_id FROM mediator m WHERE m.attempt_id = a.id) AS mediators,
      (SELECT coalesce(json_agg(json_build_object('id', r.id, 'answer', r.answer, 'inferred', r.inferred)), '[]')
        FROM party_response r WHERE r.attempt_id = a.id) AS responses
    FROM mediation_attempt a WHERE a.id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

export interface PositionFacts {
  id: string;
  retracted: boolean;
  stance: Stance;
  origin: 'CURATED' | 'DATASET';
  conflict_id: string | null;
  conditions: string[];
}

export function listPositionFacts(tx: Tx, ids: readonly string[]): Promise<PositionFacts[]> {
  return tx.$queryRaw<PositionFacts[]>(sql`${comment('recorded values of positions')}
    SELECT p.id, p.retracted_at IS NOT NULL AS retracted, p.stance::text, p.origin::text, p.conflict_id,
      ARRAY(SELECT c.text FROM position_condition c WHERE c.position_id = p.id) AS conditions
    FROM position p WHERE p.id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`);
}

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

/** Takes away the disagreements of the subjects, before those that hold now are written. */
export async function deleteDisagreements(tx: Tx, subjects: Subjects): Promise<void> {
  const conditions: Sql[] = [
    sql`event_id = ANY (${[...subjects.events]}::uuid[])`,
    sql`attempt_id = ANY (${[...subjects.attempts]}::uuid[])`,
    sql`response_id = ANY (${[...subjects.responses]}::uuid[])`,
    sql`position_id = ANY (${[...subjects.positions]}::uuid[])`,
    sql`conflict_id = ANY (${[...subjects.conflicts]}::uuid[])`,
  ];
  await tx.$executeRaw(
    sql`${comment('delete disagreements')} DELETE FROM disagreement WHERE ${join(conditions, ' OR ')}`,
  );
}
