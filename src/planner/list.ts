import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import {
  cursorColumn,
  cursorDigest,
  extraColumns,
  keyColumns,
  keyName,
  keyType,
  type Listing,
  type PageArgs,
  type PageRequest,
  pageBounds,
  readPageArgs,
} from '../kernel/page.ts';
import { selectCount, selectPage } from '../kernel/page-statements.ts';
import type { ListPlan, Scope } from '../kernel/plan.ts';
import {
  argumentsOf,
  type Compiler,
  holeAt,
  planOf,
  type Write,
  type WriteObject,
  type Writing,
} from './compile.ts';
import { Declined } from './declined.ts';
import { checksOf, type Filled, withSlots } from './hole.ts';
import { identifier } from './models.ts';
import { allObjects, type Member, oneObject, selectObjects } from './object.ts';
import { rowScope } from './scope.ts';
import type { Selected } from './selection.ts';

export interface ListHole extends Filled {
  readonly listing: Listing;
  readonly page: PageRequest;
}

/** Arguments of a list below parents that cannot be honoured: an error only where there is a parent. */
interface RefusedHole extends Filled {
  readonly refused: true;
}

/** The page of one list while its statement is written. */
interface Page {
  readonly listing: Listing;
  readonly request: PageRequest;
  /** The name of the list in its cursors, as SQL. */
  readonly list: Sql;
  /** The rows that were read: one more than the page holds, in reading direction. */
  readonly read: Sql;
  /** A SELECT of the rows of the page in list order, under an alias. */
  kept(alias: Sql): Sql;
  /** Columns of the listed row that something below needs. */
  readonly needed: Set<string>;
}

type WritePart = (page: Page, writing: Writing) => Sql;

/** A connection of the Relay specification: `edges`, `nodes`, `pageInfo`, `totalCount` and what else it exposes. */
export function compileList(
  compiler: Compiler,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
  plan: ListPlan,
): Write {
  const connection = getNamedType(field.type);
  if (!isObjectType(connection)) throw new Declined('unknown', `${field.name} is no connection.`);
  const selected = compiler.selectedBelow(connection, nodes);
  const parts = new Parts(compiler, connection).compile(selected);
  const place = `${parent.name}.${field.name}`;
  const read = async (variables: Record<string, unknown>, context: Context): Promise<ListHole> => {
    const args = argumentsOf(field, nodes, variables);
    const listing = await plan.listing(args as never, context);
    const page = readPageArgs(args as PageArgs, plan.child ? null : place, listing.order);
    return {
      listing,
      page,
      parts: partsOf(listing, page),
      shape: listShape(listing, page),
      skewed: listing.skewed ?? false,
    };
  };
  const index = compiler.addHole(
    plan.child !== undefined,
    async (variables, context): Promise<ListHole | RefusedHole> => {
      if (!plan.child) return read(variables, context);
      return read(variables, context).catch((error: unknown) => {
        if (error instanceof DomainError)
          return { refused: true, parts: [], shape: 'refused', skewed: false };
        throw error;
      });
    },
  );
  return (scope, writing) => {
    const hole = holeAt(writing, index);
    const filled = hole.filled as ListHole | RefusedHole;
    if ('refused' in filled) return failure(scope.column('id'));
    const key = plan.child ? scope.column('id') : null;
    const { bounds, cursors, ...asked } = slotted(index, filled);
    const listing = key && plan.each ? { ...asked.listing, each: plan.each(key) } : asked.listing;
    const conditions = key && plan.child ? [plan.child(key, parent.name)] : [];
    const rowsRead = writing.aliases.next();
    const needed = new Set<string>();
    const list = key ? sql`(${raw(`'${place} '`)} || ${key})` : raw(`'${place}'`);
    const page: Page = {
      ...{ listing, request: filled.page, list, read: rowsRead, needed },
      kept: (alias) => keptRows(filled.page, listing, rowsRead, alias),
    };
    const members = parts.map(({ key: name, aliased, write }) => ({
      ...{ key: name, aliased },
      value: write(page, writing, conditions),
    }));
    const rows = needed.size > 0 || parts.some(({ paged }) => paged);
    const object = selectObjects(members, sql``);
    const body = rows
      ? sql`WITH ${rowsRead} AS MATERIALIZED (${pageRows(page, conditions, bounds)}) ${object}`
      : object;
    const written = oneObject(body);
    return key ? guarded(written, key, list, listing, cursors, checksOf(index, hole)) : written;
  };
}

