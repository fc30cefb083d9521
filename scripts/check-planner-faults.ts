/**
 * Shows that the comparison of the two paths finds mistakes: puts each of tests/planner/faults.ts into a copy of `src`
 * of its own and lets it answer on the planned path. `npm run check:planner:faults -- --runs 1000 --seed 1`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { faults } from '../tests/planner/faults.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'demarche-faults-'));
try {
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await copySource('sound');
  for (const [index, { name, file, find, replace }] of faults.entries()) {
    const copy = await copySource(`fault-${index}`);
    const text = await readFile(join(copy, file), 'utf8');
    const parts = text.split(find);
    if (parts.length !== 2)
      throw new Error(`${name}: the text to replace stands ${parts.length - 1} times in ${file}.`);
    await writeFile(join(copy, file), parts.join(replace));
  }
  process.exitCode = await runTests();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function copySource(name: string): Promise<string> {
  const copy = join(folder, name, 'src');
  await cp(join(root, 'src'), copy, { recursive: true });
  return copy;
}

async function runTests(): Promise<number> {
  const vitest = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      'tests/planner/faults.test.ts',
      '--disable-console-intercept',
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        PLANNER_COPIES: pathToFileURL(folder).href,
        PLANNER_RUNS: values.runs,
        PLANNER_SEED: values.seed,
      },
    },
  );
  const [code] = await once(vitest, 'exit');
  return typeof code === 'number' ? code : 1;
}
