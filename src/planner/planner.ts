import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import type { NamedStatement } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { Scope } from '../kernel/plan.ts';
import { lookAgain, References, SlugBook } from '../kernel/references.ts';
import { Compiler } from './compile.ts';
import { Declined, type DeclineReason, Refused } from './declined.ts';
import { type Checked, checksOf, type Hole, shapeOf, valuesOf } from './hole.ts';
import { isFailedCheck } from './list-page.ts';
import { readModels, withVariants } from './models.ts';
import { type Nameable, Names } from './names.ts';
import { oneObject, selectObjects } from './object.ts';
import { Aliases, type Models } from './scope.ts';
import { conditionVariables, Selections } from './selection.ts';
import type { WriteMembers } from './writing.ts';

export interface PlannerRequest {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  readonly contextValue: Context;
}

export type PlannerAnswer =
  /** The JSON text of `data`; the operation has no errors. */
  | { readonly kind: 'answered'; readonly data: string }
  /** The operation has a shape that is not planned. */
  | { readonly kind: 'declined'; readonly reason: DeclineReason; readonly detail: string }
  /** Something about the request is wrong, or the database failed at it: the executor has to tell. */
  | { readonly kind: 'refused'; readonly cause: unknown };

export interface Planner {
  /** Answers a valid operation by one statement, or says why the executor has to. */
  run(request: PlannerRequest): Promise<PlannerAnswer>;
}

/** An operation of a document under one set of conditions, compiled. */
interface Compiled {
  readonly write: WriteMembers;
  readonly holes: readonly Hole[];
  readonly name: string;
  readonly fields: number;
  readonly number: number;
}

/** What is known of a document. */
interface Kept {
  readonly number: number;
  /** The variables on which it depends what the operations select. */
  readonly conditions: readonly string[];
}

interface Statement extends Nameable {
  readonly values: readonly unknown[];
}

/** Fields of compiled operations, and characters of statements, that are kept. */
const mostFields = 100_000;
const mostCharacters = 16_000_000;

/** Characters of a statement beyond which the executor is left to it. */
const longestStatement = 131_072;

