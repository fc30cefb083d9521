import { type DatePool, dayCount } from './dates.ts';
import type { EventFacts } from './events.ts';
import type { Seeded, Sizes } from './plan.ts';

/**
 * The statements that make the claims from one number to another, with their chains. The newer a record, the more
 * claims it has; most have none.
 */
export function claimStatements(
  of: Seeded,
  sizes: Sizes,
  facts: EventFacts,
  dates: DatePool,
  actorSums: readonly number[],
  from: number,
  to: number,
): string[] {
  const n = 'g.n';
  const series = `FROM generate_series(${from}, ${to}) AS g(n)`;
  const random = (salt: number) => of.random(n, salt);
  const recent = (count: number) => `1 + floor((1 - ${random(401)} ^ 2) * (${count} - 1))::int`;
  const kind = `CASE WHEN ${random(400)} < 0.72 THEN 'event' WHEN ${random(400)} < 0.84 THEN 'attempt' WHEN ${random(400)} < 0.92 THEN 'response'
    WHEN ${random(400)} < 0.98 THEN 'position' ELSE 'conflict' END`;
  const depth = `width_bucket(${random(402)}, ARRAY[0.45, 0.8, 0.95])`;
  // The sums of 0.04 and 0.229 are those of the answers: an attempt without an answer has no claim about one.
  const answered = `${of.random('s.attempt', 229)} >= 0.04`;
  return [
    `INSERT INTO claim (id, source_id, event_id, attempt_id, response_id, position_id, conflict_id, field, value_actor_id, value_place_id,
        value_role, value_date, value_textual, value_text, polarity, directness, passage_exact, passage_start, passage_end, passage_unit,
        depth, root_speaker_id, status, retraction_reason, origin, dataset_id, created_at, scope_conflict_id)
      SELECT x.id, x.source_id, x.event_id, x.attempt_id, x.response_id, x.position_id, x.conflict_id, x.field,
        CASE WHEN x.field IN ('PARTICIPANT', 'MEDIATOR') THEN a.id END, CASE WHEN x.field = 'PLACE' THEN p.id END,
        CASE WHEN x.field = 'PARTICIPANT' THEN x.role END, CASE WHEN x.field = 'DATE' THEN d.date END, x.textual,
        CASE x.field WHEN 'OCCURRENCE' THEN NULL WHEN 'DATE' THEN d.date ->> 'edtf' WHEN 'PLACE' THEN p.slug
          WHEN 'PARTICIPANT' THEN x.role || ' ' || a.slug WHEN 'MEDIATOR' THEN a.slug ELSE x.textual END,
        x.polarity, x.directness, x.passage, CASE WHEN x.offsets THEN 100 END, CASE WHEN x.offsets THEN 100 + char_length(x.passage) END,
        CASE WHEN x.offsets THEN 'CODE_POINT'::offset_unit END, x.depth, r.id, x.status, CASE WHEN x.status = 'RETRACTED' THEN 'Misquoted.' END,
        CASE WHEN x.dataset IS NULL THEN 'CURATED'::origin ELSE 'DATASET' END, x.dataset, x.created_at, x.scope
      FROM (SELECT c.*, CASE WHEN c.field = 'DATE' THEN coalesce(CASE WHEN c.choice < 0.7 THEN ${dates.numberOf('c.day', of.random('c.event', 120))} END,
              ${dates.numberIn('day', `least(${dayCount - 1}, c.day + (c.choice * 8)::int)`)}) END AS date_number,
            CASE WHEN c.quoted < 0.7 THEN left(initcap(left(s1.text, 1)) || substr(s1.text, 2) || ', ' || s2.text, 300) END AS passage,
            c.quoted < 0.2 AS offsets,
            CASE WHEN c.field IN ('COUNT') THEN (2 + floor(c.choice * 50))::text WHEN c.field = 'OUTCOME' THEN 'UNSUCCESSFUL'
              WHEN c.field = 'RESPONSE' THEN CASE WHEN c.choice < 0.6 THEN 'REJECTED' ELSE 'ACCEPTED' END
              WHEN c.field = 'STANCE' THEN CASE WHEN c.choice < 0.8 THEN 'OPPOSE' ELSE 'SUPPORT' END
              WHEN c.field IN ('OTHER', 'LABEL', 'CONDITION') THEN s2.text END AS textual
        FROM (SELECT b.*, CASE b.kind
              WHEN 'event' THEN ${of.oneOf('claim_field', 'b.which', { OCCURRENCE: 35, DATE: 20, PLACE: 10, PARTICIPANT: 25, COUNT: 3, OTHER: 7 })}
              WHEN 'attempt' THEN ${of.oneOf('claim_field', 'b.which', { OCCURRENCE: 50, OUTCOME: 25, MEDIATOR: 25 })}
              WHEN 'response' THEN ${of.oneOf('claim_field', 'b.which', { RESPONSE: 85, CONDITION: 15 })}
              WHEN 'position' THEN ${of.oneOf('claim_field', 'b.which', { STANCE: 80, CONDITION: 20 })}
              ELSE 'LABEL' END AS field,
            CASE WHEN b.kind = 'event' THEN ${of.id('event', 'b.event')} END AS event_id,
            CASE WHEN b.kind = 'attempt' THEN ${of.id('mediation_attempt', 'b.attempt')} END AS attempt_id,
            CASE WHEN b.kind = 'response' THEN ${of.id('party_response', 'b.attempt::bigint * 5 - 4')} END AS response_id,
            CASE WHEN b.kind = 'position' THEN ${of.id('position', 'b.position')} END AS position_id,
            CASE WHEN b.kind = 'conflict' THEN ${of.id('conflict', `1 + b.attempt % ${sizes.conflicts}`)} END AS conflict_id,
            ${of.id('conflict', `CASE WHEN b.kind = 'conflict' THEN 1 + b.attempt % ${sizes.conflicts} ELSE ${facts.conflict('b.about')} END`)} AS scope,
            ${facts.day('b.event')} AS day
          FROM (SELECT s.n, CASE s.kind WHEN 'event' THEN s.event WHEN 'position' THEN s.position * ${sizes.events / sizes.positions}
                ELSE s.attempt * ${sizes.events / sizes.attempts} END AS about,
              CASE WHEN s.kind = 'response' AND NOT ${answered} THEN 'attempt' ELSE s.kind END AS kind, s.event, s.attempt, s.position,
              ${of.id('claim', 's.n')} AS id, ${of.id('source', `1 + floor(${of.random('s.n', 404)} ^ 2.5 * ${sizes.sources})::int`)} AS source_id,
              ${of.random('s.n', 405)} AS which, ${of.random('s.n', 406)} AS choice, ${of.random('s.n', 407)} AS quoted, s.depth,
              ${of.numberBy(of.random('s.n', 408), actorSums)} AS actor, 1 + floor(${of.random('s.n', 409)} ^ 2 * ${sizes.places})::int AS place,
              CASE WHEN s.depth > 0 AND ${of.random('s.n', '420 + s.depth')} > 0.1 THEN ${of.numberBy(of.random('s.n', '410 + s.depth'), actorSums)} END AS root,
              ${of.oneOf('participation_role', of.random('s.n', 430), { INITIATOR: 4, RECIPIENT: 3, SPEAKER: 3 })} AS role,
              ${of.oneOf('polarity', of.random('s.n', 431), { AFFIRMS: 92, DENIES: 8 })} AS polarity,
              ${of.oneOf('directness', of.random('s.n', 432), { DIRECT_QUOTE: 20, PARTIAL_QUOTE: 15, INDIRECT_SPEECH: 30, PARAPHRASE: 20, NARRATOR: 15 })} AS directness,
              ${of.oneOf('claim_status', of.random('s.n', 433), { ACTIVE: 99, RETRACTED: 1 })} AS status,
              CASE WHEN ${of.random('s.n', 434)} < 0.1 THEN ${of.id('dataset', `1 + floor(${of.random('s.n', 435)} ^ 2 * ${sizes.datasets})::int`)} END AS dataset,
              1 + floor(${of.random('s.n', 436)} * s.sentences)::int AS s1, 1 + floor(${of.random('s.n', 437)} * s.sentences)::int AS s2,
              ${of.createdAt('claim', 's.n')} AS created_at
            FROM (SELECT n, ${kind} AS kind, ${recent(sizes.events)} AS event, ${recent(sizes.attempts)} AS attempt, ${recent(sizes.positions)} AS position,
                ${depth} AS depth, (SELECT count(*) FROM bench_gen.sentence) AS sentences ${series} OFFSET 0) s OFFSET 0) b OFFSET 0) c
        JOIN bench_gen.sentence s1 ON s1.n = c.s1 JOIN bench_gen.sentence s2 ON s2.n = c.s2) x
      LEFT JOIN bench_gen.actor a ON a.n = x.actor LEFT JOIN bench_gen.actor r ON r.n = x.root
      LEFT JOIN bench_gen.place p ON p.n = x.place LEFT JOIN bench_gen.date d ON d.n = x.date_number`,
    `INSERT INTO attribution (claim_id, position, speaker_id, speaker_text, act, verb, hearer_id, said)
      SELECT x.id, x.position, a.id, CASE WHEN a.n IS NULL THEN 'officials' END,
        ${of.oneOf('speech_act', 'x.act', { ASSERT: 60, RELAY: 15, DENY: 8, CONFIRM: 5, REJECT: 4, DISCLOSE: 3, OFFER: 3, ACCUSE: 2 })},
        CASE WHEN x.act > 0.3 THEN 'said' END, h.id, d.date
      FROM (SELECT ${of.id('claim', n)} AS id, s.position, ${of.random(n, '440 + s.position')} AS act,
          CASE WHEN ${of.random(n, '420 + s.position')} > 0.1 THEN ${of.numberBy(of.random(n, '410 + s.position'), actorSums)} END AS speaker,
          CASE WHEN ${of.random(n, '450 + s.position')} < 0.2 THEN ${of.numberBy(of.random(n, '460 + s.position'), actorSums)} END AS hearer,
          CASE WHEN ${of.random(n, '470 + s.position')} < 0.1 THEN ${dates.numberIn('day', `floor(${random(480)} * ${dayCount})::int`)} END AS said
        ${series} CROSS JOIN LATERAL generate_series(1, ${depth}) AS s(position) OFFSET 0) x
      LEFT JOIN bench_gen.actor a ON a.n = x.speaker LEFT JOIN bench_gen.actor h ON h.n = x.hearer LEFT JOIN bench_gen.date d ON d.n = x.said`,
  ];
}

