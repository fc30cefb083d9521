import type { GraphQLField } from 'graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { Declined } from './declined.ts';
import type { Model, Relation } from './models.ts';
import { allObjects, oneObject, selectObjects } from './object.ts';
import { rowScope } from './scope.ts';
import type { WriteObject } from './write-object.ts';
import type { Write } from './writing.ts';

/** The part of a Prisma query that a field's selection may hold. */
interface Query {
  readonly where?: Readonly<Record<string, unknown>>;
  readonly orderBy?: Readonly<Record<string, unknown>>;
  readonly take?: number;
  readonly select?: Readonly<Record<string, unknown>>;
}

interface Hop {
  readonly relation: Relation;
  readonly query: Query;
}

/** Stands for what the operation selects below the field, in the selection that Pothos asks for. */
const below = Symbol('below');

/**
 * A field that leads along relations of Prisma, as its selection says: `{ participants: { take: 200 } }`, or through
 * rows to what these lead to, `{ issueRows: { take: 200, select: { issue: … } } }`. Null for any other field.
 */
export function readRelation(
  field: GraphQLField<unknown, unknown>,
  model: Model | undefined,
): ((object: WriteObject) => Write) | null {
  const select = field.extensions.pothosPrismaSelect;
  if (typeof select !== 'function' || !model || field.args.length > 0) return null;
  const hops = readHops(
    select({}, {}, (query: unknown) => query ?? below),
    model,
  );
  const [first, second] = hops;
  if (!first || hops.length > 2) return null;
  return (object) => (scope, writing) => {
    const alias = writing.aliases.next();
    const source = sql`FROM ${related(first, scope.column, alias)}`;
    if (!second) {
      const members = object.members(rowScope(first.relation.target.name, alias, object.models), writing);
      const objects = selectObjects(members, source);
      return first.relation.isList ? allObjects(objects) : oneObject(objects);
    }
    const between = rowScope(first.relation.target.name, alias, object.models);
    const end = writing.aliases.next();
    const members = object.members(rowScope(second.relation.target.name, end, object.models), writing);
    const objects = selectObjects(members, sql`FROM ${related(second, between.column, end)}`);
    return sql`(SELECT coalesce(json_agg(${oneObject(objects)}), '[]') ${source})`;
  };
}

function readHops(selection: unknown, model: Model): Hop[] {
  const { select } = asQuery(selection);
  const [only, ...others] = Object.entries(select ?? {});
  if (!only || others.length > 0) throw new Declined('unknown', 'A selection is of more than one relation.');
  const [name, query] = only;
  const relation = model.relation(name);
  if (query === below || query === true) return [{ relation, query: {} }];
  const given = asQuery(query);
  const hop = { relation, query: given };
  return given.select ? [hop, ...readHops({ select: given.select }, relation.target)] : [hop];
}

function asQuery(value: unknown): Query {
  return typeof value === 'object' && value !== null ? value : {};
}

/** What stands after FROM to read the rows of a relation under an alias, in order and with its limit. */
function related({ relation, query }: Hop, own: (field: string) => Sql, alias: Sql): Sql {
  const { target, columns } = relation;
  const conditions = [
    ...columns.map((pair) => sql`s.${target.column(pair.other)} = ${own(pair.own)}`),
    ...Object.entries(query.where ?? {}).map(
      ([field, value]) => sql`s.${target.column(field)} = ${asValue(value)}`,
    ),
  ];
  if (!relation.isList) {
    const keys = columns.map((pair) => sql`${alias}.${target.column(pair.other)} = ${own(pair.own)}`);
    return sql`${target.table} ${alias} WHERE ${join(keys, ' AND ')}`;
  }
  const order = Object.entries(query.orderBy ?? {}).map(
    ([field, direction]) => sql`s.${target.column(field)} ${raw(direction === 'desc' ? 'DESC' : 'ASC')}`,
  );
  const sorting = order.length > 0 ? sql`ORDER BY ${join(order)}` : sql``;
  if (query.take === undefined) throw new Declined('unknown', `${target.name} is listed without a limit.`);
  const limit = raw(`LIMIT ${Math.trunc(query.take)}`);
  return sql`(SELECT s.* FROM ${target.table} s WHERE ${join(conditions, ' AND ')} ${sorting} ${limit}) ${alias}`;
}

function asValue(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Declined('unknown', 'A relation has a condition that is no equality.');
}
