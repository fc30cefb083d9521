import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, OperatingError } from '../operating-error.ts';
import { type Account, commandAs, findAccount } from './account.ts';
import { type Binaries, embeddedMajor } from './binaries.ts';
import { findPostmaster, isAlive, type Postmaster, pollMs, waitUntilGone } from './postmaster.ts';

/** A cluster of the embedded Postgres: a folder `postgres` in the data folder. */
export interface Cluster {
  readonly folder: string;
  /** What Postgres calls its data directory. */
  readonly data: string;
  readonly log: string;
  readonly binaries: Binaries;
}

/** The user that owns the cluster inside Postgres. */
export const superuser = 'postgres';

/** A new cluster takes 40 MB, and its log of changes soon as much again. */
const bytesForNew = 200 * 1024 ** 2;

const startTimeoutMs = 120_000;
const stopTimeoutMs = 30_000;

/** Where the cluster of a data folder is, whether it exists or not. */
export function clusterFolder(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * Makes the data folder where it is missing.
 *
 * @returns its path without links, by which a running Postgres is told from others
 * @throws {OperatingError} when it cannot be made
 */
export async function prepareDataDir(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    return await realpath(dataDir);
  } catch (error) {
    throw new OperatingError(`The data folder ${dataDir} cannot be made: ${reasonOf(error)}. ${elsewhere}`, {
      cause: error,
    });
  }
}

const elsewhere = 'Mend that, or name another folder in DATA_DIR.';

function reasonOf(error: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'the permission to write there is missing',
    EPERM: 'the permission to write there is missing',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: 'a part of the path is a file',
  };
  return reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

/**
 * Finds the cluster of a data folder, or makes it. It is made beside its place and moved there whole, so that one
 * that was interrupted leaves nothing that looks like a cluster.
 *
 * @throws {OperatingError} when the cluster is damaged, of another version or somebody else's, or cannot be made
 */
export async function openCluster(
  dataDir: string,
  binaries: Binaries,
): Promise<{ cluster: Cluster; created: boolean }> {
  const folder = clusterFolder(dataDir);
  const cluster = { folder, data: join(folder, 'data'), log: join(folder, 'server.log'), binaries };
  await removeLeftovers(dataDir);
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  const created = !exists && (await createCluster(dataDir, cluster));
  await checkCluster(cluster);
  return { cluster, created };
}

async function checkCluster({ folder, data }: Cluster): Promise<void> {
  await findAccount(folder);
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null)
    throw new OperatingError(
      `${folder} is damaged: it is no PostgreSQL cluster, or parts of it are missing or cannot be read. Put back a copy of it, or run npm run reset to begin afresh.`,
    );
  if (version.trim() !== embeddedMajor)
    throw new OperatingError(
      `${folder} was written by PostgreSQL ${version.trim()}, and this version of the service carries ${embeddedMajor}. Name another folder in DATA_DIR, or run npm run reset to begin afresh.`,
    );
}

/** The password by which the service opens the cluster. */
export async function readPassword({ folder }: Pick<Cluster, 'folder'>): Promise<string> {
  try {
    return (await readFile(join(folder, 'password'), 'utf8')).trim();
  } catch (cause) {
    throw new OperatingError(
      `${folder} is damaged: the file with its password is missing or cannot be read. Put back a copy of it, or run npm run reset to begin afresh.`,
      { cause },
    );
  }
}

