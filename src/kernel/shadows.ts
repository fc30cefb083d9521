import sql, { join, raw, type Sql } from 'sql-template-tag';
import { isModelName } from './load.ts';

/**
 * Tables that are read otherwise than the database holds them. In Postgres the name of a WITH query hides the table of
 * that name from all that stands beside and below it: whatever is read there reads the shadow.
 */
export interface Shadows {
  /** What stands after WITH: a query under the name of each table, and what these need. */
  readonly queries: Sql;
  /** The tables that are hidden, by the types whose rows they hold. */
  readonly tables: ReadonlyMap<string, string>;
}

/**
 * Whether objects of the type stand beyond the shadows: rows of a table that has none. What is reached through them is
 * read from the tables again. Parts of a row are where their row is.
 */
export function standsBeyond({ tables }: Shadows, type: string): boolean {
  return isModelName(type) && !tables.has(type);
}

/** A value that is read from the shadows. */
export function inShadows({ queries }: Shadows, value: Sql): Sql {
  return sql`(WITH ${queries} SELECT ${value})`;
}

/** A value inside the shadows that is read from the tables: each name stands for its table again. */
export function outOfShadows({ tables }: Shadows, value: Sql): Sql {
  const names = [...tables.values()].map((name) => raw(`"${name}"`));
  const again = names.map((name) => sql`${name} AS NOT MATERIALIZED (SELECT * FROM public.${name})`);
  return sql`(WITH ${join(again)} SELECT ${value})`;
}

const leadingComment = /^\s*(\/\*[^*]*\*\/)/;

/** A whole statement that is read from the shadows; it goes on opening with its name. */
export function statementInShadows({ queries }: Shadows, statement: Sql): Sql {
  const name = leadingComment.exec(statement.strings[0] ?? '')?.[1] ?? '';
  return sql`${raw(name)} WITH ${queries} (${statement})`;
}
