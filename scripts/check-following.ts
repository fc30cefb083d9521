/**
 * Writes to two instances of the service and follows them, while one is killed and Postgres restarted.
 * `npm run check:following -- --seconds 60 --writers 20 --subscribers 10`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    writers: { type: 'string', default: '20' },
    subscribers: { type: 'string', default: '10' },
  },
});
const vitest = spawn(
  process.execPath,
  [
    fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url)),
    ...['run', 'tests/history/two-instances.test.ts', '--disable-console-intercept'],
  ],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: {
      ...process.env,
      FOLLOWING_SECONDS: values.seconds,
      FOLLOWING_WRITERS: values.writers,
      FOLLOWING_SUBSCRIBERS: values.subscribers,
    },
  },
);
const [code] = await once(vitest, 'exit');
process.exitCode = typeof code === 'number' ? code : 1;
