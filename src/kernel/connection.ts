import type { OutputRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import sql, { type Sql } from 'sql-template-tag';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { CursorError } from './errors.ts';
import { batch, fieldKey, isModelName, loadRow, type ModelName, type Row } from './load.ts';
import {
  comment,
  defaultPageSize,
  type Each,
  encodeCursor,
  type Listing,
  maxPageSize,
  nameInCursors,
  type Page,
  type PageArgs,
  type PageRequest,
  readPageArgs,
  toPage,
} from './page.ts';
import {
  childCountStatement,
  childPageStatement,
  rootCountStatement,
  rootPageStatement,
} from './page-statements.ts';
import { planned } from './plan.ts';

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
export interface Connection {
  /** The model of the listed rows; null where each row tells its own type. */
  typeName: ModelName | null;
  /** The type that the rows have in the schema, where that is not the model's own. */
  variant?: string | undefined;
  cursors(): Promise<Cursors>;
  count(): Promise<number>;
  fact(name: string): Promise<unknown>;
}

interface Cursors {
  page: Page;
  cursorOf: (index: number) => string;
  /** What an empty page ends with. */
  start: string | null;
}

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
      description:
        'Cursor of the last item of the page; null on an empty page, but for a list that can be followed as it grows, which gives back the `after` that it was asked with.',
      resolve: ({ page, cursorOf, start }) => (page.rows.length > 0 ? cursorOf(page.rows.length - 1) : start),
    }),
  }),
});

/** One item of a list; beyond the row it holds what the list says of it. */
export interface Edge {
  cursor: string;
  row: Row;
  columns: Readonly<Record<string, unknown>>;
}

/** Rows of a page by id, in page order; a row that was deleted since the page was read is left out. */
async function loadPage(
  connection: Connection,
  context: Context,
  info: GraphQLResolveInfo,
  path: string[],
): Promise<Edge[]> {
  const { page, cursorOf } = await connection.cursors();
  const rows = await Promise.all(
    page.rows.map(({ id, type }) => {
      const typeName = connection.typeName ?? type;
      return isModelName(typeName) ? loadRow(context, info, typeName, id, path, connection.variant) : null;
    }),
  );
  return rows.flatMap((row, index) =>
    row ? [{ row, cursor: cursorOf(index), columns: page.rows[index]?.columns ?? {} }] : [],
  );
}

async function nodesOf(connection: Connection, _args: object, context: Context, info: GraphQLResolveInfo) {
  return (await loadPage(connection, context, info, [])).map(({ row }) => row);
}

type NodeType = OutputRef;

export interface ConnectionOptions {
  /** Whether the connection gives its nodes without edges, too; so unless told otherwise. */
  nodes?: boolean;
  /** Whether it gives the number of all items; so unless told otherwise. */
  totalCount?: boolean;
}

/**
 * Declares `<Name>Connection` and `<Name>Edge`, for an object type whose rows are of the Prisma model of the same
 * name or for an abstract type whose rows tell their types.
 */
