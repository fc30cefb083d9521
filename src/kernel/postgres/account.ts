import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { OperatingError } from '../operating-error.ts';

const run = promisify(execFile);

/** The user of the operating system that Postgres runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A program with its arguments, ready to be spawned. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly account: Partial<Account>;
}

/**
 * Whom Postgres has to run as: null for whoever runs the service. Postgres refuses root, so that root starts it
 * as the owner of the cluster, or for a new one as `postgres` where that user exists and as `nobody` where not.
 *
 * @param cluster the folder of the cluster, which may not exist yet
 * @throws {OperatingError} when the cluster belongs to somebody else
 */
export async function findAccount(cluster: string): Promise<Account | null> {
  if (process.getuid === undefined) return null;
  const uid = process.getuid();
  const owner = await stat(cluster).catch(() => null);
  if (uid !== 0) {
    if (owner && owner.uid !== uid)
      throw new OperatingError(
        `${cluster} belongs to another user of this machine (uid ${owner.uid}). Start the service as that user or as root, or name another folder in DATA_DIR.`,
      );
    return null;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  if (owner)
    throw new OperatingError(
      `${cluster} belongs to root, as whom Postgres does not run. Give the folder to the user postgres (chown -R), or name another folder in DATA_DIR.`,
    );
  for (const name of ['postgres', 'nobody']) {
    const account = await lookUp(name);
    if (account) return account;
  }
  throw new OperatingError(
    'Postgres does not run as root, and this machine has neither a user postgres nor nobody to run it as. Start the service as another user, or set DATABASE_URL.',
  );
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/**
 * How to run a program as an account. Where the account may not pass through the folders that lead to the program
 * or to the cluster, as below root's home, it is lent root's right to pass; Linux alone can do that.
 *
 * @throws {OperatingError} when the folders cannot be reached
 */
export async function commandAs(
  account: Account | null,
  cluster: string,
  program: string,
  args: readonly string[],
): Promise<Command> {
  if (account === null) return { file: program, args, account: {} };
  const barred = (await findBar(account, program)) ?? (await findBar(account, cluster));
  if (barred === null) return { file: program, args, account };
  const setpriv = '/usr/bin/setpriv';
  const able = await access(setpriv, constants.X_OK).then(
    () => process.platform === 'linux',
    () => false,
  );
  if (!able)
    throw new OperatingError(
      `Postgres does not run as root, and the user with the uid ${account.uid} that it runs as here may not pass through ${barred}. Open that folder to others (chmod o+x), move the project or DATA_DIR, start the service as another user, or set DATABASE_URL.`,
    );
  const ids = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  // Without the first of these, access(2) would still answer by the user's own rights.
  const rights = ['--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_override'];
  return {
    file: setpriv,
    args: [...ids, ...rights, '--ambient-caps', '+dac_override', '--', program, ...args],
    account: {},
  };
}

/** The first folder above a path, or the path itself, that the account may not pass through; null when none. */
async function findBar(account: Account, path: string): Promise<string | null> {
  for (let step = path; ; step = dirname(step)) {
    const found = await stat(step).catch(() => null);
    if (found) {
      const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
      if (((found.mode >> shift) & 1) === 0) return step;
    }
    if (step === dirname(step)) return null;
  }
}
