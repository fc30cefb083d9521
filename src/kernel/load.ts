import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type PrismaTypes from '../generated/pothos.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Context } from './context.ts';

/** A model, which is also the name of its type in the schema. */
export type ModelName = keyof PrismaTypes & string;

export function isModelName(name: unknown): name is ModelName {
  return typeof name === 'string' && Object.hasOwn(Prisma.ModelName, name);
}

/** A row with the type that it has in the schema; abstract types resolve by it. */
export type Row<M extends ModelName = ModelName> = PrismaTypes[M]['Shape'] & { __typename: M };

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

interface Model<M extends ModelName> {
  findMany(query: object): Promise<(PrismaTypes[M]['Shape'] & { id: string })[]>;
}

/** Prisma's delegate for a model that is known only by name, as where an abstract type is resolved. */
function modelOf<M extends ModelName>(context: Context, typeName: M): Model<M> {
  const name = `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}`;
  const model: unknown = Reflect.get(context.db.prisma, name);
  if (!isModel<M>(model)) throw new RangeError(`There is no model ${typeName}.`);
  return model;
}

function isModel<M extends ModelName>(value: unknown): value is Model<M> {
  return typeof value === 'object' && value !== null && 'findMany' in value;
}

const selections = new WeakMap<GraphQLResolveInfo, Map<string, object>>();

/**
 * What to load of a row at this place. It is worked out for every parent anew, though it is the same for all: only
 * then does Pothos trust that the rows below each of them carry it, and does not load them again.
 */
function selectionFor(context: Context, info: GraphQLResolveInfo, typeName: string, path: string[]): object {
  const known = selections.get(info) ?? new Map<string, object>();
  selections.set(info, known);
  const selection = known.get(typeName) ?? queryFromInfo({ context, info, typeName, path });
  known.set(typeName, selection);
  return selection;
}

/**
 * Loads rows of a model by id with all that the operation selects below this field: one statement for all items
 * of a list. `path` leads from the field to the object, such as `['node']` from `edges`; `variant` is the type that the
 * rows have in the schema where that is not the model's own.
 */
export function loadRow<M extends ModelName>(
  context: Context,
  info: GraphQLResolveInfo,
  typeName: M,
  id: string,
  path: string[] = [],
  variant: string = typeName,
): Promise<Row<M> | null> {
  const selection = selectionFor(context, info, variant, path);
  return batch<string, Row<M> | null>(context, `${variant}@${fieldKey(info)}`, async (ids) => {
    const rows = await modelOf(context, typeName).findMany({
      where: { id: { in: [...ids] } },
      take: ids.length,
      ...selection,
    });
    const byId = new Map(rows.map((row) => [row.id, { ...row, __typename: typeName }]));
    return ids.map((wanted) => byId.get(wanted) ?? null);
  }).load(id);
}
