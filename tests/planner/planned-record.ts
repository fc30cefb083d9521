import { fileURLToPath } from 'node:url';
import { seedFolder } from '../../src/editing/seed.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { generateHistory } from '../paging/generated-history.ts';
import { generateRecord } from '../paging/generated-record.ts';
import { recordSmall } from '../queries/small-record.ts';
import { forgetHistory } from '../setup/article.ts';
import { filledDatabase, type TestDatabase } from '../setup/database.ts';
import { historyShapes } from './planned-history.ts';

const sizes = { reference: 24, records: 60, claims: 150, disagreements: 30 };

/** A database of one's own that holds the record for comparing the two paths. */
export function plannedDatabase(): Promise<TestDatabase> {
  return filledDatabase('planned', recordPlanned);
}

/**
 * Fills an empty database so that every field of the schema has a value somewhere and none somewhere else: the
 * record of the article, a small one that the services wrote, and a generated one with ties, missing dates,
 * retracted and imported records, to which the shapes are added that the other three lack.
 */
async function recordPlanned(db: TestDatabase): Promise<void> {
  await recordSmall(db);
  await seedFolder(db, fileURLToPath(new URL('../../seeds/article', import.meta.url)));
  await forgetHistory(db);
  await generateRecord(db.owner, sizes);
  await generateHistory(db.owner);
  await completeGenerated(db);
}

const dates = [
  { edtf: '2025-05-11T08:17', timeZone: 'Asia/Karachi', verbatim: 'May 11 at 8.17 am', inferred: ['YEAR'] },
  { edtf: '../2025-05-06' },
  { edtf: '2025-05-08/2025-05-12', verbatim: 'from the eighth to the twelfth' },
  { edtf: '{..2025-05-06,2025-05-11..}', inferred: ['YEAR', 'MONTH'] },
  { edtf: '195X' },
  { edtf: '2025-21' },
  { edtf: '2025-05~' },
] as const;

/** Adds to the generated record what its own statements leave at the default. */
async function completeGenerated(db: TestDatabase): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('CREATE TABLE planned_date (n int PRIMARY KEY, date jsonb)');
    await client.query(
      'INSERT INTO planned_date SELECT n - 1, d FROM unnest($1::jsonb[]) WITH ORDINALITY AS x(d, n)',
      [dates.map((date) => JSON.stringify(makeHistoricalDate({ ...date })))],
    );
    const shapes = [...referenceShapes, ...recordShapes, ...claimShapes, ...disagreementShapes];
    for (const statement of [...historyShapes(1), ...shapes, ...historyShapes(2)])
      await client.query(statement);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    client.release();
  }
}

const dateOf = (n: string) => `(SELECT d.date FROM planned_date d WHERE d.n = (${n}) % ${dates.length})`;

/** Rows of a generated table with their number in it. */
const numbered = (table: string, slug: string) =>
  `(SELECT t.*, split_part(t.slug, '-', 2)::int AS n FROM ${table} t WHERE t.slug ~ '^${slug}-[0-9]+$') g`;

