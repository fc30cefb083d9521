import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { findDisagreements } from './agree.ts';
import {
  type Contender,
  type ContenderName,
  contenderNode,
  contenderTitles,
  startContender,
  stopAll,
} from './contender.ts';
import { makePeerSchema } from './contenders/peer-schema.ts';
import { openRecord, openServer } from './database.ts';
import { type Measured, measure, warmUp } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { writePlans } from './plans.ts';
import { plotGrowth, plotRatios } from './plot.ts';
import { parentOf, peakMemory } from './process.ts';
import type { Values } from './questions/question.ts';
import type { Question } from './questions.ts';
import { randomFrom } from './random.ts';
import { type Growth, type Results, tables } from './report.ts';

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);
const warmUpSeconds = 1.5;

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function main(options: Options): Promise<void> {
  await prepare(options);
  const server = await openServer();
  const close = async () => {
    await stopAll();
    await server.release();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void close().finally(() => process.exit(130)));
  try {
    const sizes =
      options.growth && !options.plans
        ? [10_000, 100_000, options.events].filter((size) => size <= options.events)
        : [options.events];
    const urls = new Map<number, string>();
    for (const events of [...new Set(sizes)]) {
      const url = await openRecord(server, events, options.seed, say);
      await makePeerSchema(url);
      urls.set(events, url);
    }
    const url = urls.get(options.events) ?? '';
    if (options.plans) return await writePlans(url, options, say);
    const results = await measureAll(url, options);
    const growth: Growth[] = [];
    if (options.growth && !options.agreeOnly && urls.size > 1)
      for (const [events, address] of urls) growth.push(...(await measureGrowth(address, events, options)));
    await write({ ...results, growth }, options);
    if (results.disagreements.length > 0) process.exitCode = 1;
  } finally {
    await close();
  }
}

/** What has to be there: the peer and the one Node, installed on first use, and the service as it is served. */
async function prepare({ contenders, built }: Options): Promise<void> {
  if (!existsSync(contenderNode)) {
    say('Installing what the benchmark needs (npm ci in bench/)');
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here('.') });
  }
  if (!built && contenders.some((name) => name === 'planner' || name === 'ordinary')) {
    say('Building the service');
    await run('npm', ['run', 'build'], { cwd: here('..') }).catch((error: { stdout?: string }) => {
      throw new Error(`The service cannot be built: ${error.stdout?.slice(0, 2000)}`);
    });
  }
}

async function drawAll(client: pg.Client, options: Options): Promise<Map<Question, Values[]>> {
  const drawn = new Map<Question, Values[]>();
  for (const question of options.questions) {
    const sets = await question.draw(client, randomFrom(options.seed + 7));
    if (sets.length === 0) throw new Error(`The record holds nothing to ask "${question.title}" about.`);
    drawn.set(question, sets);
  }
  return drawn;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c datestyle=ISO' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function measureAll(url: string, options: Options): Promise<Omit<Results, 'growth'>> {
  const client = await connect(url);
  const { rows } = await client.query<{ pid: number; version: string }>(
    `SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version`,
  );
  const postmaster = await parentOf(rows[0]?.pid ?? 0);
  const drawn = await drawAll(client, options);
  const contenders: Contender[] = [];
  for (const name of options.contenders) {
    say(`Starting ${contenderTitles[name]}`);
    contenders.push(await startContender(name, url));
  }
  try {
    const disagreements: Results['disagreements'][number][] = [];
    const measured: Measured[] = [];
    for (const [question, sets] of drawn) {
      const found = await findDisagreements(contenders, question, sets);
      disagreements.push(...found);
      for (const { contender, what } of found) say(`${question.name}: ${contenderTitles[contender]} ${what}`);
      // What answers wrongly is not measured.
      const sound = contenders.filter(({ name }) => !found.some(({ contender }) => contender === name));
      say(
        `${question.name}: ${sound.length} of ${contenders.length} answer ${sets.length} sets of values alike`,
      );
      if (options.agreeOnly) continue;
      await warmUp(sound, question, sets, warmUpSeconds);
      measured.push(
        ...(await measure(sound, question, sets, postmaster, { ...options, connections: [16, 1] })),
      );
      say(
        `  ${measured
          .filter((one) => one.question === question.name && one.connections === 16)
          .map(({ contender, requestsPerSecond }) => `${contender} ${requestsPerSecond.toFixed(0)}/s`)
          .join(', ')}`,
      );
    }
    const peaks: Partial<Record<ContenderName, number | null>> = {};
    for (const { name, pid } of contenders) peaks[name] = await peakMemory(pid);
    return {
      ...(await circumstances(client, options)),
      versions: await versions(rows[0]?.version ?? ''),
      measured,
      peakMemory: peaks,
      disagreements,
    };
  } finally {
    for (const contender of contenders) await contender.stop();
    await client.end();
  }
}

