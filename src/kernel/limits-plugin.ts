import {
  type ASTNode,
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
  type ValidationRule,
  validate,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Limits } from './limits.ts';
import { costOf, sizeVariables } from './limits-cost.ts';
import { checkDocument } from './limits-document.ts';
import { tellLiteral, tellVariable } from './misfit.ts';

/**
 * Refuses what a request may not ask for, each time before the work that it would cause: too many tokens before
 * the rest is parsed, a bad shape before validation, too high a cost before execution, too long an answer before it
 * is sent.
 */
export function useLimits(limits: Limits, refuseAboveCost = createCostLimit(limits)): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => parseWithin(source, options, limits.tokens));
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema: GraphQLSchema, document: DocumentNode, rules?: readonly ValidationRule[]) => {
        const refusals = [...checkDocument(document, limits), ...findUnanswerable(schema, document)];
        if (refusals.length > 0) return refusals;
        const errors = validate(schema, document, rules, { maxErrors: limits.validationErrors });
        return errors.map((error) => tellLiteral(schema, error));
      });
    },
    onExecute({ args, setResultAndStopExecution }) {
      const refused = refuseAboveCost(args.schema, args.document, args.operationName, args.variableValues);
      if (refused) setResultAndStopExecution({ errors: [refused] });
      return {
        onExecuteDone({ result, setResult }) {
          const excess = isAsyncIterable(result) ? undefined : tooLong(result, limits.answer);
          if (excess) setResult({ errors: [excess] });
        },
      };
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const refused = refuseAboveCost(args.schema, args.document, args.operationName, args.variableValues);
      if (refused) setResultAndStopExecution({ errors: [refused] });
    },
  };
}

/** What GraphQL finds no fault with before it runs it, and cannot run. */
function findUnanswerable(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const invalid = (message: string, node: ASTNode) =>
    new GraphQLError(message, { nodes: node, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  return document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return [];
    if (!schema.getRootType(node.operation))
      return invalid(`This service answers no ${node.operation}; send a query.`, node);
    // Objects of JavaScript that hold the variables by name cannot hold this one.
    const reserved = node.variableDefinitions?.find(({ variable }) => variable.name.value === '__proto__');
    return reserved ? invalid('No variable can be named "__proto__"; give it another name.', reserved) : [];
  });
}

export type CostLimit = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  given: unknown,
) => GraphQLError | undefined;

/** Costs of one document that are kept, by the values of the variables that they depend on. */
const mostCosts = 64;

/** Refuses operations above the budget. What a document costs is weighed once for the same sizes of its lists. */
export function createCostLimit(limits: Limits): CostLimit {
  const known = new WeakMap<DocumentNode, { names: readonly string[]; costs: Map<string, number> }>();
  return (schema, document, operationName, given) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const { coerced: variables, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      (given ?? {}) as Record<string, unknown>,
      { maxErrors: 1 },
    );
    if (variables === undefined) return unfit(schema, errors?.[0]);
    const kept = known.get(document) ?? { names: sizeVariables(document), costs: new Map<string, number>() };
    known.set(document, kept);
    const key = JSON.stringify([operation.name?.value, ...kept.names.map((name) => sizeOf(variables[name]))]);
    const cost = kept.costs.get(key) ?? costOf(schema, document, operation, variables);
    if (kept.costs.size >= mostCosts) kept.costs.clear();
    kept.costs.set(key, cost);
    return cost > limits.cost ? tooCostly(cost, limits.cost) : undefined;
  };
}

/** The first thing that is wrong with the variables. To find all, as the executor does, takes the square of their size. */
function unfit(schema: GraphQLSchema, error: GraphQLError | undefined): GraphQLError | undefined {
  if (!error) return undefined;
  const { nodes, originalError } = error;
  return new GraphQLError(tellVariable(schema, error), {
    nodes,
    originalError,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

/** What the cost depends on: of a list of ids only how many they are. */
function sizeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? null : (value ?? null);
}

function parseWithin(source: Parameters<typeof parse>[0], options: object | undefined, maxTokens: number) {
  try {
    return parse(source, { ...options, maxTokens });
  } catch (error) {
    if (
      error instanceof GraphQLError &&
      /^Syntax Error: Document contains more tha. \d+ tokens/.test(error.message)
    ) {
      throw refusal(
        `The document has more than ${maxTokens} words and signs, and no more are accepted; split it into several requests, or move long values into variables.`,
      );
    }
    if (error instanceof RangeError)
      throw refusal('The document is nested too deeply to be read; take levels of brackets out of it.');
    throw error;
  }
}

function tooCostly(cost: number, budget: number): GraphQLError {
  const objects = cost < 1e15 ? `about ${cost} objects` : 'more objects than can be counted';
  return refusal(
    `The operation may fetch ${objects}, and ${budget} are accepted; ask for smaller pages (first or last of the lists around the others), or for the inner lists in a request of their own.`,
    { cost: cost < 1e15 ? cost : null, budget },
  );
}

/** Refuses an answer, or one event of a subscription, that is too long. Keeps its text with it, so that it is made once. */
export function tooLong(
  result: ExecutionResult & { stringify?: () => string },
  most: number,
): GraphQLError | undefined {
  if (result.errors === undefined && result.stringify === undefined) {
    const text = JSON.stringify(result);
    Object.assign(result, { stringify: () => text });
  }
  const { length } = result.stringify?.() ?? JSON.stringify(result);
  if (length <= most) return undefined;
  return refusal(
    `The answer has ${length} characters, and ${most} are accepted; ask for smaller pages (first or last), or for fewer long texts.`,
    { length, limit: most },
  );
}

function refusal(message: string, numbers: Record<string, number | null> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', ...numbers } });
}
