import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Choice, FieldPlan, Rows, Scope } from '../kernel/plan.ts';
import { Declined } from './declined.ts';
import { type Checked, type Filled, type Hole, withSlots } from './hole.ts';
import { compileList } from './list.ts';
import { allObjects, type Member, oneObject, selectObjects } from './object.ts';
import { readRelation } from './relation.ts';
import { type Aliases, fromRows, type Models, rowScope } from './scope.ts';
import type { Selected, Selections } from './selection.ts';

/** What writing a statement needs beyond the plan: fresh names, and what the holes came to. */
export interface Writing {
  readonly aliases: Aliases;
  readonly holes: readonly Checked[];
}

export function holeAt({ holes }: Writing, index: number): Checked {
  const hole = holes[index];
  if (!hole) throw new RangeError(`Hole ${index} was not filled.`);
  return hole;
}

/** Writes the SQL of a value in the scope of the object that has it. */
export type Write = (scope: Scope, writing: Writing) => Sql;

/** The members of an object in the scope of its row. */
export type WriteMembers = (scope: Scope, writing: Writing) => Member[];

type Field = GraphQLField<unknown, unknown>;

interface LookupFilled extends Filled {
  readonly rows: readonly Rows[];
  readonly many: boolean;
}

/**
 * Turns the selections of one operation into functions that write its SQL. Whatever depends on arguments is left to
 * holes, so that one compiled operation serves all values of its variables.
 */
export class Compiler {
  readonly schema: GraphQLSchema;
  readonly models: Models;
  readonly holes: Hole[] = [];
  readonly #selections: Selections;

  constructor(schema: GraphQLSchema, models: Models, selections: Selections) {
    this.schema = schema;
    this.models = models;
    this.#selections = selections;
  }

  /** What the fields of an object of the type write. */
  members(type: GraphQLObjectType, selected: Selected): WriteMembers {
    const fields = [...selected].map(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? '';
      return { key, aliased: key !== name, write: this.#field(type, name, nodes) };
    });
    return (scope, writing) =>
      fields.map(({ key, aliased, write }) => ({ key, aliased, value: write(scope, writing) }));
  }

  membersBelow(type: GraphQLObjectType, nodes: readonly FieldNode[]): WriteMembers {
    return this.members(type, this.#selections.below(type, nodes));
  }

  selectedBelow(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selected {
    return this.#selections.below(type, nodes);
  }

  /** What a field of an object or abstract type writes for a row or a part of each type that it may give. */
  object(field: Field, nodes: readonly FieldNode[]): WriteObject {
    const named = getNamedType(field.type);
    if (!isObjectType(named) && !isAbstractType(named))
      throw new Declined('unknown', `${field.name} is no object.`);
    const types = isObjectType(named) ? [named] : this.schema.getPossibleTypes(named);
    return new WriteObject(
      this.models,
      new Map(types.map((type) => [type.name, this.membersBelow(type, nodes)])),
    );
  }

  /** Adds a hole and gives its index. */
  addHole(below: boolean, fill: Hole['fill']): number {
    const index = this.holes.length;
    this.holes.push({ index, below, fill });
    return index;
  }

  #field(parent: GraphQLObjectType, name: string, nodes: readonly FieldNode[]): Write {
    if (name === '__typename') return () => raw(`'${parent.name}'::text`);
    if (name.startsWith('__')) throw new Declined('introspection', name);
    const field = parent.getFields()[name];
    if (!field) throw new Declined('unknown', `${parent.name}.${name}`);
    const plan = planOf(field);
    if (isLeafType(getNamedType(field.type))) return leaf(field, plan);
    if (plan && 'list' in plan) return compileList(this, parent, field, nodes, plan.list);
    const object = this.object(field, nodes);
    if (plan && 'lookup' in plan) return this.#lookup(field, nodes, plan.lookup, object);
    if (plan && 'part' in plan) {
      const { part, when } = plan;
      return (scope, writing) => object.part(part(scope), writing, when?.(scope));
    }
    if (plan && 'rows' in plan)
      return (scope, writing) => object.rows(plan.rows(scope), isList(field), writing);
    if (plan && 'choices' in plan) return (scope, writing) => object.choice(plan.choices(scope), writing);
    const relation = readRelation(field, this.models.get(parent.name));
    if (!relation) throw new Declined('unknown', `${parent.name}.${name} has a resolver and no plan.`);
    return relation(object);
  }

  #lookup(
    field: Field,
    nodes: readonly FieldNode[],
    lookup: Extract<FieldPlan, { lookup: unknown }>['lookup'],
    object: WriteObject,
  ): Write {
    const index = this.addHole(false, async (variables, context): Promise<LookupFilled> => {
      const found = await lookup(argumentsOf(field, nodes, variables) as never, context);
      const rows: readonly Rows[] = 'type' in found ? [found] : found;
      return {
        rows,
        many: !('type' in found),
        parts: rows.map(sqlOf),
        shape: rows.map((each) => `${each.type} ${Object.keys(each).join()}`).join(),
        skewed: false,
      };
    });
    return (_scope, writing) => {
      const { rows, many, parts } = holeAt(writing, index).filled as LookupFilled;
      const slots = withSlots(index, parts);
      const written = rows.map((each, place) =>
        object.rows(withSql(each, slots[place]), !many && isList(field), writing),
      );
      return many
        ? sql`json_build_array(${join(written.length > 0 ? written : [sql``])})`
        : (written[0] ?? sql`NULL`);
    };
  }
}

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

export function planOf(field: Field): FieldPlan | undefined {
  return field.extensions.plan as FieldPlan | undefined;
}

export function argumentsOf(field: Field, nodes: readonly FieldNode[], variables: Record<string, unknown>) {
  const [node] = nodes;
  return node ? getArgumentValues(field, node, variables) : {};
}

export function isList(field: Field): boolean {
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
}

/** A scalar or an enum: what its plan says, or the property that it exposes. */
function leaf(field: Field, plan: FieldPlan | undefined): Write {
  if (plan && 'value' in plan) return (scope) => plan.value(scope);
  const property = field.extensions.pothosExposedField;
  if (typeof property !== 'string')
    throw new Declined('unknown', `${field.name} has a resolver and no plan.`);
  const { name } = getNamedType(field.type);
  // Prisma reads a list that is null as an empty one.
  const whole = isList(field) ? (column: Sql) => sql`coalesce(${column}, '{}')` : (column: Sql) => column;
  return (scope) => (scope.json ? scope.column(property) : whole(encoded(scope.column(property), name)));
}

/** A column as JSON shows the scalar: instants in UTC to the millisecond, and no negative zero. */
function encoded(column: Sql, scalar: string): Sql {
  if (scalar === 'DateTime')
    return sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return scalar === 'Float' ? sql`${column} + 0` : column;
}

function sqlOf(rows: Rows): Sql {
  if ('select' in rows) return rows.select;
  return 'id' in rows ? rows.id : rows.slug;
}

function withSql({ type, ...rows }: Rows, part: Sql = sql`NULL`): Rows {
  if ('select' in rows) return { type, select: part };
  return 'id' in rows ? { type, id: part } : { type, slug: part };
}
