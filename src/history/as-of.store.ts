import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Shadows } from '../kernel/shadows.ts';
import { type Belonging, claimTables, disagreementTables, recordTables, subjectColumns } from './as-of.ts';
import type { RecordName } from './record.schema.ts';

/**
 * Shadows in which one record is what it was at a moment, with the claims about it and its disagreements; every other
 * row is as it is now. Rows that have not changed since are read where they stand, all others from the last revision
 * before the moment.
 */
export function recordShadows(type: RecordName, id: string, at: Date): Shadows {
  const subject = sql`${id}::uuid`;
  // By its number: some moments of DateTime fall into years that Postgres does not read as text.
  const moment = sql`to_timestamp(${String(at.getTime())}::float8 / 1000)`;
  const own = recordTables[type];
  const tables = [...own, ...claimTables, ...disagreementTables];
  return {
    queries: join([
      recordThen(type, subject, moment),
      derivedThen(type, subject),
      ...own.flatMap((each, index) =>
        shadowOf(each, {
          rows:
            index === 0
              ? ownRow(each)
              : sql`SELECT row_then FROM as_of_record CROSS JOIN LATERAL ${rowsIn(sql`as_of_record.rows`, each)}`,
          stays: sql`r.${column(each.key)} <> ${subject}`,
        }),
      ),
      ...changedClaims(type, subject, moment),
      ...claimTables.flatMap((each) =>
        shadowOf(each, {
          rows: sql`SELECT row_then FROM as_of_claims CROSS JOIN LATERAL ${rowsIn(sql`as_of_claims.rows`, each)}`,
          stays: sql`r.${column(each.key)} NOT IN (SELECT id FROM as_of_changed)`,
        }),
      ),
      ...replacedDisagreements(type, subject),
      ...disagreementTables.flatMap((each) =>
        shadowOf(each, {
          rows: sql`SELECT row_then FROM as_of_derived CROSS JOIN LATERAL ${rowsIn(sql`as_of_derived.derived`, each)}`,
          stays: sql`r.${column(each.key)} NOT IN (SELECT id FROM ${each.key === 'side_id' ? sql`as_of_sides` : sql`as_of_disagreements`})`,
        }),
      ),
    ]),
    tables: new Map(tables.map(({ type: name, table }) => [name, table])),
  };
}

/**
 * The rows of the record, and the moment whose state they are: no row before the record existed. A record whose
 * history begins after its creation is taken to have been as its first revision has it.
 */
function recordThen(type: RecordName, subject: Sql, moment: Sql): Sql {
  const [{ table }] = recordTables[type];
  const revision = sql`SELECT v.record AS rows FROM revision v WHERE v.subject_id = r.id`;
  return sql`as_of_record AS MATERIALIZED (
    SELECT found.rows, greatest(${moment}, before.at) AS at
    FROM public.${column(table)} r
    LEFT JOIN LATERAL (SELECT v.at FROM revision v WHERE v.subject_id = r.id AND v.at <= ${moment} LIMIT 1) earlier ON true
    LEFT JOIN LATERAL (SELECT v.at, v.version FROM revision v WHERE v.subject_id = r.id AND v.at > ${moment}
      ORDER BY v.at, v.version LIMIT 1) later ON true
    CROSS JOIN LATERAL (SELECT CASE WHEN earlier.at IS NULL THEN later.at END AS at) before
    CROSS JOIN LATERAL (
      SELECT record_rows(${literal(type)}, r.id) AS rows WHERE later.at IS NULL AND (earlier.at IS NOT NULL OR r.created_at <= ${moment})
      UNION ALL (${revision} AND later.at IS NOT NULL AND v.at <= ${moment} ORDER BY v.at DESC, v.version DESC LIMIT 1)
      UNION ALL ${revision} AND r.created_at <= ${moment} AND v.at = before.at AND v.version = later.version
      LIMIT 1) found
    WHERE r.id = ${subject})`;
}

/** What was derived from the claims. Before the first derivation nothing was, or it is not known: no disagreement. */
function derivedThen(type: RecordName, subject: Sql): Sql {
  const ofRecord = sql`FROM derivation d WHERE d.subject_id = ${subject}`;
  return sql`as_of_derived AS MATERIALIZED (
    SELECT found.derived, r.at FROM as_of_record r CROSS JOIN LATERAL (
      SELECT derived_rows(${literal(type)}, ${subject}) AS derived WHERE NOT EXISTS (SELECT ${ofRecord} AND d.at > r.at)
      UNION ALL (SELECT d.derived ${ofRecord} AND d.at <= r.at ORDER BY d.at DESC LIMIT 1)
      UNION ALL SELECT '{"columns": {"contested": false}}'
      LIMIT 1) found)`;
}

/**
 * The record's own row with its derived columns. Whether talks are taken for over is decided when they are read; of
 * talks that were under way at the moment, nothing of what came after decides it.
 */
function ownRow(own: Belonging): Sql {
  return sql`SELECT r.row_then || CASE WHEN (r.row_then ->> 'ongoing_until')::timestamptz > r.at THEN '{"ongoing_until": null}' ELSE '{}' END::jsonb AS row_then
    FROM (SELECT row_then || coalesce(nullif(d.derived -> 'columns', 'null'), '{}') AS row_then, d.at
      FROM as_of_record CROSS JOIN as_of_derived d CROSS JOIN LATERAL ${rowsIn(sql`as_of_record.rows`, own)}) r`;
}

/**
 * The claims about the record that are not now as they were then, whether they were there then or not, and the rows of
 * those that were. A claim whose history begins after its creation, with a later version than the first, was on record
 * before as that version has it.
 */
