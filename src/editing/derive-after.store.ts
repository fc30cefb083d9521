import sql, { type Sql } from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import { type ClaimedRecords, groupSubjects, type SubjectRow } from './claimed-records.ts';

/**
 * The records with claims that name an actor or whoever belongs to it: as a value, or where the record itself names
 * one of them and a claim names another actor.
 */
export function findBelowActor(tx: Tx, id: string): Promise<ClaimedRecords> {
  const below = sql`WITH RECURSIVE below AS (
    SELECT ${id}::uuid AS id UNION SELECT a.id FROM below b JOIN actor a ON a.member_of_id = b.id)`;
  return readSubjects(
    tx,
    'records claimed below an actor',
    sql`${below}
    SELECT c.event_id, c.attempt_id, c.response_id, c.position_id, c.conflict_id FROM below b JOIN claim c ON c.value_actor_id = b.id
    UNION SELECT p.event_id, NULL, NULL, NULL, NULL FROM below b JOIN participation p ON p.actor_id = b.id
      WHERE EXISTS (SELECT FROM claim c WHERE c.event_id = p.event_id AND c.value_actor_id IS NOT NULL)
    UNION SELECT NULL, m.attempt_id, NULL, NULL, NULL FROM below b JOIN mediator m ON m.actor_id = b.id
      WHERE EXISTS (SELECT FROM claim c WHERE c.attempt_id = m.attempt_id AND c.value_actor_id IS NOT NULL)
    UNION SELECT NULL, a.id, NULL, NULL, NULL FROM below b JOIN mediation_attempt a ON a.proposal_originator_id = b.id
      WHERE EXISTS (SELECT FROM claim c WHERE c.attempt_id = a.id AND c.value_actor_id IS NOT NULL)`,
  );
}

/** The records with claims that name a place or one inside it, or that are there and have a claim about it. */
export function findBelowPlace(tx: Tx, id: string): Promise<ClaimedRecords> {
  const below = sql`WITH RECURSIVE below AS (
    SELECT ${id}::uuid AS id UNION SELECT p.id FROM below b JOIN place p ON p.part_of_id = b.id)`;
  return readSubjects(
    tx,
    'records claimed below a place',
    sql`${below}
    SELECT c.event_id, c.attempt_id, c.response_id, c.position_id, c.conflict_id FROM below b JOIN claim c ON c.value_place_id = b.id
    UNION SELECT e.id, NULL, NULL, NULL, NULL FROM below b JOIN event e ON e.place_id = b.id
      WHERE EXISTS (SELECT FROM claim c WHERE c.event_id = e.id AND c.value_place_id IS NOT NULL)`,
  );
}

/** The records that a source makes claims about, or that one does that copies, embeds or reports it. */
export function findClaimedBySource(tx: Tx, id: string): Promise<ClaimedRecords> {
  return readSubjects(
    tx,
    'records claimed by a source',
    sql`WITH RECURSIVE linked AS (
      SELECT ${id}::uuid AS id UNION
      SELECT s.id FROM linked l JOIN source s ON s.embedded_in_id = l.id OR s.republishes_id = l.id OR s.reports_on_id = l.id)
    SELECT c.event_id, c.attempt_id, c.response_id, c.position_id, c.conflict_id FROM linked l JOIN claim c ON c.source_id = l.id`,
  );
}

/** A response is of its attempt. */
async function readSubjects(tx: Tx, name: string, subjects: Sql): Promise<ClaimedRecords> {
  const rows = await tx.$queryRaw<SubjectRow[]>(sql`${comment(name)}
    SELECT DISTINCT f.event_id AS event, coalesce(f.attempt_id, r.attempt_id) AS attempt, f.position_id AS position, f.conflict_id AS conflict
    FROM (${subjects}) AS f (event_id, attempt_id, response_id, position_id, conflict_id) LEFT JOIN party_response r ON r.id = f.response_id`);
  return groupSubjects(rows);
}
