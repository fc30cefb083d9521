/** Rows of one INSERT: Postgres takes 65,535 parameters, and Prisma cuts at half of them, whatever the number of columns. */
const rowsAtOnce = 500;

/**
 * Inserts rows part by part, in order, so that a row may refer to one before it. Prisma would run the parts of a
 * large `createMany` side by side, which one connection cannot do.
 */
export async function insertAll<T>(
  rows: readonly T[],
  insert: (part: T[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) await insert(rows.slice(at, at + rowsAtOnce));
}
