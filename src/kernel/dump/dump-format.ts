import { z } from 'zod';

/**
 * A dump is text, compressed by gzip: lines of JSON, and between them the rows of each table as COPY writes them.
 *
 *     {"format":"demarche dump","version":1,"made":…,"postgres":…,"migrations":[…],"tables":[…]}
 *     {"table":"actor"}
 *     …rows…
 *     \.
 *     {"rows":12}
 *     …the other tables, in the order of the first line…
 *     {"sequences":[…],"tables":31,"rows":1234}
 *     {"sha256":"…"}
 *
 * The last line is of all the lines before it: a dump that was cut off or damaged anywhere is found out before anything
 * of it is used. Rows of COPY's text form can be read by every version of PostgreSQL and on every processor.
 */
export const formatName = 'demarche dump';
export const formatVersion = 1;

/** The line after the last row of a table; in a row, a backslash would be doubled. */
export const endOfRows = Buffer.from('\\.\n');

const table = z.object({ name: z.string(), columns: z.array(z.string()) });

export const opening = z.object({ format: z.literal(formatName), version: z.number() });

export const header = opening.extend({
  /** When the snapshot was taken. */
  made: z.string(),
  postgres: z.string(),
  /** The migrations that the database had, in order. */
  migrations: z.array(z.string()),
  tables: z.array(table),
});
export const tableLine = z.object({ table: z.string() });
export const rowsLine = z.object({ rows: z.number() });
export const footer = z.object({
  /** Sequences that have given out a number, with the last one. */
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^-?\d+$/) })),
  tables: z.number(),
  rows: z.number(),
});
export const checksumLine = z.object({ sha256: z.string() });

/** A table with the columns whose values are stored and not worked out by Postgres. */
export type DumpedTable = z.infer<typeof table>;
export type DumpHeader = z.infer<typeof header>;
export type DumpFooter = z.infer<typeof footer>;

/** How many lines a piece of text ends: each row of COPY's text form is one. */
export function countLines(text: Buffer): number {
  let count = 0;
  for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) count += 1;
  return count;
}
