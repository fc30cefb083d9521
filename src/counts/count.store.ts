import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { EventSource } from '../queries/event-source.ts';
import {
  type Group,
  type Groupings,
  maxBuckets,
  secondsOfDay,
  type TimeUnit,
  yearLast,
  yearOne,
} from './count.ts';

/** The numbers of the first and the last bucket, each null where the dates decide. */
export interface Span {
  first: number | null;
  last: number | null;
}

/** One row of counts, as the statement gives it. */
export interface CountRow {
  type: string | null;
  actorId: string | null;
  fromId: string | null;
  toId: string | null;
  directed: boolean | null;
  conflictId: string | null;
  origin: string | null;
  bucket: string | null;
  definite: number;
  possible: number;
}

const acting = sql`'{INITIATOR,SPEAKER,CONVEYOR,VISITOR,PERPETRATOR,MEDIATOR}'::participation_role[]`;
const acted = sql`'{RECIPIENT,HOST,AUDIENCE,VICTIM}'::participation_role[]`;
const party = sql`'{PARTY}'::participation_role[]`;

interface Key {
  name: Sql;
  value: Sql;
  /** The column of the answer, and what it holds where events are not counted by this. */
  shown: Sql;
  none: Sql;
}

const uuid = (name: Sql, value: Sql, shown: Sql): Key => ({
  name,
  value,
  shown: sql`b.${name} AS ${shown}`,
  none: sql`NULL::uuid AS ${shown}`,
});
const keys: Record<Group, readonly Key[]> = {
  TYPE: [
    {
      name: sql`type`,
      value: sql`r.type`,
      shown: sql`b.type::text AS "type"`,
      none: sql`NULL::text AS "type"`,
    },
  ],
  ACTOR: [uuid(sql`actor`, sql`g.actor_id`, sql`"actorId"`)],
  DYAD: [
    uuid(sql`dyad_from`, sql`f.actor_id`, sql`"fromId"`),
    uuid(sql`dyad_to`, sql`t.actor_id`, sql`"toId"`),
    {
      name: sql`directed`,
      value: sql`d.directed`,
      shown: sql`b.directed AS "directed"`,
      none: sql`NULL::boolean AS "directed"`,
    },
  ],
  CONFLICT: [uuid(sql`conflict`, sql`r.conflict_id`, sql`"conflictId"`)],
  ORIGIN: [
    {
      name: sql`origin`,
      value: sql`r.origin`,
      shown: sql`b.origin::text AS "origin"`,
      none: sql`NULL::text AS "origin"`,
    },
  ],
};
const allGroups: readonly Group[] = ['TYPE', 'ACTOR', 'DYAD', 'CONFLICT', 'ORIGIN'];

/** What the events are joined with, so that each stands once for every actor or dyad of its. */
const joins: Partial<Record<Group, Sql>> = {
  ACTOR: sql`JOIN event_actor g ON g.event_id = r.id`,
  DYAD: sql`JOIN event_actor f ON f.event_id = r.id JOIN event_actor t ON t.event_id = r.id AND t.actor_id <> f.actor_id
    JOIN (VALUES (true), (false)) AS d(directed) ON CASE WHEN d.directed THEN f.roles && ${acting} AND t.roles && ${acted}
      ELSE f.actor_id < t.actor_id AND f.roles && ${party} AND t.roles && ${party} END`,
};

/** The day that holds a moment, and a day as a date. Days are counted from 0001-01-01. */
const day = (seconds: Sql) => sql`((${seconds} - ${yearOne}::bigint) / ${secondsOfDay}::bigint)`;
const dateOf = (days: Sql) => sql`(date '0001-01-01' + ${days}::int)`;

