import { type GraphQLSchema, getOperationAST, isInputType, parse, print, typeFromAST } from 'graphql';
import type { TestDatabase } from '../setup/database.ts';
import { describeOperation, type Outcome, runBoth } from './both-paths.ts';
import { isWithinLimits, randomOperationWithinLimits } from './limits-of.ts';
import type { PlannedSide } from './planned-side.ts';
import { Random } from './random.ts';
import type { Operation } from './random-operation.ts';
import { shrinkOperation } from './shrink.ts';
import type { ValuePool } from './value-pool.ts';

export interface CheckOptions {
  seed: number;
  /** How many operations are made. */
  runs: number;
  /** Reasons for which the planner may decline. */
  mayDecline: readonly string[];
  /** How many different failures end the check. */
  mostFailures: number;
  /** The fields that operations begin with, where not all. */
  roots?: readonly string[] | undefined;
  /** Whether a failing operation is made smaller. */
  shrinks: boolean;
}

export interface CheckReport {
  /** Operations made. */
  made: number;
  /** Runs on both paths; an operation with variables is run again with others. */
  compared: number;
  answered: number;
  /** Left to the executor, which tells what is wrong. */
  refused: number;
  declined: number;
  /** Why the planner declined, and how often. */
  reasons: Map<string, number>;
  /** Each with the operation, shrunk, and the first difference between the answers. */
  failures: string[];
}

/** Compares the two paths on random operations. Operation number n of a seed is the same in every check. */
export async function checkPlanner(
  schema: GraphQLSchema,
  side: PlannedSide,
  db: TestDatabase,
  pool: ValuePool,
  { seed, runs, mayDecline, mostFailures, roots, shrinks }: CheckOptions,
): Promise<CheckReport> {
  const report: CheckReport = {
    ...{ made: 0, compared: 0, answered: 0, refused: 0, declined: 0 },
    reasons: new Map(),
    failures: [],
  };
  const problemOf = ({ planned, disagreement }: Outcome): string | null => {
    if (disagreement !== null) return disagreement;
    if (planned.kind !== 'declined' || mayDecline.includes(planned.reason)) return null;
    return `the planner declined: ${planned.reason} (${planned.detail})`;
  };
  const seen = new Set<string>();
  for (let run = 0; run < runs && report.failures.length < mostFailures; run += 1) {
    report.made += 1;
    const random = new Random(seed * 1_000_003 + run);
    const operation = randomOperationWithinLimits(schema, pool, random, roots);
    // The second time everything that the planner keeps of the document is used.
    for (const tried of [operation, ...withOtherVariables(schema, operation, random)]) {
      const outcome = await runBoth(schema, side, db, tried);
      report.compared += 1;
      if (outcome.planned.kind === 'answered') report.answered += 1;
      if (outcome.planned.kind === 'refused') report.refused += 1;
      if (outcome.planned.kind === 'declined') {
        const { reason } = outcome.planned;
        report.declined += 1;
        report.reasons.set(reason, (report.reasons.get(reason) ?? 0) + 1);
      }
      const problem = problemOf(outcome);
      if (problem === null || seen.has(kindOf(problem))) continue;
      seen.add(kindOf(problem));
      const before = tried === operation ? null : operation;
      report.failures.push(await describeFailure(problem, tried, before, run));
    }
  }
  return report;

  async function describeFailure(
    problem: string,
    operation: Operation,
    before: Operation | null,
    run: number,
  ): Promise<string> {
    if (!shrinks) return `seed ${seed}, operation ${run}\n${problem}\n${describeOperation(operation)}`;
    let last = problem;
    const fails = async (smaller: Operation): Promise<boolean> => {
      // What the planner keeps of the run before belongs to the document.
      if (before) await runBoth(schema, side, db, { ...smaller, variables: before.variables });
      const found = problemOf(await runBoth(schema, side, db, smaller));
      if (found === null || kindOf(found) !== kindOf(problem)) return false;
      last = found;
      return true;
    };
    const fresh = { ...operation, document: parse(print(operation.document)) };
    if (!(await fails(fresh)))
      return `seed ${seed}, operation ${run}\n${problem}\nIt agrees when it is run once more.\n${describeOperation(operation)}`;
    const smallest = await shrinkOperation(schema, fresh, fails);
    const after = before ? `\nafter a run with ${JSON.stringify(before.variables)}` : '';
    return `seed ${seed}, operation ${run}\n${last}\n${describeOperation(smallest)}${after}`;
  }
}

/** What failures have in common that are the same to a reader: the sentence without its values and positions. */
function kindOf(problem: string): string {
  return (problem.split('\n')[0] ?? '')
    .replace(/\[\d+\]/g, '[]')
    .replace(/: planned .*/, '')
    .replace(/"[^"]*"|\d+/g, '')
    .replace(/^data\.(?:.*\.)?([^.]+)$/, 'data $1');
}

/** The same document with other values of its variables, where it has any. */
function withOtherVariables(schema: GraphQLSchema, operation: Operation, random: Random): Operation[] {
  const definitions = getOperationAST(operation.document, operation.operationName)?.variableDefinitions ?? [];
  if (definitions.length === 0) return [];
  const variables = { ...operation.variables };
  for (const { variable, type: typeNode, defaultValue } of definitions) {
    const name = variable.name.value;
    const value = variables[name];
    const type = typeFromAST(schema, typeNode as never);
    if (!isInputType(type)) continue;
    if (typeof value === 'boolean') variables[name] = random.chance(0.5) ? value : !value;
    else if (typeof value === 'number') variables[name] = Math.max(0, value + random.between(-1, 1));
    else if (defaultValue !== undefined && random.chance(0.5)) delete variables[name];
    else if (defaultValue !== undefined && print(typeNode).startsWith('Boolean'))
      variables[name] = random.chance(0.5);
    else if (!print(typeNode).endsWith('!') && defaultValue === undefined && random.chance(0.2))
      variables[name] = null;
  }
  const other = { ...operation, variables };
  return isWithinLimits(schema, other) ? [other] : [];
}
