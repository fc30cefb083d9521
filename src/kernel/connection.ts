import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Sql } from 'sql-template-tag';
import type PrismaTypes from '../generated/pothos.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { CursorError } from './errors.ts';
import { batch, fieldKey, loadRow, type ModelName, type Row } from './load.ts';
import {
  childCountStatement,
  childPageStatement,
  defaultPageSize,
  encodeCursor,
  type Listing,
  maxPageSize,
  type Page,
  type PageArgs,
  readPageArgs,
  rootCountStatement,
  rootPageStatement,
  toPage,
} from './page.ts';

/** The four arguments of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({
    description: `How many items to give from the start of the list or after \`after\`: 0 to ${maxPageSize}, ${defaultPageSize} when neither first nor last is given.`,
  }),
  after: t.string({ description: 'A cursor of this list: items that follow it.' }),
  last: t.int({
    description: `How many items to give from the end of the list or before \`before\`, in list order: 0 to ${maxPageSize}. Not together with first.`,
  }),
  before: t.string({ description: 'A cursor of this list: items that precede it.' }),
}));

/** What a connection is made of; nothing is read before a field of it is asked for. */
export interface Connection<M extends ModelName = ModelName> {
  typeName: M;
  cursors(): Promise<Cursors>;
  count(): Promise<number>;
}

interface Cursors {
  page: Page;
  cursorOf: (index: number) => string;
}

type NodeType<M extends ModelName> = ObjectRef<typeof builder.$inferSchemaTypes, PrismaTypes[M]['Shape']>;

const PageInfoRef = builder.objectRef<Cursors>('PageInfo').implement({
  description: 'Where a page stands in its list (Relay connection specification).',
  fields: (t) => ({
    hasNextPage: t.boolean({
      description:
        'Whether items follow this page. With a `before` cursor and `last`: true, the item of the cursor follows.',
      resolve: ({ page }) => page.hasNextPage,
    }),
    hasPreviousPage: t.boolean({
      description:
        'Whether items precede this page. With an `after` cursor and `first`: true, the item of the cursor precedes.',
      resolve: ({ page }) => page.hasPreviousPage,
    }),
    startCursor: t.string({
      nullable: true,
      description: 'Cursor of the first item of the page; null on an empty page.',
      resolve: ({ page, cursorOf }) => (page.rows.length > 0 ? cursorOf(0) : null),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'Cursor of the last item of the page; null on an empty page.',
      resolve: ({ page, cursorOf }) => (page.rows.length > 0 ? cursorOf(page.rows.length - 1) : null),
    }),
  }),
});

/** Rows of a page by id, in page order; a row that was deleted since the page was read is left out. */
async function loadPage(
  connection: Connection,
  context: Context,
  info: GraphQLResolveInfo,
  path: string[],
): Promise<{ row: Row; cursor: string }[]> {
  const { page, cursorOf } = await connection.cursors();
  const rows = await Promise.all(
    page.rows.map(({ id }) => loadRow(context, info, connection.typeName, id, path)),
  );
  return rows.flatMap((row, index) => (row ? [{ row, cursor: cursorOf(index) }] : []));
}

/**
 * Declares `<Name>Connection` and `<Name>Edge` for an object type whose rows are of the Prisma model of the
 * same name.
 */
