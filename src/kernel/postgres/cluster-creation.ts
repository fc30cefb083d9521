import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, OperatingError } from '../operating-error.ts';
import { type Account, commandAs, findAccount } from './account.ts';
import type { Cluster } from './cluster.ts';
import { elsewhere, leftover, reasonOf } from './data-dir.ts';
import { environment, lastReason, superuser } from './program.ts';

/** A new cluster takes 40 MB, and its log of changes soon as much again. */
const bytesForNew = 200 * 1024 ** 2;

/**
 * Makes the cluster of a data folder.
 *
 * @returns false when another process was faster
 * @throws {OperatingError} when it cannot be made
 */
export async function createCluster(dataDir: string, cluster: Cluster): Promise<boolean> {
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