/** The bucket of a date, numbered as `bucketOf` numbers it. */
const bucketOfDay: Record<TimeUnit, (date: Sql) => Sql> = {
  DAY: (date) => sql`(${date} - date '0001-01-01')`,
  MONTH: (date) => sql`(date_part('year', ${date}) * 12 + date_part('month', ${date}) - 1)::int`,
  QUARTER: (date) => sql`(date_part('year', ${date}) * 4 + date_part('quarter', ${date}) - 1)::int`,
  YEAR: (date) => sql`date_part('year', ${date})::int`,
};

/** The first day of a bucket. */
const startOfBucket: Record<TimeUnit, (bucket: Sql) => Sql> = {
  DAY: (bucket) => sql`(date '0001-01-01' + ${bucket})`,
  MONTH: (bucket) => sql`make_date(${bucket} / 12, ${bucket} % 12 + 1, 1)`,
  QUARTER: (bucket) => sql`make_date(${bucket} / 4, ${bucket} % 4 * 3 + 1, 1)`,
  YEAR: (bucket) => sql`make_date(${bucket}, 1, 1)`,
};

/** The days of a date that has no start or no end that is known lie beyond all days of the calendar. */
const undated = sql`c.first_day < -20000000`;
const startKnown = sql`c.first_day >= 0`;
const endKnown = sql`c.last_day < 4000000`;

/** Opens what the database says where there are too many buckets; their number follows. */
const refusal = 'too many buckets: ';
const refusalPattern = new RegExp(`${refusal}(\\d+)`);

/** The number of buckets where an error of the database says that they are too many. */
export function readRefusal(error: unknown): number | null {
  const [, count] = (error instanceof Error && refusalPattern.exec(error.message)) || [];
  return count === undefined ? null : Number(count);
}

/**
 * The SELECT that counts events, by bucket and then by `possible`, the largest first, with its LIMIT. Where the
 * dates decide on the buckets and make too many, it fails with an error that `readRefusal` knows.
 */
export function countSelect(source: EventSource, groupings: Groupings, span: Span, rows: number): Sql {
  const { groups, unit } = groupings;
  const held = allGroups.flatMap((group) => (groups.includes(group) ? keys[group] : []));
  const names = held.map(({ name }) => name);
  const columns = allGroups.flatMap((group) =>
    keys[group].map(({ shown, none }) => (groups.includes(group) ? shown : none)),
  );
  const events = (more: readonly Sql[]) =>
    groupedEvents(source, groups, [...held.map(({ name, value }) => sql`${value} AS ${name}`), ...more]);
  // Buckets follow from the filter alone: events that have no actor or dyad to be counted by set them, too.
  const ends = (of: TimeUnit) => (groups.some((group) => joins[group]) ? endBuckets(source, of) : null);
  const counted = unit ? inBuckets(events, names, unit, ends(unit), span, rows) : withoutTime(events, names);
  // Rows that count alike stand in the order of their keys: a type as the database lists types, not by its name.
  const order = join([
    sql`b.bucket NULLS LAST, b.possible DESC, b.definite DESC`,
    ...names.map((name) => sql`b.${name}`),
  ]);
  return sql`${counted.with} SELECT ${join(columns)}, to_char(b.bucket, 'YYYY-MM-DD') AS "bucket", b.definite::int AS "definite",
    b.possible::int AS "possible" FROM (${counted.rows}) b ORDER BY ${order} LIMIT ${rows}`;
}

/** Rows of names, `bucket`, `definite` and `possible`, and the WITH clause that they are taken from. */
interface Counted {
  with: Sql;
  rows: Sql;
}
type Events = (more: readonly Sql[]) => Sql;

/** The events of a source, each once for everything that it is counted by. */
function groupedEvents(source: EventSource, groups: readonly Group[], columns: readonly Sql[]): Sql {
  const joined = join([source.from, ...groups.flatMap((group) => joins[group] ?? [])], ' ');
  const where = source.where.length > 0 ? sql`WHERE ${join([...source.where], ' AND ')}` : empty;
  return sql`SELECT ${join([...columns])} FROM ${joined} ${where}`;
}

