import type { ServerResponse } from 'node:http';

/** The answers that their clients have not read to the end, and the bytes that these hold. */
export class Unread {
  readonly #most: number;
  /** The oldest first. */
  readonly #bytes = new Map<ServerResponse, number>();
  #sum = 0;

  /** @param most bytes beyond which the answers that have waited longest are given up */
  constructor(most: number) {
    this.#most = most;
  }

  /** Counts an answer, or what is sent of it by now, from here until it is read or its client has gone. */
  add(res: ServerResponse, bytes: number): void {
    if (!this.#bytes.has(res)) res.once('close', () => this.#remove(res));
    this.#remove(res);
    this.#bytes.set(res, bytes);
    this.#sum += bytes;
    for (const oldest of this.#bytes.keys()) {
      if (this.#sum <= this.#most || oldest === res) return;
      this.#remove(oldest);
      oldest.destroy();
    }
  }

  #remove(res: ServerResponse): void {
    this.#sum -= this.#bytes.get(res) ?? 0;
    this.#bytes.delete(res);
  }
}
