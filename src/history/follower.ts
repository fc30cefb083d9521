import type { Happening } from '../kernel/context.ts';
import { ResumeError } from '../kernel/errors.ts';
import { pause } from '../kernel/pause.ts';
import { cursorAt } from './change.ts';

/** What a follower needs of the feed. */
export interface FeedSource {
  /** The changes after a place, the next so many; waits for a database that is away. Empty once aborted. */
  read(after: bigint, signal: AbortSignal): Promise<{ changes: Happening[]; last: boolean }>;
  /** Has a follower told what happens after this place; false where the feed is further on than that. */
  join(follower: Follower, covered: bigint): boolean;
  leave(follower: Follower): void;
}

/**
 * One reader of the feed. Where it is behind, it reads page after page from the table; once a page is the last one, it
 * is told what is new. At the hand-over nothing is lost, since the feed takes it only when it has read as far as the
 * feed has, and nothing comes twice, since it passes over places that it has covered.
 */
export class Follower implements AsyncIterableIterator<Happening> {
  readonly #feed: FeedSource;
  readonly #most: number;
  readonly #signal: AbortSignal | undefined;
  readonly #ending = new AbortController();
  /** The last change that has been dealt with: one more was asked for after it. */
  #done: Happening | null;
  /** The last change that was handed out. */
  #given: Happening | null;
  /** The last place that was handed out or waits. */
  #covered: bigint;
  #waiting: Happening[] = [];
  #live = false;
  #ended: { error: string | null } | undefined;
  #wake: () => void = () => undefined;

  /** @param most changes that may wait; each is an id and a place, so that their number bounds their bytes */
  constructor(feed: FeedSource, after: Happening | null, most: number, signal: AbortSignal | undefined) {
    this.#feed = feed;
    this.#most = most;
    this.#done = after;
    this.#given = after;
    this.#covered = after?.place ?? 0n;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#onAbort();
  }

  /** A client that has gone needs no word; one whose service stops is told to resume. */
  readonly #onAbort = (): void => {
    const reason: unknown = this.#signal?.reason;
    this.end(reason instanceof ResumeError ? reason.message : null);
  };

  /** Takes what is new. What waits for a client that does not keep up is dropped: it is in the table. */
  push(change: Happening): void {
    if (this.#ended || change.place <= this.#covered) return;
    this.#covered = change.place;
    this.#waiting.push(change);
    if (this.#waiting.length > this.#most)
      this.end(
        `More than ${this.#most} changes wait to be read by this client; subscribe again with the last cursor that was read, and read faster or select less.`,
      );
    this.#wake();
  }

  /** Ends it, with a reason for the client to resume or without a word. */
  end(reason: string | null): void {
    if (this.#ended) return;
    this.#ended = { error: reason };
    this.#waiting = [];
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#ending.abort();
    this.#feed.leave(this);
    this.#wake();
  }

  async next(): Promise<IteratorResult<Happening, undefined>> {
    this.#done = this.#given;
    for (;;) {
      if (this.#ended) return this.#finish(this.#ended);
      const change = this.#waiting.shift();
      if (change) {
        this.#given = change;
        return { value: change, done: false };
      }
      if (this.#live)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      else await this.#catchUp();
    }
  }

  async #catchUp(): Promise<void> {
    const { changes, last } = await this.#feed.read(this.#covered, this.#ending.signal);
    if (this.#ended) return;
    this.#waiting = changes;
    this.#covered = changes.at(-1)?.place ?? this.#covered;
    if (last) this.#live = this.#feed.join(this, this.#covered);
    // The feed has seen more than a page that was read just before; nothing is gained by asking without a break.
    if (last && !this.#live && changes.length === 0) await pause(20, this.#ending.signal);
  }

  #finish(ended: { error: string | null }): IteratorResult<Happening, undefined> {
    const { error } = ended;
    ended.error = null;
    if (error !== null) throw this.#resume(error);
    return { value: undefined, done: true };
  }

  #resume(message: string, options?: ErrorOptions): ResumeError {
    return new ResumeError(message, this.#done && cursorAt(this.#done), options);
  }

  async return(): Promise<IteratorResult<Happening, undefined>> {
    this.end(null);
    return { value: undefined, done: true };
  }

  /** Ends it because what was handed out last did not reach the client. */
  async throw(cause: unknown): Promise<IteratorResult<Happening, undefined>> {
    this.end(null);
    throw this.#resume(cause instanceof Error ? cause.message : String(cause), { cause });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
