import { setTimeout as wait } from 'node:timers/promises';
import { type Instances, until } from './instances.ts';

/** One change, as the feed gives it. */
export interface Read {
  readonly id: string;
  readonly cursor: string;
  readonly revision: { readonly note: string | null; readonly version: number; readonly kind: string };
  readonly subject: { readonly id: string };
}

const selection = 'id cursor revision { note version kind } subject { id }';

/** A client that follows the record, and goes on from its last cursor at the other instance whenever its stream ends. */
export class Subscriber {
  readonly #instances: Instances;
  readonly #leave = new AbortController();
  #stream = new AbortController();
  readonly read: Read[] = [];
  /** Why streams ended, in order: the code of an error, or that nothing was said. */
  readonly ends: string[] = [];
  /** The longest time in ms without a change after the first one. */
  longestGap = 0;
  #at: number;
  #last = 0;
  /** Whether the stream has begun: its place is known. */
  #opened = false;
  readonly #over: Promise<void>;

  constructor(instances: Instances, at: number) {
    this.#instances = instances;
    this.#at = at;
    this.#over = this.#run();
  }

  get cursor(): string | null {
    return this.read.at(-1)?.cursor ?? null;
  }

  async #run(): Promise<void> {
    const { signal } = this.#leave;
    for (let idle = 0; !signal.aborted; ) {
      const before = this.read.length;
      this.#opened = false;
      this.#stream = new AbortController();
      const why = await this.#follow().catch(() => (this.#stream.signal.aborted ? 'moved' : 'broken'));
      if (signal.aborted) return;
      // A stream that was open is not to end for a Postgres that is away.
      this.ends.push(this.#opened ? why : `${why} at once`);
      this.#at += 1;
      idle = this.read.length > before ? 0 : idle + 1;
      await wait(Math.min(20 * 2 ** idle, 500));
    }
  }

  /** Reads one stream to its end. */
  async #follow(): Promise<string> {
    const { address } = this.#instances.all[this.#at % 2] ?? this.#instances.all[0];
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        query: `subscription ($after: String) { changes(after: $after) { ${selection} } }`,
        variables: { after: this.cursor },
      }),
      signal: AbortSignal.any([this.#leave.signal, this.#stream.signal]),
    });
    const decoder = new TextDecoder();
    let text = '';
    const reader = response.body?.getReader();
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
      const events = (text + decoder.decode(step.value, { stream: true })).split('\n\n');
      text = events.pop() ?? '';
      for (const [, json = ''] of events.flatMap((event) => [...event.matchAll(/^data: (.+)$/gm)])) {
        const { data, errors } = JSON.parse(json);
        if (errors) return String(errors[0].extensions.code);
        this.#take(data.changes);
      }
    }
    return 'complete';
  }

  #take(change: Read): void {
    const now = performance.now();
    if (this.#last > 0) this.longestGap = Math.max(this.longestGap, now - this.#last);
    this.#last = now;
    this.read.push(change);
    this.#opened = true;
  }

  /** Leaves in the middle of what it is sent, and goes on at the other instance. */
  move(): void {
    this.#stream.abort();
  }

  /** Reads on until it has a change. */
  async upTo(cursor: string): Promise<void> {
    await until(
      () =>
        `a subscriber reads up to ${cursor}; it has ${this.read.length} changes, its streams: ${this.ends}`,
      () => this.cursor === cursor,
    );
  }

  async close(): Promise<void> {
    this.#leave.abort();
    await this.#over;
  }
}

/** All changes as the pages of the list give them, from the first one. */
export async function readPages(address: string): Promise<Read[]> {
  const all: Read[] = [];
  for (let after: string | null = null; ; ) {
    const response: Response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `query ($after: String) { changes(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { ${selection} } } }`,
        variables: { after },
      }),
    });
    const { data } = (await response.json()) as {
      data: { changes: { nodes: Read[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    };
    all.push(...data.changes.nodes);
    after = data.changes.pageInfo.endCursor;
    if (!data.changes.pageInfo.hasNextPage) return all;
  }
}