const referenceShapes = [
  `UPDATE actor SET kind = 'PERSON', version = 2, updated_at = '2026-02-03 04:05:06.789+00' WHERE slug ~ '^actor-[0-9]*[05]$'`,
  `INSERT INTO actor_name (actor_id, position, text, kind, language)
    SELECT g.id, 2, 'Ácteur "' || n || '"', (enum_range(NULL::actor_name_kind))[1 + n % 7], CASE WHEN n % 2 = 0 THEN 'fr' END FROM ${numbered('actor', 'actor')} WHERE n % 3 = 0`,
  `INSERT INTO identifier (id, actor_id, position, scheme, value, valid_from, valid_to)
    SELECT uuid_of(20, n), g.id, 1, (enum_range(NULL::identifier_scheme))[1 + n % 15], 'a' || n,
      CASE WHEN n % 2 = 0 THEN date '1947-08-15' END, CASE WHEN n % 4 = 0 THEN date '1971-12-16' END FROM ${numbered('actor', 'actor')} WHERE n % 2 = 0`,
  `INSERT INTO identifier (id, place_id, position, scheme, value)
    SELECT uuid_of(21, 2 * n + k), g.id, 1 + k, 'GEONAMES', 'p' || n || k FROM ${numbered('place', 'place')}, generate_series(0, 1) AS k WHERE n % 3 = 0`,
  `UPDATE place SET latitude = 33.7 + length(slug), longitude = -73.1 WHERE slug ~ '^place-[0-9]*[24]$'`,
  `INSERT INTO actor_redirect (id, slug, survivor_id) SELECT uuid_of(27, n), 'merged-' || n, g.id FROM ${numbered('actor', 'actor')}`,
  `INSERT INTO office (id, slug, title, body_id, rank)
    SELECT uuid_of(22, n), 'office-' || n, 'Office ' || n, g.id, (enum_range(NULL::office_rank))[1 + n % 14] FROM ${numbered('actor', 'actor')} WHERE n % 2 = 1`,
  `INSERT INTO tenure (id, holder_id, office_id, started, ended)
    SELECT uuid_of(23, 10 * n + k), g.id, uuid_of(22, 1 + 2 * k), CASE WHEN n % 2 = 0 THEN ${dateOf('1')} END, CASE WHEN k = 1 THEN ${dateOf('2')} END
    FROM ${numbered('actor', 'actor')}, generate_series(0, 1) AS k WHERE kind = 'PERSON'`,
  `UPDATE issue c SET broader_id = uuid_of(4, 1) WHERE slug ~ '^issue-[0-9]*[37]$'`,
  `INSERT INTO conflict_party (conflict_id, position, actor_id)
    SELECT g.id, k, uuid_of(1, n + k) FROM ${numbered('conflict', 'conflict')}, generate_series(1, 3) AS k WHERE n % 4 > 0 AND n + k <= ${sizes.reference}`,
  `INSERT INTO conflict_issue (conflict_id, position, issue_id)
    SELECT g.id, k, uuid_of(4, 1 + (n + k) % ${sizes.reference}) FROM ${numbered('conflict', 'conflict')}, generate_series(1, 2) AS k WHERE n % 3 > 0`,
  `INSERT INTO conflict_name (conflict_id, position, text, used_by_id)
    SELECT g.id, k, CASE k WHEN 1 THEN 'war' ELSE 'dispute' END, CASE WHEN k = 1 THEN uuid_of(1, 1) END FROM ${numbered('conflict', 'conflict')}, generate_series(1, 2) AS k WHERE n % 2 = 1`,
  `UPDATE dataset SET dataset_version = '24.1', redistributable = false WHERE slug ~ '^dataset-[0-9]*[13]$'`,
  `UPDATE source s SET kind = (enum_range(NULL::source_kind))[1 + g.n % 12], author_id = uuid_of(1, 5), url = 'https://example.org/' || g.n, published = ${dateOf('g.n')},
      language = 'en', licence = 'CC0', event_id = CASE WHEN g.n % 2 = 0 THEN uuid_of(7, g.n) END,
      content_sha256 = CASE WHEN g.n % 3 <> 0 THEN repeat('0a', 32) END, embedded_in_id = CASE WHEN g.n % 3 = 0 THEN uuid_of(6, g.n - 1) END,
      reports_on_id = CASE WHEN g.n % 4 = 0 THEN uuid_of(6, g.n - 1) END, republishes_id = CASE WHEN g.n % 5 = 0 THEN uuid_of(6, g.n - 2) END
    FROM ${numbered('source', 'source')} WHERE s.id = g.id AND g.n % 4 <> 1`,
  `UPDATE source SET publisher_id = NULL WHERE slug ~ '^source-[0-9]*[5]$'`,
];

const retraction = (kind: number, first: number) =>
  `retracted_at = coalesce(r.retracted_at, CASE WHEN g.n % 13 = 0 THEN timestamptz '2026-03-01 12:00:00+00' END),
    retraction_reason = coalesce(r.retraction_reason, CASE WHEN g.n % 13 = 0 THEN 'Recorded "twice".' END),
    replaced_by_id = CASE WHEN g.n % 13 = 0 OR g.n % 17 = 0 AND g.n % 2 = 1 THEN uuid_of(${kind}, ${first}) END,
    differs_from_claims = CASE WHEN g.n % 6 = 0 THEN '{DATE,PLACE}'::claim_field[] ELSE '{}' END,
    independent_source_count = CASE WHEN g.n % 3 = 0 THEN g.n % 5 END, version = 1 + g.n % 3,
    updated_at = timestamptz '2026-02-01 00:00:00+00' + g.n * interval '1 hour'`;

