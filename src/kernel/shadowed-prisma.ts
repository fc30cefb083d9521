import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Shadows } from './shadows.ts';

/** Clients of Prisma at most that read shadows. A client takes a tenth of a second to make, and is kept. */
const mostLanes = 4;

/** One client, which runs one query at a time: what Prisma sends meanwhile belongs to that query. */
interface Lane {
  readonly client: PrismaClient;
  shadows: Shadows | null;
}

/**
 * Gives clients of Prisma that read from shadows. Prisma writes its SQL by itself, so that the shadows are put before
 * what it sends.
 */
export class ShadowedPrisma {
  readonly #factory: SqlDriverAdapterFactory;
  readonly #idle: Lane[] = [];
  readonly #waiting: ((lane: Lane) => void)[] = [];
  #adapter: Promise<SqlDriverAdapter> | undefined;
  #made = 0;

  constructor(factory: SqlDriverAdapterFactory) {
    this.#factory = factory;
  }

  /** A client whose models can be read, each query by itself; it has nothing else of a client. */
  client(shadows: Shadows): PrismaClient {
    const models = new Map<string, object>();
    const modelOf = (name: string) => {
      const known = models.get(name) ?? this.#model(name, shadows);
      models.set(name, known);
      return known;
    };
    return new Proxy({} as PrismaClient, {
      // A promise that gives the client must not take it for a promise.
      get: (_, name) => (typeof name === 'string' && name !== 'then' ? modelOf(name) : undefined),
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map(({ client }) => client.$disconnect()));
    await (await this.#adapter)?.dispose();
  }

  #model(name: string, shadows: Shadows): object {
    const reading = (method: string) => (query: object) =>
      this.#run(shadows, async (client) => {
        const read: unknown = Reflect.get(Reflect.get(client, name), method);
        if (typeof read !== 'function') throw new RangeError(`${name} has no ${method}.`);
        return read(query);
      });
    const methods = ['findMany', 'findUnique', 'findUniqueOrThrow'];
    return Object.fromEntries(methods.map((method) => [method, reading(method)]));
  }

  async #run<T>(shadows: Shadows, query: (client: PrismaClient) => Promise<T>): Promise<T> {
    const lane = await this.#take();
    lane.shadows = shadows;
    try {
      return await query(lane.client);
    } finally {
      lane.shadows = null;
      const next = this.#waiting.shift();
      if (next) next(lane);
      else this.#idle.push(lane);
    }
  }

  async #take(): Promise<Lane> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#made >= mostLanes) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#made += 1;
    return this.#make();
  }

  #make(): Lane {
    const connect = async (): Promise<SqlDriverAdapter> => {
      this.#adapter ??= this.#factory.connect();
      const adapter = await this.#adapter;
      const queryRaw: SqlDriverAdapter['queryRaw'] = (query) =>
        adapter.queryRaw(lane.shadows ? inShadows(lane.shadows, query) : query);
      // The connection belongs to all lanes, and outlives each.
      return Object.assign(Object.create(adapter), { queryRaw, dispose: async () => undefined });
    };
    const { provider, adapterName } = this.#factory;
    const lane: Lane = {
      shadows: null,
      client: new PrismaClient({ adapter: { provider, adapterName, connect } }),
    };
    return lane;
  }
}

const text = { scalarType: 'string', arity: 'scalar' } as const;

/** A query of Prisma's that reads from the shadows; it names the schema of each table, which would look past them. */
function inShadows({ queries }: Shadows, { sql, args, argTypes }: SqlQuery): SqlQuery {
  const { strings, values } = queries;
  const before = strings.reduce((read, part, index) => `${read}$${args.length + index}${part}`);
  return {
    sql: `/* shadowed */ WITH ${before} (${sql.replaceAll('"public".', '')})`,
    args: [...args, ...values],
    argTypes: [...argTypes, ...values.map(() => text)],
  };
}