export function connectionType<M extends ModelName>(name: M, nodeType: NodeType<M>) {
  const EdgeRef = builder.objectRef<{ cursor: string; row: Row }>(`${name}Edge`).implement({
    description: `One ${name} in a list, with its cursor.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Marks this item for `after` and `before`; opaque.' }),
      node: t.field({ type: nodeType, description: 'The item.', resolve: (edge) => edge.row as never }),
    }),
  });
  return builder.objectRef<Connection<M>>(`${name}Connection`).implement({
    description: `A page of a list of ${name} (Relay connection specification).`,
    fields: (t) => ({
      edges: t.field({
        type: [EdgeRef],
        description: 'The items of the page with their cursors.',
        resolve: (connection, _args, context, info) => loadPage(connection, context, info, ['node']),
      }),
      nodes: t.field({
        type: [nodeType],
        description: 'The items of the page.',
        resolve: async (connection, _args, context, info) =>
          (await loadPage(connection, context, info, [])).map(({ row }) => row) as never,
      }),
      pageInfo: t.field({
        type: PageInfoRef,
        description: 'Where the page stands in the list.',
        resolve: (connection) => connection.cursors(),
      }),
      totalCount: t.int({
        description: 'The exact number of items in the whole list, counted only when it is asked for.',
        resolve: (connection) => connection.count(),
      }),
    }),
  });
}

/** Dates and numbers that only the database can tell to be none, in a cursor that was forged. */
const valueErrors = new Set(['22007', '22008', '22P02']);

async function runPage(context: Context, statement: Sql): Promise<Record<string, unknown>[]> {
  try {
    return await context.db.query<Record<string, unknown>>(statement);
  } catch (error) {
    if (error instanceof Error && 'code' in error && valueErrors.has(String(error.code)))
      throw new CursorError(
        'after or before: the cursor is none that this list gave; give one as the service returned it.',
      );
    throw error;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

/**
 * A list below the query root.
 * @throws InputError or CursorError when the page arguments cannot be honoured.
 */
export async function rootConnection<M extends ModelName>(
  typeName: M,
  context: Context,
  info: GraphQLResolveInfo,
  args: PageArgs,
  listing: Listing | Promise<Listing>,
): Promise<Connection<M>> {
  const list = `${info.parentType.name}.${info.fieldName}`;
  const described = await listing;
  const request = readPageArgs(args, list, described.order);
  return {
    typeName,
    cursors: once(async () => {
      const rows = await runPage(context, rootPageStatement(described, request));
      return cursorsOf(list, described, toPage(rows, request, described.order));
    }),
    count: once(async () => {
      const [row] = await context.db.query<{ count: number }>(rootCountStatement(described));
      return row?.count ?? 0;
    }),
  };
}

/**
 * A list below a parent. All parents at one place of the operation share their statements: one reads the
 * pages, one counts where counts are asked for. `child` ties a row `r` to its parent's id, `p.key`.
 * @throws InputError or CursorError when the page arguments cannot be honoured.
 */
export async function childConnection<M extends ModelName>(
  typeName: M,
  context: Context,
  info: GraphQLResolveInfo,
  args: PageArgs,
  parentId: string,
  child: Sql,
  listing: () => Listing | Promise<Listing>,
): Promise<Connection<M>> {
  const place = fieldKey(info);
  const list = `${info.parentType.name}.${info.fieldName} ${parentId}`;
  const described = await batch<'listing', Listing>(context, `${place} listing`, async () => [
    await listing(),
  ]).load('listing');
  const request = readPageArgs(args, list, described.order);
  // Parents at one place were given the same arguments, so that the first one's page is the page of all.
  const pages = batch<string, Record<string, unknown>[]>(context, `${place} pages`, async (keys) =>
    rowsOfParents(keys, await runPage(context, childPageStatement(described, request, keys, child))),
  );
  const counts = batch<string, Record<string, unknown>[]>(context, `${place} counts`, async (keys) =>
    rowsOfParents(keys, await context.db.query(childCountStatement(described, keys, child))),
  );
  return {
    typeName,
    cursors: once(async () => {
      const rows = await pages.load(parentId);
      return cursorsOf(list, described, toPage(rows, request, described.order));
    }),
    count: once(async () => Number((await counts.load(parentId))[0]?.count ?? 0)),
  };
}

function rowsOfParents(
  keys: readonly string[],
  rows: Record<string, unknown>[],
): Record<string, unknown>[][] {
  const byParent = new Map<string, Record<string, unknown>[]>(keys.map((key) => [key, []]));
  for (const row of rows) byParent.get(String(row.parent))?.push(row);
  return keys.map((key) => byParent.get(key) ?? []);
}

function cursorsOf(list: string, listing: Listing, page: Page): Cursors {
  return { page, cursorOf: (index) => encodeCursor(list, listing.order, page.rows[index]?.keys ?? []) };
}