const recordShapes = [
  `UPDATE event r SET ${retraction(7, 1)}, summary = CASE WHEN g.n % 3 = 0 THEN E'Line one.\\nLine "two" of word' || g.n % 97 || ', café.' END,
      channel = (enum_range(NULL::channel))[1 + g.n % 10], repeated = g.n % 5 = 0, count = CASE WHEN g.n % 5 = 0 THEN g.n END, count_approximate = g.n % 10 = 0,
      date = CASE WHEN g.date IS NOT NULL AND g.n % 5 = 1 THEN ${dateOf('g.n')} ELSE g.date END,
      date_absence = CASE WHEN g.date IS NULL THEN (enum_range(NULL::absence))[1 + g.n % 3] END
    FROM ${numbered('event', 'event')} WHERE r.id = g.id`,
  `INSERT INTO participation_tenure (event_id, position, tenure_id)
    SELECT p.event_id, p.position, t.id FROM participation p JOIN (SELECT holder_id, min(id::text)::uuid AS id FROM tenure GROUP BY 1) t ON t.holder_id = p.actor_id ON CONFLICT DO NOTHING`,
  `UPDATE participation SET inferred = true WHERE position = 2`,
  `INSERT INTO event_issue (event_id, position, issue_id)
    SELECT g.id, 2, uuid_of(4, 1 + (g.n + 5) % ${sizes.reference}) FROM ${numbered('event', 'event')} WHERE n % 4 = 0`,
  `INSERT INTO event_relation (event_id, position, type, other_id, inferred)
    SELECT g.id, k, (enum_range(NULL::event_relation_type))[1 + (n + k) % 13], uuid_of(7, 1 + (n + k) % ${sizes.records}), k = 2
    FROM ${numbered('event', 'event')}, generate_series(1, 2) AS k WHERE n % 3 = 0`,
  `INSERT INTO event_coding (event_id, position, scheme, code, label, mode, contexts, goldstein, quad_class)
    SELECT g.id, 2, (enum_range(NULL::coding_scheme))[1 + n % 10], '0' || n, 'Second', CASE WHEN n % 2 = 0 THEN 'mode' END, CASE WHEN n % 6 > 0 THEN ARRAY['military', 'a "b"'] END,
      CASE WHEN n % 4 = 0 THEN -2.5 + n % 3 END, (enum_range(NULL::quad_class))[1 + n % 4] FROM ${numbered('event', 'event')} WHERE n % 2 = 0`,
  `UPDATE mediation_attempt r SET ${retraction(8, 2)}, summary = CASE WHEN g.n % 4 = 0 THEN 'Summary of word' || g.n % 97 END,
      initiated_by = (enum_range(NULL::mediation_initiator))[1 + g.n % 7], venue = (enum_range(NULL::mediation_venue))[1 + g.n % 6],
      conflict_id = CASE WHEN g.n % 10 = 0 THEN NULL ELSE r.conflict_id END,
      outcome_reason = CASE WHEN g.n % 2 = 0 THEN 'By the answers.' ELSE '' END,
      ongoing_until = CASE WHEN r.outcome = 'ONGOING' AND g.n % 2 = 0 THEN timestamptz '2025-01-01 00:00:00+00' END,
      proposal_originator_id = CASE WHEN g.n % 3 = 0 THEN uuid_of(1, 1 + g.n % 20) END,
      proposal_originator_absence = CASE WHEN g.n % 3 <> 0 THEN (enum_range(NULL::absence))[1 + g.n % 3] END
    FROM ${numbered('mediation_attempt', 'attempt')} WHERE r.id = g.id`,
  `INSERT INTO mediator (attempt_id, position, actor_id)
    SELECT g.id, 2, uuid_of(1, 20) FROM ${numbered('mediation_attempt', 'attempt')} WHERE n % 3 = 0 AND NOT EXISTS (SELECT FROM mediator m WHERE m.attempt_id = g.id AND m.actor_id = uuid_of(1, 20))`,
  `INSERT INTO mediator_tenure (attempt_id, position, tenure_id)
    SELECT m.attempt_id, m.position, t.id FROM mediator m JOIN (SELECT holder_id, min(id::text)::uuid AS id FROM tenure GROUP BY 1) t ON t.holder_id = m.actor_id ON CONFLICT DO NOTHING`,
  `UPDATE party_response r SET date = ${dateOf('g.n')}, inferred = g.n % 4 = 0, conditions = CASE WHEN g.n % 2 = 0 THEN ARRAY['If "so".', 'é'] ELSE '{}' END
    FROM ${numbered('mediation_attempt', 'attempt')} WHERE r.attempt_id = g.id AND g.n % 3 <> 0`,
  `INSERT INTO party_response (id, attempt_id, position, party_id, answer, conditions)
    SELECT uuid_of(24, n), g.id, 2, uuid_of(1, ${sizes.reference}), 'REJECTED', CASE WHEN n % 8 = 0 THEN '{}'::text[] END FROM ${numbered('mediation_attempt', 'attempt')}
    WHERE n % 4 = 0 AND NOT EXISTS (SELECT FROM party_response p WHERE p.attempt_id = g.id AND p.party_id = uuid_of(1, ${sizes.reference}))`,
  `INSERT INTO attempt_event (attempt_id, position, event_id, role)
    SELECT g.id, k, uuid_of(7, 1 + (n + k) % ${sizes.records}), (enum_range(NULL::attempt_event_role))[1 + (n + k) % 7]
    FROM ${numbered('mediation_attempt', 'attempt')}, generate_series(1, 2) AS k WHERE n % 2 = 0`,
  `INSERT INTO attempt_issue (attempt_id, position, issue_id)
    SELECT g.id, 2, uuid_of(4, 1 + (n + 7) % ${sizes.reference}) FROM ${numbered('mediation_attempt', 'attempt')} WHERE n % 5 = 0`,
  `INSERT INTO attempt_same_as (attempt_id, other_id)
    SELECT g.id, uuid_of(8, n + 1 + k) FROM ${numbered('mediation_attempt', 'attempt')}, generate_series(0, 1) AS k WHERE n % 4 = 0 AND n + 1 + k <= ${sizes.records}`,
  `UPDATE position r SET ${retraction(9, 3)}, continuity = (enum_range(NULL::continuity))[1 + g.n % 5],
      conflict_id = CASE WHEN g.n % 8 = 0 THEN NULL ELSE r.conflict_id END
    FROM ${numbered('position', 'position')} WHERE r.id = g.id`,
  `INSERT INTO position_condition (position_id, ordinal, text, issue_id)
    SELECT g.id, k, 'Condition ' || k, CASE WHEN k = 1 THEN uuid_of(4, 3) END FROM ${numbered('position', 'position')}, generate_series(1, 2) AS k WHERE n % 3 = 0`,
];

