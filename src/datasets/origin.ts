import sql, { type Sql } from 'sql-template-tag';
import { anyOf } from '../kernel/conditions.ts';

/** That the rows `r` are of one of the origins. */
export function originCondition(origins: readonly string[]): Sql {
  return anyOf(sql`r.origin`, sql`origin`, origins);
}