function withoutTime(events: Events, names: readonly Sql[]): Counted {
  const by = join([...names]);
  return {
    with: empty,
    rows: sql`SELECT ${by}, NULL::date AS bucket, count(*) AS definite, count(*) AS possible FROM (${events([])}) e GROUP BY ${by}`,
  };
}

/** The first and the last bucket that a date of the source with a known start and end lies in. */
function endBuckets({ from, where }: EventSource, unit: TimeUnit): Sql {
  const bucket = (seconds: Sql) => bucketOfDay[unit](dateOf(day(seconds)));
  const known = [sql`r.date_desc >= ${yearOne}::bigint`, sql`r.date_end < ${yearLast}::bigint`];
  return sql`(SELECT ${bucket(sql`min(r.date_desc)`)} AS first, ${bucket(sql`max(r.date_end)`)} AS last
    FROM ${from} WHERE ${join([...where, ...known], ' AND ')})`;
}

/**
 * Events are first counted by the days of their ends, which one scan can do and which leaves few rows: most dates
 * are of one day. Where a date has gaps its ranges stand beside the days. Rows whose days lie in the same buckets
 * are then one row, which counts in every bucket that it touches, for certain where that is only one.
 */
function inBuckets(
  events: Events,
  names: readonly Sql[],
  unit: TimeUnit,
  ends: Sql | null,
  span: Span,
  rows: number,
): Counted {
  const bucketOf = (days: Sql) => bucketOfDay[unit](dateOf(days));
  const startOf = startOfBucket[unit];
  const by = (...more: Sql[]) => join([...names, ...more]);
  const first = span.first === null ? sql`min(d.first)` : sql`${span.first}::int`;
  const last = span.last === null ? sql`max(d.last)` : sql`${span.last}::int`;
  const known =
    span.first === null || span.last === null
      ? sql`FROM ${ends ?? sql`dated`} d WHERE d.first IS NOT NULL AND d.last IS NOT NULL`
      : empty;
  const tooMany = sql`(${refusal}::text || (w.last - w.first + 1))::int`;
  const days = events([
    sql`${day(sql`r.date_desc`)} AS first_day`,
    sql`${day(sql`r.date_end`)} AS last_day`,
    sql`CASE WHEN r.date_gaps THEN r.date_ranges END AS ranges`,
  ]);
  const grouped = by(sql`first_day`, sql`last_day`, sql`ranges`);
  const merged = by(sql`first`, sql`last`, sql`one`, sql`gaps`);
  // What begins before the first bucket or ends after the last begins and ends there, so that more rows are alike.
  const clipped = sql`${span.first === null ? sql`p.first_bucket` : sql`CASE WHEN p.first_bucket < ${span.first}::int THEN ${span.first}::int ELSE p.first_bucket END`} AS first,
    ${span.last === null ? sql`p.last_bucket` : sql`CASE WHEN p.last_bucket > ${span.last}::int THEN ${span.last}::int ELSE p.last_bucket END`} AS last`;
  // OFFSET 0 keeps Postgres from looking at what the days are made of: it would expect a group for every event.
  return {
    with: sql`WITH counted AS MATERIALIZED (
      SELECT ${grouped}, count(*)::int AS events FROM (${days} OFFSET 0) e GROUP BY ${grouped}),
    placed AS (SELECT c.*, CASE WHEN ${startKnown} THEN ${bucketOf(sql`c.first_day`)} END AS first_bucket,
      CASE WHEN ${endKnown} THEN ${bucketOf(sql`c.last_day`)} END AS last_bucket FROM counted c WHERE NOT ${undated} OFFSET 0),
    dated AS MATERIALIZED (SELECT ${merged}, sum(events) AS events FROM (SELECT p.*, CASE WHEN p.one THEN NULL ELSE p.ranges END AS gaps,
        ${clipped} FROM (SELECT p.*, coalesce(p.first_bucket = p.last_bucket, false) AS one FROM placed p) p) p GROUP BY ${merged}),
    whole AS (SELECT ${first} AS first, ${last} AS last ${known}),
    span AS MATERIALIZED (
      SELECT w.first, CASE WHEN w.last - w.first < ${maxBuckets} THEN w.last ELSE ${tooMany} END AS last
      FROM whole w WHERE w.first IS NOT NULL AND w.last IS NOT NULL)`,
    rows: sql`SELECT ${by(sql`${startOf(sql`t.bucket`)} AS bucket`)}, sum(definite) AS definite, sum(possible) AS possible
      FROM ((${touched(names, rows)}) UNION ALL SELECT ${by(sql`n.bucket`)}, 0, d.events
        FROM span s CROSS JOIN (SELECT * FROM dated WHERE gaps IS NOT NULL) d
          CROSS JOIN LATERAL generate_series(greatest(d.first, s.first), least(d.last, s.last)) AS n(bucket)
        WHERE d.gaps && tsmultirange(tsrange(${startOf(sql`n.bucket`)}, ${startOf(sql`(n.bucket + 1)`)}))) t
      GROUP BY ${by(sql`t.bucket`)}
    UNION ALL SELECT ${by(sql`NULL::date`)}, sum(events), sum(events) FROM counted c WHERE ${undated} GROUP BY ${by(sql`()`)}
      HAVING count(*) > 0`,
  };
}

