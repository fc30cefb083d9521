import sql, { type Sql } from 'sql-template-tag';

/**
 * That the rows `r` are of one of the origins. One alone is compared by equality, so that an index that begins
 * with the origin also gives the order.
 */
export function originCondition(origins: readonly string[]): Sql {
  const [only] = origins;
  return origins.length === 1
    ? sql`r.origin = ${only}::origin`
    : sql`r.origin = ANY (${[...origins]}::origin[])`;
}
