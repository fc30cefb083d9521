import sql, { join, type Sql } from 'sql-template-tag';
import type { Choice, Rows, Scope } from '../kernel/plan.ts';
import { allObjects, type Member, oneObject, selectObjects } from './object.ts';
import { fromRows, type Models, rowScope } from './scope.ts';
import type { WriteMembers, Writing } from './writing.ts';

/** Writes what stands below a field, for each type that it may give. */
export class WriteObject {
  readonly models: Models;
  readonly #members: ReadonlyMap<string, WriteMembers>;

  constructor(models: Models, members: ReadonlyMap<string, WriteMembers>) {
    this.models = models;
    this.#members = members;
  }

  get types(): string[] {
    return [...this.#members.keys()];
  }

  members(scope: Scope, writing: Writing): Member[] {
    const write = this.#members.get(scope.type);
    if (!write) throw new RangeError(`${scope.type} is none of ${this.types.join(', ')}.`);
    return write(scope, writing);
  }

  /** Rows as one object or as an array of them. */
  rows(rows: Rows, many: boolean, writing: Writing): Sql {
    const alias = writing.aliases.next();
    const members = this.members(rowScope(rows.type, alias, this.models), writing);
    const objects = selectObjects(members, sql`FROM ${fromRows(rows, alias, this.models)}`);
    return many ? allObjects(objects) : oneObject(objects);
  }

  /** An object made of the columns that are in scope already. */
  part(scope: Scope, writing: Writing, when?: Sql): Sql {
    const [only, ...others] = this.types;
    const known = only === undefined || others.length > 0 ? scope : { ...scope, type: only };
    const object = oneObject(selectObjects(this.members(known, writing), sql``));
    return when ? sql`CASE WHEN ${when} THEN ${object} END` : object;
  }

  /** The first choice whose condition holds; those that the operation cannot tell apart from null are no exception. */
  choice(choices: readonly Choice[], writing: Writing): Sql {
    const written = choices.map(({ when, give }) => {
      const value = 'column' in give ? this.part(give, writing) : this.rows(give, false, writing);
      return sql`WHEN ${when} THEN ${value}`;
    });
    return sql`CASE ${join(written, ' ')} END`;
  }
}