/** Some claims take back the one before by the same speaker on the same event. */
export const supersessions = `WITH pairs AS (
    SELECT id, lag(id) OVER (PARTITION BY root_speaker_id, event_id ORDER BY id) AS earlier, status FROM claim
    WHERE root_speaker_id IS NOT NULL AND event_id IS NOT NULL),
  chosen AS (SELECT id, earlier FROM pairs WHERE earlier IS NOT NULL AND status = 'ACTIVE' AND hashint8(('x' || right(id::text, 8))::bit(32)::bigint) % 4 = 0),
  taken AS (UPDATE claim c SET status = 'SUPERSEDED' FROM chosen WHERE c.id = chosen.earlier AND c.status = 'ACTIVE' AND c.id NOT IN (SELECT id FROM chosen) RETURNING c.id)
  UPDATE claim c SET supersedes_id = chosen.earlier FROM chosen JOIN taken ON taken.id = chosen.earlier WHERE c.id = chosen.id`;

/** Two sides each: the earliest date against the latest where they do not overlap, affirmed against denied, one place against another. */
export function disagreementStatements(of: Seeded): string[] {
  const side = (number: number) => of.id('disagreement_side', `f.n * 2 + ${number}`);
  return [
    `CREATE UNLOGGED TABLE bench_gen.disagreement AS
      SELECT row_number() OVER (ORDER BY one) AS n, f.* FROM (
        SELECT event_id, 'DATE'::claim_field AS field, 'DATES_DO_NOT_OVERLAP'::disagreement_rule AS rule,
          (array_agg(id ORDER BY value_date ->> 'earliest', id))[1] AS one, (array_agg(id ORDER BY value_date ->> 'earliest' DESC, id DESC))[1] AS two
        FROM claim WHERE event_id IS NOT NULL AND field = 'DATE' AND status = 'ACTIVE' AND polarity = 'AFFIRMS' AND value_date ->> 'earliest' IS NOT NULL
          AND value_date ->> 'latest' IS NOT NULL GROUP BY event_id HAVING min(value_date ->> 'latest') < max(value_date ->> 'earliest')
        UNION ALL
        SELECT event_id, 'OCCURRENCE', 'AFFIRMED_AND_DENIED', (array_agg(id ORDER BY polarity, id))[1], (array_agg(id ORDER BY polarity DESC, id))[1]
        FROM claim WHERE event_id IS NOT NULL AND field = 'OCCURRENCE' AND status = 'ACTIVE' GROUP BY event_id HAVING count(DISTINCT polarity) = 2
        UNION ALL
        SELECT event_id, 'PLACE', 'VALUES_DIFFER', (array_agg(id ORDER BY value_text, id))[1], (array_agg(id ORDER BY value_text DESC, id))[1]
        FROM claim WHERE event_id IS NOT NULL AND field = 'PLACE' AND status = 'ACTIVE' AND polarity = 'AFFIRMS' GROUP BY event_id HAVING count(DISTINCT value_text) > 1) f`,
    `CREATE UNLOGGED TABLE bench_gen.documented AS
      SELECT c.id, count(DISTINCT c.source_id)::int AS sources, EXISTS (SELECT FROM bench_gen.disagreement d WHERE d.event_id = c.id) AS contested
      FROM (SELECT coalesce(event_id, attempt_id, position_id) AS id, source_id FROM claim WHERE status = 'ACTIVE') c WHERE c.id IS NOT NULL GROUP BY c.id`,
    'ALTER TABLE bench_gen.documented ADD PRIMARY KEY (id)',
    `INSERT INTO disagreement (id, event_id, field, rule, began_with_id, origin, scope_conflict_id)
      SELECT ${of.id('disagreement', 'f.n')}, f.event_id, f.field, f.rule, least(f.one, f.two), e.origin, e.conflict_id
      FROM bench_gen.disagreement f JOIN event e ON e.id = f.event_id`,
    `INSERT INTO disagreement_side (id, disagreement_id, position, value_place_id, value_date, value_text, polarity, claim_count)
      SELECT CASE s.position WHEN 1 THEN ${side(0)} ELSE ${side(1)} END, ${of.id('disagreement', 'f.n')}, s.position, c.value_place_id, c.value_date, c.value_text, c.polarity, 1
      FROM bench_gen.disagreement f CROSS JOIN generate_series(1, 2) AS s(position) JOIN claim c ON c.id = CASE s.position WHEN 1 THEN f.one ELSE f.two END`,
    `INSERT INTO disagreement_claim (side_id, claim_id)
      SELECT ${side(0)}, f.one FROM bench_gen.disagreement f UNION ALL SELECT ${side(1)}, f.two FROM bench_gen.disagreement f`,
  ];
}
