import { beforeAll, expect, test } from 'vitest';
import { declineReasons } from '../../src/planner/declined.ts';
import { schema } from '../../src/schema.ts';
import type { TestDatabase } from '../setup/database.ts';
import { checkPlanner } from './check.ts';
import { plannedDatabase } from './planned-record.ts';
import { plannedSide } from './planned-side.ts';
import { Random } from './random.ts';
import { readPool, type ValuePool } from './value-pool.ts';

const seed = Number(process.env.PLANNER_SEED || 1);
const runs = Number(process.env.PLANNER_RUNS || 300);
const mostFailures = Number(process.env.PLANNER_FAILURES || 1);

/** Shapes that the planner leaves to the executor, each with its reason in docs/performance.md. */
const mayDecline = Object.keys(declineReasons).filter((reason) => reason !== 'unknown');

let db: TestDatabase;
let pool: ValuePool;
beforeAll(async () => {
  db = await plannedDatabase();
  pool = await readPool(schema, db, new Random(1));
});

async function compare(count: number, roots?: readonly string[]): Promise<void> {
  const options = { seed, runs: count, mayDecline, mostFailures, roots, shrinks: true };
  const report = await checkPlanner(schema, plannedSide(), db, pool, options);
  const { compared, answered, refused, declined, reasons, failures } = report;
  const share = (part: number) => `${((100 * part) / Math.max(1, compared)).toFixed(2)} %`;
  const planned = answered / Math.max(1, answered + declined);
  process.stdout.write(
    `planner: seed ${seed}, ${count} operations, ${compared} runs on both paths; ` +
      `planned ${(100 * planned).toFixed(2)} % of those without errors, refused ${share(refused)}, declined ${share(declined)} ` +
      `${JSON.stringify(Object.fromEntries(reasons))}\n`,
  );
  expect(failures.join('\n\n'), failures.join('\n\n')).toBe('');
  expect(planned).toBeGreaterThanOrEqual(0.98);
}

const timeout = 60_000 + runs * 1_000;

test(
  `${runs} random operations have the same answer on the planned path as on the ordinary one`,
  {
    timeout,
  },
  () => compare(runs),
);

test('so have random operations on records as they stood at moments', { timeout }, () =>
  compare(Math.ceil(runs / 2), ['recordAsOf', 'event']),
);
