import { setTimeout as wait } from 'node:timers/promises';
import type { Instances } from './instances.ts';

/** A change that a writer was told has been made, as it has to stand in the feed. */
export interface Made {
  readonly note: string;
  readonly id: string;
  readonly version: number;
}

/** What writers met. */
export interface Written {
  readonly made: Made[];
  /** Notes of changes that were refused, mostly since another was first. */
  readonly refused: { note: string; as: string }[];
  /** Requests that were sent again: by the code of the answer, or because the connection broke. */
  readonly again: Map<string, number>;
  /** Answers that no client should get. */
  readonly wrong: string[];
  /** The changes that each instance told as made. */
  readonly madeBy: [number, number];
}

interface Answer {
  readonly data?: { result: Result | null } | null;
  readonly errors?: { message: string; extensions: { code: string } }[];
}

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly record?: { id: string; version: number };
  readonly current?: { version: number } | null;
}

/** Codes with which a client is told to send the same again. */
const passing = new Set(['UNAVAILABLE', 'QUERY_TIMEOUT']);

/** Records that all writers change. */
const shared = ['attack-pahalgam-2025-04', 'writers-a', 'writers-b'];

const fields = {
  createEvent: 'event { id version }',
  updateEvent: 'event { id version }',
  retractEvent: 'event { id version }',
  restoreEvent: 'event { id version }',
  addClaim: 'claim { id version }',
} as const;

type Mutation = keyof typeof fields;

export class Writers {
  readonly #instances: Instances;
  readonly #versions = new Map(shared.map((slug) => [slug, 1]));
  readonly written: Written = { made: [], refused: [], again: new Map(), wrong: [], madeBy: [0, 0] };

  constructor(instances: Instances) {
    this.#instances = instances;
  }

  /** Makes the records that the writers share. */
  async prepare(): Promise<void> {
    for (const slug of shared.slice(1)) await this.#change(0, `Prepares ${slug}`, 'createEvent', event(slug));
  }

  /** Writes until it is told to stop, and has an answer to all that it sent. */
  async write(writer: number, stop: AbortSignal): Promise<void> {
    const own = new Map<string, { version: number; retracted: boolean }>();
    for (let turn = 0; !stop.aborted; turn += 1) {
      const note = `Writer ${writer}, turn ${turn}`;
      const home = writer % 2;
      const slug = shared[(writer + turn) % shared.length] ?? '';
      if (turn % 5 === 0) {
        const name = `writer-${writer}-${turn}`;
        if (await this.#change(home, note, 'createEvent', event(name)))
          own.set(name, { version: 1, retracted: false });
      } else if (turn % 5 === 2) {
        await this.#change(home, note, 'addClaim', claim(slug, turn));
      } else if (turn % 5 === 4 && own.size > 0) {
        const [name, state] = [...own][turn % own.size] ?? raise();
        const mutation = state.retracted ? 'restoreEvent' : 'retractEvent';
        const reason = state.retracted ? {} : { reason: 'To see whether it is told.' };
        const input = { id: name, version: state.version, ...reason };
        if (await this.#change(home, note, mutation, input))
          own.set(name, { version: state.version + 1, retracted: !state.retracted });
      } else {
        const version = this.#versions.get(slug) ?? 1;
        const result = await this.#change(home, note, 'updateEvent', { id: slug, version, summary: note });
        const now = Math.max(result ? version + 1 : version, this.#versions.get(slug) ?? 1);
        this.#versions.set(slug, now);
      }
    }
  }

  /** Whether the change was made. */
  async #change(home: number, note: string, mutation: Mutation, input: object): Promise<boolean> {
    const { result, from } = await this.#ask(home, mutation, { ...input, note, idempotencyKey: note });
    const { written } = this;
    if (result.current && 'id' in input && this.#versions.has(String(input.id)))
      this.#versions.set(String(input.id), result.current.version);
    if (!result.record) {
      written.refused.push({ note, as: result.__typename });
      if (result.__typename !== 'ConflictError') written.wrong.push(`${note}: ${result.message}`);
      return false;
    }
    // What it is now may be later than what this change led to.
    const version = 'version' in input ? Number(input.version) + 1 : 1;
    written.made.push({ note, id: result.record.id, version });
    written.madeBy[from] += 1;
    return true;
  }

  /** Sends a request until it has an answer: from the other instance, where one does not give it. */
  async #ask(home: number, mutation: Mutation, input: object): Promise<{ result: Result; from: 0 | 1 }> {
    const title = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
    const query = `mutation ($input: ${title}Input!) { result: ${mutation}(input: $input) { __typename
      ... on ${title}Payload { record: ${fields[mutation]} } ... on Error { message } ... on ConflictError { current { version } } } }`;
    const end = performance.now() + 60_000;
    for (let attempt = 0; performance.now() < end; attempt += 1) {
      const from = ((home + attempt) % 2) as 0 | 1;
      const answer = await this.#send(from, JSON.stringify({ query, variables: { input } }));
      const result = typeof answer === 'object' && answer.data?.result;
      if (result) return { result, from };
      const [error] = typeof answer === 'object' ? (answer.errors ?? []) : [];
      const why = typeof answer === 'string' ? answer : (error?.extensions.code ?? 'no answer');
      this.written.again.set(why, (this.written.again.get(why) ?? 0) + 1);
      if (typeof answer === 'object' && !passing.has(why))
        this.written.wrong.push(`${why}: ${error?.message}`);
      await wait(Math.min(50 * 2 ** attempt, 500));
    }
    throw new Error(`No answer to ${JSON.stringify(input)}.`);
  }

  /** An answer, or in words why there is none. */
  async #send(to: 0 | 1, body: string): Promise<Answer | string> {
    try {
      const response = await fetch(`${this.#instances.all[to].address}/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.#instances.key}`,
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
        },
        body,
      });
      const answer: unknown = await response.json();
      // The gate of an instance that starts or stops answers in words of its own.
      if (response.status === 503 && !(answer instanceof Object && 'errors' in answer)) return 'not ready';
      return answer as Answer;
    } catch {
      return 'the connection broke';
    }
  }
}

function event(slug: string) {
  return {
    slug,
    type: 'STATEMENT',
    title: `Written as ${slug}`,
    dateAbsence: 'UNKNOWN',
    placeAbsence: 'UNKNOWN',
  };
}

/** Claims that do not agree on a day, so that what is derived from them changes with each. */
function claim(slug: string, turn: number) {
  return {
    source: 'opindia-2025-09-16',
    event: slug,
    field: 'DATE',
    value: `2025-05-${String(10 + (turn % 7)).padStart(2, '0')}`,
    directness: 'PARAPHRASE',
    chain: [{ position: 1, speaker: 'marco-rubio', act: 'ASSERT' }],
  };
}

function raise(): never {
  throw new RangeError('There is none.');
}
