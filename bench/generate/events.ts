import type { DatePool } from './dates.ts';
import { dayCount } from './dates.ts';
import type { Seeded, Sizes } from './plan.ts';
import { verbs } from './words.ts';

/** The share of each type; statements are most of what is reported. */
const types = {
  ...{
    STATEMENT: 45,
    MEETING: 9,
    VISIT: 6,
    CRITICISM: 5,
    CALL: 4,
    MILITARY_ACTION: 4,
    ATTACK: 4,
    APPEAL: 3,
    DENIAL: 3,
  },
  ...{
    ACCUSATION: 3,
    THREAT: 2,
    PRAISE: 2,
    MEDIATION_OFFER: 1.5,
    NEGOTIATION: 1.5,
    MEDIATION: 1,
    AGREEMENT: 1,
    PROMISE: 1,
  },
  ...{
    CEASEFIRE_PROPOSAL: 0.7,
    CEASEFIRE: 0.5,
    CEASEFIRE_VIOLATION: 0.5,
    SANCTION: 0.5,
    AID: 0.5,
    PROTEST: 0.5,
    VOTE: 0.3,
  },
  ...{ INTERVIEW: 0.3, REQUEST: 0.2, SUMMIT: 0.2, EXPULSION: 0.1, RECOGNITION: 0.05, OTHER: 0.15 },
};

/** What an event of some number is: shared by the statements that make its rows. */
export class EventFacts {
  readonly #of: Seeded;
  readonly #sizes: Sizes;
  readonly #actorSums: readonly number[];

  constructor(of: Seeded, sizes: Sizes, actorSums: readonly number[]) {
    this.#of = of;
    this.#sizes = sizes;
    this.#actorSums = actorSums;
  }

  /** The number of the actor at a position. The second is another than the first. */
  actor(n: string, position: 1 | 2): string {
    const first = this.#actorAt(n, '1');
    if (position === 1) return first;
    const second = this.#actorAt(n, '2');
    return `CASE WHEN ${second} = ${first} THEN 1 + ${first} % ${this.#sizes.actors} ELSE ${second} END`;
  }

  #actorAt(n: string, position: string): string {
    return this.#of.numberBy(this.#of.random(n, `100 + ${position}`), this.#actorSums);
  }

  anyActor(n: string, position: string): string {
    return `CASE WHEN ${position} = 2 THEN ${this.actor(n, 2)} ELSE ${this.#actorAt(n, position)} END`;
  }

  type(n: string): string {
    return this.#of.oneOf('event_type', this.#of.random(n, 110), types);
  }

  /** The day, from 0: three in four events are recorded about when they happen, the rest whenever. */
  day(n: string): string {
    const { events } = this.#sizes;
    const about = `(${n})::bigint * ${dayCount} / ${events} + floor((${this.#of.random(n, 111)} - 0.5) * 120)::int`;
    const reflected = `abs(CASE WHEN ${about} >= ${dayCount} THEN 2 * ${dayCount - 1} - (${about}) ELSE ${about} END)`;
    return `(CASE WHEN ${this.#of.random(n, 112)} < 0.75 THEN ${reflected} ELSE floor(${this.#of.random(n, 111)} * ${dayCount}) END)::int`;
  }

  /** The number of its conflict; one holds a third of the events, and a fifth belong to none. */
  conflict(n: string): string {
    const random = this.#of.random(n, 113);
    const others = this.#sizes.conflicts - 1;
    return `CASE WHEN ${random} < 0.34 THEN 1 WHEN ${random} < 0.8 THEN 2 + floor(((${random} - 0.34) / 0.46) ^ 2 * ${others})::int END`;
  }
}

const participants = [0.01, 0.16, 0.72, 0.92, 0.98, 1];

