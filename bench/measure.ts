import type { Contender, ContenderName } from './contender.ts';
import { type Load, putLoad } from './load.ts';
import { cpuSeconds, postgresCpuSeconds } from './process.ts';
import type { Question, Values } from './questions/question.ts';

export interface Settings {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: readonly number[];
}

/** What one contender did with one question over so many connections, all rounds together. */
export interface Measured {
  readonly question: string;
  readonly contender: ContenderName;
  readonly connections: number;
  /** The median of the rounds. */
  readonly requestsPerSecond: number;
  readonly rounds: readonly number[];
  readonly requests: number;
  readonly failures: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Seconds of processor per 1,000 requests; null where the system does not tell. */
  readonly serverCpu: number | null;
  readonly postgresCpu: number | null;
}

interface Round {
  readonly load: Load;
  readonly serverCpu: number | null;
  readonly postgresCpu: number | null;
}

/**
 * Warms up every contender alike: the same time, connections and requests, and so many of these where they are slow that
 * each of the ten connections to the database has seen many of them.
 */
export async function warmUp(
  contenders: readonly Contender[],
  question: Question,
  sets: readonly Values[],
  seconds: number,
): Promise<void> {
  for (const contender of contenders)
    await putLoad(contender.port, await requestsOf(contender, question, sets), 16, seconds, sets.length * 4);
}

/**
 * Puts the same load on each contender in turn, round after round, beginning with another one in each: what else the
 * machine does meets them all.
 */
export async function measure(
  contenders: readonly Contender[],
  question: Question,
  sets: readonly Values[],
  postmaster: number,
  { rounds, seconds, connections }: Settings,
): Promise<Measured[]> {
  const taken = new Map<string, Round[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [index] of contenders.entries()) {
      const contender = contenders[(index + round) % contenders.length];
      if (!contender) continue;
      const requests = await requestsOf(contender, question, sets);
      for (const count of connections) {
        const before = [await cpuSeconds(contender.pid), await postgresCpuSeconds(postmaster)];
        const load = await putLoad(contender.port, requests, count, seconds);
        const after = [await cpuSeconds(contender.pid), await postgresCpuSeconds(postmaster)];
        const key = `${contender.name} ${count}`;
        const rest = taken.get(key) ?? [];
        rest.push({ load, serverCpu: used(before[0], after[0]), postgresCpu: used(before[1], after[1]) });
        taken.set(key, rest);
      }
    }
  return contenders.flatMap(({ name }) =>
    connections.map((count) => summed(question.name, name, count, taken.get(`${name} ${count}`) ?? [])),
  );
}

async function requestsOf(contender: Contender, question: Question, sets: readonly Values[]) {
  return Promise.all(sets.map((values) => contender.request(question, values)));
}

function used(before: number | null | undefined, after: number | null | undefined): number | null {
  return before == null || after == null ? null : after - before;
}

function summed(
  question: string,
  contender: ContenderName,
  connections: number,
  rounds: readonly Round[],
): Measured {
  const latencies = Float64Array.from(rounds.flatMap(({ load }) => [...load.latencies])).sort();
  const perSecond = rounds.map(({ load }) => load.requests / load.seconds);
  const requests = latencies.length;
  const perThousand = (part: 'serverCpu' | 'postgresCpu') => {
    const parts = rounds.map((round) => round[part]);
    return parts.includes(null)
      ? null
      : (parts.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0) / requests) * 1000;
  };
  return {
    ...{ question, contender, connections, requests, rounds: perSecond },
    requestsPerSecond: median(perSecond),
    failures: rounds.reduce((sum, { load }) => sum + load.failures, 0),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    serverCpu: perThousand('serverCpu'),
    postgresCpu: perThousand('postgresCpu'),
  };
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[sorted.length % 2 === 0 ? middle - 1 : middle],
    sorted[middle],
  ];
  return (low + high) / 2;
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}
