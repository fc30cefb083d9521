import { actorsByActivity, hotAndCold } from './draw.ts';
import { list, object } from './json.ts';
import { idOf, type Question, type Shape } from './question.ts';

/** Days are counted from 0001-01-01; those of an open or unknown end lie beyond all others, as does that of no date. */
const day = (seconds: string) => `(${seconds} + 62135596800) / 86400`;
const monthOf = (days: string) =>
  `(extract(year FROM date '0001-01-01' + ${days}::int) * 12 + extract(month FROM date '0001-01-01' + ${days}::int) - 1)::int`;
const startOf = (month: string) => `make_date(${month} / 12, ${month} % 12 + 1, 1)`;

/**
 * Events by the days of their first and last moments, from an index alone; the days go into months by their place among
 * the first days of all months. Each month's possible events are then those that have begun less those that have ended
 * before. Dates with gaps, which are few, go into the months that they touch. `actor` is the SQL of the actor's id.
 */
export function monthCounts(actor: string): string {
  const of = `e.actor_id = ${actor} AND e.origin = 'CURATED' AND NOT e.retracted`;
  return `WITH days AS MATERIALIZED (
      SELECT ${day('e.date_desc')} AS first_day, ${day('e.date_end')} AS last_day, count(*)::int AS events
      FROM event_actor e WHERE ${of} AND NOT e.date_gaps GROUP BY 1, 2),
    gaps AS MATERIALIZED (
      SELECT ${day('e.date_desc')} AS first_day, ${day('e.date_end')} AS last_day, v.date_ranges AS ranges
      FROM event_actor e JOIN event v ON v.id = e.event_id WHERE ${of} AND e.date_gaps),
    known AS (
      SELECT min(first_day) AS low, max(last_day) AS high
      FROM (SELECT first_day, last_day FROM days UNION ALL SELECT first_day, last_day FROM gaps) d WHERE first_day >= 0 AND last_day < 4000000),
    months AS MATERIALIZED (
      SELECT low, high - low + 1 AS count, (SELECT array_agg((${startOf('m')} - date '0001-01-01')::bigint ORDER BY m) FROM generate_series(low, high + 1) AS m) AS starts
      FROM (SELECT ${monthOf('low')} AS low, ${monthOf('high')} AS high FROM known) k WHERE low IS NOT NULL),
    dated AS (
      SELECT first, last, sum(events)::int AS events FROM (
        SELECT width_bucket(first_day, starts) AS first, width_bucket(last_day, starts) AS last, events
        FROM days, months WHERE first_day > -20000000) d GROUP BY 1, 2),
    steps AS (
      SELECT greatest(first, 1) AS bucket, events AS step, CASE WHEN first = last THEN events ELSE 0 END AS definite FROM dated, months WHERE first <= count AND last >= 1
      UNION ALL SELECT least(last, count) + 1, -events, 0 FROM dated, months WHERE first <= count AND last >= 1),
    running AS (
      SELECT n.bucket, sum(coalesce(s.step, 0)) OVER (ORDER BY n.bucket) AS possible, coalesce(s.definite, 0) AS definite
      FROM months CROSS JOIN LATERAL generate_series(1, count) AS n(bucket)
      LEFT JOIN (SELECT bucket, sum(step)::int AS step, sum(definite)::int AS definite FROM steps GROUP BY 1) s ON s.bucket = n.bucket),
    touched AS (
      SELECT n.bucket, count(*)::int AS possible, count(*) FILTER (WHERE g.first = g.last)::int AS definite
      FROM months CROSS JOIN LATERAL (SELECT width_bucket(first_day, starts) AS first, width_bucket(last_day, starts) AS last, ranges FROM gaps) g
      CROSS JOIN LATERAL generate_series(greatest(g.first, 1), least(g.last, count)) AS n(bucket)
      WHERE g.ranges && tsmultirange(tsrange(${startOf('(low + n.bucket - 1)')}, ${startOf('(low + n.bucket)')})) GROUP BY 1)
    SELECT to_char(${startOf('(low + r.bucket - 1)')}, 'YYYY-MM-DD') AS bucket, (r.definite + coalesce(t.definite, 0))::int AS definite,
      (r.possible + coalesce(t.possible, 0))::int AS possible
    FROM months CROSS JOIN running r LEFT JOIN touched t USING (bucket) WHERE r.possible + coalesce(t.possible, 0) > 0
    UNION ALL SELECT NULL, sum(events)::int, sum(events)::int FROM days WHERE first_day <= -20000000 HAVING sum(events) > 0
    ORDER BY 1 NULLS LAST`;
}

export const counts: Question = {
  name: 'month-counts',
  title: "counts by month of an actor's events",
  tuned: true,
  grows: true,
  service: ({ actor }) => ({
    query: `query MonthCounts($actor: ID!) { eventCounts(filter: { participants: [{ actor: $actor }] }, groupBy: [MONTH]) { bucket definite possible } }`,
    variables: { actor: idOf('Actor', actor) },
  }),
  // Counting a vague date in every month that it may lie in is nothing that an engine for tables can be asked: it is a
  // function in the database (bench_peer.month_counts), which PostGraphile makes a field of the query.
  peer: ({ actor }) => ({
    query: `query MonthCounts($actor: UUID!) { benchPeerMonthCountsList(actor: $actor) { bucket definite possible } }`,
    variables: { actor },
  }),
  fromPeer: ({ benchPeerMonthCountsList }: Shape) => ({ eventCounts: benchPeerMonthCountsList }),
  hand: {
    prepared: true,
    text: `SELECT ${object(`SELECT ${list(monthCounts('$1::uuid'))} AS "eventCounts"`)}::text`,
    values: ({ actor }) => [actor],
  },
  draw: async (client, random) =>
    hotAndCold(random, await actorsByActivity(client)).map(({ id }) => ({ actor: id })),
};