/** The number of a generated claim, which its id ends in. */
const claims = `(SELECT c.*, ('x' || right(c.id::text, 6))::bit(24)::int AS n FROM claim c WHERE c.id::text LIKE '01900011-%') g`;

/** One value of each kind, on subjects that can have it. */
const claimed: [field: string, subject: string, values: string][] = [
  ['DATE', 'true', `value_date = ${dateOf('g.n')}`],
  ['PLACE', 'true', 'value_place_id = uuid_of(2, 1 + g.n % 24)'],
  [
    'PARTICIPANT',
    'num_nonnulls(r.event_id, r.attempt_id) = 1',
    "value_actor_id = uuid_of(1, 1 + g.n % 24), value_role = 'HOST'",
  ],
  ['INITIATOR', 'num_nonnulls(r.event_id, r.attempt_id) = 1', 'value_actor_id = uuid_of(1, 1 + g.n % 24)'],
  [
    'RELATION',
    'r.event_id IS NOT NULL',
    "value_event_id = uuid_of(7, 1 + g.n % 60), value_relation = 'PART_OF'",
  ],
  ['COUNT', 'r.event_id IS NOT NULL', "value_textual = (1 + g.n)::text || '~'"],
  ['RESPONSE', 'r.response_id IS NOT NULL', "value_textual = 'REJECTED'"],
  ['OUTCOME', 'r.attempt_id IS NOT NULL', "value_textual = 'CEASEFIRE'"],
  ['ORIGINATOR', 'r.attempt_id IS NOT NULL', "value_textual = 'somebody'"],
  ['MEDIATOR', 'r.attempt_id IS NOT NULL', 'value_actor_id = uuid_of(1, 1 + g.n % 24)'],
  ['STANCE', 'r.position_id IS NOT NULL', "value_textual = 'OPPOSE'"],
  [
    'LABEL',
    'r.conflict_id IS NOT NULL',
    "value_textual = CASE WHEN g.n % 2 = 0 THEN 'war' ELSE 'dispute' END",
  ],
  ['OTHER', 'true', `value_textual = 'said "so" ' || g.n`],
];

