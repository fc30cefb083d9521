import type { GraphQLResolveInfo } from 'graphql';
import sql from 'sql-template-tag';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { InputError } from './errors.ts';
import { decodeId, encodeId, idColumn } from './ids.ts';
import { loadRow, type ModelName } from './load.ts';
import { maxPageSize } from './page.ts';
import { planned, type Rows } from './plan.ts';
import { findSurvivor, followRedirects } from './redirects.ts';
import type { Moving } from './references.ts';

/** Whatever has an id of its own. Rows carry the UUID; the type's name is added where the id leaves the service. */
export const NodeRef = builder.interfaceRef<{ id: string }>('Node').implement({
  description: 'What has an opaque id and can be fetched again by it (Relay global object identification).',
  resolveType: (row) => ('__typename' in row ? String(row.__typename) : undefined),
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and stable: base64url of the type and a UUID of version 7.',
      resolve: (row, _args, _context, info) => encodeId(info.parentType.name, row.id),
      ...planned({ value: (scope) => idColumn(scope.type, scope.column('id')) }),
    }),
  }),
});

const nodeTypes = new Map<string, ModelName>();

/**
 * Makes a type reachable by `node` and `nodes`; its rows are of the Prisma model of the same name. Where rows take over
 * the ids of others, `moving` says how they are found.
 */
export function registerNode(typeName: ModelName, moving?: Moving): void {
  nodeTypes.set(typeName, typeName);
  if (moving) followRedirects(moving);
}

function readId(id: string, argument: string): { type: ModelName; uuid: string } {
  const decoded = decodeId(id);
  const type = decoded && nodeTypes.get(decoded.type);
  if (decoded && !type)
    throw new InputError(
      `${argument}: ${JSON.stringify(id.slice(0, 80))} is an id of type ${decoded.type}, which cannot be fetched by its id alone; ask the field that gave it.`,
    );
  if (!decoded || !type)
    throw new InputError(
      `${argument}: ${JSON.stringify(id.slice(0, 80))} is no id; give an id as this service returned it. Slugs are taken by the field that each type has of its own.`,
    );
  return { type, uuid: decoded.uuid };
}

function findNode(id: string, argument: string): Rows {
  const { type, uuid } = readId(id, argument);
  return { type, id: sql`${uuid}::uuid` };
}

async function loadNode(
  id: string,
  argument: string,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<{ id: string } | null> {
  const { type, uuid } = readId(id, argument);
  const row = (await loadRow(context, info, type, uuid)) ?? (await loadSurvivor(context, info, type, uuid));
  return row && 'id' in row ? row : null;
}

async function loadSurvivor(context: Context, info: GraphQLResolveInfo, type: ModelName, uuid: string) {
  const survivor = await findSurvivor(context, type, uuid);
  return survivor === null ? null : loadRow(context, info, type, survivor);
}

function checkNumber(ids: readonly string[]): void {
  if (ids.length > maxPageSize)
    throw new InputError(`ids: ${ids.length} were given; at most ${maxPageSize} are taken at once.`);
}

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    description: 'Anything by its opaque id; null where there is nothing with it.',
    args: { id: t.arg.id({ required: true, description: 'An id as this service returned it.' }) },
    resolve: (_root, { id }, context, info) => loadNode(id, 'id', context, info),
    ...planned({ lookup: ({ id }: { id: string }) => findNode(id, 'id') }),
  }),
  nodes: t.field({
    type: [NodeRef],
    nullable: { list: false, items: true },
    description: `Several things by their opaque ids, at most ${maxPageSize}, in the order of the ids; null in the place of each that is not there.`,
    args: { ids: t.arg.idList({ required: true, description: 'Ids as this service returned them.' }) },
    resolve: (_root, { ids }, context, info) => {
      checkNumber(ids);
      return Promise.all(ids.map((id, index) => loadNode(id, `ids.${index}`, context, info)));
    },
    ...planned({
      lookup: ({ ids }: { ids: readonly string[] }) => {
        checkNumber(ids);
        return ids.map((id, index) => findNode(id, `ids.${index}`));
      },
    }),
  }),
}));
