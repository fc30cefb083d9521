import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { isAlive, type Postmaster } from './postmaster.ts';

/** What stops Postgres when a process that uses it is killed and cannot do so itself. */
export interface Guard {
  /** The process ends in order, and sees to Postgres itself. */
  dismiss(): Promise<void>;
}

/**
 * A shell that waits for this process to end. It reads a word that a process that ends in order sends; one that is
 * killed sends none. Then Postgres is asked to stop as soon as nobody uses it, unless another process that lives has
 * left its mark in the cluster's folder: it, or its guard, sees to that later.
 */
const script = `read -r word; [ "$word" = leave ] && exit
rm -f "$2/$3"
for mark in "$2"/*; do
  name="\${mark##*/}"
  kill -0 "\${name%%.*}" 2>/dev/null && exit
done
read -r now < "$2/../data/postmaster.pid" && [ "$now" = "$1" ] && kill -TERM "$1"`;

let marks = 0;

/** Null on Windows, where the next start finds a Postgres that was left. */
export async function startGuard({ folder }: Cluster, { pid }: Postmaster): Promise<Guard | null> {
  if (process.platform === 'win32') return null;
  const users = usersOf(folder);
  marks += 1;
  const mark = `${process.pid}.${marks}`;
  // Without a mark the guard of another process may stop Postgres too early, which is no reason not to start.
  await leaveMark(users, mark).catch(() => undefined);
  const guard = spawn('/bin/sh', ['-c', script, 'demarche-guard', String(pid), users, mark], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  release(guard);
  return {
    async dismiss() {
      guard.stdin?.end('leave\n');
      guard.unref();
      await rm(join(users, mark), { force: true }).catch(() => undefined);
    },
  };
}

function usersOf(folder: string): string {
  return join(folder, 'users');
}

/** Whether another process that lives has left its mark; never on Windows, where there are none. */
export async function isUsedByOthers({ folder }: Pick<Cluster, 'folder'>): Promise<boolean> {
  const pids = (await readdir(usersOf(folder)).catch(() => [])).map((mark) => Number.parseInt(mark, 10));
  return pids.some((pid) => pid !== process.pid && isAlive(pid));
}

/** Marks of processes that have ended without their guards are taken away. */
async function leaveMark(users: string, mark: string): Promise<void> {
  await mkdir(users, { recursive: true });
  for (const other of await readdir(users))
    if (!isAlive(Number.parseInt(other, 10))) await rm(join(users, other), { force: true });
  await writeFile(join(users, mark), '');
}

/** Keeps it from keeping this process. */
function release(guard: ChildProcess): void {
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  if (guard.stdin && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  guard.unref();
}
