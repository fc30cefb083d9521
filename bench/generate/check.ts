import type pg from 'pg';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';

/** What triggers see to when rows come one by one: each gives the number of rows that break the rule. */
const rules: Readonly<Record<string, string>> = {
  'the voices of a claim are numbered from 1 to its depth and end with its root speaker': `SELECT count(*) FROM claim c
    LEFT JOIN (SELECT claim_id, count(*) AS n, max(position) AS last, (array_agg(speaker_id ORDER BY position DESC))[1] AS root FROM attribution GROUP BY 1) v ON v.claim_id = c.id
    WHERE coalesce(v.n, 0) <> c.depth OR coalesce(v.last, 0) <> c.depth OR v.root IS DISTINCT FROM c.root_speaker_id`,
  'a claim takes back only what the same speaker said': `SELECT count(*) FROM claim c JOIN claim e ON e.id = c.supersedes_id WHERE e.root_speaker_id IS DISTINCT FROM c.root_speaker_id OR e.status <> 'SUPERSEDED'`,
  'nothing is above itself': `SELECT (SELECT count(*) FROM actor WHERE member_of_id >= id) + (SELECT count(*) FROM place WHERE part_of_id >= id)
    + (SELECT count(*) FROM issue WHERE broader_id >= id) + (SELECT count(*) FROM source WHERE reports_on_id >= id OR republishes_id >= id)`,
  'offices are held by persons': `SELECT count(*) FROM tenure t JOIN actor a ON a.id = t.holder_id WHERE a.kind <> 'PERSON'`,
  'what is contested has a disagreement, and the other way round': `SELECT count(*) FROM event e WHERE e.contested <> EXISTS (SELECT FROM disagreement d WHERE d.event_id = e.id)
    AND (e.contested OR EXISTS (SELECT FROM disagreement d WHERE d.event_id = e.id))`,
  'later_begins is where the next position begins': `SELECT count(*) FROM (SELECT * FROM position WHERE held IS NOT NULL ORDER BY id LIMIT 500) a WHERE a.later_begins IS DISTINCT FROM (
    SELECT to_timestamp(min(b.date_asc)) AT TIME ZONE 'UTC' FROM position b WHERE b.holder_id = a.holder_id AND b.issue_id = a.issue_id AND b.date_asc > a.date_asc
      AND b.held IS NOT NULL AND b.retracted_at IS NULL)`,
};

/**
 * Looks at what was not looked at while the rows were written: every foreign key, the rules that triggers keep, and
 * whether the dates are those that the service makes. CHECK constraints have been applied to every row.
 *
 * @throws when a rule is broken, with all that are
 */
export async function checkRecord(client: pg.Client): Promise<void> {
  const broken: string[] = [];
  for (const [rule, statement] of [...Object.entries(rules), ...(await foreignKeys(client))]) {
    const { rows } = await client.query<{ count: string }>(statement.replace(/^SELECT \(/, 'SELECT 0 + ('));
    const count = Number(Object.values(rows[0] ?? {})[0] ?? 0);
    if (count > 0) broken.push(`${rule} (${count} rows)`);
  }
  const { rows } = await client.query<{ date: { edtf: string; timeZone: string | null } }>(
    `SELECT date FROM event TABLESAMPLE SYSTEM (1) WHERE date IS NOT NULL LIMIT 400`,
  );
  for (const { date } of rows)
    if (canonical(makeHistoricalDate(date)) !== canonical(date))
      broken.push(`the date ${date.edtf} is another`);
  if (broken.length > 0)
    throw new Error(`The generated record breaks rules of the database: ${broken.join('; ')}.`);
}

async function foreignKeys(client: pg.Client): Promise<[string, string][]> {
  const { rows } = await client.query<{
    name: string;
    child: string;
    parent: string;
    columns: string[];
    referenced: string[];
  }>(
    `SELECT conname AS name, conrelid::regclass::text AS child, confrelid::regclass::text AS parent,
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(conkey) WITH ORDINALITY AS k(num, n) JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(confkey) WITH ORDINALITY AS k(num, n) JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.num) AS referenced
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name, child, parent, columns, referenced }) => [
    name,
    `SELECT count(*) FROM ${child} c LEFT JOIN ${parent} p ON ${columns.map((column, index) => `p.${referenced[index]} = c.${column}`).join(' AND ')}
     WHERE ${columns.map((column) => `c.${column} IS NOT NULL`).join(' AND ')} AND p.${referenced[0]} IS NULL`,
  ]);
}

function canonical(date: object): string {
  return JSON.stringify(Object.entries(date).sort(([a], [b]) => (a < b ? -1 : 1)));
}
