import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import type { TestDatabase } from '../setup/database.ts';
import { checkPlanner } from './check.ts';
import { faults } from './faults.ts';
import { plannedDatabase } from './planned-record.ts';
import { plannedSideOf } from './planned-side.ts';
import { Random } from './random.ts';
import { readPool, type ValuePool } from './value-pool.ts';

test.each(faults)('the fault "$name" has its place in the source', async ({ file, find }) => {
  const text = await readFile(new URL(`../../src/${file}`, import.meta.url), 'utf8');
  expect(text.split(find)).toHaveLength(2);
});

/** Where scripts/check-planner-faults.ts has put the copies of `src`, `sound` and one for each fault. */
const copies = process.env.PLANNER_COPIES;
const runs = Number(process.env.PLANNER_RUNS || 1_000);
const seed = Number(process.env.PLANNER_SEED || 1);

describe.runIf(copies)('the comparison of the two paths', () => {
  let db: TestDatabase;
  let pool: ValuePool;
  const found: string[] = [];
  beforeAll(async () => {
    db = await plannedDatabase();
    pool = await readPool(schema, db, new Random(1));
  });
  afterAll(() => process.stdout.write(`${found.join('\n')}\n`));

  const check = async (copy: string, mostRuns: number, roots?: readonly string[]) => {
    const side = await plannedSideOf(new URL(`${copies}/${copy}/src/`));
    const options = { seed, runs: mostRuns, mayDecline: [], mostFailures: 1, roots, shrinks: false };
    return checkPlanner(schema, side, db, pool, options);
  };

  test('finds nothing in a sound copy', { timeout: 600_000 }, async () => {
    const { failures } = await check('sound', 100);
    expect(failures).toEqual([]);
  });

  test.each(faults.map((fault, index) => ({ ...fault, copy: `fault-${index}` })))(
    'finds $name',
    { timeout: 600_000 },
    async ({ name, copy, roots }) => {
      const { failures, made } = await check(copy, runs, roots);
      expect(failures.length, `not found by ${runs} operations of seed ${seed}`).toBeGreaterThan(0);
      found.push(`${name}: found by operation ${made} — ${failures[0]?.split('\n')[1]?.slice(0, 160)}`);
    },
  );
});
