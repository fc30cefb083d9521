import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { FieldPlan, Rows } from '../kernel/plan.ts';
import { throughRedirects } from '../kernel/redirects.ts';
import { inShadows, outOfShadows, standsBeyond } from '../kernel/shadows.ts';
import { Declined } from './declined.ts';
import { type Filled, type Hole, withSlots } from './hole.ts';
import { compileList } from './list.ts';
import { readRelation } from './relation.ts';
import type { Models } from './scope.ts';
import type { Selected, Selections } from './selection.ts';
import { WriteObject } from './write-object.ts';
import {
  argumentsOf,
  type Compiling,
  type Field,
  holeAt,
  isList,
  planOf,
  type Write,
  type WriteMembers,
} from './writing.ts';

/** Beyond this Postgres plans longer than the executor runs. */
const mostFields = 2000;

interface LookupFilled extends Filled {
  readonly rows: Rows | readonly Rows[];
}

/**
 * Turns the selections of one operation into functions that write its SQL. Whatever depends on arguments is left to
 * holes, so that one compiled operation serves all values of its variables.
 */
export class Compiler implements Compiling {
  readonly schema: GraphQLSchema;
  readonly models: Models;
  readonly holes: Hole[] = [];
  /** Fields so far, counted below every type that they may be on. */
  fields = 0;
  readonly #selections: Selections;

  constructor(schema: GraphQLSchema, models: Models, selections: Selections) {
    this.schema = schema;
    this.models = models;
    this.#selections = selections;
  }

  /** What the fields of an object of the type write. */
  members(type: GraphQLObjectType, selected: Selected): WriteMembers {
    this.fields += selected.size;
    if (this.fields > mostFields) throw new Declined('large', `More than ${mostFields} fields are selected.`);
    const fields = [...selected].map(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? '';
      return { key, aliased: key !== name, write: this.#field(type, name, nodes) };
    });
    return (scope, { shadows, ...writing }) => {
      if (!shadows || !standsBeyond(shadows, type.name))
        return fields.map(({ key, aliased, write }) => ({
          ...{ key, aliased },
          value: write(scope, { ...writing, shadows }),
        }));
      return fields.map(({ key, aliased, write }) => {
        const value = write(scope, writing);
        return { key, aliased, value: readsTables(value) ? outOfShadows(shadows, value) : value };
      });
    };
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
      if (!('type' in found)) return severalOf(found);
      const shape = `${found.type} ${Object.keys(found).join()}`;
      const parts = [sqlOf(found), ...(found.shadows ? [found.shadows.queries] : [])];
      return { rows: found, parts, shape, skewed: found.skewed === true };
    });
    return (_scope, writing) => {
      const { rows, parts } = holeAt(writing, index).filled as LookupFilled;
      const slots = withSlots(index, parts);
      if ('type' in rows) {
        const [part, queries] = slots;
        const shadows = rows.shadows && queries && { ...rows.shadows, queries };
        const value = object.rows(throughRedirects(withSql(rows, part)), isList(field), {
          ...writing,
          shadows,
        });
        return shadows ? inShadows(shadows, value) : value;
      }
      if (rows.length === 0) return raw(`'[]'::json`);
      const wanted = writing.aliases.next();
      const types = [...new Set(rows.map(({ type }) => type))].sort();
      const branches = types.map((type) => {
        const row = object.rows(throughRedirects({ type, id: sql`${wanted}.id` }), false, writing);
        return sql`WHEN ${raw(`'${type}'`)} THEN ${row}`;
      });
      return sql`(SELECT json_agg(CASE ${wanted}.type ${join(branches, ' ')} END ORDER BY ${wanted}.place)
        FROM unnest(${join([...slots])}) WITH ORDINALITY AS ${wanted}(type, id, place))`;
    };
  }
}

/** Rows of several types that are wanted by their ids: one branch for each type, however many there are of it. */
function severalOf(rows: readonly Rows[]): LookupFilled {
  const ids = rows.map((each) => {
    if (!('id' in each))
      throw new RangeError(`Several of ${each.type} are looked up by something else than their ids.`);
    return each.id;
  });
  const types = rows.map(({ type }) => type);
  return {
    rows,
    parts: rows.length === 0 ? [] : [sql`${types}::text[]`, sql`ARRAY[${join(ids)}]`],
    shape: `${rows.length} ${[...new Set(types)].sort().join()}`,
    skewed: false,
  };
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

/** Whether a value is more than columns of the row that has it. */
function readsTables({ strings }: Sql): boolean {
  return strings.some((text) => text.includes('FROM'));
}

function withSql({ type, ...rows }: Rows, part: Sql = sql`NULL`): Rows {
  if ('select' in rows) return { type, select: part };
  return 'id' in rows ? { type, id: part } : { type, slug: part };
}
