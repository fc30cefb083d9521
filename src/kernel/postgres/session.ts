import pg from 'pg';
import { OperatingError } from '../operating-error.ts';
import { backoffMs, pause } from '../pause.ts';
import { sessionConfig } from './address.ts';

/** What a process does with a database: serve it, or work on it from the command line. */
export type Role = 'serve' | 'use';

/** A process that serves a database. */
export interface Holder {
  readonly pid: number;
  /** Where it can be reached; an empty string while it starts. */
  readonly address: string;
}

/** Names a session of the service, so that others can tell who holds the database. */
export function sessionName(role: Role, address = ''): string {
  return `demarche ${role} ${process.pid} ${address}`.trim();
}

/** A session that lasts as long as a process is at work on the database; whoever asks finds it by its name. */
export class Presence {
  readonly #client: pg.Client;
  #closing = false;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** @param onLost told when the database ends the session, as when it stops */
  static async open(url: string, role: Role, onLost: () => void): Promise<Presence> {
    const client = new pg.Client(sessionConfig(url, sessionName(role)));
    const presence = new Presence(client);
    client.on('error', () => undefined);
    await client.connect();
    client.on('end', () => {
      if (!presence.#closing) onLost();
    });
    return presence;
  }

  /** Tells others where the service of this process can be reached. */
  async announce(address: string): Promise<void> {
    await this.#client.query(`/* announce */ SELECT set_config('application_name', $1, false)`, [
      sessionName('serve', address),
    ]);
  }

  /** Takes a lock of the server that ends with this session; false when it is taken. */
  async tryLock(lock: Lock): Promise<boolean> {
    const [name, key] = locks[lock];
    const { rows } = await this.#client.query<{ taken: boolean }>(
      `/* try lock */ SELECT pg_try_advisory_lock${name}(${lockSpace}, ${key}) AS taken`,
    );
    return rows[0]?.taken ?? false;
  }

  async unlock(lock: Lock): Promise<void> {
    const [name, key] = locks[lock];
    await this.#client.query(`/* unlock */ SELECT pg_advisory_unlock${name}(${lockSpace}, ${key})`);
  }

  /** The process that serves this database, or any database of the server. */
  async findHolder(where: 'database' | 'server' = 'database'): Promise<Holder | null> {
    const { rows } = await this.#client.query<{ name: string }>(
      `/* find holder */ SELECT application_name AS name FROM pg_stat_activity
       WHERE application_name LIKE 'demarche serve %' AND pid <> pg_backend_pid()
       AND ($1 OR datname = current_database()) ORDER BY backend_start LIMIT 1`,
      [where === 'server'],
    );
    const [, , pid, address = ''] = rows[0]?.name.split(' ') ?? [];
    return pid === undefined ? null : { pid: Number(pid), address };
  }

  async query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#client.query<T>(text, values)).rows;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#client.end().catch(() => undefined);
  }
}

/** What belongs to a presence each time that its session is opened; an OperatingError says that it never is again. */
export interface Opening {
  /** Done before each try. */
  readonly before?: () => Promise<void>;
  /** Done with each new session before it counts; where it throws, another is opened. */
  readonly prepare?: (presence: Presence) => Promise<void>;
  /** Told why the presence is lost for good. */
  readonly onLost?: (reason: OperatingError) => void;
}

/**
 * A presence on a Postgres that comes and goes without the service, or ends sessions: the session is opened again
 * whenever it is lost, so that who asks later still finds the service.
 */
export class LastingPresence {
  readonly #url: string;
  readonly #role: Role;
  readonly #opening: Opening;
  readonly #closing = new AbortController();
  #presence: Presence | undefined;
  #address: string | undefined;

  private constructor(url: string, role: Role, opening: Opening) {
    this.#url = url;
    this.#role = role;
    this.#opening = opening;
  }

  static async open(url: string, role: Role, opening: Opening = {}): Promise<LastingPresence> {
    const lasting = new LastingPresence(url, role, opening);
    await lasting.#open();
    return lasting;
  }

  async #open(): Promise<void> {
    let [counts, lost] = [false, false];
    const presence = await Presence.open(this.#url, this.#role, () => {
      lost = true;
      if (counts) void this.#reopen();
    });
    try {
      await this.#opening.prepare?.(presence);
      if (this.#address !== undefined) await presence.announce(this.#address);
      if (lost) throw new Error('The session was lost before it counted.');
    } catch (error) {
      await presence.close();
      throw error;
    }
    counts = true;
    this.#presence = presence;
    if (this.#closing.signal.aborted) await presence.close();
  }

  async #reopen(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted; failures += 1) {
      await pause(backoffMs(failures), signal);
      if (signal.aborted) return;
      try {
        await this.#opening.before?.();
        return await this.#open();
      } catch (error) {
        if (error instanceof OperatingError) return this.#opening.onLost?.(error);
        // It is not back yet; readiness tells.
      }
    }
  }

  async announce(address: string): Promise<void> {
    this.#address = address;
    await this.#presence?.announce(address);
  }

  async findHolder(where: 'database' | 'server' = 'database'): Promise<Holder | null> {
    return (await this.#presence?.findHolder(where)) ?? null;
  }

  async query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#presence?.query<T>(text, values)) ?? [];
  }

  /** Gives the session as it is, to be closed; it is not opened again. */
  settle(): Presence | undefined {
    this.#closing.abort();
    return this.#presence;
  }

  async close(): Promise<void> {
    await this.settle()?.close();
  }
}

/**
 * The locks of a server: everyone who uses it holds `use`, the one who serves it `serve`, and `stop` is the same
 * as `use` held alone.
 */
export type Lock = 'use' | 'stop' | 'serve';

/** The first key of every lock of the service, the letters dema. */
export const lockSpace = 0x64656d61;

const locks: Readonly<Record<Lock, readonly [suffix: string, key: number]>> = {
  use: ['_shared', 1],
  stop: ['', 1],
  serve: ['', 2],
};
