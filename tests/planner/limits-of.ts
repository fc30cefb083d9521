import { type GraphQLSchema, getOperationAST, getVariableValues } from 'graphql';
import { DEFAULT_LIMITS } from '../../src/kernel/limits.ts';
import { costOf } from '../../src/kernel/limits-cost.ts';
import { checkDocument } from '../../src/kernel/limits-document.ts';
import type { Random } from './random.ts';
import { type Operation, randomOperation } from './random-operation.ts';
import type { ValuePool } from './value-pool.ts';

/** Whether the service would run the operation rather than refuse it for its size. */
export function isWithinLimits(
  schema: GraphQLSchema,
  { document, operationName, variables }: Operation,
): boolean {
  if (checkDocument(document, DEFAULT_LIMITS).length > 0) return false;
  let tokens = 0;
  for (let token = document.loc?.startToken; token; token = token.next ?? undefined) tokens += 1;
  if (tokens > DEFAULT_LIMITS.tokens) return false;
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return coerced === undefined || costOf(schema, document, operation, coerced) <= DEFAULT_LIMITS.cost;
}

/** A random operation that the service does not refuse for its size. */
export function randomOperationWithinLimits(
  schema: GraphQLSchema,
  pool: ValuePool,
  random: Random,
  roots?: readonly string[],
): Operation {
  for (;;) {
    const operation = randomOperation(schema, pool, random, roots);
    if (isWithinLimits(schema, operation)) return operation;
  }
}
