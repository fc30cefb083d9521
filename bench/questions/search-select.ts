import pg from 'pg';
import { searchListing } from '../../src/search/search.ts';
import { allTypes } from '../../src/search/search-type.ts';

const mark = 'the text that is searched for';

/**
 * The service's own ranking as one SELECT of the first hits in order: another ranking could not agree with it. What is
 * shown of a hit is read for the rows that are taken. `text` is the SQL of the text to search for.
 */
export function searchSelect(text: string, limit: number): string {
  const { from, columns, order } = searchListing({ text: mark, types: allTypes, origins: ['CURATED'] });
  const { rank, snippet } = columns ?? {};
  if (!rank || !snippet) throw new Error('A search gives neither rank nor snippet any more.');
  const render = (statement: { text: string; values: readonly unknown[] }) =>
    statement.text.replace(/\$(\d+)/g, (_, number: string) =>
      literal(statement.values[Number(number) - 1], text),
    );
  const sorted = order.keys.map(({ column }) => `${render(column)} DESC`).join(', ');
  return `SELECT ${render(rank)} AS rank, ${render(snippet)} AS snippet,
      (ARRAY['Source', 'Claim', 'Position', 'MediationAttempt', 'Event', 'Actor'])[r.kind] AS typename,
      coalesce(e.slug, t.slug, p.slug, a.slug, s.slug) AS slug, coalesce(e.title, t.title, p.summary, a.name, s.title) AS title, c.field, c.value_text
    FROM (SELECT r.* FROM ${render(from)} ORDER BY ${sorted} LIMIT ${limit}) r
    LEFT JOIN event e ON r.kind = 5 AND e.id = r.id LEFT JOIN mediation_attempt t ON r.kind = 4 AND t.id = r.id
    LEFT JOIN position p ON r.kind = 3 AND p.id = r.id LEFT JOIN claim c ON r.kind = 2 AND c.id = r.id
    LEFT JOIN source s ON r.kind = 1 AND s.id = r.id LEFT JOIN actor a ON r.kind = 6 AND a.id = r.id
    ORDER BY ${sorted}`;
}

function literal(value: unknown, text: string): string {
  if (value === mark) return text;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (Array.isArray(value)) return `ARRAY[${value.map((item) => literal(item, text)).join(', ')}]`;
  throw new TypeError(`A search has a parameter of another type: ${JSON.stringify(value)}.`);
}