export function connectionType<N extends NodeType>(
  name: string,
  nodeType: N,
  options: ConnectionOptions = {},
) {
  const EdgeRef = builder.objectRef<Edge>(`${name}Edge`).implement({
    description: `One ${name} in a list, with its cursor.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Marks this item for `after`, and for `before` where the list has it; opaque.',
      }),
      node: t.field({ type: nodeType, description: 'The item.', resolve: (edge) => edge.row as never }),
    }),
  });
  const ConnectionRef = builder.objectRef<Connection>(`${name}Connection`).implement({
    description: `A page of a list of ${name} (Relay connection specification).`,
    fields: (t) => ({
      edges: t.field({
        type: [EdgeRef],
        description: 'The items of the page with their cursors.',
        resolve: (connection, _args, context, info) => loadPage(connection, context, info, ['node']),
      }),
      pageInfo: t.field({
        type: PageInfoRef,
        description: 'Where the page stands in the list.',
        resolve: (connection) => connection.cursors(),
      }),
    }),
  });
  if (options.totalCount !== false)
    builder.objectField(ConnectionRef, 'totalCount', (t) =>
      t.int({
        description: 'The exact number of items in the whole list, counted only when it is asked for.',
        resolve: (connection) => connection.count(),
      }),
    );
  if (options.nodes !== false)
    builder.objectField(ConnectionRef, 'nodes', (t) =>
      t.field({
        type: [nodeType],
        description: 'The items of the page.',
        // The type of the items is the caller's, and loadPage gives rows of just that type.
        resolve: nodesOf as never,
      }),
    );
  return { ConnectionRef, EdgeRef };
}

/** Dates and numbers that only the database can tell to be none, in a cursor that was forged. */
const valueErrors = new Set(['22007', '22008', '22P02']);

async function runPage(
  context: Context,
  { order }: Listing,
  statement: Sql,
): Promise<Record<string, unknown>[]> {
  try {
    return await context.db.query<Record<string, unknown>>(statement);
  } catch (error) {
    if (error instanceof Error && 'code' in error && valueErrors.has(String(error.code)))
      throw new CursorError(
        `after or before: ${order.standing?.missing ?? 'the cursor is none that this list gave; give one as the service returned it'}.`,
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
 * A list below the query root: its resolver, and its plan. `variant` is the type of the rows in the schema where that
 * is not the model's own.
 */
export function rootList<A = unknown>(
  typeName: ModelName | null,
  listing: (args: A, context: Context) => Listing | Promise<Listing>,
  variant?: string,
) {
  return {
    resolve: async (
      _root: unknown,
      args: A & PageArgs,
      context: Context,
      info: GraphQLResolveInfo,
    ): Promise<Connection> => {
      const described = await listing(args, context);
      const list = nameInCursors(`${info.parentType.name}.${info.fieldName}`, described);
      const request = readPageArgs(args, list, described.order);
      return {
        typeName,
        variant,
        cursors: once(async () => {
          const rows = await runPage(context, described, rootPageStatement(described, request));
          return cursorsOf(list, described, request, rows);
        }),
        count: once(async () => {
          const [row] = await context.db.query<{ count: number }>(rootCountStatement(described));
          return row?.count ?? 0;
        }),
        fact: (name) => readFact(context, described, name),
      };
    },
    ...planned({ list: { listing } }),
  };
}

/**
 * A list below a parent: its resolver, and its plan. All parents at one place of the operation share their
 * statements: one reads the pages, one counts where counts are asked for. `child` ties a row to its parent's id, or to
 * the rows of `each` that the parent stands for.
 */
export function childList<A = unknown>(
  typeName: ModelName,
  child: (key: Sql, parentType: string) => Sql,
  listing: (args: A, context: Context) => Listing | Promise<Listing>,
  each?: (key: Sql) => Each,
) {
  return {
    resolve: async (
      parent: { id: string },
      args: A & PageArgs,
      context: Context,
      info: GraphQLResolveInfo,
    ): Promise<Connection> => {
      const place = fieldKey(info);
      const ofParent = child(sql`p.key`, info.parentType.name);
      const list = `${info.parentType.name}.${info.fieldName} ${parent.id}`;
      const described = await batch<'listing', Listing>(context, `${place} listing`, async () => [
        { ...(await listing(args, context)), ...(each ? { each: each(sql`p.key`) } : {}) },
      ]).load('listing');
      const request = readPageArgs(args, list, described.order);
      // Parents at one place were given the same arguments, so that the first one's page is the page of all.
      const pages = batch<string, Record<string, unknown>[]>(context, `${place} pages`, async (keys) =>
        rowsOfParents(
          keys,
          await runPage(context, described, childPageStatement(described, request, keys, ofParent)),
        ),
      );
      const counts = batch<string, Record<string, unknown>[]>(context, `${place} counts`, async (keys) =>
        rowsOfParents(keys, await context.db.query(childCountStatement(described, keys, ofParent))),
      );
      return {
        typeName,
        cursors: once(async () => {
          const rows = await pages.load(parent.id);
          return cursorsOf(list, described, request, rows);
        }),
        count: once(async () => Number((await counts.load(parent.id))[0]?.count ?? 0)),
        fact: (name) => readFact(context, described, name),
      };
    },
    ...planned({ list: { listing, child, ...(each ? { each } : {}) } }),
  };
}

/**
 * A list below a parent that is given whole: its resolver, and its plan. `select` gives whole rows in order and with
 * their LIMIT; all parents at one place of the operation share one statement.
 */
export function childRows<M extends ModelName>(typeName: M, select: (key: Sql, parentType: string) => Sql) {
  return {
    resolve: async (
      parent: { id: string },
      _args: unknown,
      context: Context,
      info: GraphQLResolveInfo,
    ): Promise<Row<M>[]> => {
      const rows = await batch<string, Record<string, unknown>[]>(
        context,
        `${fieldKey(info)} rows`,
        async (keys) =>
          rowsOfParents(
            keys,
            await context.db.query(
              sql`${comment(`${info.parentType.name}.${info.fieldName}`)} SELECT p.key AS parent, x.id FROM unnest(${[...keys]}::uuid[]) AS p(key)
              CROSS JOIN LATERAL (SELECT s.id, row_number() OVER () AS place FROM (${select(sql`p.key`, info.parentType.name)}) s) x
              ORDER BY p.key, x.place`,
            ),
          ),
      ).load(parent.id);
      const loaded = await Promise.all(rows.map(({ id }) => loadRow(context, info, typeName, String(id))));
      return loaded.filter((row) => row !== null);
    },
    ...planned({
      rows: (scope) => ({ type: typeName, select: select(scope.column('id'), scope.type) }),
    }),
  };
}

async function readFact(context: Context, listing: Listing, name: string): Promise<unknown> {
  const fact = listing.facts?.[name];
  if (!fact) throw new RangeError(`${listing.name} does not tell ${name}.`);
  const [row] = await context.db.query<{ fact: unknown }>(
    sql`${comment(`${listing.name} ${name}`)} SELECT (${fact}) AS fact LIMIT 1`,
  );
  return row?.fact;
}

function rowsOfParents(
  keys: readonly string[],
  rows: Record<string, unknown>[],
): Record<string, unknown>[][] {
  const byParent = new Map<string, Record<string, unknown>[]>(keys.map((key) => [key, []]));
  for (const row of rows) byParent.get(String(row.parent))?.push(row);
  return keys.map((key) => byParent.get(key) ?? []);
}

function cursorsOf(
  list: string,
  { order, followed }: Listing,
  request: PageRequest,
  rows: readonly Record<string, unknown>[],
): Cursors {
  const page = toPage(rows, request, order);
  return {
    page,
    cursorOf: (index) => encodeCursor(list, order, page.rows[index]?.keys ?? []),
    start: followed ? request.start : null,
  };
}
