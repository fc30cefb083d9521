import type { DatePool } from './dates.ts';
import type { EventFacts } from './events.ts';
import type { Seeded, Sizes } from './plan.ts';

/** The statements that make the mediation attempts from one number to another. */
export function attemptStatements(
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
  // An attempt is about the events that are recorded along with it.
  const event = `${n}::bigint * ${Math.floor(sizes.events / sizes.attempts)}`;
  const attempt = of.id('mediation_attempt', n);
  /** Different actors at different positions. */
  const actor = (salt: number, step: number) =>
    `1 + (${of.numberBy(random(salt), actorSums)} + (s.position - 1) * ${step} - 1) % ${sizes.actors}`;
  return [
    `INSERT INTO mediation_attempt (id, slug, title, summary, conflict_id, kind, strategy, initiated_by, venue, date, date_absence,
        proposal_originator_id, proposal_originator_absence, outcome, outcome_reason, origin, dataset_id, retracted_at, retraction_reason,
        contested, differs_from_claims, independent_source_count, created_at)
      SELECT x.id, 'attempt-' || x.n, initcap(left(s.text, 1)) || substr(s.text, 2), CASE WHEN x.texts > 0.5 THEN s.text || '.' END, x.conflict_id,
        x.kind, x.strategy, x.initiated_by, x.venue, d.date, CASE WHEN d.n IS NULL THEN 'NOT_STATED'::absence END,
        o.id, CASE WHEN o.n IS NULL THEN 'NOT_STATED'::absence END, x.outcome, 'The generator gave it.',
        CASE WHEN x.dataset IS NULL THEN 'CURATED'::origin ELSE 'DATASET' END, x.dataset,
        CASE WHEN x.retracted < 0.01 THEN x.created_at END, CASE WHEN x.retracted < 0.01 THEN 'Recorded twice.' END,
        coalesce(k.contested, false), '{}', k.sources, x.created_at
      FROM (SELECT n, ${attempt} AS id, 1 + floor(${random(200)} * (SELECT count(*) FROM bench_gen.sentence))::int AS s, ${random(201)} AS texts,
          ${of.id('conflict', facts.conflict(event))} AS conflict_id,
          ${of.oneOf('mediation_kind', random(202), { MEDIATION: 40, GOOD_OFFICES: 30, CONCILIATION: 5, ENQUIRY: 2, MULTILATERAL_CONFERENCE: 3, NOT_STATED: 20 })} AS kind,
          ${of.oneOf('mediation_strategy', random(203), { NOT_STATED: 50, COMMUNICATION_FACILITATION: 30, PROCEDURAL: 12, DIRECTIVE: 8 })} AS strategy,
          ${of.oneOf('mediation_initiator', random(204), { NOT_STATED: 40, MEDIATOR: 35, ONE_PARTY: 15, BOTH_PARTIES: 10 })} AS initiated_by,
          ${of.oneOf('mediation_venue', random(205), { NOT_STATED: 60, NEUTRAL_SITE: 20, MEDIATOR_TERRITORY: 10, REMOTE: 10 })} AS venue,
          ${dates.numberOf('day.day', random(206))} AS date_number,
          CASE WHEN ${random(207)} < 0.3 THEN ${of.numberBy(random(208), actorSums)} END AS originator,
          ${of.oneOf('mediation_outcome', random(209), { OFFERED_ONLY: 35, UNSUCCESSFUL: 30, UNKNOWN: 20, CEASEFIRE: 7, PARTIAL_SETTLEMENT: 5, FULL_SETTLEMENT: 3 })} AS outcome,
          CASE WHEN ${random(210)} < 0.2 THEN ${of.id('dataset', `1 + floor(${random(211)} ^ 2 * ${sizes.datasets})::int`)} END AS dataset,
          ${random(212)} AS retracted, ${of.createdAt('mediation_attempt', n)} AS created_at
        ${series} CROSS JOIN LATERAL (SELECT ${facts.day(event)} AS day OFFSET 0) day OFFSET 0) x
      JOIN bench_gen.sentence s ON s.n = x.s LEFT JOIN bench_gen.date d ON d.n = x.date_number
      LEFT JOIN bench_gen.actor o ON o.n = x.originator LEFT JOIN bench_gen.documented k ON k.id = x.id`,
    `INSERT INTO mediator (attempt_id, position, actor_id)
      SELECT x.id, x.position, a.id FROM (SELECT ${attempt} AS id, s.position, ${actor(213, 17)} AS actor
        ${series} CROSS JOIN LATERAL generate_series(1, width_bucket(${random(214)}, ARRAY[0.01, 0.76, 0.96])) AS s(position) OFFSET 0) x
      JOIN bench_gen.actor a ON a.n = x.actor`,
    `INSERT INTO party_response (id, attempt_id, position, party_id, answer, inferred, date, conditions)
      SELECT x.response, x.id, x.position, a.id, x.answer, x.other < 0.1, d.date,
        CASE WHEN x.answer = 'ACCEPTED_CONDITIONALLY' OR x.other > 0.95 THEN ARRAY[t.text] ELSE '{}' END
      FROM (SELECT ${of.id('party_response', `${n}::bigint * 5 - 5 + s.position`)} AS response, ${attempt} AS id, s.position, ${actor(215, 29)} AS actor,
          ${of.oneOf('party_answer', of.random(n, '216 + s.position'), { NOT_STATED: 20, REJECTED: 25, ACCEPTED: 20, ACCEPTED_CONDITIONALLY: 8, NO_RESPONSE: 10, DEFERRED: 5, DENIES_ATTEMPT: 4, WITHDREW: 2, UNKNOWN: 6 })} AS answer,
          ${of.random(n, '222 + s.position')} AS other, floor(${random(228)} * (SELECT count(*) FROM bench_gen.sentence))::int + 1 AS t,
          CASE WHEN ${of.random(n, '230 + s.position')} < 0.4 THEN ${dates.numberOf(facts.day(event), random(236))} END AS date_number
        ${series} CROSS JOIN LATERAL generate_series(1, width_bucket(${random(229)}, ARRAY[0.04, 0.15, 0.77, 0.96])) AS s(position) OFFSET 0) x
      JOIN bench_gen.actor a ON a.n = x.actor JOIN bench_gen.sentence t ON t.n = x.t LEFT JOIN bench_gen.date d ON d.n = x.date_number`,
    `INSERT INTO attempt_event (attempt_id, position, event_id, role)
      SELECT ${attempt}, s.position, ${of.id('event', `${event} - (s.position - 1) * 3`)},
        (ARRAY['OFFER', 'ANSWER', 'TALKS', 'BREAKDOWN'])[s.position]::attempt_event_role
      ${series} CROSS JOIN LATERAL generate_series(1, width_bucket(${random(237)}, ARRAY[0.15, 0.45, 0.8, 0.95])) AS s(position)`,
    `INSERT INTO attempt_issue (attempt_id, position, issue_id)
      SELECT ${attempt}, 1, ${of.id('issue', `1 + floor(${random(238)} ^ 2 * ${sizes.issues})::int`)} ${series} WHERE ${random(239)} < 0.8`,
    `INSERT INTO attempt_same_as (attempt_id, other_id)
      SELECT ${attempt}, ${of.id('mediation_attempt', `${n} - 1`)} ${series} WHERE n > 1 AND ${random(240)} < 0.01`,
  ];
}

