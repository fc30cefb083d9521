import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, OperatingError } from '../operating-error.ts';
import { isAlive } from './postmaster.ts';

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

export const elsewhere = 'Mend that, or name another folder in DATA_DIR.';

/** Why a folder or a file could not be made. */
export function reasonOf(error: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'the permission to write there is missing',
    EPERM: 'the permission to write there is missing',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOENT: 'a folder of the path is missing',
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: 'a part of the path is a file',
  };
  return reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

/** Begins the name of a cluster that is being made or removed; the number of the process follows. */
export const leftover = 'postgres.new-';

/** Removes what processes left that died while they made a cluster. */
export async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir).catch(() => [])) {
    const pid = name.startsWith(leftover) ? Number(name.slice(leftover.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid))
      await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
