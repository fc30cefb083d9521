import type { Sql } from 'sql-template-tag';
import type { Context } from './context.ts';
import type { Each, Listing } from './page.ts';
import type { Shadows } from './shadows.ts';

/** What stands for an object in SQL while its fields are read. */
export interface Scope {
  /** The name of the object's type. */
  readonly type: string;
  /** The SQL of a property of the object, by the name under which the object's resolvers know it. */
  column(property: string): Sql;
  /** Whether properties are JSON values already, as those of a JSON column are. */
  readonly json?: boolean;
  /** The type of the object that this one is a part of. */
  readonly partOf?: string;
}

/**
 * Objects of a type. `select` gives them in order and with its LIMIT: where the type has a Prisma model the rows are
 * whole rows of its table (`SELECT e.* FROM event e …`), else the columns are named by the properties that the type
 * exposes. One row of a model can be named by its id or slug alone.
 */
export type Rows = {
  readonly type: string;
  /** Whether the right plan of the statement depends on the values. */
  readonly skewed?: boolean;
  /** What the rows that a lookup names, and all below them, are read from; of one lookup that names a single row. */
  readonly shadows?: Shadows;
} & ({ readonly select: Sql } | { readonly id: Sql } | { readonly slug: Sql });

/** An object that is part of its parent's row: null where `when` does not hold. */
export interface Part {
  readonly part: (scope: Scope) => Scope;
  readonly when?: (scope: Scope) => Sql;
}

/** What a field of an abstract type may give: a row of its own, or a part of the row that chooses. */
export interface Choice {
  readonly when: Sql;
  readonly give: Rows | Scope;
}

/** A list with cursors. */
export interface ListPlan<A = never> {
  readonly listing: (args: A, context: Context) => Listing | Promise<Listing>;
  /** For a list below a parent: the condition that ties a row to the parent, by its id and the name of its type. */
  readonly child?: (key: Sql, parentType: string) => Sql;
  /** For a list below a parent: what the parent stands for, in place of the listing's own `each`. */
  readonly each?: (key: Sql) => Each;
}

/**
 * How a field is read in SQL, beside its resolver, for fields of which Pothos does not know it. Columns that are
 * exposed and relations of Prisma need none.
 */
export type FieldPlan =
  /** A scalar, an enum or a list of them. */
  | { readonly value: (scope: Scope) => Sql }
  | Part
  /** Rows that belong to the parent: all of them for a list, the only one or null else. */
  | { readonly rows: (scope: Scope) => Rows }
  /** The first whose condition holds is given, null where none does. */
  | { readonly choices: (scope: Scope) => readonly Choice[] }
  /** Rows that the arguments name; an array gives one item for each, null where there is none. */
  | {
      readonly lookup: (
        args: never,
        context: Context,
      ) => Rows | readonly Rows[] | Promise<Rows | readonly Rows[]>;
    }
  | { readonly list: ListPlan };

/** The option of a Pothos field that carries its plan. */
export function planned(plan: FieldPlan): { extensions: { plan: FieldPlan } } {
  return { extensions: { plan } };
}
