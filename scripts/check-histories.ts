/**
 * Makes many random histories; checks that each moment is read again as it was, on both paths, and that the changes
 * alone rebuild the record.
 * `npm run check:histories -- --runs 500 --seed 1`; with `--no-shrink` it ends at the first failure as it was made.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Math.trunc(Date.now() / 1000) % 1_000_000) },
    shrink: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const vitest = spawn(
  process.execPath,
  [
    fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url)),
    ...['run', 'tests/editing/histories.test.ts', '--disable-console-intercept'],
  ],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      HISTORIES_RUNS: values.runs,
      HISTORIES_SEED: values.seed,
      HISTORIES_PATHS: 'both',
      HISTORIES_SHRINK: values.shrink ? '1' : '0',
    },
  },
);
const [code] = await once(vitest, 'exit');
process.exitCode = typeof code === 'number' ? code : 1;
