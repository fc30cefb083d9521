import { setTimeout } from 'node:timers/promises';

const longestMs = 5_000;

/** How long to wait after so many failures in a row, from 50 ms and twice as long each time. */
export function backoffMs(failures: number): number {
  return Math.min(longestMs, 50 * 2 ** Math.min(failures, 10));
}

/** Waits, at most until the signal is aborted; it keeps no process alive. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(() => undefined);
}
