import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';
import type { NamedStatement } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import type { Scope } from '../kernel/plan.ts';
import { References, SlugBook } from '../kernel/references.ts';
import { Compiler } from './compile.ts';
import { Declined, type DeclineReason } from './declined.ts';
import { type Checked, checksOf, type Hole, shapeOf, valuesOf } from './hole.ts';
import { readModels } from './models.ts';
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
  /** The statement that `run` would send. @throws what makes it decline or refuse */
  statement(request: PlannerRequest): Promise<NamedStatement>;
}

/** An operation of a document under one set of conditions, compiled. */
interface Compiled {
  readonly write: WriteMembers;
  readonly holes: readonly Hole[];
  readonly name: string;
  /** Statements by the shape of what the holes hold. */
  readonly statements: Map<string, Statement>;
}

/** What is known of a document. */
interface Kept {
  /** The variables on which it depends what the operations select. */
  readonly conditions: readonly string[];
  /** By name and by the values of these variables. */
  readonly operations: Map<string, Compiled | Declined>;
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name: string | undefined;
}

/** Conditions of one document, and shapes of one operation, that are kept compiled. */
const mostKept = 64;

/** Statements that are prepared by name; every connection keeps each of them. */
const mostNamed = 500;

/**
 * Compiles operations to one SQL statement each, from what the schema says of its fields. Compiled operations are
 * kept with their documents: whoever keeps parsed documents bounds them.
 */
export function createPlanner(schema: GraphQLSchema): Planner {
  const documents = new WeakMap<DocumentNode, Kept>();
  const slugs = new SlugBook();
  const names = new Set<string>();
  let models: Models | undefined;

  const compile = (request: PlannerRequest, operation: OperationDefinitionNode, variables: Variables) => {
    models ??= readModels(request.contextValue.db.prisma);
    const query = schema.getQueryType();
    if (!query || operation.operation !== OperationTypeNode.QUERY)
      throw new Declined('operation', `The operation is a ${operation.operation}.`);
    const selections = new Selections(schema, request.document, variables);
    const compiler = new Compiler(schema, models, selections);
    const selected = selections.ofOperation(query, operation);
    const write = compiler.members(query, selected);
    const fields = [...selected.values()].map(([node]) => node?.name.value ?? '');
    const name = `planned ${fields.join(' ')}`.slice(0, 60).trim();
    return { write, holes: compiler.holes, name, statements: new Map() };
  };

  const compiled = (request: PlannerRequest, operation: OperationDefinitionNode, variables: Variables) => {
    let kept = documents.get(request.document);
    if (!kept) {
      kept = { conditions: conditionVariables(request.document), operations: new Map() };
      documents.set(request.document, kept);
    }
    const key = JSON.stringify([operation.name?.value, ...kept.conditions.map((name) => variables[name])]);
    let known = kept.operations.get(key);
    if (!known) {
      try {
        known = compile(request, operation, variables);
      } catch (error) {
        if (!(error instanceof Declined)) throw error;
        known = error;
      }
      keep(kept.operations, key, known, mostKept);
    }
    if (known instanceof Declined) throw known;
    return known;
  };

  const statement = async (request: PlannerRequest): Promise<NamedStatement> => {
    const operation = getOperationAST(request.document, request.operationName);
    if (!operation) throw new RangeError('The document has no such operation.');
    const { coerced, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      request.variableValues ?? {},
    );
    if (!coerced) throw errors?.[0] ?? new RangeError('The variables cannot be read.');
    const plan = compiled(request, operation, coerced);
    const batches = new Map<string, unknown>();
    const holes = await Promise.all(
      plan.holes.map(async (hole): Promise<Checked> => {
        const references = new References(slugs);
        const filled = await hole.fill(coerced, { ...request.contextValue, batches, references });
        return { filled, checks: references.checks };
      }),
    );
    const shape = shapeOf(holes);
    let known = plan.statements.get(shape);
    if (!known) {
      known = write(plan, holes, names);
      keep(plan.statements, shape, known, mostKept);
    }
    return { text: known.text, values: valuesOf(known.values, holes), name: known.name };
  };

  return {
    statement,
    async run(request) {
      try {
        const data = await request.contextValue.db.text(await statement(request));
        if (data !== null) return { kind: 'answered', data };
        slugs.clear();
        return { kind: 'refused', cause: new Error('A reference names nothing, or something else by now.') };
      } catch (error) {
        if (error instanceof Declined)
          return { kind: 'declined', reason: error.reason, detail: error.message };
        return { kind: 'refused', cause: error };
      }
    },
  };
}

type Variables = Record<string, unknown>;

const root: Scope = {
  type: 'Query',
  column(property) {
    throw new RangeError(`The root has no ${property}.`);
  },
};

function write(plan: Compiled, holes: readonly Checked[], names: Set<string>): Statement {
  const checks = plan.holes.flatMap(({ index, below }) => {
    const hole = holes[index];
    return hole && !below ? checksOf(index, hole) : [];
  });
  const members = plan.write(root, { aliases: new Aliases(), holes });
  const data = sql`${oneObject(selectObjects(members, sql``))}::text`;
  const guarded: Sql = checks.length > 0 ? sql`CASE WHEN ${join(checks, ' AND ')} THEN ${data} END` : data;
  const { text, values } = sql`${comment(plan.name)} SELECT ${guarded} AS data LIMIT 1`;
  return { text, values, name: holes.some(({ filled }) => filled.skewed) ? undefined : nameOf(text, names) };
}

/** The name under which a statement is prepared; none once there are so many that connections would grow. */
function nameOf(text: string, names: Set<string>): string | undefined {
  const name = `p${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
  if (names.has(name) || names.size < mostNamed) {
    names.add(name);
    return name;
  }
  return undefined;
}

function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
