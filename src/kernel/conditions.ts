import sql, { type Sql } from 'sql-template-tag';
import { InputError } from './errors.ts';

/**
 * A list of a filter, null where it is absent.
 * @throws InputError when it is empty: a condition that nothing can meet is more likely a mistake than a wish.
 */
export function someOf<T>(
  list: readonly T[] | null | undefined,
  argument: string,
  most = 100,
): readonly T[] | null {
  if (list == null) return null;
  if (list.length === 0)
    throw new InputError(`${argument}: an empty list was given; give at least one value, or leave it out.`);
  if (list.length > most)
    throw new InputError(`${argument}: ${list.length} values were given; at most ${most} are taken.`);
  return list;
}

/**
 * That a column holds one of the values. One alone is compared by equality, so that an index that begins with the
 * column also gives the order.
 */
export function anyOf(column: Sql, type: Sql, values: readonly string[]): Sql {
  const [only] = values;
  return values.length === 1
    ? sql`${column} = ${only}::${type}`
    : sql`${column} = ANY (${[...values]}::${type}[])`;
}

/** Entries of a list that must all match: each is one more join. */
export const mostJoined = 10;

const maxText = 200;

function readText(text: string, argument: string): string {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > maxText || trimmed.includes('\0'))
    throw new InputError(
      `${argument}: a text of ${trimmed.length} characters was given; 1 to ${maxText} are expected${trimmed.includes('\0') ? ', and no NUL among them' : ''}.`,
    );
  return trimmed;
}

/**
 * That a name contains the text, case and accents aside; served by a trigram index on `fold(column)`. What LIKE
 * reads as a wildcard is escaped after folding, which makes some signs of other scripts into one.
 */
export function containsName(column: Sql, text: string, argument: string): Sql {
  const folded = sql`fold(${readText(text, argument)})`;
  return sql`fold(${column}) LIKE '%' || regexp_replace(${folded}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`;
}

/** That the lexemes of a column match the words of the text, in the syntax of web search engines. */
export function containsWords(column: Sql, text: string, argument: string): Sql {
  return sql`${column} @@ websearch_to_tsquery('pg_catalog.english', fold(${readText(text, argument)}))`;
}
