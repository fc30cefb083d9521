import type { GraphQLObjectType } from 'graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import {
  cursorColumn,
  cursorDigest,
  extraColumns,
  keyColumns,
  keyName,
  keyType,
  type Listing,
  type PageRequest,
} from '../kernel/page.ts';
import { selectPage } from '../kernel/page-statements.ts';
import type { Scope } from '../kernel/plan.ts';
import { Declined } from './declined.ts';
import type { Member } from './object.ts';
import { rowScope } from './scope.ts';
import type { WriteObject } from './write-object.ts';
import type { Writing } from './writing.ts';

/** The page of one list while its statement is written. */
export interface Page {
  readonly listing: Listing;
  readonly request: PageRequest;
  /** The name of the list in its cursors, as SQL. */
  readonly list: Sql;
  /** What the page ends with where it is empty; null where that is nothing. */
  readonly start: Sql | null;
  /** The rows that were read: one more than the page holds, in reading direction. */
  readonly read: Sql;
  /** A SELECT of the rows of the page in list order, under an alias. */
  kept(alias: Sql): Sql;
  /** What is told of the whole list, worked out once however often it is asked for: its value, under a name. */
  once(property: string, value: Sql): Sql;
  /** Columns of the listed row that something below needs. */
  readonly needed: Set<string>;
}

/** A listed item: its members where the row is in scope, else the whole value. */
export function listed(
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

export function factScope(type: string, { listing, once }: Page): Scope {
  return {
    type,
    column(property) {
      const fact = listing.facts?.[property];
      if (!fact) throw new RangeError(`${listing.name} does not tell ${property}.`);
      return once(property, sql`(${fact})`);
    },
  };
}

export function cursorOf({ list, listing }: Page, alias: Sql): Sql {
  const keys = listing.order.keys.map((_, index) => sql`${alias}.${keyName(index)}`);
  return cursorColumn(list, listing.order, keys);
}

export function pageFact(type: GraphQLObjectType, name: string, page: Page, writing: Writing): Sql {
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
      // The row is picked first, or the cursor would be worked out for each of the page.
      const cursor = sql`(SELECT ${cursorOf(page, alias)} FROM (SELECT * FROM ${page.kept(sql`k`)} OFFSET ${last} LIMIT 1) ${alias})`;
      return page.start ? sql`coalesce(${cursor}, ${page.start})` : cursor;
    }
    default:
      throw new Declined('unknown', `${type.name}.${name}`);
  }
}

/** The rows of the page without the surplus one, in list order. */
export function keptRows(request: PageRequest, listing: Listing, read: Sql, alias: Sql): Sql {
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
export function pageRows(
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

/**
 * Ends the statement with an error where a cursor is not one of this parent's list, which only the row tells, or a
 * reference names nothing. The executor then says what is wrong.
 */
export function guarded(
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
export function failure(key: Sql): Sql {
  return sql`(1 / (length(${key}::text) - length(${key}::text)))::text::json`;
}

/** Whether it is the error of {@link failure}. */
export function isFailedCheck(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '22012';
}
