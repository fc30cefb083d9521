/** Records of the generated one whose history is kept: of the others, as of imported ones, nothing but the rows. */
const kept = (table: string, slug: string) =>
  `(SELECT id FROM ${table} WHERE slug ~ '^${slug}-[0-9]+$' AND split_part(slug, '-', 2)::int % 3 > 0)`;

const subjects = [
  ['Event', kept('event', 'event')],
  ['MediationAttempt', kept('mediation_attempt', 'attempt')],
  ['Position', kept('position', 'position')],
  [
    'Claim',
    `(SELECT id FROM claim WHERE id::text LIKE '01900011-%' AND ('x' || right(id::text, 6))::bit(24)::int % 4 > 0)`,
  ],
] as const;

/** Moments at which the state of the generated record is kept, before and after its shapes are added. */
const keptAt = ['2026-04-01 09:00:00.25+00', '2026-06-01 09:00:00.5+00'] as const;

/** Moments for operations to ask for: before the first record, between what is kept, at it, and in the future. */
export const moments = [
  ...[
    '2025-12-31T00:00:00Z',
    '2026-01-05T10:00:00.121Z',
    '2026-04-01T09:00:00.249Z',
    '2026-04-01T09:00:00.25Z',
  ],
  ...[
    '2026-05-01T02:00:00+02:00',
    '2026-06-01T09:00:00.5Z',
    '2026-06-01T09:00:00.499Z',
    '2999-01-01T00:00:00Z',
  ],
] as const;

/** Actor 900 was merged into actor 7, and is named where that one is now in what is kept of some records. */
const merged = 'uuid_of(1, 900)';

/** Keeps the state of the generated record: the first time or the second. */
export function historyShapes(time: 1 | 2): string[] {
  const at = keptAt[time - 1];
  const revisions = subjects.map(
    ([
      type,
      ids,
    ]) => `INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record, redacted_at)
      SELECT gen_random_uuid(), '${type}', s.id, ${100 + time}, '${time === 1 ? 'CREATED' : 'CORRECTED'}', '${at}', 'An editor',
        CASE WHEN row_number() OVER (ORDER BY s.id) % 2 = 0 THEN 'Why it was changed.' END, '[]',
        CASE WHEN row_number() OVER (ORDER BY s.id) % 2 = 0 THEN replace(record_rows('${type}', s.id)::text, uuid_of(1, 7)::text, ${merged}::text)::jsonb
          ELSE record_rows('${type}', s.id) END,
        CASE WHEN row_number() OVER (ORDER BY s.id) % 5 = 0 THEN timestamptz '2026-07-01' END
      FROM ${ids} s ORDER BY s.id`,
  );
  const derivations = subjects
    .filter(([type]) => type !== 'Claim')
    .map(
      ([type, ids]) =>
        `INSERT INTO derivation (subject_id, at, derived) SELECT s.id, '${at}', derived_rows('${type}', s.id) FROM ${ids} s`,
    );
  return time === 1
    ? [...revisions, ...derivations]
    : [
        ...revisions,
        ...derivations,
        `INSERT INTO actor_redirect (id, slug, survivor_id) VALUES (${merged}, 'actor-900', uuid_of(1, 7))`,
      ];
}
