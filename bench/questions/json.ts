/** A date, or null, with some of its parts. */
export function date(column: string, ...parts: string[]): string {
  const columns = parts.map((part) => `${column} ->> '${part}' AS "${part}"`).join(', ');
  return `CASE WHEN ${column} IS NOT NULL THEN (SELECT row_to_json(d) FROM (SELECT ${columns}) d) END`;
}

/** One object of a SELECT, or null. */
export function object(select: string): string {
  return `(SELECT row_to_json(o) FROM (${select}) o)`;
}

/** All objects of a SELECT, in its order. */
export function list(select: string): string {
  return `(SELECT coalesce(json_agg(l), '[]'::json) FROM (${select}) l)`;
}

/**
 * A page: its rows, whether more follow, and the cursor of its last. `page` selects one row more than `size`, in
 * order; it has the columns `key` and `id`, of which the cursor is made. `node` are the columns of an item, taken from
 * the rows under the name `p`.
 */
export function page(page: string, size: string, node: string, totals = ''): string {
  return object(`WITH page AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (${page}) x)
    SELECT ${list(`SELECT ${node} FROM page p WHERE p.n <= ${size} ORDER BY p.n`)} AS nodes,
    ${object(`SELECT (SELECT count(*) FROM page) > ${size} AS "hasNextPage",
      (SELECT encode(convert_to(p.key || ' ' || p.id, 'UTF8'), 'base64') FROM page p WHERE p.n <= ${size} ORDER BY p.n DESC LIMIT 1) AS "endCursor"`)} AS "pageInfo"${totals}`);
}
