import { type ExecutionResult, execute as executeDocument, type GraphQLSchema, print } from 'graphql';
import { createContext } from '../../src/kernel/context.ts';
import type { PlannerAnswer } from '../../src/planner/planner.ts';
import type { TestDatabase } from '../setup/database.ts';
import type { PlannedSide } from './planned-side.ts';
import type { Operation } from './random-operation.ts';

/** What came of an operation on both paths. */
export interface Outcome {
  /** How the planner answered, or that it threw. */
  planned: PlannerAnswer | { kind: 'threw'; error: unknown };
  ordinary: ExecutionResult;
  /** Why the two do not agree; null where they do. A declined operation is not judged here. */
  disagreement: string | null;
}

/** Runs an operation on the planned and on the ordinary path. */
export async function runBoth(
  schema: GraphQLSchema,
  side: PlannedSide,
  db: TestDatabase,
  { document, operationName, variables }: Operation,
): Promise<Outcome> {
  const planned = await side.planner
    .run({ document, operationName, variableValues: variables, contextValue: side.contextFor(db) })
    .catch((error: unknown) => ({ kind: 'threw', error }) as const);
  const ordinary = await runOrdinary(schema, db, { document, operationName, variables });
  return { planned, ordinary, disagreement: disagreementOf(planned, ordinary) };
}

export async function runOrdinary(
  schema: GraphQLSchema,
  db: TestDatabase,
  { document, operationName, variables }: Operation,
): Promise<ExecutionResult> {
  return await executeDocument({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: createContext(db),
  });
}

function disagreementOf(planned: Outcome['planned'], { data, errors }: ExecutionResult): string | null {
  switch (planned.kind) {
    case 'declined':
      return null;
    case 'threw':
      return `the planner threw ${planned.error instanceof Error ? planned.error.stack : String(planned.error)}`;
    case 'refused':
      return errors
        ? null
        : `the planner refused what has no errors on the ordinary path: ${String(planned.cause)}`;
    case 'answered': {
      if (errors) return `the planner answered what is refused on the ordinary path: ${errors[0]?.message}`;
      // What is compared is the text, so that the order of keys counts.
      const ours = JSON.stringify(JSON.parse(planned.data));
      const theirs = JSON.stringify(data);
      return ours === theirs ? null : firstDifference(JSON.parse(ours), JSON.parse(theirs));
    }
  }
}

/** Where two JSON values first differ, and what they have there. */
export function firstDifference(planned: unknown, ordinary: unknown, path = 'data'): string | null {
  const text = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
  if (JSON.stringify(planned) === JSON.stringify(ordinary)) return null;
  const differ = `${path}: planned ${text(planned)}, ordinary ${text(ordinary)}`;
  if (typeof planned !== 'object' || typeof ordinary !== 'object' || planned === null || ordinary === null)
    return differ;
  if (Array.isArray(planned) !== Array.isArray(ordinary)) return differ;
  const keys = Object.keys(ordinary);
  if (Array.isArray(planned)) {
    if (planned.length !== keys.length)
      return `${path}: planned ${planned.length} items, ordinary ${keys.length}; ${differ}`;
  } else if (Object.keys(planned).join() !== keys.join())
    return `${path}: planned keys ${Object.keys(planned)}, ordinary keys ${keys}`;
  for (const key of keys) {
    const inner = firstDifference(
      (planned as Record<string, unknown>)[key],
      (ordinary as Record<string, unknown>)[key],
      Array.isArray(planned) ? `${path}[${key}]` : `${path}.${key}`,
    );
    if (inner !== null) return inner;
  }
  return differ;
}

/** An operation as one can read and repeat it. */
export function describeOperation({ document, operationName, variables }: Operation): string {
  const name = operationName === null ? '' : `operationName: ${operationName}\n`;
  return `${print(document)}\n${name}variables: ${JSON.stringify(variables)}`;
}
