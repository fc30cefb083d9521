import type { ServerResponse } from 'node:http';

/** The answers that their clients have not read to the end, and the bytes that these hold. */
export class Unread {
  readonly #most: number;
  /** The oldest first. */
  readonly #waiting = new Map<ServerResponse, number>();
  readonly #heard = new WeakSet<ServerResponse>();
  #bytes = 0;

  /** @param most bytes beyond which the answers that have waited longest are given up */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many bytes wait to be read. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Counts an answer, or what is sent of it by now, from here until it is read or its client has gone. */
  add(res: ServerResponse, bytes: number): void {
    this.#remove(res);
    // Who has read everything waits for nothing, and of who has gone already nothing is heard again.
    if (bytes === 0 || res.destroyed) return;
    if (!this.#heard.has(res)) res.once('close', () => this.#remove(res));
    this.#heard.add(res);
    this.#waiting.set(res, bytes);
    this.#bytes += bytes;
    for (const oldest of this.#waiting.keys()) {
      if (this.#bytes <= this.#most || oldest === res) return;
      this.#remove(oldest);
      oldest.destroy();
    }
  }

  #remove(res: ServerResponse): void {
    this.#bytes -= this.#waiting.get(res) ?? 0;
    this.#waiting.delete(res);
  }
}
