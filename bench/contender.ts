import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../src/kernel/postgres/embedded.ts';
import { type Answer, ask } from './load.ts';
import type { Operation, Question, Values } from './questions/question.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const contenderNames = ['hand', 'peer-defaults', 'peer-best', 'planner', 'ordinary'] as const;
export type ContenderName = (typeof contenderNames)[number];

export const contenderTitles: Readonly<Record<ContenderName, string>> = {
  hand: 'hand-written SQL, bare node:http',
  'peer-defaults': 'PostGraphile 5, defaults',
  'peer-best': 'PostGraphile 5, best preset',
  planner: 'this service',
  ordinary: 'this service, planner off',
};

/** One request to a contender. */
export interface Request {
  readonly path: string;
  readonly body: string;
}

/** A running server, a process of its own. */
export interface Contender {
  readonly name: ContenderName;
  readonly port: number;
  readonly pid: number;
  request(question: Question, values: Values): Promise<Request>;
  /** An answer in the service's form. */
  read(question: Question, data: unknown): unknown;
  stop(): Promise<void>;
}

interface Kind {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly speaks: 'hand' | 'peer' | 'service';
  readonly ready: string;
}

/** The service as its image starts it: built, without the compiler in its memory, and with a bound to its heap. */
const serviceArguments = ['--max-semi-space-size=8', '--max-old-space-size=1024', here('../dist/main.js')];
const serviceEnvironment = { SEED: 'none', HOST: '127.0.0.1', PLAYGROUND: 'off', LOG_LEVEL: 'warn' };

const kinds: Readonly<Record<ContenderName, Kind>> = {
  hand: { arguments: [here('contenders/hand.ts')], environment: {}, speaks: 'hand', ready: '/' },
  'peer-defaults': {
    arguments: [here('contenders/postgraphile.ts')],
    environment: { PRESET: 'defaults' },
    speaks: 'peer',
    ready: '/graphql',
  },
  'peer-best': {
    arguments: [here('contenders/postgraphile.ts')],
    environment: { PRESET: 'best' },
    speaks: 'peer',
    ready: '/graphql',
  },
  planner: {
    arguments: serviceArguments,
    environment: { ...serviceEnvironment, PLANNER: 'on' },
    speaks: 'service',
    ready: '/health/ready',
  },
  ordinary: {
    arguments: serviceArguments,
    environment: { ...serviceEnvironment, PLANNER: 'off' },
    speaks: 'service',
    ready: '/health/ready',
  },
};

/** The one Node that runs all contenders. */
export const contenderNode = here('node_modules/node/bin/node');

/**
 * Starts a contender on a database and waits until it answers.
 *
 * @throws when it ends instead, with what it said
 */
export async function startContender(name: ContenderName, databaseUrl: string): Promise<Contender> {
  const { arguments: given, environment, speaks, ready } = kinds[name];
  const port = await freePort();
  const child = spawn(contenderNode, [...given], {
    cwd: here('..'),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      NODE_OPTIONS: '',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      ...environment,
    },
    // Ctrl-C reaches this process, which stops the contender itself.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const guard = startGuard(child.pid ?? 0);
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-4000);
  });
  const ended = once(child, 'exit');
  ended.catch(() => undefined);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
    guard.stdin?.end('stopped\n');
  };
  running.add(stop);
  const deadline = performance.now() + 120_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${contenderTitles[name]} does not start: ${said}`);
    if (await isReady(port, ready)) break;
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`${contenderTitles[name]} does not answer: ${said}`);
    }
    await wait(100);
  }
  const cursors = new Map<string, string>();
  return {
    name,
    port,
    pid: child.pid ?? 0,
    read: (question, data) => (speaks === 'peer' ? question.fromPeer(data) : data),
    async request(question, values) {
      if (speaks === 'hand')
        return { path: `/${question.name}`, body: JSON.stringify(question.hand.values(values)) };
      const operation = speaks === 'peer' ? question.peer : question.service;
      const send = (given: Operation) => ({ path: '/graphql', body: JSON.stringify(given) });
      if (!question.depth) return send(operation(values, null, null));
      const key = JSON.stringify([question.name, values]);
      const cursor =
        cursors.get(key) ??
        (await walk(port, question.depth, speaks, (after, first) => send(operation(values, after, first))));
      cursors.set(key, cursor);
      return send(operation(values, cursor, null));
    },
    async stop() {
      await stop();
      running.delete(stop);
    },
  };
}

/** A shell that stops a contender when this process is killed and sends no word any more. */
function startGuard(pid: number): ChildProcess {
  const script = 'read -r word; [ "$word" = stopped ] || kill -TERM "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'bench-guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.stdin?.on('error', () => undefined);
  return guard;
}

const running = new Set<() => Promise<void>>();

/** Stops every contender that was started. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

async function isReady(port: number, path: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
    return response.status < 500;
  } catch {
    return false;
  }
}

/** The cursor of the last item before a page that lies deep in a list, reached page by page. */
async function walk(
  port: number,
  depth: NonNullable<Question['depth']>,
  speaks: 'peer' | 'service',
  request: (after: string | null, first: number) => Request,
): Promise<string> {
  let cursor: string | null = null;
  for (let left = depth.items; left > 0; left -= 100) {
    const answer: Answer = await ask(port, request(cursor, Math.min(100, left)));
    const found: unknown = depth[speaks](JSON.parse(answer.body).data);
    if (typeof found !== 'string')
      throw new Error(`A list ends before the page that is asked for: ${answer.body.slice(0, 500)}`);
    cursor = found;
  }
  return cursor ?? '';
}
