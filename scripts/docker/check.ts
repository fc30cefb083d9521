import { Hopeless, run, until } from './command.ts';

/** Runs the Docker client, and gives what it writes to standard output. */
export type Docker = (...args: string[]) => Promise<string>;

/** What every part of the check is handed. */
export interface Check {
  /** A copy of the repository, which the check may change. */
  readonly root: string;
  /** Begins the names of all that the check makes. */
  readonly name: string;
  /** What `docker build` is given beside the check's own arguments. */
  readonly buildArgs: readonly string[];
  /** A password that stands in the copy's `.env`, and must stand in no image. */
  readonly secret: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Runs the Docker client until Ctrl-C. */
  readonly docker: Docker;
  /** Does one step, and prints what it is, how long it takes, and what it gives when that is a text. */
  step<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** Has something undone at the end, however the check ends; the last first. Ctrl-C does not end it. */
  atEnd(what: string, undo: (docker: Docker) => Promise<unknown>): void;
}

/** @throws {Error} that says what should be so, unless it is */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** What the check asks of a running service. */
export const QUESTION = '{ event(id: "attack-pahalgam-2025-04") { title date { edtf } } }';

/** Sends a query, and gives its data. */
export async function ask(port: number | string, query: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  expect(answer.errors === undefined, `the answer holds errors: ${JSON.stringify(answer.errors)}`);
  return JSON.stringify(answer.data);
}

/** @throws {Error} when it is not the answer to {@link QUESTION} */
export function expectAnswer(answer: string): void {
  const { event } = JSON.parse(answer) as { event?: { title?: string; date?: { edtf?: string } } | null };
  expect(Boolean(event?.title), `the event of the article's record has no title in ${answer}`);
  expect(event?.date?.edtf === '2025-04-20', `the event's date is not 2025-04-20 in ${answer}`);
}

/** Waits until Docker calls a container healthy. */
export async function untilHealthy({ docker, signal }: Check, container: string): Promise<void> {
  await until(`${container} is healthy`, 120, signal, async () => {
    const state = await docker(
      'inspect',
      '--format',
      '{{.State.Status}} {{.State.Health.Status}}',
      container,
    );
    if (state.startsWith('exited')) throw new Hopeless(`${container} has ended:\n${await logs(container)}`);
    return state === 'running healthy' ? state : undefined;
  });
}

/** The last lines that a container has written to either output. */
export async function logs(container: string): Promise<string> {
  return run('docker', ['logs', '--tail', '20', container], { bothOutputs: true }).catch(String);
}

/** Seconds, with one digit after the point. */
export function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
