/**
 * Does what README.md says: starts the service on an empty data directory with the one command, runs the other
 * commands of each shell block in order, sends every query, and compares each answer with the one printed below it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

interface Block {
  language: string;
  text: string;
  line: number;
}

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const blocks = blocksOf(readme);
const folder = await mkdtemp(join(tmpdir(), 'demarche-readme-'));
const port = await freePort();
const env = {
  ...process.env,
  DATA_DIR: join(folder, 'data'),
  PORT: String(port),
  DATABASE_URL: undefined,
  MIGRATION_DATABASE_URL: undefined,
};
/** Commands that other checks run, or that need what only the reader has. */
const leftOut = [/^git clone /, /^cd /, /^npm ci\b/, /^docker/, /^DATABASE_URL=/, /^cp /];

const service = spawn('npm', ['start'], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
let checked = 0;
try {
  await ready();
  for (const [index, block] of blocks.entries()) {
    if (block.language === 'sh') await runCommands(block, blocks[index + 1]);
    if (block.language === 'graphql') await compare(block, blocks[index + 1]);
  }
  process.stdout.write(`README.md: ${checked} commands and queries do what it says.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await stop();
  await rm(folder, { recursive: true, force: true });
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: markdown.slice(0, match.index).split('\n').length,
  }));
}

/** The lines of a shell block, continued ones joined, comments cut off. */
function commandsOf({ text }: Block): string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)# .*$/, '').trim())
    .filter((line) => line !== '' && !leftOut.some((pattern) => pattern.test(line)));
}

/** Runs the commands of a block in one shell, so that a later one has the variables of those before it. */
async function runCommands(block: Block, answer: Block | undefined): Promise<void> {
  const commands = commandsOf(block);
  checked += commands.length;
  const script = commands.filter((command) => command !== 'npm start').join('\n');
  if (script === '') return;
  const child = spawn('bash', ['-euc', script.replaceAll('localhost:4000', `localhost:${port}`)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, complaints] = ['', ''];
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (complaints += data));
  const [code] = await once(child, 'close');
  const where = `README.md, block at line ${block.line}`;
  if (code !== 0) throw new Error(`${where}: it ended with code ${code}:\n${output}${complaints}`);
  if (script.includes('curl ') && /"errors"/.test(output))
    throw new Error(`${where}: it was answered with errors:\n${output}`);
  if (answer?.language === 'json' && !isDeepStrictEqual(JSON.parse(output), JSON.parse(answer.text)))
    throw new Error(`README.md, line ${answer.line}: the answer is another:\n${output}`);
}

async function compare(query: Block, answer: Block | undefined): Promise<void> {
  const response = await fetch(`http://localhost:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: query.text }),
  });
  const given: unknown = await response.json();
  if (answer?.language !== 'json')
    throw new Error(`README.md, line ${query.line}: the query has no answer below it.`);
  if (!isDeepStrictEqual(given, JSON.parse(answer.text)))
    throw new Error(
      `README.md, line ${answer.line}: the answer is another:\n${JSON.stringify(given, null, 2)}`,
    );
  checked++;
}

/** Waits until the service says that it is ready. */
async function ready(): Promise<void> {
  let output = '';
  service.stdout.on('data', (data) => (output += data));
  for (let tries = 0; tries < 600; tries++) {
    if (service.exitCode !== null)
      throw new Error(`npm start ended with code ${service.exitCode}:\n${output}`);
    const answer = await fetch(`http://localhost:${port}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`npm start was not ready after two minutes:\n${output}`);
}

/** Stops the service as Ctrl-C in a terminal does: the signal goes to the whole group. */
async function stop(): Promise<void> {
  if (service.exitCode !== null || service.pid === undefined) return;
  process.kill(-service.pid, 'SIGINT');
  await once(service, 'exit');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