/** Compiles operations to one SQL statement each, from what the schema says of its fields. */
export function createPlanner(schema: GraphQLSchema): Planner {
  const documents = new WeakMap<DocumentNode, Kept>();
  const operations = new LRUCache<string, Compiled | Declined>({
    maxSize: mostFields,
    sizeCalculation: (kept) => (kept instanceof Declined ? 1 : kept.fields + 1),
  });
  const statements = new LRUCache<string, Statement | Declined>({
    maxSize: mostCharacters,
    sizeCalculation: (kept, key) => key.length + (kept instanceof Declined ? 1 : kept.text.length),
  });
  const names = new Names();
  const slugs = new SlugBook();
  let models: Models | undefined;
  let numbered = 0;

  const compile = (
    request: PlannerRequest,
    operation: OperationDefinitionNode,
    conditions: Variables,
  ): Compiled => {
    models ??= withVariants(readModels(request.contextValue.db.prisma), schema);
    const root = schema.getRootType(operation.operation);
    if (!root) throw new Declined('unknown', `The schema has no ${operation.operation}.`);
    const selections = new Selections(schema, request.document, conditions);
    const compiler = new Compiler(schema, models, selections);
    const selected = selections.ofOperation(root, operation);
    const write = compiler.members(root, selected);
    const fields = [...selected.values()].map(([node]) => node?.name.value ?? '');
    const name = `planned ${fields.join(' ')}`.slice(0, 60).trim();
    numbered += 1;
    return { write, holes: compiler.holes, name, fields: compiler.fields, number: numbered };
  };

  const compiled = (
    request: PlannerRequest,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): Compiled => {
    let kept = documents.get(request.document);
    if (!kept) {
      numbered += 1;
      kept = { number: numbered, conditions: conditionVariables(request.document) };
      documents.set(request.document, kept);
    }
    const conditions = Object.fromEntries(kept.conditions.map((name) => [name, variables[name]]));
    const key = JSON.stringify([kept.number, operation.name?.value, ...Object.values(conditions)]);
    return orDeclined(operations, key, () => compile(request, operation, conditions));
  };

  const prepare = async (
    request: PlannerRequest,
  ): Promise<{ statement: NamedStatement; references: References[] }> => {
    const operation = getOperationAST(request.document, request.operationName);
    if (!operation) throw new Refused('The document has no such operation.');
    // A subscription is answered for one thing that it tells at a time.
    const { happening } = request.contextValue;
    if (
      operation.operation !==
      (happening === undefined ? OperationTypeNode.QUERY : OperationTypeNode.SUBSCRIPTION)
    )
      throw new Declined('operation', `The operation is a ${operation.operation}.`);
    const { coerced, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      request.variableValues ?? {},
      // The executor tells what is wrong with them, and one error is enough to leave it to it.
      { maxErrors: 1 },
    );
    if (!coerced) throw errors?.[0] ?? new Refused('The variables cannot be read.');
    const plan = compiled(request, operation, coerced);
    const batches = new Map<string, unknown>();
    const references: References[] = [];
    const holes = await Promise.all(
      plan.holes.map(async (hole): Promise<Checked> => {
        const named = new References(slugs);
        references.push(named);
        const filled = await hole.fill(coerced, { ...request.contextValue, batches, references: named });
        return { filled, checks: named.checks };
      }),
    );
    const known = orDeclined(statements, `${plan.number} ${shapeOf(holes)}`, () => write(plan, holes));
    const statement = { text: known.text, values: valuesOf(known.values, holes), name: names.of(known) };
    return { statement, references };
  };

  /**
   * The answer, or what stands in its way. Where the statement found a reference to name something else than it was
   * taken for, and a new look gives another answer, it is made once more; what changes again is the executor's.
   */
  const answer = async (request: PlannerRequest, looked: boolean): Promise<string> => {
    const { db } = request.contextValue;
    const { statement, references } = await prepare(request);
    const given = references.flatMap((each) => each.given);
    let cause: unknown = new Refused('A reference names nothing, or something else by now.');
    try {
      const data = await db.text(statement);
      if (data !== null) return data;
    } catch (error) {
      if (!isFailedCheck(error)) throw error;
      cause = error;
    }
    if (!looked && (await lookAgain(slugs, given, db))) return answer(request, true);
    throw cause;
  };

  return {
    async run(request) {
      try {
        return { kind: 'answered', data: await answer(request, false) };
      } catch (error) {
        if (error instanceof Declined)
          return { kind: 'declined', reason: error.reason, detail: error.message };
        return { kind: 'refused', cause: error };
      }
    },
  };
}

/** What is kept under a key, or made and kept; that it was declined is kept as well. @throws Declined */
function orDeclined<V extends object>(cache: LRUCache<string, V | Declined>, key: string, make: () => V): V {
  let known = cache.get(key);
  if (known === undefined) {
    try {
      known = make();
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      known = error;
    }
    cache.set(key, known);
  }
  if (known instanceof Declined) throw known;
  return known;
}

type Variables = Record<string, unknown>;

const rootScope: Scope = {
  type: 'Query',
  column(property) {
    throw new RangeError(`The root has no ${property}.`);
  },
};

function write(plan: Compiled, holes: readonly Checked[]): Statement {
  const checks = plan.holes.flatMap(({ index, below }) => {
    const hole = holes[index];
    return hole && !below ? checksOf(index, hole) : [];
  });
  const members = plan.write(rootScope, { aliases: new Aliases(), holes });
  const data = sql`${oneObject(selectObjects(members, sql``))}::text`;
  const guarded: Sql = checks.length > 0 ? sql`CASE WHEN ${join(checks, ' AND ')} THEN ${data} END` : data;
  const { text, values } = sql`${comment(plan.name)} SELECT ${guarded} AS data LIMIT 1`;
  if (text.length > longestStatement)
    throw new Declined('large', `The statement has ${text.length} characters.`);
  return { text, values, suits: !holes.some(({ filled }) => filled.skewed), uses: 0, name: null };
}
