import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatingError } from '../operating-error.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, openCluster, readPassword } from './cluster.ts';
import { launch, stopCluster } from './cluster-server.ts';
import { clusterFolder, prepareDataDir } from './data-dir.ts';
import { type Guard, isUsedByOthers, startGuard } from './guard.ts';
import { findPostmaster, type Postmaster, pollMs } from './postmaster.ts';
import { serviceRole, superuser } from './program.ts';
import { openServiceRole } from './service-role.ts';
import { type Holder, LastingPresence, Presence, type Role } from './session.ts';

/** The embedded Postgres, running, as long as somebody uses it. */
export interface Embedded {
  /** The address of a database of the server, as its superuser. */
  url(database: string): string;
  /** The same as the role that the service serves as. */
  serviceUrl(database: string): string;
  /** Whether the cluster is new. */
  readonly created: boolean;
  /** Whether this process started it; false when it ran already. */
  readonly started: boolean;
  readonly presence: LastingPresence;
  /** Ends this process's use, and stops Postgres unless another process uses it. */
  release(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly role: Role;
  /** Settings of the server over its defaults. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told why it can be used no more: Postgres has stopped by itself, or another process serves. */
  readonly onLost?: (reason: OperatingError) => void;
}

const patienceMs = 150_000;

/**
 * Starts the Postgres of a data folder, or joins the one that runs there: left over from a process that was
 * killed, or in use by another command. Whoever leaves last stops it. When this process is killed, a guard stops
 * it in its stead (not on Windows, where the next start finds it).
 *
 * @throws {OperatingError} when another process serves the folder, or when Postgres cannot be started
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const binaries = await findBinaries();
  const dataDir = await prepareDataDir(options.dataDir);
  const { cluster, created } = await openCluster(dataDir, binaries);
  const password = await readPassword(cluster);
  const deadline = Date.now() + patienceMs;
  for (; Date.now() < deadline; await wait(pollMs)) {
    const found = await findPostmaster(cluster.data);
    const running = found ?? (await launch(cluster, await freePort(), options.settings ?? {}));
    if (!running?.ready) continue;
    const url = (database: string) =>
      `postgresql://${superuser}:${password}@127.0.0.1:${running.port}/${database}`;
    const presence = await joinServer(url('postgres'), { ...options, cluster, running });
    if (presence === null) continue;
    const guard = await startGuard(cluster, running);
    const release = once(() => leave(cluster, presence, guard, options.role));
    const servicePassword = await openServiceRole(cluster, presence).catch(async (error: unknown) => {
      await release();
      throw error;
    });
    const serviceUrl = (database: string) =>
      `postgresql://${serviceRole}:${servicePassword}@127.0.0.1:${running.port}/${database}`;
    return { url, serviceUrl, created, started: found === null, presence, release };
  }
  throw new OperatingError(
    `A PostgreSQL that another process started on ${cluster.folder} neither answers nor stops. Stop it, then try again; its log is ${cluster.log}.`,
  );
}

interface Joining extends EmbeddedOptions {
  readonly cluster: Cluster;
  readonly running: Postmaster;
}

/**
 * A session is taken up again while Postgres runs, which begins anew by itself where one of its processes crashes.
 *
 * @returns null when Postgres is on its way down, or up; the caller tries again
 */
async function joinServer(url: string, options: Joining): Promise<LastingPresence | null> {
  const { role, cluster, running, onLost } = options;
  const before = async () => {
    if ((await findPostmaster(cluster.data))?.pid === running.pid) return;
    throw new OperatingError(
      'The PostgreSQL of the service has stopped by itself, and so the service stops.',
    );
  };
  const prepare = (presence: Presence) => takeLocks(presence, options);
  try {
    return await LastingPresence.open(url, role, { before, prepare, ...(onLost ? { onLost } : {}) });
  } catch (error) {
    if (error instanceof OperatingError) throw error;
    return null;
  }
}

/** @throws {OperatingError} when another process serves the folder */
async function takeLocks(presence: Presence, { dataDir, role }: EmbeddedOptions): Promise<void> {
  if (!(await presence.tryLock('use'))) throw new Error('The last user of Postgres stops it.');
  if (role !== 'serve' || (await presence.tryLock('serve'))) return;
  const holder = await presence.findHolder('server');
  // A session of this process that was lost holds its locks for a moment yet.
  if (holder !== null && holder.pid !== process.pid)
    throw new OperatingError(describeHolder(dataDir, holder));
  throw new Error('Who serves is about to leave.');
}

/** The sentence that says who serves a data folder. */
export function describeHolder(dataDir: string, { pid, address }: Holder): string {
  const where = address === '' ? 'is starting' : `is at ${address}`;
  return `The service already runs on ${dataDir} (process ${pid}) and ${where}. Use that one, stop it, or give this one another DATA_DIR and PORT.`;
}

/** Looks whether a service runs on a data folder, without starting anything; null when in doubt. */
export async function findServer(dataDir: string): Promise<Holder | null> {
  const url = await findRunning(dataDir);
  const presence = url && (await Presence.open(url, 'use', () => undefined).catch(() => null));
  if (!presence) return null;
  try {
    return await presence.findHolder('server');
  } catch {
    return null;
  } finally {
    await presence.close();
  }
}

/** The address of the Postgres that runs on a data folder; null when none does. */
export async function findRunning(dataDir: string, database = 'postgres'): Promise<string | null> {
  const folder = clusterFolder(await realpath(dataDir).catch(() => dataDir));
  const running = await findPostmaster(join(folder, 'data'));
  if (!running?.ready) return null;
  const password = await readPassword({ folder }).catch(() => null);
  return password && `postgresql://${superuser}:${password}@127.0.0.1:${running.port}/${database}`;
}

async function leave(
  cluster: Cluster,
  lasting: LastingPresence,
  guard: Guard | null,
  role: Role,
): Promise<void> {
  const presence = lasting.settle();
  // Its mark goes before its locks: of two that leave at once, the last one finds no mark of the other.
  await guard?.dismiss();
  let last = true;
  try {
    if (role === 'serve') await presence?.unlock('serve');
    await presence?.unlock('use');
    last = (await presence?.tryLock('stop')) ?? true;
  } catch {
    // The session is gone, and Postgres with it or on its way: what is left of it is stopped.
  }
  // Others whose sessions are gone, and with these their locks, may be about to take them up again.
  const stops = last && !(await isUsedByOthers(cluster));
  await Promise.all([presence?.close(), stops ? stopCluster(cluster) : undefined]);
}

function once(run: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= run();
    return done;
  };
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