interface Part {
  readonly key: string;
  readonly aliased: boolean;
  /** Whether it is made of the rows of the page. */
  readonly paged: boolean;
  readonly write: (page: Page, writing: Writing, conditions: readonly Sql[]) => Sql;
}

/** Compiles what an operation selects of a connection. */
class Parts {
  readonly #compiler: Compiler;
  readonly #type: GraphQLObjectType;

  constructor(compiler: Compiler, type: GraphQLObjectType) {
    this.#compiler = compiler;
    this.#type = type;
  }

  compile(selected: Selected): Part[] {
    return [...selected].map(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? '';
      return { key, aliased: key !== name, ...this.#part(name, nodes) };
    });
  }

  #part(name: string, nodes: readonly FieldNode[]): Pick<Part, 'paged' | 'write'> {
    if (name === '__typename') return { paged: false, write: () => raw(`'${this.#type.name}'::text`) };
    const field = this.#type.getFields()[name];
    if (!field) throw new Declined('unknown', `${this.#type.name}.${name}`);
    if (name === 'totalCount') return { paged: false, write: count };
    if (name === 'nodes') return { paged: true, write: this.#nodes(field, nodes) };
    if (name === 'edges') return { paged: true, write: this.#edges(field, nodes) };
    if (name === 'pageInfo') return { paged: true, write: this.#pageInfo(field, nodes) };
    const plan = planOf(field);
    if (!plan || !('value' in plan)) throw new Declined('unknown', `${this.#type.name}.${name}`);
    const { value } = plan;
    return { paged: false, write: ({ listing }) => value(factScope(this.#type.name, listing)) };
  }

  #nodes(field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): WritePart {
    const object = this.#compiler.object(field, nodes);
    return (page, writing) => {
      const alias = writing.aliases.next();
      const item = listed(object, page, alias, writing);
      return 'members' in item
        ? allObjects(selectObjects(item.members, sql`FROM ${page.kept(alias)}`))
        : sql`(SELECT coalesce(json_agg(${item.value}), '[]') FROM ${page.kept(alias)})`;
    };
  }

  #edges(field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): WritePart {
    const edge = getNamedType(field.type);
    if (!isObjectType(edge)) throw new Declined('unknown', field.name);
    const parts = [...this.#compiler.selectedBelow(edge, nodes)].map(([key, below]) => {
      const name = below[0]?.name.value ?? '';
      return { key, aliased: key !== name, write: this.#edgeField(edge, name, below) };
    });
    return (page, writing) => {
      const alias = writing.aliases.next();
      const members = parts.map(({ key, aliased, write }) => ({
        ...{ key, aliased },
        value: write(page, alias, writing),
      }));
      return allObjects(selectObjects(members, sql`FROM ${page.kept(alias)}`));
    };
  }

  #edgeField(edge: GraphQLObjectType, name: string, nodes: readonly FieldNode[]) {
    if (name === '__typename') return () => raw(`'${edge.name}'::text`);
    if (name === 'cursor') return (page: Page, alias: Sql) => cursorOf(page, alias);
    const field = edge.getFields()[name];
    if (!field) throw new Declined('unknown', `${edge.name}.${name}`);
    const plan = planOf(field);
    if (isLeafType(getNamedType(field.type)) && plan && 'value' in plan)
      return (_page: Page, alias: Sql) =>
        plan.value({ type: edge.name, column: (property) => sql`${alias}.${identifier(property)}` });
    if (name !== 'node') throw new Declined('unknown', `${edge.name}.${name}`);
    const object = this.#compiler.object(field, nodes);
    return (page: Page, alias: Sql, writing: Writing) => {
      const item = listed(object, page, alias, writing);
      return 'members' in item ? oneObject(selectObjects(item.members, sql``)) : item.value;
    };
  }

  #pageInfo(field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): WritePart {
    const type = getNamedType(field.type);
    if (!isObjectType(type)) throw new Declined('unknown', field.name);
    const parts = [...this.#compiler.selectedBelow(type, nodes)].map(([key, below]) => {
      const name = below[0]?.name.value ?? '';
      return { key, aliased: key !== name, name };
    });
    return (page, writing) =>
      oneObject(
        selectObjects(
          parts.map(({ key, aliased, name }) => ({
            key,
            aliased,
            value: pageFact(type, name, page, writing),
          })),
          sql``,
        ),
      );
  }
}

