import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatingError } from '../operating-error.ts';
import { findAccount } from './account.ts';
import { type Binaries, embeddedMajor } from './binaries.ts';
import { createCluster } from './cluster-creation.ts';
import { clusterFolder, removeLeftovers } from './data-dir.ts';

/** A cluster of the embedded Postgres: a folder `postgres` in the data folder. */
export interface Cluster {
  readonly folder: string;
  /** What Postgres calls its data directory. */
  readonly data: string;
  readonly log: string;
  readonly binaries: Binaries;
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
