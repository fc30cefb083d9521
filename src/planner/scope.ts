import sql, { type Sql } from 'sql-template-tag';
import type { Rows, Scope } from '../kernel/plan.ts';
import { identifier, type Model } from './models.ts';

export type Models = ReadonlyMap<string, Model>;

/** Gives each sub-select a name that nothing else in the statement has. */
export class Aliases {
  #last = 0;

  next(): Sql {
    this.#last += 1;
    return identifier(`t${this.#last}`);
  }
}

/** The scope of a row of a model's table, or of columns that are named by properties. */
export function rowScope(type: string, alias: Sql, models: Models): Scope {
  const model = models.get(type);
  return {
    type,
    column: (property) => sql`${alias}.${model ? model.column(property) : identifier(property)}`,
  };
}

/** What stands after FROM to read the rows under an alias, with the condition that picks one by id or slug. */
export function fromRows(rows: Rows, alias: Sql, models: Models): Sql {
  if ('select' in rows) return sql`(${rows.select}) ${alias}`;
  const model = models.get(rows.type);
  if (!model) throw new RangeError(`${rows.type} has no table.`);
  const [column, value] = 'id' in rows ? [model.column('id'), rows.id] : [model.column('slug'), rows.slug];
  return sql`${model.table} ${alias} WHERE ${alias}.${column} = ${value}`;
}
