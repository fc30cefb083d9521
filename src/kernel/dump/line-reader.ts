/** Longer than any line that is not a row: a file without line breaks must not fill the memory. */
const longestLine = 16 * 1024 ** 2;

/** Reads text that comes in pieces: line by line, or whole lines together up to a certain one. */
export class LineReader {
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #onRead: (text: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);

  /** @param onRead told of all text that has been given out, before it is */
  constructor(pieces: AsyncIterable<Buffer>, onRead: (text: Buffer) => void) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#onRead = onRead;
  }

  /** The next line without its end; null when there is none, or it is not one of text. */
  async line(): Promise<string | null> {
    for (let from = 0; ; ) {
      const end = this.#rest.indexOf(10, from);
      if (end !== -1) return this.#take(end + 1).toString('utf8', 0, end);
      from = this.#rest.length;
      if (from > longestLine || !(await this.#more())) return null;
    }
  }

  /** Gives the lines before one, and passes over that; without such a line, all there are. */
  async *until(last: Buffer): AsyncGenerator<Buffer> {
    const within = Buffer.concat([Buffer.from('\n'), last]);
    for (;;) {
      const end = this.#rest.subarray(0, last.length).equals(last) ? 0 : this.#rest.indexOf(within) + 1;
      if (end > 0) yield this.#take(end);
      if (this.#rest.subarray(0, last.length).equals(last)) {
        this.#take(last.length);
        return;
      }
      // What follows the last line break may be the beginning of that line.
      const whole = this.#rest.lastIndexOf(10) + 1;
      if (whole > 0) yield this.#take(whole);
      if (!(await this.#more())) return;
    }
  }

  async ended(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#more());
  }

  /** Closes what the text comes from, when not all of it was read. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  #take(length: number): Buffer {
    const text = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    this.#onRead(text);
    return text;
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#pieces.next();
    if (done) return false;
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    return true;
  }
}
