import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatingError } from '../operating-error.ts';
import { findBinaries } from './binaries.ts';
import { stopCluster } from './cluster-server.ts';
import { clusterFolder, leftover, prepareDataDir } from './data-dir.ts';
import { findRunning, findServer } from './embedded.ts';
import { isUsedByOthers } from './guard.ts';
import { Presence } from './session.ts';

/** Whether a data folder holds a cluster, whole or damaged. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  return stat(clusterFolder(dataDir)).then(
    () => true,
    () => false,
  );
}

/**
 * Removes the cluster of a data folder, also one that does not start any more. One that a killed process left
 * running is stopped first.
 *
 * @param confirm asked before anything is removed; throws when it is not meant
 * @throws {OperatingError} when a service or a command works on it
 */
export async function removeCluster(dataDir: string, confirm: () => Promise<void>): Promise<void> {
  await refuseWhileServed(dataDir);
  await confirm();
  await refuseWhileServed(dataDir);
  const folder = clusterFolder(await prepareDataDir(dataDir));
  const url = await findRunning(dataDir);
  const working = new OperatingError(
    `Another process works on ${dataDir}. Wait until it has ended, then try again.`,
  );
  if (await isUsedByOthers({ folder })) throw working;
  const presence = url && (await Presence.open(url, 'use', () => undefined).catch(() => null));
  if (presence) {
    const idle = await presence.tryLock('stop');
    await presence.close();
    if (!idle) throw working;
  }
  if (url) await stopCluster({ data: join(folder, 'data'), binaries: await findBinaries() });
  // Moved first, so that nothing half removed is ever taken for a cluster.
  const doomed = join(dataDir, `${leftover}${process.pid}`);
  try {
    await rename(folder, doomed);
    await rm(doomed, { recursive: true, force: true });
  } catch (cause) {
    throw new OperatingError(
      `${folder} cannot be removed: ${cause instanceof Error ? cause.message : String(cause)}. Remove it as the user whom it belongs to.`,
      { cause },
    );
  }
}

async function refuseWhileServed(dataDir: string): Promise<void> {
  const holder = await findServer(dataDir);
  if (holder)
    throw new OperatingError(
      `The service runs on ${dataDir} (process ${holder.pid}). Stop it first (Ctrl-C where it was started), then run npm run reset again.`,
    );
}
