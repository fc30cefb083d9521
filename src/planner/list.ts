import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { nameInCursors, type PageArgs, readPageArgs } from '../kernel/page.ts';
import { selectCount } from '../kernel/page-statements.ts';
import type { ListPlan } from '../kernel/plan.ts';
import { Declined } from './declined.ts';
import { checksOf } from './hole.ts';
import { type ListHole, listShape, partsOf, type RefusedHole, slotted } from './list-hole.ts';
import {
  cursorOf,
  factScope,
  failure,
  guarded,
  keptRows,
  listed,
  type Page,
  pageFact,
  pageRows,
} from './list-page.ts';
import { identifier } from './models.ts';
import { allObjects, oneObject, selectObjects } from './object.ts';
import type { Selected } from './selection.ts';
import { argumentsOf, type Compiling, holeAt, planOf, type Write, type Writing } from './writing.ts';

type WritePart = (page: Page, writing: Writing) => Sql;

/** A connection of the Relay specification: `edges`, `nodes`, `pageInfo`, `totalCount` and what else it exposes. */
export function compileList(
  compiler: Compiling,
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
    const page = readPageArgs(
      args as PageArgs,
      plan.child ? null : nameInCursors(place, listing),
      listing.order,
    );
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
        if (error instanceof DomainError || error instanceof GraphQLError)
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
    const { bounds, cursors, about, start, ...asked } = slotted(index, filled);
    const listing = key && plan.each ? { ...asked.listing, each: plan.each(key) } : asked.listing;
    const conditions = key && plan.child ? [plan.child(key, parent.name)] : [];
    const rowsRead = writing.aliases.next();
    const needed = new Set<string>();
    const facts = new Map<string, { name: Sql; value: Sql }>();
    const told = key ?? about;
    const list = told ? sql`(${raw(`'${place} '`)} || ${told}::text)` : raw(`'${place}'`);
    const page: Page = {
      ...{ listing, request: filled.page, list, read: rowsRead, needed, start },
      kept: (alias) => keptRows(filled.page, listing, rowsRead, alias),
      once(property, value) {
        const fact = facts.get(property) ?? { name: writing.aliases.next(), value };
        facts.set(property, fact);
        return sql`(SELECT value FROM ${fact.name})`;
      },
    };
    const members = parts.map(({ key: name, aliased, write }) => ({
      ...{ key: name, aliased },
      value: write(page, writing, conditions),
    }));
    const rows = needed.size > 0 || parts.some(({ paged }) => paged);
    const known = [...facts.values()].map(
      ({ name, value }) => sql`${name} AS MATERIALIZED (SELECT ${value} AS value)`,
    );
    if (rows) known.unshift(sql`${rowsRead} AS MATERIALIZED (${pageRows(page, conditions, bounds)})`);
    const object = selectObjects(members, sql``);
    const written = oneObject(known.length > 0 ? sql`WITH ${join(known)} ${object}` : object);
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
  readonly #compiler: Compiling;
  readonly #type: GraphQLObjectType;

  constructor(compiler: Compiling, type: GraphQLObjectType) {
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
    if (name === 'totalCount')
      return {
        paged: false,
        write: (page, _writing, conditions) =>
          page.once(name, sql`(${selectCount(page.listing, conditions)})`),
      };
    if (name === 'nodes') return { paged: true, write: this.#nodes(field, nodes) };
    if (name === 'edges') return { paged: true, write: this.#edges(field, nodes) };
    if (name === 'pageInfo') return { paged: true, write: this.#pageInfo(field, nodes) };
    const plan = planOf(field);
    if (!plan || !('value' in plan)) throw new Declined('unknown', `${this.#type.name}.${name}`);
    const { value } = plan;
    return { paged: false, write: (page) => value(factScope(this.#type.name, page)) };
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
