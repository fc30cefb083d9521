import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Written to the command's standard input. */
  readonly input?: string;
  /** Gives what the command writes to standard error too. */
  readonly bothOutputs?: boolean;
  /** Ends the command when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** How many lines of a command's output an error repeats. */
const LINES_SHOWN = 30;

/**
 * Runs a command and gives what it writes to standard output, without the last line break.
 *
 * @throws {Error} with the last lines of all its output, when it cannot be started or its exit code is not 0
 */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    // Away from the terminal, whose Ctrl-C would reach the command too and spoil the clearing up.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      signal: options.signal,
      detached: process.platform !== 'win32',
      stdio: 'pipe',
    });
    let stdout = '';
    let all = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      all += text;
    });
    child.stdin.on('error', () => undefined).end(options.input ?? '');
    // One that was started ends with `close`, also when the signal ends it.
    child.on('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.on('close', (code) => {
      if (code === 0) return resolve((options.bothOutputs ? all : stdout).trimEnd());
      const shown = all.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
      reject(new Error(`${command} ${args.slice(0, 3).join(' ')} … ended with exit code ${code}:\n${shown}`));
    });
  });
}

/** Whether a command can be started and ends with exit code 0. */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

/**
 * Asks again and again until there is an answer.
 *
 * @param ask gives undefined as long as there is none; what it throws counts as none, and is told at the deadline
 * @throws {Error} when the deadline passes
 */
export async function until<T>(
  what: string,
  seconds: number,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let reason = '';
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      reason = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    await wait(200, undefined, { signal });
  }
  throw new Error(`Not within ${seconds} s: ${what}${reason}`);
}

/** Ends the asking of {@link until}: waiting longer changes nothing. */
export class Hopeless extends Error {}

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