/** @returns false when another process was faster */
async function createCluster(dataDir: string, cluster: Cluster): Promise<boolean> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < bytesForNew)
    throw new OperatingError(
      `The disk of ${dataDir} has ${Math.floor((bavail * bsize) / 1024 ** 2)} MB left, and a new database needs ${bytesForNew / 1024 ** 2} MB. Make room, or name another folder in DATA_DIR.`,
    );
  const making = join(dataDir, `${leftover}${process.pid}`);
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    const account = await findAccount(cluster.folder);
    const password = join(making, 'password');
    await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    if (account) for (const path of [password, making]) await chown(path, account.uid, account.gid);
    await initialise(cluster, account, making);
    await rename(making, cluster.folder);
    return true;
  } catch (error) {
    await rm(making, { recursive: true, force: true }).catch(() => undefined);
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return false;
    // Windows refuses to move a folder to where one is.
    if (codeOf(error) === 'EPERM' && (await stat(cluster.folder).catch(() => null))) return false;
    if (error instanceof OperatingError) throw error;
    throw new OperatingError(`The database cannot be made in ${dataDir}: ${reasonOf(error)}. ${elsewhere}`, {
      cause: error,
    });
  }
}

/** Begins the name of a cluster that is being made or removed; the number of the process follows. */
export const leftover = 'postgres.new-';

/** Removes what processes left that died while they made a cluster. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir).catch(() => [])) {
    const pid = name.startsWith(leftover) ? Number(name.slice(leftover.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid))
      await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function initialise(cluster: Cluster, account: Account | null, making: string): Promise<void> {
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const command = await commandAs(account, making, cluster.binaries.initdb, [
    `--pgdata=${join(making, 'data')}`,
    `--username=${superuser}`,
    `--pwfile=${join(making, 'password')}`,
    ...['--auth=scram-sha-256', '--encoding=UTF8', ...locale],
  ]);
  const child = spawn(command.file, command.args, {
    ...command.account,
    cwd: making,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const [code] = await once(child, 'close');
  if (code === 0) return;
  throw new OperatingError(
    `PostgreSQL could not make its files in ${making}: ${lastReason(said.join(''))}. ${elsewhere}`,
  );
}

/** The settings of the user's own Postgres are none of this one's; its messages are read here, in English. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', TZ: 'UTC' };
}

/** The reason in a program's output: its last complaint, or its last line. */
function lastReason(output: string): string {
  const lines = output.split('\n').flatMap((line) => line.trim() || []);
  const complaint = lines.findLast((line) => /(?:FATAL|PANIC|error|ERROR):/.test(line)) ?? lines.at(-1);
  return (
    complaint?.replace(/^.*?(?:FATAL|PANIC|error|ERROR):\s*/, '').replace(/\.$/, '') ?? 'it gave no reason'
  );
}

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
  const log = await open(cluster.log, 'a', 0o600);
  const before = (await log.stat()).size;
  try {
    if (account) await chown(cluster.log, account.uid, account.gid);
    // A cluster that was copied may have lost the mode that Postgres insists on.
    await chmod(cluster.data, 0o700);
    const child = await spawnServer(cluster, account, options, log.fd);
    const started = await waitUntilReady(cluster, child);
    if (started) return started;
  } finally {
    await log.close();
  }
  const said = (await readFile(cluster.log, 'utf8')).slice(before);
  if (/lock file "postmaster.pid" already exists|could not create any TCP\/IP sockets/.test(said))
    return null;
  throw new OperatingError(
    `PostgreSQL does not start on ${cluster.folder}: ${lastReason(said)}. Its log is ${cluster.log}; mend what it names, put back a copy of the folder, or run npm run reset to begin afresh.`,
  );
}

async function spawnServer(
  cluster: Cluster,
  account: Account | null,
  options: readonly string[],
  log: number,
): Promise<ChildProcess> {
  const windows = process.platform === 'win32';
  const quoted = options.map((option) => (option === '-c' ? option : `"${option}"`)).join(' ');
  const command = windows
    ? {
        file: cluster.binaries.pgCtl,
        args: ['start', '-s', '-w', '-D', cluster.data, '-l', cluster.log, '-o', quoted],
        account: {},
      }
    : await commandAs(account, cluster.data, cluster.binaries.postgres, ['-D', cluster.data, ...options]);
  const child = spawn(command.file, command.args, {
    ...command.account,
    cwd: cluster.data,
    env: environment(),
    detached: !windows,
    stdio: windows ? 'ignore' : ['ignore', log, log],
    windowsHide: true,
  });
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