/** A listed item: its members where the row is in scope, else the whole value. */
function listed(
  object: WriteObject,
  page: Page,
  alias: Sql,
  writing: Writing,
): { members: Member[] } | { value: Sql } {
  const { listing, needed } = page;
  const [only] = object.types;
  if (listing.type) {
    const choices = object.types.map((type) => {
      const value = object.rows({ type, id: sql`${alias}.id` }, false, writing);
      return sql`WHEN ${raw(`'${type}'`)} THEN ${value}`;
    });
    return { value: sql`CASE ${alias}."__typename" ${join(choices, ' ')} END` };
  }
  if (only === undefined || object.types.length > 1)
    throw new RangeError(`${listing.name} does not tell types.`);
  if (listing.id) return { value: object.rows({ type: only, id: sql`${alias}.id` }, false, writing) };
  const { column } = rowScope(only, alias, object.models);
  const model = object.models.get(only);
  if (!model) throw new RangeError(`${only} has no table.`);
  const scope: Scope = {
    type: only,
    column(property) {
      needed.add(model.column(property).strings.join(''));
      return column(property);
    },
  };
  return { members: object.members(scope, writing) };
}

/** The exact number of items of the whole list. */
function count({ listing }: Page, _writing: Writing, conditions: readonly Sql[]): Sql {
  return sql`(${selectCount(listing, conditions)})`;
}

function factScope(type: string, listing: Listing): Scope {
  return {
    type,
    column(property) {
      const fact = listing.facts?.[property];
      if (!fact) throw new RangeError(`${listing.name} does not tell ${property}.`);
      return sql`(${fact})`;
    },
  };
}

function cursorOf({ list, listing }: Page, alias: Sql): Sql {
  const keys = listing.order.keys.map((_, index) => sql`${alias}.${keyName(index)}`);
  return cursorColumn(list, listing.order, keys);
}

function pageFact(type: GraphQLObjectType, name: string, page: Page, writing: Writing): Sql {
  const { request, read } = page;
  const more = sql`(SELECT count(*) > ${raw(String(request.size))} FROM ${read})`;
  switch (name) {
    case '__typename':
      return raw(`'${type.name}'::text`);
    case 'hasNextPage':
      return request.before !== null ? sql`true` : request.backward ? sql`false` : more;
    case 'hasPreviousPage':
      return request.after !== null ? sql`true` : request.backward ? more : sql`false`;
    case 'startCursor': {
      const alias = writing.aliases.next();
      return sql`(SELECT ${cursorOf(page, alias)} FROM ${page.kept(alias)} LIMIT 1)`;
    }
    case 'endCursor': {
      const alias = writing.aliases.next();
      const last = sql`(SELECT greatest(least(count(*), ${raw(String(request.size))}) - 1, 0) FROM ${read})`;
      return sql`(SELECT ${cursorOf(page, alias)} FROM ${page.kept(alias)} OFFSET ${last} LIMIT 1)`;
    }
    default:
      throw new Declined('unknown', `${type.name}.${name}`);
  }
}

/** The rows of the page without the surplus one, in list order. */
function keptRows(request: PageRequest, listing: Listing, read: Sql, alias: Sql): Sql {
  const limit = raw(`LIMIT ${request.size}`);
  const kept = sql`SELECT * FROM ${read} ${limit}`;
  if (!request.backward) return sql`(${kept}) ${alias}`;
  const direction = raw(listing.order.descending ? 'DESC' : 'ASC');
  const sorting = listing.order.keys.map(
    (key, index) => sql`k.${keyName(index)}::${keyType(key)} ${direction}`,
  );
  return sql`(SELECT * FROM (${kept}) k ORDER BY ${join(sorting)} ${limit}) ${alias}`;
}

