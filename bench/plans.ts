import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startContender } from './contender.ts';
import { ask } from './load.ts';
import type { Options } from './options.ts';
import type { Values } from './questions/question.ts';
import type { Question } from './questions.ts';
import { randomFrom } from './random.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const serverLog = here('.data/postgres/server.log');

/** A node of a plan as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) gives it. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly 'Execution Time'?: number;
  readonly Filter?: string;
  readonly 'Index Cond'?: string;
  readonly 'Parent Relationship'?: string;
  readonly 'Subplan Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Explained {
  readonly text: string;
  readonly plan: PlanNode;
  readonly milliseconds: number;
}

/**
 * Writes down how the database carries out each hand-written statement and each one that the service sends, for the
 * first set of values of each question: the plan with its buffers, and the rows that it reads against those that it
 * gives. The service's statements are taken from the server's log (auto_explain), as it really ran them.
 */
export async function writePlans(url: string, options: Options, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c datestyle=ISO' });
  await client.connect();
  const planned = options.contenders.includes('planner');
  const observed = `${url}?options=${encodeURIComponent('-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on -c auto_explain.log_buffers=on -c auto_explain.log_timing=off -c auto_explain.log_format=json')}`;
  const service = planned ? await startContender('planner', observed) : null;
  const parts: string[] = [
    `# How each question is carried out on ${options.events.toLocaleString('en')} events\n`,
  ];
  const summary: string[] = [
    '| question | by | statements | rows read | rows given | buffers | ms |',
    '|---|---|---|---|---|---|---|',
  ];
  try {
    for (const question of options.questions) {
      const [values] = await question.draw(client, randomFrom(options.seed + 7));
      if (!values) continue;
      const hand = await explainHand(client, question, values);
      const { rows } = await client.query<[string]>({
        text: question.hand.text,
        values: [...question.hand.values(values)],
        rowMode: 'array',
      });
      const given = countObjects(JSON.parse(rows[0]?.[0] ?? 'null'));
      parts.push(`## ${question.title}\n`, section('Hand-written', [hand]));
      summary.push(row(question.name, 'hand-written', [hand], given));
      if (service) {
        const request = await service.request(question, values);
        // Once for what is only done once, such as the preparation of the statement.
        await ask(service.port, request);
        const statements = await statementsOf(() => ask(service.port, request));
        parts.push(section('This service', statements));
        summary.push(row(question.name, 'this service', statements, given));
      }
      say(`${question.name}: explained`);
    }
  } finally {
    await service?.stop();
    await client.end();
  }
  parts.splice(1, 0, `${summary.join('\n')}\n`);
  await mkdir(here('results'), { recursive: true });
  await writeFile(here('results/plans.md'), parts.join('\n'));
  say(`Written: ${here('results/plans.md')}`);
}

/** A prepared statement is explained with the plan that serves all values, as it runs from the sixth time on. */
async function explainHand(client: pg.Client, { hand }: Question, values: Values): Promise<Explained> {
  const given = hand.values(values);
  const explain = 'EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON)';
  if (!hand.prepared) {
    const { rows } = await client.query({ text: `${explain} ${hand.text}`, values: [...given] });
    return explained(hand.text, rows[0]?.['QUERY PLAN'][0]);
  }
  const literals = given
    .map((value) => (value === null ? 'NULL' : pg.escapeLiteral(String(value))))
    .join(', ');
  await client.query(
    `DEALLOCATE ALL; PREPARE asked AS ${hand.text}; SET plan_cache_mode = force_generic_plan`,
  );
  const execute = `EXECUTE asked${literals ? `(${literals})` : ''}`;
  // Once for what is only done once, such as reading the catalog.
  await client.query(execute);
  const { rows } = await client.query(`${explain} ${execute}`);
  await client.query('RESET plan_cache_mode');
  return explained(hand.text, rows[0]?.['QUERY PLAN'][0]);
}

function explained(
  text: string,
  { Plan, 'Execution Time': milliseconds }: { Plan: PlanNode; 'Execution Time': number },
): Explained {
  return { text, plan: Plan, milliseconds };
}

/** The statements that the server's log says were run meanwhile. */
async function statementsOf(work: () => Promise<unknown>): Promise<Explained[]> {
  const { size } = await stat(serverLog);
  await work();
  await wait(300);
  const log = (await readFile(serverLog)).subarray(size).toString('utf8');
  const all = [...log.matchAll(/duration: ([\d.]+) ms {2}plan:\n((?:\t.*\n?)+)/g)].map(
    ([, duration = '0', json = '{}']) => {
      const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
      return { text, plan, milliseconds: Number(duration) };
    },
  );
  // Every statement of the service begins with its name; what does not is the body of a function that one calls.
  return all.filter(({ text }) => text.startsWith('/* '));
}

function nodes(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)];
}

/** Rows that scans of tables and indexes touched, those that they threw away included. */
function rowsRead(plan: PlanNode): number {
  return nodes(plan)
    .filter((node) => node['Relation Name'] !== undefined && node['Node Type'] !== 'ModifyTable')
    .reduce(
      (sum, node) =>
        sum +
        (node['Actual Rows'] +
          (node['Rows Removed by Filter'] ?? 0) +
          (node['Rows Removed by Index Recheck'] ?? 0)) *
          node['Actual Loops'],
      0,
    );
}

/** Objects of an answer that stand for rows: all but those that only hold the parts of one. */
function countObjects(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countObjects(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((sum, item) => sum + countObjects(item), 0);
}

function row(question: string, by: string, statements: readonly Explained[], given: number): string {
  const sum = (value: (one: Explained) => number) => statements.reduce((total, one) => total + value(one), 0);
  const buffers = sum(({ plan }) => (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0));
  return `| ${question} | ${by} | ${statements.length} | ${Math.round(sum(({ plan }) => rowsRead(plan)))} | ${given} | ${buffers} | ${sum(({ milliseconds }) => milliseconds).toFixed(2)} |`;
}

function section(title: string, statements: readonly Explained[]): string {
  return `### ${title}\n\n${statements
    .map(
      ({ text, plan, milliseconds }) =>
        `\`\`\`sql\n${text.replace(/\s*\n\s*/g, '\n')}\n\`\`\`\n\n\`\`\`\n${drawn(plan).join('\n')}\n${milliseconds.toFixed(2)} ms\n\`\`\`\n`,
    )
    .join('\n')}`;
}

/** The plan as lines, the way EXPLAIN prints it, with what was read. */
function drawn(node: PlanNode, indent = 0): string[] {
  const where = [
    node['Relation Name'] && `on ${node['Relation Name']}`,
    node['Index Name'] && `by ${node['Index Name']}`,
  ]
    .filter(Boolean)
    .join(' ');
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const buffers = (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0);
  const line = `${'  '.repeat(indent)}${node['Subplan Name'] ? `${node['Subplan Name']}: ` : ''}${node['Node Type']} ${where} (rows=${node['Actual Rows']} loops=${node['Actual Loops']}${removed ? ` removed=${removed}` : ''} buffers=${buffers})`;
  const conditions = [
    node['Index Cond'] && `Index Cond: ${node['Index Cond']}`,
    node.Filter && `Filter: ${node.Filter}`,
  ].filter((text) => text !== undefined);
  return [
    line.replace(/ +\(/, ' ('),
    ...conditions.map((text) => `${'  '.repeat(indent + 2)}${text}`),
    ...(node.Plans ?? []).flatMap((child) => drawn(child, indent + 1)),
  ];
}
