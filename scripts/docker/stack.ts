import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, type Check, expect, expectAnswer, QUESTION, secondsSince, untilHealthy } from './check.ts';
import { type CommandOptions, freePort, run, succeeds, until } from './command.ts';

/** Docker Compose as it is installed: the client's plugin, or the program before it. Null when neither is. */
export async function findCompose(): Promise<readonly string[] | null> {
  if (await succeeds('docker', ['compose', 'version'])) return ['docker', 'compose'];
  if (await succeeds('docker-compose', ['version'])) return ['docker-compose'];
  return null;
}

/** What the change of a source file adds: a field that the service does not know before. */
const ADDED_FILE = `import { builder } from './kernel/builder.ts';

builder.queryField('reloaded', (t) => t.boolean({ description: 'Whether it is.', resolve: () => true }));
`;

const QUESTION_AFTER = QUESTION.replace('{', '{ reloaded');

/** Brings the stack of docker-compose.yml up from nothing, asks it, changes its source, asks again, and ends it. */
export async function checkStack(check: Check, compose: readonly string[]): Promise<void> {
  const { docker, step, atEnd, name, root } = check;
  const image = `${name}:dev`;
  const [port, databasePort] = [await freePort(), await freePort()];
  const up = await prepare(check, compose, image);

  await rm(join(root, '.env'));
  await step('docker-compose.yml can be read without .env', () => up('config', '--quiet'));
  const settings = { PORT: port, POSTGRES_PORT: databasePort, POSTGRES_PASSWORD: check.secret };
  const lines = Object.entries(settings).map(([setting, value]) => `${setting}=${value}\n`);
  await writeFile(join(root, '.env'), lines.join(''));

  await step('build the image for development', async () => {
    atEnd(`the image ${image}`, (docker) => docker('image', 'rm', '--no-prune', image));
    // Compose takes no arguments for the builder.
    if (check.buildArgs.length === 0) await up('build');
    else await docker('build', ...check.buildArgs, '--target', 'dev', '--tag', image, root);
  });
  atEnd('the stack', () => up('down', '--volumes', '--remove-orphans', '--timeout', '10'));
  await step('bring the stack up from nothing, until it answers', async () => {
    await up('up', '--detach', '--no-build');
    const answer = await until('the stack answers', 120, check.signal, () =>
      ask(port, QUESTION, check.signal),
    );
    expectAnswer(answer);
    return answer;
  });
  const service = await up('ps', '--quiet', 'service');
  await step('its ports are open to this machine alone', async () => {
    const ports = await docker(
      'ps',
      '--filter',
      `label=com.docker.compose.project=${name}`,
      '--format',
      '{{.Ports}}',
    );
    const open = ports.match(/\S+->/g) ?? [];
    expect(open.length === 2, `two ports are published, not ${ports}`);
    for (const address of open) expect(address.startsWith('127.0.0.1:'), `it listens on ${address}`);
    return open.join(' ').replaceAll('->', '');
  });
  await step('it is healthy', () => untilHealthy(check, service));
  await step('change its source, until the answer changes', async () => {
    await writeFile(join(root, 'src/reloaded.schema.ts'), ADDED_FILE);
    const schema = join(root, 'src/schema.ts');
    await writeFile(schema, `import './reloaded.schema.ts';\n${await readFile(schema, 'utf8')}`);
    const answer = await until('the answer changes', 60, check.signal, () =>
      ask(port, QUESTION_AFTER, check.signal),
    );
    expectAnswer(answer);
    return answer;
  });
  await step('stop it', async () => {
    const start = performance.now();
    await up('stop', 'service');
    const seconds = secondsSince(start);
    const code = await docker('inspect', '--format', '{{.State.ExitCode}}', service);
    expect(code === '0', `the service ended with exit code ${code} after ${seconds} s`);
    return `exit code ${code}`;
  });
  await appendFile(join(root, '.env'), 'SEED=none\n');
  await step('bring it up again with SEED=none, until it answers from the record that it kept', async () => {
    await up('up', '--detach', '--no-build');
    expectAnswer(
      await until('the stack answers', 120, check.signal, () => ask(port, QUESTION, check.signal)),
    );
  });
  await step('take it down', async () => {
    await up('down', '--volumes', '--remove-orphans', '--timeout', '10');
    const label = ['--filter', `label=com.docker.compose.project=${name}`, '--quiet'];
    const left = [
      await docker('ps', '--all', ...label),
      await docker('volume', 'ls', ...label),
      await docker('network', 'ls', ...label),
    ].join('');
    expect(left === '', `something is left of it: ${left}`);
  });
}

/** Gives the command that runs Compose on the copy, as a project of its own and with no settings of this shell. */
async function prepare(
  check: Check,
  [command = '', ...first]: readonly string[],
  image: string,
): Promise<(...args: string[]) => Promise<string>> {
  await writeFile(
    join(check.root, 'docker-compose.override.yml'),
    `services:\n  service:\n    image: ${image}\n`,
  );
  const example = await readFile(join(check.root, '.env.example'), 'utf8');
  const settings = new Set(Array.from(example.matchAll(/^#? ?([A-Z_]+)=/gm), ([, setting]) => setting));
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !settings.has(key) && !key.startsWith('COMPOSE_')),
  );
  return (...args) => {
    // Going down is also part of the clearing up, after Ctrl-C.
    const options: CommandOptions = {
      cwd: check.root,
      env,
      signal: args[0] === 'down' ? undefined : check.signal,
    };
    return run(command, [...first, '--project-name', check.name, ...args], options);
  };
}
