import type pg from 'pg';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { encodeId } from '../../src/kernel/ids.ts';

/** What the generator makes ids of; the number of a thing in its kind is the rest of its id. */
const kinds = {
  Actor: 1,
  Place: 2,
  Conflict: 3,
  Issue: 4,
  Dataset: 5,
  Source: 6,
  Event: 7,
  MediationAttempt: 8,
  Position: 9,
  PartyResponse: 10,
  Claim: 11,
  Disagreement: 12,
  DisagreementSide: 13,
  Office: 22,
  Tenure: 23,
} as const;

export interface Sizes {
  /** Actors, places, conflicts, issues, datasets and sources. */
  reference: number;
  /** Events, attempts and positions, each. */
  records: number;
  claims: number;
  disagreements: number;
}

/** The UUID of the nth thing of a kind. Ids of a kind are in the order of their numbers. */
export function uuidOf(kind: keyof typeof kinds, n: number): string {
  return `0190${String(kinds[kind]).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** The id of the nth thing of a kind, as clients see it. */
export function idOf(kind: keyof typeof kinds, n: number): string {
  return encodeId(kind, uuidOf(kind, n));
}

/** Many of them begin together; one is open at its start, one reaches over others. */
const edtfs = [
  '2025-05-11',
  '2025-05-11T08:17',
  '2025-05',
  '../2025-05-06',
  '2024',
  '2025-05-08/2025-05-12',
  '2025-05-11',
  '1947-08-15',
];

/**
 * Fills an empty database with a record that has no meaning and every shape: ties, missing dates, open starts,
 * retracted and imported records, actors in several roles, chains of no, one and two voices.
 * @param checked whether triggers and foreign keys look at the rows, which takes most of the time.
 */
export async function generateRecord(pool: pg.Pool, sizes: Sizes, checked = true): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (!checked) await client.query('SET LOCAL session_replication_role = replica');
    await client.query(`CREATE FUNCTION uuid_of(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
      $$ SELECT ('0190' || lpad(kind::text, 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$`);
    await client.query('CREATE TABLE generated_date (n int PRIMARY KEY, date jsonb)');
    await client.query(
      'INSERT INTO generated_date SELECT n - 1, d FROM unnest($1::jsonb[]) WITH ORDINALITY AS x(d, n)',
      [edtfs.map((edtf) => JSON.stringify(makeHistoricalDate({ edtf })))],
    );
    for (const statement of statements(sizes)) await client.query(statement);
    if (!checked)
      await client.query('SELECT rebuild_event_actor(), rebuild_attempt_actor(), rebuild_scope()');
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    client.release();
  }
}

/** Every seventh record has no date. */
const date = `CASE WHEN n % 7 = 0 THEN NULL ELSE (SELECT d.date FROM generated_date d WHERE d.n = g.n % ${edtfs.length}) END`;
const provenance = `CASE WHEN n % 5 = 4 THEN 'DATASET'::origin ELSE 'CURATED'::origin END, CASE WHEN n % 5 = 4 THEN uuid_of(5, 1 + n % 3) END,
  CASE WHEN n % 17 = 0 THEN now() END, CASE WHEN n % 17 = 0 THEN 'Withdrawn.' END, n % 50 = 1, '{}'::claim_field[],
  timestamptz '2026-01-01 10:00:00.12+00' + (n % 11) * interval '1 day' + (n % 3) * interval '7 milliseconds'`;
const provenanceColumns =
  'origin, dataset_id, retracted_at, retraction_reason, contested, differs_from_claims, created_at';

function statements({ reference, records, claims, disagreements }: Sizes): string[] {
  const pick = (kind: number, of: number | string = reference, step = 'n') =>
    `uuid_of(${kind}, 1 + (${step}) % ${of})`;
  const series = (count: number) => `FROM generate_series(1, ${count}) AS g(n)`;
  return [
    `INSERT INTO actor (id, slug, name, kind, member_of_id) SELECT uuid_of(1, n), 'actor-' || n, 'Actor ' || n,
      (enum_range(NULL::actor_kind))[1 + n % 13], CASE WHEN n > 3 AND n % 2 = 0 THEN uuid_of(1, n / 4) END ${series(reference)}`,
    `INSERT INTO actor_name (actor_id, position, text, kind) SELECT uuid_of(1, n), 1, 'Actor ' || n, 'CANONICAL' ${series(reference)}`,
    `INSERT INTO place (id, slug, name, part_of_id) SELECT uuid_of(2, n), 'place-' || n, 'Place ' || n,
      CASE WHEN n > 1 AND n % 2 = 0 THEN uuid_of(2, n / 2) END ${series(reference)}`,
    `INSERT INTO conflict (id, slug, name) SELECT uuid_of(3, n), 'conflict-' || n, 'Conflict ' || n ${series(reference)}`,
    `INSERT INTO issue (id, slug, name) SELECT uuid_of(4, n), 'issue-' || n, 'Issue ' || n ${series(reference)}`,
    `INSERT INTO dataset (id, slug, name, publisher, licence, attribution, redistributable)
      SELECT uuid_of(5, n), 'dataset-' || n, 'Dataset ' || n, 'Publisher', 'CC0', 'Nobody', true ${series(reference)}`,
    `INSERT INTO source (id, slug, kind, title, publisher_id) SELECT uuid_of(6, n), 'source-' || n, 'NEWS_ARTICLE', 'Source ' || n, ${pick(1)} ${series(reference)}`,
    `INSERT INTO event (id, slug, type, title, date, date_absence, place_id, place_absence, conflict_id, ${provenanceColumns})
      SELECT uuid_of(7, n), 'event-' || n, (enum_range(NULL::event_type))[1 + n % 40], 'Event ' || n || ' of word' || n % 97, ${date},
        CASE WHEN n % 7 = 0 THEN 'NOT_STATED'::absence END,
        CASE WHEN n % 4 = 0 THEN NULL ELSE ${pick(2)} END, CASE WHEN n % 4 = 0 THEN 'NOT_STATED'::absence END,
        CASE WHEN n % 9 = 0 THEN NULL WHEN n % 500 = 3 THEN uuid_of(3, 5) ELSE ${pick(3, `least(3, ${reference})`)} END, ${provenance} ${series(records)}`,
    `INSERT INTO participation (event_id, position, actor_id, role)
      SELECT uuid_of(7, n), 1, CASE WHEN n % 2 = 0 THEN uuid_of(1, 1) ELSE ${pick(1)} END, 'INITIATOR'::participation_role ${series(records)}
      UNION ALL SELECT uuid_of(7, n), 2, ${pick(1, reference, 'n / 2 + 3')}, 'RECIPIENT' ${series(records)}
      UNION ALL SELECT uuid_of(7, n), 3, uuid_of(1, 1), 'SPEAKER' ${series(records)} WHERE n % 4 = 0`,
    `INSERT INTO event_issue (event_id, position, issue_id) SELECT uuid_of(7, n), 1, ${pick(4)} ${series(records)}`,
    `INSERT INTO event_coding (event_id, position, scheme, code, label, contexts)
      SELECT uuid_of(7, n), 1, 'GDELT', lpad((n % 200)::text, 3, '0'), 'Label', '{}' ${series(records)}`,
    `INSERT INTO mediation_attempt (id, slug, title, date, date_absence, conflict_id, kind, strategy, outcome, proposal_originator_absence, ${provenanceColumns})
      SELECT uuid_of(8, n), 'attempt-' || n, 'Attempt ' || n || ' of word' || n % 97, ${date}, CASE WHEN n % 7 = 0 THEN 'NOT_STATED'::absence END,
        ${pick(3, `least(3, ${reference})`)}, (enum_range(NULL::mediation_kind))[1 + n % 9], (enum_range(NULL::mediation_strategy))[1 + n % 5],
        (enum_range(NULL::mediation_outcome))[1 + n % 7], 'NOT_STATED', ${provenance} ${series(records)}`,
    `INSERT INTO mediator (attempt_id, position, actor_id)
      SELECT uuid_of(8, n), 1, CASE WHEN n % 2 = 0 THEN uuid_of(1, 1) ELSE ${pick(1)} END ${series(records)}`,
    `INSERT INTO party_response (id, attempt_id, position, party_id, answer, conditions)
      SELECT uuid_of(10, n), uuid_of(8, n), 1, CASE WHEN n % 6 = 0 THEN uuid_of(1, 1) ELSE ${pick(1, reference, 'n + 5')} END,
        (enum_range(NULL::party_answer))[1 + n % 9], '{}' ${series(records)}`,
    `INSERT INTO attempt_issue (attempt_id, position, issue_id) SELECT uuid_of(8, n), 1, ${pick(4)} ${series(records)}`,
    `INSERT INTO position (id, slug, holder_id, issue_id, stance, summary, publicity, held, conflict_id, ${provenanceColumns})
      SELECT uuid_of(9, n), 'position-' || n, CASE WHEN n % 2 = 0 THEN uuid_of(1, 1) ELSE ${pick(1)} END, ${pick(4)},
        (enum_range(NULL::stance))[1 + n % 9], 'Position ' || n || ' of word' || n % 97, (enum_range(NULL::publicity))[1 + n % 4], ${date},
        ${pick(3, `least(3, ${reference})`)}, ${provenance} ${series(records)}`,
    // One claim in two is about one of the first two of its kind, so that some lists of claims are long.
    `INSERT INTO claim (id, source_id, event_id, attempt_id, response_id, position_id, conflict_id, field, polarity, directness,
        passage_exact, depth, root_speaker_id, status, retraction_reason, origin, dataset_id)
      SELECT uuid_of(11, n), CASE WHEN n % 2 = 0 THEN uuid_of(6, 1) ELSE ${pick(6)} END,
        CASE WHEN k = 0 THEN uuid_of(7, s) END, CASE WHEN k = 1 THEN uuid_of(8, s) END, CASE WHEN k = 2 THEN uuid_of(10, s) END,
        CASE WHEN k = 3 THEN uuid_of(9, s) END, CASE WHEN k = 4 THEN uuid_of(3, 1 + (s - 1) % least(3, ${reference})) END, 'OCCURRENCE',
        CASE WHEN n % 3 = 0 THEN 'DENIES'::polarity ELSE 'AFFIRMS' END, (enum_range(NULL::directness))[1 + n % 5],
        CASE WHEN n % 5 = 0 THEN 'Passage ' || n || ' of word' || n % 97 END, n % 3, CASE n % 3 WHEN 1 THEN uuid_of(1, 1) WHEN 2 THEN ${pick(1)} END,
        CASE WHEN n % 13 = 0 THEN 'RETRACTED'::claim_status ELSE 'ACTIVE' END, CASE WHEN n % 13 = 0 THEN 'Withdrawn.' END,
        CASE WHEN n % 29 = 5 THEN 'DATASET'::origin ELSE 'CURATED' END, CASE WHEN n % 29 = 5 THEN uuid_of(5, 1) END
      FROM (SELECT n, n % 5 AS k, CASE WHEN n % 2 = 0 THEN 1 + n % 3 / 2 ELSE 1 + n % ${records} END AS s ${series(claims)}) AS g`,
    `INSERT INTO attribution (claim_id, position, speaker_id, act)
      SELECT uuid_of(11, n), 1, uuid_of(1, 1), 'ASSERT'::speech_act ${series(claims)} WHERE n % 3 > 0
      UNION ALL SELECT uuid_of(11, n), 2, ${pick(1)}, 'ASSERT' ${series(claims)} WHERE n % 3 = 2`,
    `INSERT INTO disagreement (id, event_id, field, rule, began_with_id, origin, scope_conflict_id)
      SELECT uuid_of(12, n), ${pick(7, records)}, CASE WHEN n = 1 THEN 'PLACE'::claim_field ELSE 'DATE' END, 'VALUES_DIFFER',
        ${pick(11, Math.min(claims, Math.max(10, Math.floor(disagreements / 3))))},
        CASE WHEN n % 8 = 7 THEN 'DATASET'::origin ELSE 'CURATED' END, ${pick(3)} ${series(disagreements)}`,
    `INSERT INTO disagreement_side (id, disagreement_id, position, polarity, claim_count)
      SELECT uuid_of(13, n), uuid_of(12, n), 1, 'AFFIRMS', 1 ${series(disagreements)}`,
    `INSERT INTO disagreement_claim (side_id, claim_id)
      SELECT uuid_of(13, 1), uuid_of(11, n * 2) FROM generate_series(1, least(40, ${claims} / 2)) AS g(n)
      UNION SELECT uuid_of(13, n), ${pick(11, claims)} ${series(disagreements)} WHERE n > 1`,
  ];
}
