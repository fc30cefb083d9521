import type { Seeded, Sizes } from './plan.ts';

/** Actors, places, conflicts, issues, datasets, sources and offices: few, and what all else points to. */
export function referenceStatements(of: Seeded, sizes: Sizes): string[] {
  const { actors, conflicts, issues, datasets, sources } = sizes;
  const n = 'g.n';
  const series = (count: number) => `FROM generate_series(1, ${count}) AS g(n)`;
  const created = (kind: Parameters<Seeded['id']>[0]) => of.createdAt(kind, n);
  const someDate = (salt: number) =>
    `(SELECT d.date FROM bench_gen.date d WHERE d.n = floor(${of.random(n, salt)} * (SELECT count(*) FROM bench_gen.date))::int)`;
  return [
    // A person, a body or a party belongs to the nearest hotter state.
    `INSERT INTO actor (id, slug, name, kind, member_of_id, created_at)
      SELECT a.id, a.slug, a.name, a.kind::actor_kind, CASE WHEN a.kind IN ('PERSON', 'GOVERNMENT_BODY', 'ARMED_FORCES', 'POLITICAL_PARTY')
          AND ${of.random('a.n', 1)} < 0.9 THEN (SELECT s.id FROM bench_gen.actor s WHERE s.kind = 'STATE' AND s.n < a.n ORDER BY s.n DESC
            OFFSET floor(${of.random('a.n', 2)} * 3) LIMIT 1) END, ${of.createdAt('actor', 'a.n')}
      FROM bench_gen.actor a ORDER BY a.n`,
    `INSERT INTO actor_name (actor_id, position, text, kind, language)
      SELECT a.id, 1, a.name, 'CANONICAL'::actor_name_kind, 'en' FROM bench_gen.actor a
      UNION ALL SELECT a.id, 2, fold(a.name), 'TRANSLITERATION', NULL FROM bench_gen.actor a WHERE ${of.random('a.n', 3)} < 0.5
      UNION ALL SELECT a.id, 3, upper(left(a.slug, 3)), 'ACRONYM', NULL FROM bench_gen.actor a WHERE ${of.random('a.n', 3)} < 0.3`,
    `INSERT INTO identifier (id, actor_id, position, scheme, value)
      SELECT ${of.id('identifier', 'a.n')}, a.id, 1, 'WIKIDATA'::identifier_scheme, 'Q' || (100000 + a.n) FROM bench_gen.actor a WHERE a.n % 3 > 0`,
    `INSERT INTO place (id, slug, name, latitude, longitude, part_of_id, created_at)
      SELECT p.id, p.slug, p.name, -60 + 120 * ${of.random('p.n', 4)}, -180 + 360 * ${of.random('p.n', 5)},
        CASE WHEN p.n > 10 THEN (SELECT q.id FROM bench_gen.place q WHERE q.n = 1 + floor((p.n / 5) * ${of.random('p.n', 6)})) END,
        ${of.createdAt('place', 'p.n')} FROM bench_gen.place p ORDER BY p.n`,
    `INSERT INTO conflict (id, slug, name, created_at) SELECT ${of.id('conflict', n)}, 'conflict-' || n, 'Dispute over ' || p.name, ${created('conflict')}
      ${series(conflicts)} JOIN bench_gen.place p USING (n)`,
    `INSERT INTO conflict_name (conflict_id, position, text, used_by_id)
      SELECT ${of.id('conflict', n)}, 1, p.name || ' war', (SELECT a.id FROM bench_gen.actor a WHERE a.n = g.n) ${series(conflicts)} JOIN bench_gen.place p USING (n) WHERE g.n % 2 = 0`,
    `INSERT INTO conflict_party (conflict_id, position, actor_id)
      SELECT ${of.id('conflict', n)}, s.position, a.id ${series(conflicts)} CROSS JOIN generate_series(1, 2) AS s(position)
      JOIN bench_gen.actor a ON a.n = 1 + (g.n * s.position + s.position * 3) % ${actors}`,
    `INSERT INTO issue (id, slug, name, broader_id, created_at)
      SELECT ${of.id('issue', n)}, 'issue-' || n, 'Question of ' || s.text, CASE WHEN n > 5 AND n % 3 > 0 THEN ${of.id('issue', `${n} / 4`)} END, ${created('issue')}
      ${series(issues)} JOIN bench_gen.sentence s USING (n)`,
    `INSERT INTO conflict_issue (conflict_id, position, issue_id)
      SELECT ${of.id('conflict', n)}, 1, ${of.id('issue', `1 + ${n} % ${issues}`)} ${series(conflicts)}`,
    `INSERT INTO dataset (id, slug, name, publisher, licence, attribution, redistributable)
      SELECT ${of.id('dataset', n)}, 'dataset-' || n, 'Dataset ' || n, 'Institute ' || n, 'CC-BY-4.0', 'Institute ' || n, true ${series(datasets)}`,
    `INSERT INTO source (id, slug, kind, title, publisher_id, author_id, url, published, language, reports_on_id, republishes_id, created_at)
      SELECT ${of.id('source', n)}, 'source-' || n,
        ${of.oneOf('source_kind', of.random(n, 10), { NEWS_ARTICLE: 60, WIRE: 15, SOCIAL_POST: 8, OFFICIAL_STATEMENT: 7, PRESS_BRIEFING: 5, BROADCAST_INTERVIEW: 5 })},
        initcap(s.text), CASE WHEN ${of.random(n, 11)} < 0.95 THEN (SELECT m.id FROM bench_gen.actor m WHERE m.kind = 'MEDIA' ORDER BY m.n
          OFFSET floor(${of.random(n, 12)} ^ 2 * (SELECT count(*) FROM bench_gen.actor WHERE kind = 'MEDIA')) LIMIT 1) END,
        CASE WHEN ${of.random(n, 13)} < 0.2 THEN (SELECT p.id FROM bench_gen.actor p WHERE p.kind = 'PERSON' ORDER BY p.n
          OFFSET floor(${of.random(n, 14)} * 50) LIMIT 1) END,
        'https://example.org/' || n, ${someDate(15)}, 'en',
        CASE WHEN n > 10 AND ${of.random(n, 16)} < 0.05 THEN ${of.id('source', `${n} / 2`)} END,
        CASE WHEN n > 10 AND ${of.random(n, 16)} > 0.95 THEN ${of.id('source', `${n} / 3`)} END, ${created('source')}
      ${series(sources)} JOIN bench_gen.sentence s USING (n)`,
    `INSERT INTO office (id, slug, title, body_id, rank)
      SELECT ${of.id('office', 'a.n')}, 'head-of-' || a.slug, 'Head of ' || a.name, a.id, 'HEAD_OF_GOVERNMENT' FROM bench_gen.actor a WHERE a.kind = 'STATE'`,
    `INSERT INTO tenure (id, holder_id, office_id, started)
      SELECT ${of.id('tenure', 'a.n')}, a.id, (SELECT o.id FROM office o ORDER BY o.slug OFFSET a.n % (SELECT count(*) FROM office) LIMIT 1),
        (SELECT d.date FROM bench_gen.date d WHERE d.n = a.n) FROM bench_gen.actor a WHERE a.kind = 'PERSON' AND a.n % 3 = 0`,
  ];
}