const claimShapes = [
  ...claimed.map(
    ([field, subject, values], index) =>
      `UPDATE claim r SET field = '${field}', value_text = 'As text ' || g.n, ${values}
        FROM ${claims} WHERE r.id = g.id AND r.field = 'OCCURRENCE' AND ${subject} AND (g.n / 5) % ${claimed.length + 1} IN (${index}, ${(index + 6) % (claimed.length + 1)})`,
  ),
  `UPDATE claim r SET passage_prefix = 'before', passage_suffix = 'after', passage_start = 10, passage_end = 10 + char_length(r.passage_exact), passage_unit = 'CODE_POINT'
    FROM ${claims} WHERE r.id = g.id AND r.passage_exact IS NOT NULL AND g.n % 2 = 0`,
  `UPDATE claim r SET passage_start = 3, passage_end = 9, passage_unit = 'AS_PUBLISHED' FROM ${claims} WHERE r.id = g.id AND r.passage_exact IS NULL AND g.n % 7 = 0`,
  `UPDATE claim r SET supersedes_id = uuid_of(11, g.n - 3), version = 2 FROM ${claims} WHERE r.id = g.id AND g.n % 30 = 7`,
  `UPDATE claim r SET status = 'SUPERSEDED' FROM claim c WHERE c.supersedes_id = r.id AND r.status = 'ACTIVE'`,
  `UPDATE attribution a SET act = (enum_range(NULL::speech_act))[1 + g.n % 15], verb = CASE WHEN g.n % 2 = 0 THEN 'has said' END,
      hearer_id = CASE WHEN g.n % 3 = 1 THEN uuid_of(1, 2) END, hearer_inferred = g.n % 6 = 1, inferred = g.n % 4 = 0, said = CASE WHEN g.n % 5 = 0 THEN ${dateOf('g.n')} END,
      speaker_id = CASE WHEN a.position = 2 AND g.n % 4 = 1 THEN NULL ELSE a.speaker_id END,
      speaker_text = CASE WHEN a.position = 2 AND g.n % 4 = 1 THEN 'an official' END
    FROM ${claims} WHERE a.claim_id = g.id`,
  `UPDATE claim r SET root_speaker_id = NULL WHERE EXISTS (SELECT FROM attribution a WHERE a.claim_id = r.id AND a.position = r.depth AND a.speaker_text IS NOT NULL)`,
  `INSERT INTO attribution_tenure (claim_id, position, tenure_id)
    SELECT a.claim_id, a.position, t.id FROM attribution a JOIN (SELECT holder_id, min(id::text)::uuid AS id FROM tenure GROUP BY 1) t ON t.holder_id = a.speaker_id
    ON CONFLICT DO NOTHING`,
];

const disagreements = `(SELECT d.*, ('x' || right(d.id::text, 6))::bit(24)::int AS n FROM disagreement d WHERE d.id::text LIKE '01900012-%') g`;

const disagreementShapes = [
  `UPDATE disagreement r SET event_id = CASE WHEN g.n % 5 = 0 THEN r.event_id END, attempt_id = CASE WHEN g.n % 5 = 1 THEN uuid_of(8, g.n) END,
      response_id = CASE WHEN g.n % 5 = 2 THEN uuid_of(10, g.n) END, position_id = CASE WHEN g.n % 5 = 3 THEN uuid_of(9, g.n) END,
      conflict_id = CASE WHEN g.n % 5 = 4 THEN uuid_of(3, 1 + g.n % 24) END, scope_conflict_id = CASE WHEN g.n % 4 > 0 THEN r.scope_conflict_id END, rule = (enum_range(NULL::disagreement_rule))[1 + g.n % 3],
      field = (enum_range(NULL::claim_field))[1 + g.n % 15]
    FROM ${disagreements} WHERE r.id = g.id AND g.n > 1`,
  `UPDATE disagreement_side s SET claim_count = 1 + g.n % 3,
      value_actor_id = CASE WHEN g.n % 7 IN (1, 2) THEN uuid_of(1, 1 + g.n % 24) END, value_role = CASE WHEN g.n % 7 = 2 THEN 'VICTIM'::participation_role END,
      value_place_id = CASE WHEN g.n % 7 = 3 THEN uuid_of(2, 1 + g.n % 24) END, value_date = CASE WHEN g.n % 7 = 4 THEN ${dateOf('g.n')} END,
      value_event_id = CASE WHEN g.n % 7 = 5 THEN uuid_of(7, g.n) END, value_relation = CASE WHEN g.n % 7 = 5 THEN 'AFTER'::event_relation_type END,
      value_textual = CASE WHEN g.n % 7 = 6 THEN 'REJECTED' END, value_text = CASE WHEN g.n % 7 > 0 THEN 'Side ' || g.n END
    FROM ${disagreements} WHERE s.disagreement_id = g.id`,
  `INSERT INTO disagreement_side (id, disagreement_id, position, polarity, claim_count, value_textual, value_text)
    SELECT uuid_of(25, n), g.id, 2, 'DENIES', 1, 'ACCEPTED', 'Other side' FROM ${disagreements} WHERE n % 3 = 0`,
  `INSERT INTO disagreement_claim (side_id, claim_id)
    SELECT uuid_of(25, n), uuid_of(11, 1 + n + k) FROM ${disagreements}, generate_series(0, 2) AS k WHERE n % 3 = 0`,
];
