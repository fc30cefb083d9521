import sql, { join, type Sql } from 'sql-template-tag';
import { originCondition } from '../datasets/origin.ts';
import { digestOf, type Listing } from '../kernel/page.ts';
import { countActors, rankedActors } from './actor-search.ts';
import { askedOf, withAsked } from './search-text.ts';
import { type SearchType, type TextType, textTypes } from './search-type.ts';
import { countTexts, mostRanked, rankedTexts } from './text-search.ts';

/** What to search for, and in what. */
export interface SearchRequest {
  /** As readSearchText gives it. */
  text: string;
  types: readonly SearchType[];
  origins: readonly string[];
}

/**
 * All that a text finds, best first. Each type ranks its newest matches, {@link mostRanked} at most; the list's
 * count is of all matches.
 */
export function searchListing({ text, types, origins }: SearchRequest): Listing {
  const asked = askedOf(text);
  const chosen = [...new Set(types)];
  const texts = chosen.flatMap((type) => (type === 'ACTOR' ? [] : textTypes[type]));
  const ranked = texts.map((type) => rankedTexts(type, asked, conditionsOf(type, origins)));
  const counts = texts.map((type) => countTexts(type, asked, conditionsOf(type, origins)));
  if (chosen.includes('ACTOR')) {
    ranked.push(rankedActors(asked));
    counts.push(countActors(asked));
  }
  const union = join(
    ranked.map((each) => sql`SELECT * FROM (${each}) x`),
    ' UNION ALL ',
  );
  return {
    name: 'Query.search',
    about: digestOf([text, chosen.toSorted(), [...new Set(origins)].sort()]),
    // Read as a whole, so that what is worked out for the rows of a page is not worked out once for each type.
    from: sql`(${withAsked(asked, sql`SELECT hits.*, a.query, a.any_word FROM (${union}) hits, asked a OFFSET 0`)}) r`,
    where: [],
    id: sql`r.id`,
    type: sql`CASE r.kind ${whenKind(texts, ({ typeName }) => sql`${typeName}::text`)} ELSE 'Actor' END`,
    order: {
      name: 'rank',
      keys: [
        { column: sql`r.score`, type: 'bigint' },
        { column: sql`r.kind`, type: 'bigint' },
        { column: sql`r.id`, type: 'uuid' },
      ],
      descending: true,
    },
    columns: { rank: sql`r.score / 1e6::float8`, snippet: snippetOf(texts) },
    facts: {
      truncated: withAsked(
        asked,
        sql`SELECT ${join(
          counts.map(({ exceeded }) => exceeded),
          ' OR ',
        )}`,
      ),
    },
    count: withAsked(
      asked,
      sql`SELECT (${join(
        counts.map(({ number }) => number),
        ' + ',
      )})::int`,
    ),
  };
}

function conditionsOf({ stands, hasOrigin }: TextType, origins: readonly string[]): Sql {
  return hasOrigin ? sql`${stands} AND ${originCondition(origins)}` : stands;
}

/** Branches of a CASE; one that none takes where no type is given. */
function whenKind(types: readonly TextType[], value: (type: TextType) => Sql): Sql {
  if (types.length === 0) return sql`WHEN 0 THEN NULL`;
  return join(
    types.map((type) => sql`WHEN ${type.kind} THEN ${value(type)}`),
    ' ',
  );
}

/** The text of a hit is read again by its id, for the rows of the page alone. */
function snippetOf(types: readonly TextType[]): Sql {
  const read = whenKind(
    types,
    ({ table, shown }) => sql`(SELECT ${shown} FROM ${table} r WHERE r.id = hit.id)`,
  );
  return sql`(SELECT search_snippet(CASE hit.kind ${read} ELSE hit.name END, CASE WHEN hit.meets THEN hit.query ELSE hit.any_word END)
    FROM (SELECT r.id, r.kind, r.name, r.meets, r.query, r.any_word) hit)`;
}