/** Over one connection, so that nobody waits for anybody. */
async function measureGrowth(url: string, events: number, options: Options): Promise<Growth[]> {
  const client = await connect(url);
  const names = options.contenders.filter(
    (name) => name === 'hand' || name === 'planner' || name === 'peer-best',
  );
  const growth: Growth[] = [];
  try {
    const drawn = await drawAll(client, options);
    const contenders: Contender[] = [];
    for (const name of names) contenders.push(await startContender(name, url));
    for (const [question, sets] of drawn) {
      const found = await findDisagreements(contenders, question, sets.slice(0, 4));
      const sound = contenders.filter(({ name }) => !found.some(({ contender }) => contender === name));
      await warmUp(sound, question, sets, warmUpSeconds);
      for (const { contender, p50 } of await measure(sound, question, sets, 0, {
        ...options,
        connections: [1],
      }))
        growth.push({ question: question.name, contender, events, p50 });
    }
    for (const contender of contenders) await contender.stop();
  } finally {
    await stopAll();
    await client.end();
  }
  say(`growth: ${events} events measured`);
  return growth;
}

async function circumstances(client: pg.Client, options: Options) {
  const { rows } = await client.query<{ name: string; count: number }>(
    `SELECT relname AS name, reltuples::int AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0 ORDER BY 1`,
  );
  const settings = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE source = 'command line' AND name NOT IN ('port', 'listen_addresses', 'unix_socket_directories') ORDER BY name`,
  );
  const commit = await run('git', ['rev-parse', '--short', 'HEAD'], { cwd: here('..') }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
  return {
    at: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    commit,
    ...{ events: options.events, seed: options.seed },
    rows: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
    settings: {
      ...{ rounds: options.rounds, seconds: options.seconds, warmUpSeconds },
      postgres: Object.fromEntries(settings.rows.map(({ name, setting }) => [name, setting])),
    },
  };
}

async function versions(postgres: string): Promise<Record<string, string>> {
  const { stdout } = await run(contenderNode, ['--version']);
  const { default: installed } = await import('./package.json', { with: { type: 'json' } });
  return { node: stdout.trim(), postgres, postgraphile: installed.dependencies.postgraphile };
}

async function write(results: Results, options: Options): Promise<void> {
  const folder = here('results');
  await mkdir(folder, { recursive: true });
  const name = `${folder}/${results.at.slice(0, 19).replace(/[:T]/g, '-')}-${results.events}`;
  if (!options.agreeOnly) {
    await writeFile(`${name}.json`, `${JSON.stringify(results, null, 1)}\n`);
    await writeFile(`${name}-ratios.svg`, plotRatios(results, options.questions));
    if (results.growth.length > 0)
      await writeFile(`${name}-growth.svg`, plotGrowth(results.growth, options.questions));
    process.stdout.write(tables(results, options.questions));
    say(`Written: ${name}.json`);
  }
  for (const { question, contender, what } of results.disagreements)
    process.stdout.write(`NOT ALIKE: ${question}, ${contender}: ${what}\n`);
}
