import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';

/** A row with the type that it has in the schema; abstract types resolve by it. */
export type Row = { id: string; __typename: string };

/** Where in the operation a field stands, list positions left out: equal for all items of a list. */
export function fieldKey(info: GraphQLResolveInfo): string {
  const steps: string[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = info.path; step; step = step.prev)
    if (typeof step.key === 'string') steps.push(`${step.typename ?? ''}.${step.key}`);
  return steps.reverse().join('/');
}

/**
 * A loader that lives as long as the request: all keys that are asked for at one place of the operation in one
 * turn of the event loop reach `load` together.
 */
export function batch<K, V>(
  context: Context,
  name: string,
  load: (keys: readonly K[]) => Promise<readonly V[]>,
): DataLoader<K, V> {
  const existing = context.batches.get(name) as DataLoader<K, V> | undefined;
  if (existing) return existing;
  const loader = new DataLoader<K, V>(load, { maxBatchSize: 5000 });
  context.batches.set(name, loader);
  return loader;
}

interface Model {
  findMany(query: object): Promise<{ id: string }[]>;
}

/** Prisma's delegate for a model that is known only by name, as where an abstract type is resolved. */
function modelOf(context: Context, typeName: string): Model {
  const name = `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}`;
  const model: unknown = Reflect.get(context.db.prisma, name);
  if (!isModel(model)) throw new RangeError(`There is no model ${typeName}.`);
  return model;
}

function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && 'findMany' in value;
}

/**
 * Loads rows of a model by id with all that the operation selects below this field: one statement for all items
 * of a list. `path` leads from the field to the object, such as `['node']` from `edges`.
 */
export function loadRow(
  context: Context,
  info: GraphQLResolveInfo,
  typeName: string,
  id: string,
  path: string[] = [],
): Promise<Row | null> {
  return batch<string, Row | null>(context, `${typeName}@${fieldKey(info)}`, async (ids) => {
    const selection = queryFromInfo({ context, info, typeName: path.length > 0 ? undefined : typeName, path });
    const rows = await modelOf(context, typeName).findMany({ where: { id: { in: [...ids] } }, ...selection });
    const byId = new Map(rows.map((row) => [row.id, { ...row, __typename: typeName }]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  }).load(id);
}
