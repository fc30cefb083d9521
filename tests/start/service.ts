import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/kernel/database.ts';
import { migrate } from '../../src/kernel/migrate.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  /** The lines of standard error. */
  readonly stderr: string[];
}

/** A process of the service or of its command line. */
export class Run {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  /** @param input all that it reads; null where the test writes to it */
  constructor(command: readonly string[], env: NodeJS.ProcessEnv, cwd = root, input: string | null = '') {
    const [file = '', ...args] = command;
    this.child = spawn(file, args, { cwd, env: cleanEnvironment(env), stdio: 'pipe' });
    this.child.stdin?.on('error', () => undefined);
    if (input !== null) this.child.stdin?.end(input);
    this.child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => {
        const stderr = this.#stderr.split('\n').filter((line) => line !== '');
        resolve({ code, stdout: this.#stdout, stderr });
      });
    });
    atEnd(async () => {
      this.child.kill('SIGTERM');
      await this.ended;
    });
  }

  /** Waits until standard output holds a text, and gives all of it. */
  async saying(text: string | RegExp): Promise<string> {
    const holds = () => (typeof text === 'string' ? this.#stdout.includes(text) : text.test(this.#stdout));
    while (!holds()) {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`It ended before it said ${text}: ${this.#stdout}${this.#stderr}`);
      await wait(10);
    }
    return this.#stdout;
  }

  /** The entries of its log so far. */
  entries(): { level: number; msg: string }[] {
    return this.#stderr.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** After the test that runs, or after the group that is made ready. */
function atEnd(stop: () => Promise<void>): void {
  try {
    onTestFinished(stop);
  } catch {
    // No test is running.
    afterAll(stop);
  }
}

/** What the tests' own surroundings set is none of the service's. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, CHROMIUM_PATH: _, ...rest } = process.env;
  const system = Object.entries(rest).filter(([name]) =>
    /^(SystemRoot|TEMP|TMP|USERPROFILE|APPDATA)$/i.test(name),
  );
  return { ...Object.fromEntries(system), PATH, HOME, TMPDIR, ...env };
}

/** A folder of the test's own. */
export async function makeFolder(): Promise<string> {
  const folder = await createFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/**
 * Makes a data folder for all tests of a group, with a migrated, empty database in it that nobody serves.
 *
 * @param use told of the folder before the first test
 */
export function shareDataDir(use: (dataDir: string) => unknown): void {
  beforeAll(async () => {
    const dataDir = await createFolder();
    const database = await openDatabase({ databaseUrl: null, migrationDatabaseUrl: null, dataDir }, 'use');
    await migrate(database.ownerUrl).finally(() => database.close());
    await use(dataDir);
    return () => removeFolder(dataDir);
  });
}

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demarche-start-'));
  // Started by root, Postgres runs as another user, who has to pass through.
  await chmod(folder, 0o711);
  return folder;
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

const main = [process.execPath, '--import', 'tsx', 'src/main.ts'];
const cli = [process.execPath, '--import', 'tsx', 'src/cli.ts'];

/** Starts the service, on a free port and with an empty record unless the environment says otherwise. */
export function start(env: NodeJS.ProcessEnv): Run {
  return new Run(main, { PORT: '0', SEED: 'none', ...env });
}

/** Runs a command of the command line to its end. */
export function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Run([...cli, ...args], env).ended;
}

/** Waits until a service is ready, and gives its address. */
export async function addressOf(run: Run): Promise<string> {
  const said = await run.saying('/health/ready\n');
  return /Endpoint\s+(http:\S+)\/graphql/.exec(said)?.[1] ?? '';
}

/** The number of the Postgres process of a data folder; null when none has left its number there. */
export function postgresOf(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : null;
}

/** A port of this machine that something listens on until the test is over. */
export function takePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    onTestFinished(() => void server.close());
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
