import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { appendOnlyTables } from './history/append-only.ts';
import type { Config } from './kernel/config.ts';
import { openDatabase } from './kernel/database.ts';
import { createLog } from './kernel/log.ts';
import { OperatingError } from './kernel/operating-error.ts';
import { describeHolder, findServer } from './kernel/postgres/embedded.ts';
import { prepareDatabase } from './kernel/preparation.ts';
import type { Steps } from './kernel/steps.ts';
import type { Service } from './service.ts';
import { listen } from './web/listen.ts';
import { sendJson } from './web/send.ts';

/** How long a stop waits for requests in flight. */
const graceMs = 5_000;

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** What has been opened so far, closed in the opposite order. */
export class Closers {
  readonly #closers: (() => Promise<unknown>)[] = [];
  #closing: Promise<void> | undefined;

  /** Keeps what a stop has to close; closes it at once, and throws, when the stop has begun already. */
  async keep(close: () => Promise<unknown>): Promise<void> {
    if (this.#closing === undefined) {
      this.#closers.push(close);
      return;
    }
    await close();
    throw new Stopped();
  }

  close(): Promise<void> {
    this.#closing ??= this.#run();
    return this.#closing;
  }

  async #run(): Promise<void> {
    for (const close of this.#closers.reverse()) await close().catch(() => undefined);
  }
}

/** Ends a start that was asked to stop. */
export class Stopped extends Error {}

/**
 * Starts the service: takes its port, opens, migrates and fills its database, and answers. Requests that come
 * before it is ready wait for it.
 *
 * @param onLost told why its own Postgres can be used no more
 * @throws {OperatingError} when something around it has to be mended first
 */
export async function startService(
  config: Config,
  steps: Steps,
  closers: Closers,
  onLost: (reason: OperatingError) => void,
): Promise<void> {
  if (config.seed !== null && !existsSync(new URL(`../seeds/${config.seed}`, import.meta.url)))
    throw new OperatingError(
      `SEED is "${config.seed}", and there is no such folder in seeds/; name one that is there, such as article, or none.`,
    );
  if (config.databaseUrl === null) {
    const holder = await findServer(config.dataDir);
    if (holder) throw new OperatingError(describeHolder(config.dataDir, holder));
  }
  const gate = new Gate();
  const listening = await listen(config.host, config.port, gate.handler);
  await closers.keep(() => {
    gate.refuse();
    return listening.close(graceMs);
  });
  // It takes as long to load as the database to start, and so they do both at once.
  const loading = import('./service.ts');
  loading.catch(() => undefined);
  const database = await steps.run(
    'Database',
    () => openDatabase(config, 'serve', onLost),
    ({ description }) => description,
  );
  await closers.keep(() => database.close());
  await database.announce(listening.address);
  const { warning } = await steps.run(
    'Migrations',
    () => prepareDatabase(database, appendOnlyTables),
    ({ applied }) => describeMigrations(applied),
  );
  if (warning !== null) steps.say(`  Warning     ${warning}`);
  const { createService } = await loading;
  const service = createService(database.url, config, createLog(config.logLevel));
  await closers.keep(() => service.close());
  if (config.seed !== null && (await service.isEmpty())) await seed(service, config.seed, steps);
  // Before the database is closed, the requests in flight are answered.
  await closers.keep(async () => {
    await service.app.close();
    await listening.close(graceMs);
  });
  gate.open(service.app.handler);
  steps.say(`
  Playground  ${listening.address}/graphql (in a browser)
  Endpoint    ${listening.address}/graphql
  Health      ${listening.address}/health/live and ${listening.address}/health/ready

  Ctrl-C stops it.
`);
}

async function seed(service: Service, name: string, steps: Steps): Promise<void> {
  await steps.run(
    'Seed',
    () => service.seed(name),
    ({ events, claims }) => `${name}: ${events.added} events and ${claims.added} claims, among others`,
  );
}

function describeMigrations(names: readonly string[]): string {
  return names.length === 0 ? 'up to date' : `applied ${names.join(', ')}`;
}

/** Holds requests back until the service can answer them. */
class Gate {
  #handler: Handler | undefined;
  readonly #waiting: [IncomingMessage, ServerResponse][] = [];

  readonly handler: Handler = (req, res) => {
    if (this.#handler) this.#handler(req, res);
    else if (req.url?.startsWith('/health/live')) void sendJson(req, res, 200, { status: 'live' });
    else if (req.url?.startsWith('/health/ready')) refuse(req, res);
    else this.#waiting.push([req, res]);
  };

  open(handler: Handler): void {
    this.#handler = handler;
    for (const [req, res] of this.#waiting.splice(0)) handler(req, res);
  }

  /** Sends away those who wait for a service that stops before it has started. */
  refuse(): void {
    this.#handler ??= refuse;
    for (const [req, res] of this.#waiting.splice(0)) refuse(req, res);
  }
}

function refuse(req: IncomingMessage, res: ServerResponse): void {
  const body = { status: 'not ready', parts: { service: 'is starting' } };
  void sendJson(req, res, 503, body);
}
