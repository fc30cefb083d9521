import type pg from 'pg';
import type { SentStatement } from '../setup/statements.ts';

/** A step of a plan as Postgres explains it after running it. */
export interface PlanStep {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanStep[];
}

/** Runs a statement again with its parameters and gives all steps of its plan. */
export async function explain(pool: pg.Pool, { text, values }: SentStatement): Promise<PlanStep[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanStep }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    [...values],
  );
  const root = rows[0]?.['QUERY PLAN'][0].Plan;
  return root ? stepsOf(root) : [];
}

function stepsOf(step: PlanStep): PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** How many rows of a table the steps looked at, those that a condition then threw out among them. */
export function rowsRead(steps: readonly PlanStep[], table: string): number {
  return steps
    .filter((step) => step['Relation Name'] === table)
    .map(
      (step) =>
        (step['Actual Rows'] +
          (step['Rows Removed by Filter'] ?? 0) +
          (step['Rows Removed by Index Recheck'] ?? 0)) *
        step['Actual Loops'],
    )
    .reduce((sum, rows) => sum + rows, 0);
}
