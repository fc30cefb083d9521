import pg from 'pg';
import { backoffMs, pause } from '../kernel/pause.ts';
import { sessionConfig } from '../kernel/postgres/address.ts';

/** The name under which others see the session. */
const sessionName = 'demarche listen';

/**
 * Hears that something has changed, over one session of its own that is opened again whenever it is lost. What
 * happened in between is not told: each time that it begins to hear, it says that something may have changed.
 */
export class ChangeListener {
  readonly #url: string;
  readonly #onChange: () => void;
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  #failures = 0;

  constructor(url: string, onChange: () => void) {
    this.#url = url;
    this.#onChange = onChange;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      // Whatever is wrong with the database is told by what reads from it.
      await this.#listen().catch(() => undefined);
      this.#failures += 1;
      await pause(backoffMs(this.#failures), signal);
    }
  }

  /** Listens until the session is over. */
  async #listen(): Promise<void> {
    const client = new pg.Client(sessionConfig(this.#url, sessionName));
    this.#client = client;
    client.on('error', () => undefined);
    client.on('notification', this.#onChange);
    const over = new Promise<void>((resolve) => client.once('end', resolve));
    try {
      await client.connect();
      await client.query('/* listen for changes */ LISTEN demarche_change');
      this.#failures = 0;
      this.#onChange();
      if (!this.#closing.signal.aborted) await over;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => undefined);
  }
}