/** The statements that make the positions from one number to another. */
export function positionStatements(
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
  const event = `${n}::bigint * ${Math.floor(sizes.events / sizes.positions)}`;
  return [
    `INSERT INTO position (id, slug, holder_id, issue_id, stance, summary, publicity, continuity, held, conflict_id, origin, dataset_id,
        retracted_at, retraction_reason, contested, differs_from_claims, independent_source_count, created_at)
      SELECT x.id, 'position-' || x.n, a.id, x.issue_id, x.stance, initcap(left(s.text, 1)) || substr(s.text, 2) || '.', x.publicity, x.continuity,
        d.date, x.conflict_id, CASE WHEN x.dataset IS NULL THEN 'CURATED'::origin ELSE 'DATASET' END, x.dataset,
        CASE WHEN x.retracted < 0.01 THEN x.created_at END, CASE WHEN x.retracted < 0.01 THEN 'Recorded twice.' END,
        coalesce(k.contested, false), '{}', k.sources, x.created_at
      FROM (SELECT n, ${of.id('position', n)} AS id, ${of.numberBy(random(300), actorSums)} AS holder,
          ${of.id('issue', `1 + floor(${random(301)} ^ 2 * ${sizes.issues})::int`)} AS issue_id,
          ${of.oneOf('stance', random(302), { SUPPORT: 25, OPPOSE: 20, REJECT: 15, ACCEPT: 10, ACCEPT_CONDITIONALLY: 8, NEUTRAL: 8, AMBIGUOUS: 6, AFFIRM_PREMISE: 4, DENY_PREMISE: 4 })} AS stance,
          1 + floor(${random(303)} * (SELECT count(*) FROM bench_gen.sentence))::int AS s,
          ${of.oneOf('publicity', random(304), { PUBLIC: 80, NOT_STATED: 10, RELAYED: 7, PRIVATE: 3 })} AS publicity,
          ${of.oneOf('continuity', random(305), { NOT_STATED: 60, UNCHANGED: 25, NEW: 10, SHIFTED: 4, REVERSED: 1 })} AS continuity,
          -- Half of the positions are held from a day on, the others have dates as events do.
          CASE WHEN ${random(306)} < 0.5 THEN ${dates.numberIn('from', facts.day(event))} ELSE ${dates.numberOf(facts.day(event), random(307))} END AS date_number,
          ${of.id('conflict', facts.conflict(event))} AS conflict_id,
          CASE WHEN ${random(308)} < 0.2 THEN ${of.id('dataset', `1 + floor(${random(309)} ^ 2 * ${sizes.datasets})::int`)} END AS dataset,
          ${random(310)} AS retracted, ${of.createdAt('position', n)} AS created_at ${series} OFFSET 0) x
      JOIN bench_gen.actor a ON a.n = x.holder JOIN bench_gen.sentence s ON s.n = x.s LEFT JOIN bench_gen.date d ON d.n = x.date_number
      LEFT JOIN bench_gen.documented k ON k.id = x.id`,
    `INSERT INTO position_condition (position_id, ordinal, text)
      SELECT ${of.id('position', n)}, 1, s.text ${series} JOIN bench_gen.sentence s ON s.n = 1 + g.n % 500 WHERE ${random(302)} > 0.5 AND ${random(302)} < 0.7`,
  ];
}

/** Keeps later_begins as the trigger on positions does, for all at once. */
export const laterBegins = `UPDATE position p SET later_begins = to_timestamp(f.later) AT TIME ZONE 'UTC' FROM (
  SELECT holder_id, issue_id, date_asc, min(date_asc) FILTER (WHERE standing) OVER (PARTITION BY holder_id, issue_id ORDER BY date_asc
    RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later
  FROM (SELECT holder_id, issue_id, date_asc, bool_or(retracted_at IS NULL) AS standing FROM position WHERE held IS NOT NULL GROUP BY 1, 2, 3) d) f
  WHERE p.held IS NOT NULL AND f.later IS NOT NULL AND (p.holder_id, p.issue_id, p.date_asc) = (f.holder_id, f.issue_id, f.date_asc)`;
