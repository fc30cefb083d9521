/** A signal within this time of the first is the same one: npm passes on what the terminal has sent already. */
export const repeatMs = 1_000;

const parentPollMs = 100;

/** The parent from the beginning. */
const parent = process.ppid;

/** Calls `interrupt` for each signal that asks this process to stop, also for one that only npm gets. */
export function onInterrupt(interrupt: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  stopWithParent(interrupt);
}

/**
 * Run by npm, this process is the child of a shell, which does not pass on the signal that it gets and dies of it.
 * That it has another parent then is all that it can notice.
 */
function stopWithParent(interrupt: () => void): void {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const look = () => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    interrupt();
  };
  const timer = setInterval(look, parentPollMs);
  timer.unref();
  look();
}
