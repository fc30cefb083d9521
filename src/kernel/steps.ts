/** How often a long step tells how far it has come. */
const tellingMs = 3_000;

/** Tells people what is being done, and how long each step took. */
export class Steps {
  readonly #write: (text: string) => void;
  /** Whether the line of a step is not ended yet. */
  #open = false;
  #told = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Does one step; its line ends with what `describe` makes of the result, and the seconds. */
  async run<T>(name: string, work: () => Promise<T>, describe: (result: T) => string): Promise<T> {
    const start = performance.now();
    this.#write(`  ${name.padEnd(10)}  `);
    this.#open = true;
    this.#told = start;
    const result = await work().catch((error: unknown) => {
      this.end();
      throw error;
    });
    this.#write(`${describe(result)} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
    this.#open = false;
    return result;
  }

  /** Adds to the line of a step how far it has come, every few seconds. */
  progress(text: string): void {
    if (!this.#open || performance.now() - this.#told < tellingMs) return;
    this.#told = performance.now();
    this.#write(`${text} … `);
  }

  /** A line of its own; it ends the line of a step that has failed. */
  say(line: string): void {
    this.#write(`${this.#open ? '\n' : ''}${line}\n`);
    this.#open = false;
  }

  /** Ends the line of a step that has failed. */
  end(): void {
    if (this.#open) this.#write('\n');
    this.#open = false;
  }
}
