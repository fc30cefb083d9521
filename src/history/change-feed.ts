import { setMaxListeners } from 'node:events';
import type { Feed, Happening } from '../kernel/context.ts';
import type { Db } from '../kernel/db.ts';
import { RateError } from '../kernel/errors.ts';
import { backoffMs, pause } from '../kernel/pause.ts';
import { listChangesAfter } from './change.store.ts';
import { ChangeListener } from './change-listener.ts';
import { type FeedSource, Follower } from './follower.ts';

export interface ChangeFeedOptions {
  /** Where the database is, for the session that listens. */
  readonly url: string;
  readonly db: Pick<Db, 'query'>;
  /** How many may follow at once. */
  readonly mostFollowers: number;
  /** Changes that may wait for one that follows before it is sent away to resume. */
  readonly mostWaiting?: number;
  /** Milliseconds after which the table is looked at though nothing was heard. */
  readonly pollMs?: number;
  /** Told once for each time that the table cannot be read. */
  readonly onError?: (error: unknown) => void;
}

/** Changes that are read at once. */
const pageSize = 200;

/**
 * The changes as this instance tells them. The table is read once for all who are up to date, whenever a change is
 * announced, the announcements begin anew, or some time has passed; who is behind reads by itself until it is not.
 */
export class ChangeFeed implements Feed, FeedSource {
  readonly #options: ChangeFeedOptions;
  readonly #closing = new AbortController();
  readonly #followers = new Set<Follower>();
  readonly #live = new Set<Follower>();
  /** The place up to which all that are up to date were told everything. It never goes back. */
  #head = 0n;
  /** Whether there may be more after the head. */
  #stale = false;
  #reading = false;
  #failures = 0;
  #outage: Promise<void> | undefined;
  #listener: ChangeListener | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
    // All who wait for a database that is away listen to it.
    setMaxListeners(0, this.#closing.signal);
  }

  /** How many follow. */
  get size(): number {
    return this.#followers.size;
  }

  follow(after: Happening | null, signal: AbortSignal | undefined): Follower {
    const { mostFollowers, mostWaiting = 10_000 } = this.#options;
    if (this.#followers.size >= mostFollowers)
      throw new RateError(
        `${mostFollowers} subscriptions are open here, and no more are served at once; try again later, or page through the list with changes(after).`,
      );
    this.#open();
    const follower = new Follower(this, after, mostWaiting, signal);
    if (!signal?.aborted) this.#followers.add(follower);
    return follower;
  }

  /** Listens from the first that follows on; what is heard while nobody does costs nothing. */
  #open(): void {
    if (this.#listener || this.#closing.signal.aborted) return;
    const wake = () => void this.#wake();
    this.#listener = new ChangeListener(this.#options.url, wake);
    this.#poll = setInterval(wake, this.#options.pollMs ?? 5_000).unref();
  }

  async read(after: bigint, signal: AbortSignal): Promise<{ changes: Happening[]; last: boolean }> {
    while (!signal.aborted && !this.#closing.signal.aborted) {
      try {
        const changes = await listChangesAfter(this.#options.db, after, pageSize);
        this.#failures = 0;
        return { changes, last: changes.length < pageSize };
      } catch (error) {
        await this.#waitOut(error);
      }
    }
    return { changes: [], last: false };
  }

  /** All wait together for a database that is away, and the first of them tells. */
  #waitOut(error: unknown): Promise<void> {
    this.#outage ??= (async () => {
      if (this.#failures === 0) this.#options.onError?.(error);
      this.#failures += 1;
      await pause(backoffMs(this.#failures), this.#closing.signal);
      this.#outage = undefined;
    })();
    return this.#outage;
  }

  join(follower: Follower, covered: bigint): boolean {
    if (covered < this.#head) return false;
    // Where nobody is told anything, the feed has not read further than when somebody was.
    if (this.#live.size === 0) this.#head = covered;
    this.#live.add(follower);
    // What was committed since the last page has been announced to nobody who was there.
    void this.#wake();
    return true;
  }

  leave(follower: Follower): void {
    this.#followers.delete(follower);
    this.#live.delete(follower);
  }

  async #wake(): Promise<void> {
    this.#stale = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#stale && this.#live.size > 0) {
      this.#stale = false;
      const { changes, last } = await this.read(this.#head, this.#closing.signal);
      for (const change of changes) {
        for (const follower of this.#live) follower.push(change);
        if (change.place > this.#head) this.#head = change.place;
      }
      if (!last) this.#stale = !this.#closing.signal.aborted;
    }
    this.#reading = false;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#poll);
    for (const follower of this.#followers)
      follower.end('The service stops; subscribe again with the last cursor that was read.');
    await this.#listener?.close();
  }
}
