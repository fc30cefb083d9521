import { onInterrupt, repeatMs } from './interrupt.ts';
import { readConfig } from './kernel/config.ts';
import type { OperatingError } from './kernel/operating-error.ts';
import { describeFailure, findObstacle } from './kernel/preconditions.ts';
import { Steps } from './kernel/steps.ts';
import { Closers, startService } from './serve.ts';

/** How long an orderly stop may take before it is cut short. */
const stopTimeoutMs = 30_000;

const obstacle = findObstacle();
if (obstacle === null) await main();
else fail(obstacle);

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const steps = new Steps((text) => process.stdout.write(text));
  const closers = new Closers();
  let stoppingSince: number | null = null;

  const stop = (exitCode: number) => {
    stoppingSince = performance.now();
    process.exitCode = exitCode;
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    closers
      .close()
      .then(() => starting)
      .finally(() => process.exit());
  };
  const interrupt = () => {
    if (stoppingSince === null) {
      steps.say('Stopping. Once more to stop at once.');
      stop(0);
    } else if (performance.now() - stoppingSince > repeatMs) {
      // What is left is the guard's to stop.
      process.exit(1);
    }
  };
  onInterrupt(interrupt);

  const onLost = ({ message }: OperatingError) => {
    if (stoppingSince !== null) return;
    fail(message);
    stop(1);
  };
  const start = async () => startService(readConfig(process.env), steps, closers, onLost);
  const starting = start().catch((error: unknown) => {
    // What breaks because a signal closed it is no failure.
    if (stoppingSince !== null) return;
    steps.end();
    fail(describeFailure(error));
    stop(1);
  });
  await starting;
}
