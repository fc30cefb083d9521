import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import type { Context } from './context.ts';
import { type Shadows, standsBeyond, statementInShadows } from './shadows.ts';

interface Shadowed {
  readonly shadows: Shadows;
  readonly context: Context;
}

/** What stands below fields at the root that read from shadows, by the context of the request and the fields' keys. */
const entered = new WeakMap<Context, Map<string | number, Shadowed>>();

/**
 * Lets a field at the root, and whatever is resolved below it and does not stand beyond the shadows, read from them:
 * gives the context for that. It shares no batches with the rest of the request.
 */
export function enterShadows(context: Context, info: GraphQLResolveInfo, shadows: Shadows): Context {
  const { db } = context;
  const below: Context = {
    ...context,
    db: {
      ...db,
      prisma: db.shadowed(shadows),
      query: (statement) => db.query(statementInShadows(shadows, statement)),
    },
    batches: new Map(),
  };
  const fields = entered.get(context) ?? new Map<string | number, Shadowed>();
  entered.set(context, fields.set(info.path.key, { shadows, context: below }));
  return below;
}

/** The context of a field by its place: no type on the way to it may stand beyond the shadows. */
function contextAt(context: Context, path: GraphQLResolveInfo['path']): Context {
  const fields = entered.get(context);
  if (!fields) return context;
  const types: string[] = [];
  let step = path;
  while (step.prev) {
    if (step.typename !== undefined) types.push(step.typename);
    step = step.prev;
  }
  const field = path.prev && fields.get(step.key);
  if (!field || types.some((type) => standsBeyond(field.shadows, type))) return context;
  return field.context;
}

/** Hands each resolver the context of its place. */
export function withShadows(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve)
        field.resolve = (parent, args, context: Context, info) =>
          resolve(parent, args, contextAt(context, info.path), info);
    }
  }
  return schema;
}
