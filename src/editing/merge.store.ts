import sql, { type Sql } from 'sql-template-tag';
import type { ChangedRecords } from '../claims/derive.service.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import { groupSubjects, type SubjectRow } from './claimed-records.ts';
import type { Code, MergeInput, MergingActor, NameRow, SharedAttempt } from './merge.ts';

/**
 * Holds both actors and those next to them in the hierarchy until the transaction ends, and gives what is left of the
 * two. Merges take turns: two at once would hold each other's records. Who adds something that refers to one of the
 * two waits, and finds out that it is gone; others may go on adding to the rest.
 */
export async function lockActors(tx: Tx, { mergedId, survivorId }: MergeInput): Promise<MergingActor[]> {
  await tx.$executeRaw(
    sql`${comment('one merge at a time')} SELECT pg_advisory_xact_lock(hashtext('demarche merge'))`,
  );
  await tx.$executeRaw(sql`${comment('lock the actors around a merge')}
    SELECT FROM actor WHERE id IN (${mergedId}::uuid, ${survivorId}::uuid) OR member_of_id = ${mergedId}::uuid
      OR id IN (SELECT member_of_id FROM actor WHERE id IN (${mergedId}::uuid, ${survivorId}::uuid))
    ORDER BY id FOR NO KEY UPDATE`);
  return tx.$queryRaw<MergingActor[]>(sql`${comment('lock merging actors')}
    SELECT id, slug, name, kind::text, member_of_id AS "memberOfId", version FROM actor
    WHERE id IN (${mergedId}::uuid, ${survivorId}::uuid) ORDER BY id FOR UPDATE`);
}

/** The slug of the actor that one was merged into; null where it was not. */
export async function findSurvivorSlug(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ slug: string }[]>(sql`${comment('survivor of an earlier merge')}
    SELECT a.slug FROM actor_redirect r JOIN actor a ON a.id = r.survivor_id WHERE r.id = ${id}::uuid LIMIT 1`);
  return row?.slug ?? null;
}

/** What stands above an actor, nearest first. */
export function listAbove(tx: Tx, id: string): Promise<{ id: string; slug: string }[]> {
  return tx.$queryRaw(sql`${comment('what stands above an actor')}
    WITH RECURSIVE up AS (
      SELECT a.member_of_id AS id, 1 AS steps FROM actor a WHERE a.id = ${id}::uuid
      UNION ALL SELECT a.member_of_id, up.steps + 1 FROM up JOIN actor a ON a.id = up.id WHERE up.steps < 50)
    SELECT a.id, a.slug FROM up JOIN actor a ON a.id = up.id ORDER BY up.steps`);
}

export function listNames(tx: Tx, actorId: string): Promise<NameRow[]> {
  return tx.actorName.findMany({
    where: { actorId },
    select: { text: true, kind: true, language: true },
    orderBy: { position: 'asc' },
  });
}

export function listCodes(tx: Tx, actorId: string): Promise<Code[]> {
  return tx.identifier.findMany({
    where: { actorId },
    select: { scheme: true, value: true, validFrom: true, validTo: true },
    orderBy: { position: 'asc' },
  });
}

/** The attempts to which both actors are parties. */
export function listSharedAttempts(tx: Tx, { mergedId, survivorId }: MergeInput): Promise<SharedAttempt[]> {
  return tx.$queryRaw(sql`${comment('attempts that both actors answered')}
    SELECT a.id AS "attemptId", a.slug AS attempt, m.id AS "mergedResponseId", s.id AS "survivorResponseId",
      m.answer::text AS "mergedAnswer", s.answer::text AS "survivorAnswer", least(m.position, s.position) AS position
    FROM party_response m JOIN party_response s ON s.attempt_id = m.attempt_id JOIN mediation_attempt a ON a.id = m.attempt_id
    WHERE m.party_id = ${mergedId}::uuid AND s.party_id = ${survivorId}::uuid ORDER BY a.slug`);
}

/**
 * The records on which something may follow otherwise from the claims once the two actors are one: those with active
 * claims that mention one of them, by a claim or in what they record; where what stands above one of them changes,
 * also those that mention one who belongs to it. What nothing is claimed of follows from nothing.
 */