function changedClaims(type: RecordName, subject: Sql, moment: Sql): Sql[] {
  const claims =
    type === 'MediationAttempt'
      ? sql`(SELECT id, created_at FROM public.claim WHERE attempt_id = ${subject} UNION ALL SELECT c.id, c.created_at
          FROM public.party_response p JOIN public.claim c ON c.response_id = p.id WHERE p.attempt_id = ${subject})`
      : sql`public.claim`;
  const about = type === 'MediationAttempt' ? empty : sql`c.${column(subjectColumns[type])} = ${subject} AND`;
  const revision = sql`SELECT v.record AS rows, v.version FROM revision v WHERE v.subject_id = c.id`;
  return [
    sql`as_of_changed AS MATERIALIZED (
      SELECT c.id, c.created_at <= ${moment} AS existed FROM ${claims} c
      LEFT JOIN LATERAL (SELECT v.at FROM revision v WHERE v.subject_id = c.id AND v.at > ${moment} ORDER BY v.at LIMIT 1) later ON true
      LEFT JOIN LATERAL (SELECT v.at FROM revision v WHERE c.created_at > ${moment} AND v.subject_id = c.id AND v.at <= ${moment} LIMIT 1) earlier ON true
      WHERE ${about} (later.at IS NOT NULL OR c.created_at > ${moment} AND earlier.at IS NULL))`,
    sql`as_of_claims AS MATERIALIZED (
      SELECT found.rows FROM as_of_changed c CROSS JOIN LATERAL (
        (${revision} AND v.at <= ${moment} ORDER BY v.at DESC, v.version DESC LIMIT 1)
        UNION ALL SELECT first.rows, first.version FROM (${revision} AND c.existed AND v.at > ${moment} ORDER BY v.at, v.version LIMIT 1) first
          WHERE first.version > 1
        LIMIT 1) found)`,
  ];
}

/** The disagreements that the record has now or had then, and their sides of now: those of then stand in their place. */
function replacedDisagreements(type: RecordName, subject: Sql): Sql[] {
  const ofResponses =
    type === 'MediationAttempt'
      ? sql`UNION ALL SELECT d.id FROM public.party_response p JOIN public.disagreement d ON d.response_id = p.id WHERE p.attempt_id = ${subject}`
      : empty;
  return [
    sql`as_of_disagreements AS MATERIALIZED (
      SELECT d.id FROM public.disagreement d WHERE d.${column(subjectColumns[type])} = ${subject} ${ofResponses}
      UNION ALL SELECT (row_then ->> 'id')::uuid FROM as_of_derived CROSS JOIN LATERAL ${rowsIn(sql`as_of_derived.derived`, disagreementTables[0])})`,
    sql`as_of_sides AS MATERIALIZED (
      SELECT s.id FROM as_of_disagreements d JOIN public.disagreement_side s ON s.disagreement_id = d.id)`,
  ];
}

/** The rows of a table in the JSON of a revision, or none. */
function rowsIn(json: Sql, { table }: Belonging): Sql {
  return sql`jsonb_array_elements(nullif(${json} -> ${literal(table)}, 'null')) AS row_then`;
}

/**
 * A table with some rows as they were: those of now that `stays` lets through, and `rows` from JSON, made once.
 *
 * So written that Postgres goes by the table's indexes: the part that is the table has no condition of its own, since
 * Postgres would not look up single rows in it then, and OFFSET makes the other part one that can be looked into as well.
 */
function shadowOf(
  { table, actors = [], saysActor = false, once = [] }: Belonging,
  { rows, stays }: { rows: Sql; stays: Sql },
): [then: Sql, shadow: Sql] {
  const name = column(table);
  const then = raw(`as_of_${table}`);
  const survivors = actors.map((actor) => {
    const value = sql`row_then ->> ${literal(actor)}`;
    return sql`${literal(actor)}, coalesce((SELECT a.survivor_id FROM actor_redirect a WHERE a.id = (${value})::uuid), (${value})::uuid)`;
  });
  if (saysActor)
    survivors.push(sql`'value_text', coalesce((SELECT concat_ws(' ', row_then ->> 'value_role', s.slug) FROM actor_redirect a
      JOIN actor s ON s.id = a.survivor_id WHERE a.id = (row_then ->> 'value_actor_id')::uuid), row_then ->> 'value_text')`);
  const merged =
    survivors.length > 0 ? sql`row_then || jsonb_build_object(${join(survivors)})` : sql`row_then`;
  const keys = once.length > 0 ? join(once.map((each) => sql`r.${column(each)}`)) : empty;
  const [first, order] =
    once.length > 0 ? [sql`DISTINCT ON (${keys})`, sql`ORDER BY ${keys}, r.position`] : [empty, empty];
  return [
    sql`${then} AS MATERIALIZED (SELECT ${first} r.* FROM (${rows}) x
      CROSS JOIN LATERAL jsonb_populate_record(NULL::public.${name}, ${merged}) r ${order})`,
    sql`${name} AS NOT MATERIALIZED (SELECT * FROM (SELECT r.*, false AS as_of FROM public.${name} r
      UNION ALL (SELECT t.*, true FROM ${then} t OFFSET 0)) r WHERE r.as_of OR ${stays})`,
  ];
}

/** The name of a table or a column, from the code. */
function column(name: string): Sql {
  return raw(`"${name}"`);
}

/** A text that the code names things by. */
function literal(name: string): Sql {
  return raw(`'${name}'`);
}
