import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What a running Postgres writes into its data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** How often a state that only a file shows is looked at. */
export const pollMs = 25;

/** The file in which a running Postgres says so; it removes it when it stops in order. */
function fileOf(data: string): string {
  return join(data, 'postmaster.pid');
}

/** What the file says, true or not any more; null where there is none. Port 0 while it is being written. */
async function readFileOf(data: string): Promise<Postmaster | null> {
  const text = await readFile(fileOf(data), 'utf8').catch(() => null);
  if (text === null) return null;
  const [pid = '', , , port = '', , , , status = ''] = text.split('\n');
  return { pid: Number(pid), port: Number(port), ready: status.trim() === 'ready' };
}

/**
 * The Postgres that runs on a data folder, null when none does. The file of one that was killed, or whose number
 * now belongs to another process, is removed: Postgres itself would refuse to start beside it.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const found = await readFileOf(data);
  if (found === null) return null;
  if (found.pid > 0 && isAlive(found.pid) && (await isPostgresOn(found.pid, data))) return found;
  // A Postgres that has just begun may not have written the file to its end.
  if (!(found.pid > 0)) return found;
  await rm(fileOf(data), { force: true });
  return null;
}

/** Waits until a Postgres has removed its file and its process is gone; false when it has not by then. */
export async function waitUntilGone(data: string, pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while ((await readFileOf(data))?.pid === pid && isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await wait(pollMs);
  }
  // The process ends just after. Where nothing collects the dead, as in some containers, its number stays taken.
  for (let waited = 0; waited < endingMs && isAlive(pid); waited += pollMs) await wait(pollMs);
  return true;
}

const endingMs = 2_000;

/** Whether a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether the process is a Postgres on this folder; true where the system does not tell. */
async function isPostgresOn(pid: number, data: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
      : await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
          ({ stdout }) => stdout,
          () => null,
        );
  return command === null || command.includes(data);
}