export async function listMentioning(
  tx: Tx,
  { mergedId, survivorId }: MergeInput,
  withMembers: boolean,
): Promise<Required<ChangedRecords>> {
  const concerned = sql`(SELECT id FROM concerned)`;
  const rows = await tx.$queryRaw<SubjectRow[]>(
    sql`${comment('records that mention merging actors')}
    WITH RECURSIVE concerned AS (
      SELECT a.id FROM actor a WHERE a.id IN (${mergedId}::uuid, ${survivorId}::uuid)
      UNION SELECT a.id FROM actor a JOIN concerned c ON a.member_of_id = c.id WHERE ${withMembers}),
    mentioning AS MATERIALIZED (
      SELECT c.id FROM claim c WHERE c.value_actor_id IN ${concerned}
      UNION SELECT a.claim_id FROM attribution a WHERE a.speaker_id IN (${mergedId}::uuid, ${survivorId}::uuid)),
    attempts AS (
      SELECT x.attempt_id AS id FROM attempt_actor x WHERE x.actor_id IN ${concerned}
      UNION SELECT a.id FROM mediation_attempt a WHERE a.proposal_originator_id IN ${concerned})
    SELECT c.event_id AS event, coalesce(c.attempt_id, r.attempt_id) AS attempt, c.position_id AS position, c.conflict_id AS conflict
    FROM mentioning m JOIN claim c ON c.id = m.id LEFT JOIN party_response r ON r.id = c.response_id WHERE c.status = 'ACTIVE'
    UNION SELECT c.event_id, NULL, NULL, NULL FROM claim c JOIN event_actor x ON x.event_id = c.event_id
      WHERE c.status = 'ACTIVE' AND x.actor_id IN ${concerned}
    UNION SELECT NULL, a.id, NULL, NULL FROM attempts a
      WHERE EXISTS (SELECT FROM claim c WHERE c.attempt_id = a.id AND c.status = 'ACTIVE')
        OR EXISTS (SELECT FROM party_response r JOIN claim c ON c.response_id = r.id WHERE r.attempt_id = a.id AND c.status = 'ACTIVE')`,
  );
  return groupSubjects(rows);
}

/** Holds the records that a merge touches until the transaction ends, kind by kind and by id, as every merge does. */
export async function lockRecords(
  tx: Tx,
  { mergedId }: MergeInput,
  { events, attempts, positions, conflicts }: Required<ChangedRecords>,
): Promise<void> {
  const merged = sql`${mergedId}::uuid`;
  const lock = (name: string, table: Sql, ids: Sql) =>
    tx.$executeRaw(sql`${comment(`lock ${name} of a merge`)}
      SELECT count(*) FROM (SELECT FROM ${table} r WHERE r.id IN (${ids}) ORDER BY r.id FOR NO KEY UPDATE) locked`);
  const given = (ids: readonly string[]) => sql`SELECT unnest(${[...ids]}::uuid[])`;
  await lock(
    'conflicts',
    sql`conflict`,
    sql`${given(conflicts)} UNION SELECT conflict_id FROM conflict_party WHERE actor_id = ${merged}
      UNION SELECT conflict_id FROM conflict_name WHERE used_by_id = ${merged}`,
  );
  await lock(
    'events',
    sql`event`,
    sql`${given(events)} UNION SELECT event_id FROM participation WHERE actor_id = ${merged}`,
  );
  await lock(
    'attempts',
    sql`mediation_attempt`,
    sql`${given(attempts)} UNION SELECT attempt_id FROM attempt_actor WHERE actor_id = ${merged}
      UNION SELECT id FROM mediation_attempt WHERE proposal_originator_id = ${merged}`,
  );
  await lock(
    'positions',
    sql`position`,
    sql`${given(positions)} UNION SELECT id FROM position WHERE holder_id = ${merged}`,
  );
  await lock(
    'sources',
    sql`source`,
    sql`SELECT id FROM source WHERE publisher_id = ${merged} UNION SELECT id FROM source WHERE author_id = ${merged}`,
  );
  await lock(
    'claims',
    sql`claim`,
    sql`SELECT id FROM claim WHERE value_actor_id = ${merged} UNION SELECT claim_id FROM attribution WHERE speaker_id = ${merged}
      UNION SELECT claim_id FROM attribution WHERE hearer_id = ${merged}`,
  );
}
