import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, open, readFile, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatingError } from '../operating-error.ts';
import { type Account, commandAs, findAccount } from './account.ts';
import type { Cluster } from './cluster.ts';
import { findPostmaster, type Postmaster, pollMs, waitUntilGone } from './postmaster.ts';
import { environment, lastReason } from './program.ts';

const startTimeoutMs = 120_000;
const maxLogBytes = 10 * 1024 ** 2;
const stopTimeoutMs = 30_000;

/**
 * Starts Postgres on a cluster on which none runs, on a port of this machine alone, in a process group of its own
 * so that Ctrl-C reaches the service first.
 *
 * @returns null when another process has started it meanwhile, or taken the port
 * @throws {OperatingError} when it does not start
 */
export async function launch(
  cluster: Cluster,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster | null> {
  const account = await findAccount(cluster.folder);
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const before = await prepareLog(cluster, account);
  // A cluster that was copied may have lost the mode that Postgres insists on.
  await chmod(cluster.data, 0o700);
  const child = await (process.platform === 'win32'
    ? spawnOnWindows(cluster, options)
    : spawnServer(cluster, account, options));
  const started = await waitUntilReady(cluster, child);
  if (started) return started;
  const said = (await readFile(cluster.log, 'utf8')).slice(before);
  if (/lock file "postmaster.pid" already exists|could not create any TCP\/IP sockets/.test(said))
    return null;
  throw new OperatingError(
    `PostgreSQL does not start on ${cluster.folder}: ${lastReason(said)}. Its log is ${cluster.log}; mend what it names, put back a copy of the folder, or run npm run reset to begin afresh.`,
  );
}

/** @returns how long the log is before the start; one that has grown large begins anew */
async function prepareLog({ log }: Cluster, account: Account | null): Promise<number> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  const kept = size < maxLogBytes;
  await (await open(log, kept ? 'a' : 'w', 0o600)).close();
  if (account) await chown(log, account.uid, account.gid);
  return kept ? size : 0;
}

async function spawnServer(
  cluster: Cluster,
  account: Account | null,
  options: readonly string[],
): Promise<ChildProcess> {
  const args = ['-D', cluster.data, ...options];
  const command = await commandAs(account, cluster.data, cluster.binaries.postgres, args);
  const log = await open(cluster.log, 'a');
  try {
    return quietly(
      spawn(command.file, command.args, {
        ...command.account,
        cwd: cluster.data,
        env: environment(),
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      }),
    );
  } finally {
    await log.close();
  }
}

/** Postgres refuses an administrator there; pg_ctl gives the rights away before it starts it. */
function spawnOnWindows(cluster: Cluster, options: readonly string[]): ChildProcess {
  const quoted = options.map((option) => (option === '-c' ? option : `"${option}"`)).join(' ');
  const args = ['start', '-s', '-w', '-D', cluster.data, '-l', cluster.log, '-o', quoted];
  return quietly(
    spawn(cluster.binaries.pgCtl, args, { env: environment(), stdio: 'ignore', windowsHide: true }),
  );
}

/** That a program cannot be started shows in that it has no number; an error without a listener would end this process. */
function quietly(child: ChildProcess): ChildProcess {
  child.on('error', () => undefined);
  child.unref();
  return child;
}

/** Null when the server has given up. */
async function waitUntilReady(cluster: Cluster, child: ChildProcess): Promise<Postmaster | null> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const failed =
      child.exitCode === null ? child.signalCode !== null || child.pid === undefined : child.exitCode !== 0;
    if (failed) return null;
    const found = await findPostmaster(cluster.data);
    if (found?.ready) return found;
    await wait(pollMs);
  }
  await stopCluster(cluster);
  throw new OperatingError(
    `PostgreSQL has not become ready on ${cluster.folder} within ${startTimeoutMs / 1000} s, perhaps because it recovers from a crash. Its log is ${cluster.log}; try again.`,
  );
}

/** Stops Postgres: sessions are ended, what they committed is kept. Does nothing when none runs. */
export async function stopCluster(cluster: Pick<Cluster, 'data' | 'binaries'>): Promise<void> {
  const running = await findPostmaster(cluster.data);
  if (!running) return;
  if (process.platform === 'win32') {
    const child = spawn(cluster.binaries.pgCtl, ['stop', '-s', '-w', '-m', 'fast', '-D', cluster.data], {
      stdio: 'ignore',
      windowsHide: true,
    });
    await once(child, 'exit');
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(running.pid, signal);
    } catch {
      return;
    }
    if (await waitUntilGone(cluster.data, running.pid, stopTimeoutMs)) return;
  }
}
