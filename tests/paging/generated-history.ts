import type pg from 'pg';

/** Versions of the first of each type, as many as fill several pages. */
const versions = 15;

/** The first of each type that is generated; of offices and tenures one is made here. */
const subjects = [
  ['Actor', 'uuid_of(1, 1)'],
  ['Place', 'uuid_of(2, 1)'],
  ['Conflict', 'uuid_of(3, 1)'],
  ['Issue', 'uuid_of(4, 1)'],
  ['Dataset', 'uuid_of(5, 1)'],
  ['Source', 'uuid_of(6, 1)'],
  ['Event', 'uuid_of(7, 1)'],
  ['MediationAttempt', 'uuid_of(8, 1)'],
  ['Position', 'uuid_of(9, 1)'],
  ['Claim', 'uuid_of(11, 1)'],
  ['Office', 'uuid_of(22, 2)'],
  ['Tenure', 'uuid_of(23, 2)'],
  ['Actor', 'uuid_of(25, 1)'],
] as const;

/** Values of every kind that JSON has, none among them. */
const changes = `jsonb_build_array(
    jsonb_build_object('path', 'title', 'before', 'Title ' || n - 1, 'after', 'Títle "' || n || '"'),
    jsonb_build_object('path', 'names', 'before', '[]'::jsonb, 'after', '["a", {"b": [1, 2.5, true]}]'::jsonb),
    jsonb_build_object('path', 'count', 'after', n), jsonb_build_object('path', 'place', 'before', null, 'after', false))`;

/** Adds to a generated record revisions of all types and kinds, those of an actor that was merged among them. */
export async function generateHistory(pool: pg.Pool): Promise<void> {
  const values = subjects.map(([type, id], index) => `(${index}, '${type}', ${id})`).join(', ');
  for (const statement of [
    `INSERT INTO office (id, slug, title, body_id, rank) VALUES (uuid_of(22, 2), 'office-2', 'Office 2', uuid_of(1, 1), 'MINISTER')`,
    `INSERT INTO tenure (id, holder_id, office_id) VALUES (uuid_of(23, 2), (SELECT id FROM actor WHERE kind = 'PERSON' ORDER BY id LIMIT 1), uuid_of(22, 2))`,
    `INSERT INTO actor_redirect (id, slug, survivor_id) VALUES (uuid_of(25, 1), 'actor-merged', uuid_of(1, 2))`,
    `INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, note, changes, record, redacted_at)
      SELECT uuid_of(26, 100 * place + n), type, id, n, (enum_range(NULL::revision_kind))[1 + (n + place) % 6],
        timestamptz '2026-03-01 08:00:00.007+00' + n * interval '1 minute', 'Editor ' || n % 3, CASE WHEN n % 3 > 0 THEN 'Note "' || n || '".' END,
        CASE WHEN n % 4 = 1 THEN '[]' ELSE ${changes} END, coalesce(record_rows(type, id), '{}'), CASE WHEN n % 5 = 0 THEN timestamptz '2026-05-01 00:00:00+00' END
      FROM generate_series(1, ${versions}) AS n, (VALUES ${values}) AS subject(place, type, id) ORDER BY n, place`,
    'ANALYZE revision',
  ])
    await pool.query(statement);
}
