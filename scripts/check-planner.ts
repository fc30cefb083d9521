/**
 * Compares the planned path with the ordinary one on many random operations.
 * `npm run check:planner -- --runs 10000 --seed 1`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.trunc(Date.now() / 1000) % 1_000_000) },
    failures: { type: 'string', default: '1' },
  },
});
const vitest = spawn(
  process.execPath,
  [
    fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url)),
    ...['run', 'tests/planner/indistinguishable.test.ts', '--disable-console-intercept'],
  ],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      PLANNER_RUNS: values.runs,
      PLANNER_SEED: values.seed,
      PLANNER_FAILURES: values.failures,
    },
  },
);
const [code] = await once(vitest, 'exit');
process.exitCode = typeof code === 'number' ? code : 1;
