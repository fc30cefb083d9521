import { type ContenderName, contenderTitles } from './contender.ts';
import { geometricMean, type Measured } from './measure.ts';
import type { Question } from './questions.ts';

export interface Growth {
  readonly question: string;
  readonly contender: ContenderName;
  readonly events: number;
  /** Milliseconds of the median request over one connection. */
  readonly p50: number;
}

export interface Results {
  readonly at: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGiB: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly commit: string;
  readonly events: number;
  readonly seed: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly measured: readonly Measured[];
  readonly growth: readonly Growth[];
  /** Megabytes at most, by contender. */
  readonly peakMemory: Readonly<Partial<Record<ContenderName, number | null>>>;
  readonly disagreements: readonly {
    readonly question: string;
    readonly contender: string;
    readonly what: string;
  }[];
}

const format = (number: number | null, digits = 0) =>
  number === null || Number.isNaN(number) ? '–' : number.toFixed(digits);

/** All that was measured, as tables of text. */
export function tables(results: Results, questions: readonly Question[]): string {
  const names = [...new Set(results.measured.map(({ contender }) => contender))];
  const of = (question: string, contender: ContenderName, connections: number) =>
    results.measured.find(
      (one) => one.question === question && one.contender === contender && one.connections === connections,
    );
  const parts: string[] = [];
  for (const connections of [...new Set(results.measured.map((one) => one.connections))]) {
    const table = (title: string, value: (measured: Measured) => string) =>
      parts.push(
        grid([
          [`${title}, ${connections} connection${connections === 1 ? '' : 's'}`, '', ...names],
          ...questions.map(({ name, tuned }) => [
            name,
            tuned ? 'tuned on' : '',
            ...names.map((contender) => {
              const measured = of(name, contender, connections);
              return measured
                ? value(measured) + (measured.failures > 0 ? ` (${measured.failures} FAILED)` : '')
                : '–';
            }),
          ]),
        ]),
      );
    table('requests per second', ({ requestsPerSecond }) =>
      format(requestsPerSecond, requestsPerSecond < 100 ? 1 : 0),
    );
    table('p50, ms', ({ p50 }) => format(p50, 2));
    table('p99, ms', ({ p99 }) => format(p99, 2));
    table('CPU seconds of the server per 1,000 requests', ({ serverCpu }) => format(serverCpu, 2));
    table('CPU seconds of Postgres per 1,000 requests', ({ postgresCpu }) => format(postgresCpu, 2));
  }
  parts.push(
    grid([
      ['peak memory, MB', ...names],
      ['', ...names.map((name) => format(results.peakMemory[name] ?? null))],
    ]),
  );
  parts.push(targets(results, questions));
  if (results.growth.length > 0) parts.push(growthTable(results, questions));
  return parts.join('\n');
}

/** The better of the peer's two presets for a question. */
export function bestPeer(results: Results, question: string, connections: number): Measured | undefined {
  return results.measured
    .filter(
      (one) =>
        one.question === question && one.connections === connections && one.contender.startsWith('peer-'),
    )
    .sort((a, b) => b.requestsPerSecond - a.requestsPerSecond)[0];
}

function targets(results: Results, questions: readonly Question[]): string {
  const rows: string[][] = [
    [
      'this service, 16 connections',
      '',
      'to the peer',
      'to the limit',
      'p99 to the peer',
      'p99 to the limit',
    ],
  ];
  const ratios: [number, number, boolean][] = [];
  for (const { name, tuned } of questions) {
    const find = (contender: ContenderName) =>
      results.measured.find(
        (one) => one.question === name && one.contender === contender && one.connections === 16,
      );
    const [own, limit, peer] = [find('planner'), find('hand'), bestPeer(results, name, 16)];
    if (!own || !limit || !peer) continue;
    const ratio: [number, number, boolean] = [
      own.requestsPerSecond / peer.requestsPerSecond,
      own.requestsPerSecond / limit.requestsPerSecond,
      tuned,
    ];
    ratios.push(ratio);
    rows.push([
      name,
      tuned ? 'tuned on' : '',
      format(ratio[0], 2),
      format(ratio[1], 2),
      format(own.p99 / peer.p99, 2),
      format(own.p99 / limit.p99, 2),
    ]);
  }
  if (ratios.length === 0) return '';
  const mean = (label: string, chosen: readonly [number, number, boolean][]) =>
    chosen.length > 0 &&
    rows.push([
      label,
      '',
      format(geometricMean(chosen.map(([ratio]) => ratio)), 2),
      format(geometricMean(chosen.map(([, ratio]) => ratio)), 2),
      '',
      '',
    ]);
  mean('geometric mean', ratios);
  mean(
    '… of those tuned on',
    ratios.filter(([, , tuned]) => tuned),
  );
  mean(
    '… of the others',
    ratios.filter(([, , tuned]) => !tuned),
  );
  return grid(rows);
}

function growthTable({ growth }: Results, questions: readonly Question[]): string {
  const sizes = [...new Set(growth.map(({ events }) => events))].sort((a, b) => a - b);
  const names = [...new Set(growth.map(({ contender }) => contender))];
  const at = (question: string, contender: ContenderName, events: number) =>
    growth.find((one) => one.question === question && one.contender === contender && one.events === events)
      ?.p50 ?? Number.NaN;
  const [least = 0, most = 0] = [sizes.at(0), sizes.at(-1)];
  return grid([
    [
      'p50 in ms over one connection, by events',
      '',
      ...names.flatMap((name) => [...sizes.map((events) => `${name} ${events}`), 'grows']),
    ],
    ...questions.map(({ name, grows }) => [
      name,
      grows ? 'may grow' : '',
      ...names.flatMap((contender) => [
        ...sizes.map((events) => format(at(name, contender, events), 2)),
        `${format(at(name, contender, most) / at(name, contender, least), 2)}×`,
      ]),
    ]),
  ]);
}

function grid(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return `${rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n')}\n`;
}

export { contenderTitles };
