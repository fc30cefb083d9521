import { readConfig } from './kernel/config.ts';
import { describeFailure, findObstacle } from './kernel/preconditions.ts';
import { Steps } from './kernel/steps.ts';

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
  const { Closers, startService } = await import('./serve.ts');
  const steps = new Steps((text) => process.stdout.write(text));
  const closers = new Closers();
  let stopping = false;

  const stop = (exitCode: number) => {
    // A second signal does not wait: what is left is the guard's to stop.
    if (stopping) process.exit(1);
    stopping = true;
    process.exitCode = exitCode;
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    closers
      .close()
      .then(() => starting)
      .finally(() => process.exit());
  };
  const interrupt = () => {
    if (!stopping) steps.say('Stopping. Once more to stop at once.');
    stop(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

  const onLost = () => {
    if (!stopping) fail('The PostgreSQL of the service has stopped by itself, and so the service stops.');
    if (!stopping) stop(1);
  };
  const starting = startService(readConfig(process.env), steps, closers, onLost).catch((error: unknown) => {
    // What breaks because a signal closed it is no failure.
    if (stopping) return;
    steps.end();
    fail(describeFailure(error));
    stop(1);
  });
  await starting;
}