/**
 * The buckets that dates without gaps touch. A date that may lie in hundreds of them is two steps, up where it begins and
 * down behind its end; between two steps all buckets are alike. They are filled from the first on, up to where there are
 * as many rows as are given.
 */
function touched(names: readonly Sql[], rows: number): Sql {
  const by = (...more: Sql[]) => join([...names, ...more]);
  const partition = names.length > 0 ? sql`PARTITION BY ${by()}` : empty;
  const [first, last] = [sql`greatest(d.first, s.first)`, sql`least(d.last, s.last)`];
  const dates = sql`FROM span s CROSS JOIN dated d WHERE d.gaps IS NULL AND ${first} <= ${last}`;
  return sql`WITH stretches AS MATERIALIZED (SELECT * FROM (
      SELECT ${by(sql`bucket`)}, definite, sum(step) OVER w AS possible, lead(bucket) OVER w AS next
      FROM (SELECT ${by(sql`bucket`)}, sum(step) AS step, sum(definite) AS definite FROM (
          SELECT ${by(sql`${first} AS bucket`)}, d.events AS step, CASE WHEN d.one THEN d.events ELSE 0 END AS definite ${dates}
          UNION ALL SELECT ${by(sql`${last} + 1`)}, -d.events, 0 ${dates}) e GROUP BY ${by(sql`bucket`)}) e
      WINDOW w AS (${partition} ORDER BY bucket)) r WHERE r.possible > 0),
    levels AS (SELECT bucket, sum(n) OVER w AS rows, lead(bucket) OVER w - bucket AS buckets FROM (
        SELECT bucket, sum(n)::int AS n FROM (SELECT bucket, 1 AS n FROM stretches UNION ALL SELECT next, -1 FROM stretches) e GROUP BY bucket) e
      WINDOW w AS (ORDER BY bucket)),
    enough AS MATERIALIZED (SELECT bucket + (${rows}::int - before - 1) / l.rows AS bucket
      FROM (SELECT *, (sum(rows * buckets) OVER (ORDER BY bucket) - rows * buckets)::bigint AS before FROM levels WHERE rows > 0) l
      WHERE before < ${rows}::int AND before + l.rows * buckets >= ${rows}::int)
    SELECT ${by(sql`n.bucket`)}, CASE WHEN n.bucket = r.bucket THEN r.definite ELSE 0 END AS definite, r.possible
    FROM stretches r CROSS JOIN LATERAL generate_series(r.bucket, least(r.next - 1, (SELECT bucket FROM enough)::int)) AS n(bucket)`;
}