/** The statements that make the events from one number to another, with all that belongs to them. */
export function eventStatements(
  of: Seeded,
  sizes: Sizes,
  facts: EventFacts,
  dates: DatePool,
  from: number,
  to: number,
): string[] {
  const n = 'g.n';
  const series = `FROM generate_series(${from}, ${to}) AS g(n)`;
  const random = (salt: number) => of.random(n, salt);
  const verb = `(ARRAY[${verbs.map((text) => `'${text}'`).join(',')}])[1 + floor(${random(115)} * ${verbs.length})::int]`;
  const sentence = (salt: number) =>
    `floor(${random(salt)} * (SELECT count(*) FROM bench_gen.sentence))::int + 1`;
  const retracted = (x: string) => `${x}.retracted < 0.01`;
  return [
    `INSERT INTO event (id, slug, type, title, summary, date, date_absence, place_id, place_absence, channel, repeated, count, count_approximate,
        conflict_id, origin, dataset_id, retracted_at, retraction_reason, replaced_by_id, contested, differs_from_claims, independent_source_count, created_at)
      SELECT x.id, 'event-' || x.n, x.type, a1.name || ' ' || x.verb || ' ' || a2.name || CASE WHEN x.texts < 0.3 THEN ': ' || s1.text ELSE '' END,
        CASE WHEN x.texts > 0.4 THEN initcap(left(s2.text, 1)) || substr(s2.text, 2) || '. ' || s3.text || '.' END,
        d.date, CASE WHEN d.n IS NULL THEN 'NOT_STATED'::absence END,
        p.id, CASE WHEN p.n IS NULL THEN 'NOT_STATED'::absence END, x.channel, x.counts < 0.03,
        CASE WHEN x.counts < 0.02 THEN 2 + (x.counts * 3000)::int END, x.counts < 0.01,
        x.conflict_id, CASE WHEN x.dataset IS NULL THEN 'CURATED'::origin ELSE 'DATASET' END, x.dataset,
        CASE WHEN ${retracted('x')} THEN x.created_at + interval '3 hours' END, CASE WHEN ${retracted('x')} THEN 'Recorded twice.' END,
        CASE WHEN ${retracted('x')} AND x.n > 1 AND x.n % 2 = 0 THEN x.other_id END,
        coalesce(k.contested, false), '{}', k.sources, x.created_at
      FROM (SELECT n, ${of.id('event', n)} AS id, ${of.id('event', `greatest(1, ${n} - 1)`)} AS other_id, ${facts.type(n)} AS type, ${verb} AS verb,
          ${facts.actor(n, 1)} AS a1, ${facts.actor(n, 2)} AS a2, ${sentence(116)} AS s1, ${sentence(117)} AS s2, ${sentence(118)} AS s3,
          ${random(119)} AS texts, day.day, ${dates.numberOf('day.day', random(120))} AS date_number,
          CASE WHEN ${random(121)} > 0.15 THEN 1 + floor(${random(122)} ^ 2 * ${sizes.places})::int END AS place,
          ${of.oneOf('channel', random(123), { NOT_STATED: 50, IN_PERSON: 20, PHONE: 8, LETTER: 2, BROADCAST: 8, SOCIAL_MEDIA: 8, THROUGH_THIRD_PARTY: 2, MULTILATERAL_FORUM: 2 })} AS channel,
          ${random(124)} AS counts, ${of.id('conflict', facts.conflict(n))} AS conflict_id,
          CASE WHEN ${random(125)} < 0.2 THEN ${of.id('dataset', `1 + floor(${random(126)} ^ 2 * ${sizes.datasets})::int`)} END AS dataset,
          ${random(127)} AS retracted, ${of.createdAt('event', n)} AS created_at
        ${series} CROSS JOIN LATERAL (SELECT ${facts.day(n)} AS day OFFSET 0) day OFFSET 0) x
      JOIN bench_gen.actor a1 ON a1.n = x.a1 JOIN bench_gen.actor a2 ON a2.n = x.a2
      JOIN bench_gen.sentence s1 ON s1.n = x.s1 JOIN bench_gen.sentence s2 ON s2.n = x.s2 JOIN bench_gen.sentence s3 ON s3.n = x.s3
      LEFT JOIN bench_gen.date d ON d.n = x.date_number LEFT JOIN bench_gen.place p ON p.n = x.place
      LEFT JOIN bench_gen.documented k ON k.id = x.id`,
    `INSERT INTO participation (event_id, position, actor_id, role, inferred)
      SELECT x.id, x.position, a.id, CASE x.position
          WHEN 1 THEN CASE WHEN x.type IN ('STATEMENT', 'CRITICISM', 'PRAISE', 'DENIAL', 'THREAT') THEN 'SPEAKER'
            WHEN x.type IN ('MEETING', 'NEGOTIATION', 'AGREEMENT', 'CEASEFIRE', 'SUMMIT') THEN 'PARTY' WHEN x.type = 'VISIT' THEN 'VISITOR'
            WHEN x.type IN ('ATTACK', 'MILITARY_ACTION', 'CEASEFIRE_VIOLATION') THEN 'PERPETRATOR' WHEN x.type = 'MEDIATION' THEN 'MEDIATOR' ELSE 'INITIATOR' END
          WHEN 2 THEN CASE WHEN x.type = 'STATEMENT' THEN 'AUDIENCE' WHEN x.type IN ('MEETING', 'NEGOTIATION', 'AGREEMENT', 'CEASEFIRE', 'SUMMIT') THEN 'PARTY'
            WHEN x.type = 'VISIT' THEN 'HOST' WHEN x.type IN ('ATTACK', 'MILITARY_ACTION', 'CEASEFIRE_VIOLATION') THEN 'VICTIM' ELSE 'RECIPIENT' END
          WHEN 3 THEN 'OBSERVER' WHEN 4 THEN 'GUARANTOR' ELSE 'CONVEYOR' END::participation_role, x.guess < 0.05
      FROM (SELECT ${of.id('event', n)} AS id, s.position, ${facts.anyActor(n, 's.position')} AS actor, ${facts.type(n)} AS type, ${random(130)} AS guess
        ${series} CROSS JOIN LATERAL generate_series(1, width_bucket(${random(129)}, ARRAY[${participants.join(',')}]::float8[])) AS s(position) OFFSET 0) x
      JOIN bench_gen.actor a ON a.n = x.actor`,
    `INSERT INTO event_issue (event_id, position, issue_id)
      SELECT ${of.id('event', n)}, s.position, ${of.id('issue', `1 + (floor(${random(131)} ^ 2 * ${sizes.issues})::int + s.position) % ${sizes.issues}`)}
      ${series} CROSS JOIN LATERAL generate_series(1, width_bucket(${random(132)}, ARRAY[0.35, 0.9, 0.98])) AS s(position)`,
    `INSERT INTO event_coding (event_id, position, scheme, code, label, contexts, goldstein, quad_class)
      SELECT ${of.id('event', n)}, 1, 'GDELT', lpad((1 + floor(${random(133)} ^ 2 * 204))::text, 3, '0'), 'Code ' || floor(${random(133)} ^ 2 * 204), '{}',
        round((-10 + 20 * ${random(134)})::numeric, 1)::float8, (enum_range(NULL::quad_class))[1 + floor(${random(134)} * 4)::int]
      ${series} WHERE ${random(125)} < 0.28`,
    `INSERT INTO event_relation (event_id, position, type, other_id, inferred)
      SELECT ${of.id('event', n)}, s.position, ${of.oneOf('event_relation_type', random(135), { RESPONSE_TO: 4, AFTER: 3, PART_OF: 2, FOLLOW_UP_OF: 2, BEFORE: 1, POSSIBLY_SAME_AS: 0.3 })},
        ${of.id('event', `greatest(1, ${n} - s.position * 7)`)}, false
      ${series} CROSS JOIN LATERAL generate_series(1, width_bucket(${random(136)}, ARRAY[0.93, 0.98])) AS s(position) WHERE n > 20`,
  ];
}