/** The SELECT of the rows of a page, one more than it holds, with the columns that something needs. */
function pageRows(
  { listing, request, needed }: Page,
  conditions: readonly Sql[],
  bounds: readonly Sql[],
): Sql {
  const columns = [
    ...(listing.id ? [sql`${listing.id} AS id`] : []),
    ...[...needed].map((name) => sql`r.${raw(name)}`),
    ...extraColumns(listing),
    ...keyColumns(listing.order),
  ];
  return selectPage(listing, request, columns, conditions, bounds);
}

/** What shapes the statement of a list beside its SQL. */
function listShape(
  { order, id, type, each, stages, count: counted, columns, facts }: Listing,
  page: PageRequest,
) {
  const { size, backward, after, before, digests } = page;
  return JSON.stringify([
    ...[size, backward, after !== null, before !== null, digests.after !== null, digests.before !== null],
    ...[order.name, order.descending, order.keys.map(({ column, type: keyed }) => [column.strings, keyed])],
    ...[id !== undefined, type !== undefined, counted !== undefined, each?.overlapping ?? each !== undefined],
    ...[stages?.length, Object.keys(columns ?? {}), Object.keys(facts ?? {})],
  ]);
}

/** Everything of a list that may hold values, in one order. */
function partsOf(listing: Listing, page: PageRequest): Sql[] {
  return [
    listing.from,
    ...listing.where,
    ...pageBounds(listing, page),
    ...(listing.id ? [listing.id] : []),
    ...(listing.type ? [listing.type] : []),
    ...(listing.count ? [listing.count] : []),
    ...(listing.each ? [listing.each.from] : []),
    ...(listing.stages ?? []),
    ...Object.values(listing.columns ?? {}),
    ...Object.values(listing.facts ?? {}),
    ...givenCursors(page).flatMap(({ digest, keys }) => [sql`${digest}`, ...keys.map((key) => sql`${key}`)]),
  ];
}

/** The list with slots in the place of its values; reads the parts back in the order of {@link partsOf}. */
function slotted(index: number, { listing, page, parts }: ListHole) {
  const slots = withSlots(index, parts)[Symbol.iterator]();
  const next = (): Sql => slots.next().value ?? sql`NULL`;
  const from = next();
  const where = listing.where.map(next);
  const bounds = pageBounds(listing, page).map(next);
  const named = (record: Readonly<Record<string, Sql>> | undefined) =>
    Object.fromEntries(Object.keys(record ?? {}).map((name) => [name, next()]));
  const described: Listing = {
    ...listing,
    from,
    where,
    id: listing.id && next(),
    type: listing.type && next(),
    count: listing.count && next(),
    each: listing.each && { ...listing.each, from: next() },
    stages: listing.stages?.map(next),
    columns: named(listing.columns),
    facts: named(listing.facts),
  };
  const cursors = givenCursors(page).map(({ keys }) => ({ digest: next(), keys: keys.map(next) }));
  return { listing: described, bounds, cursors };
}

/** The cursors of a page that are yet to be compared with their list. */
function givenCursors({ after, before, digests }: PageRequest) {
  return [
    { digest: digests.after, keys: after },
    { digest: digests.before, keys: before },
  ].flatMap(({ digest, keys }) => (digest === null || keys === null ? [] : [{ digest, keys }]));
}

/**
 * Ends the statement with an error where a cursor is not one of this parent's list, which only the row tells, or a
 * reference names nothing. The executor then says what is wrong.
 */
function guarded(
  value: Sql,
  key: Sql,
  list: Sql,
  listing: Listing,
  cursors: readonly { digest: Sql; keys: readonly Sql[] }[],
  checks: readonly Sql[],
): Sql {
  if (cursors.length + checks.length === 0) return value;
  const matches = cursors.map(({ digest, keys }) => {
    const texts = keys.map((each) => sql`${each}::text`);
    return sql`${cursorDigest(list, listing.order, texts)} = ${digest}`;
  });
  return sql`CASE WHEN ${join([...matches, ...checks], ' AND ')} THEN ${value} ELSE ${failure(key)} END`;
}

/** Ends the statement with an error once there is a row; it divides by a zero that no planner of Postgres foresees. */
function failure(key: Sql): Sql {
  return sql`(1 / (length(${key}::text) - length(${key}::text)))::text::json`;
}
