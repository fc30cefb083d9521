import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Check, type Docker, secondsSince } from './docker/check.ts';
import { run, succeeds } from './docker/command.ts';
import { checkProduction } from './docker/production.ts';
import { checkStack, findCompose } from './docker/stack.ts';

const HELP = `Checks the Dockerfile and docker-compose.yml with the Docker engine of this machine.

  npm run check:docker

Works on a copy of the repository, under names and ports of its own, and leaves no container, network, volume
or named image behind. Where no engine runs, it says so and does nothing.

  DOCKER_BUILD_ARGS   arguments for docker build, separated by spaces, where the packages of npm cannot be reached
                      without: DOCKER_BUILD_ARGS='--network host' npm run check:docker
`;

/** What the copy of the repository goes without: what is installed, built, run or set on this machine. */
const NOT_COPIED = ['node_modules', 'dist', '.git', '.data', '.env', 'docker-compose.override.yml'];

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) process.stdout.write(HELP);
else if (await succeeds('docker', ['info'])) process.exitCode = await main();
else print('skipped: no Docker engine runs here');

async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!stop.signal.aborted) print('\nstopping, and clearing up …');
      stop.abort();
    });
  const undoing: { what: string; undo: (docker: Docker) => Promise<unknown> }[] = [];
  try {
    const check = await prepare(stop.signal, (what, undo) => undoing.push({ what, undo }));
    await checkProduction(check);
    const compose = await findCompose();
    if (compose) await checkStack(check, compose);
    else
      print('skipped: the stack of docker-compose.yml, as neither docker compose nor docker-compose is here');
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    print(`\nfailed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    for (const { what, undo } of undoing.reverse())
      await undo((...args) => run('docker', args)).catch((error: unknown) => {
        // What was never made cannot be taken away.
        if (!/no such|not found/i.test(String(error))) print(`left behind: ${what}: ${error}`);
      });
  }
}

async function prepare(signal: AbortSignal, atEnd: Check['atEnd']): Promise<Check> {
  const root = await mkdtemp(join(tmpdir(), 'demarche-check-'));
  atEnd('the copy of the repository', () => rm(root, { recursive: true, force: true }));
  await copyRepository(root);
  const secret = randomBytes(12).toString('hex');
  // What must not get into an image, where a careless COPY would find it.
  for (const file of ['.env', 'src/.env', 'seeds/.env.local', '.npmrc', '.git'])
    await writeFile(join(root, file), `# ${secret}\n`);
  return {
    root,
    secret,
    signal,
    atEnd,
    name: `demarche-check-${process.pid}`,
    buildArgs: (process.env.DOCKER_BUILD_ARGS ?? '').split(/\s+/).filter(Boolean),
    docker: (...args) => run('docker', args, { signal }),
    step,
  };
}

async function copyRepository(root: string): Promise<void> {
  const repository = fileURLToPath(new URL('..', import.meta.url));
  await cp(repository, root, {
    recursive: true,
    filter(source) {
      const path = relative(repository, source).split(sep).join('/');
      return !NOT_COPIED.includes(path) && !/^src\/generated\/[^.]/.test(path);
    },
  });
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  process.stdout.write(`${what} … `);
  const start = performance.now();
  const result = await work();
  const detail = typeof result === 'string' && result !== '' ? `: ${result}` : '';
  print(`${secondsSince(start)} s${detail}`);
  return result;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
