import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Authenticate } from '../../src/auth/authenticate.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/kernel/limits.ts';
import type { Plan } from '../../src/web/planned-lane.ts';
import type { Pingable, RequestScope, ServingConfig } from '../../src/web/serving.ts';
import { createToySchema } from './toy.ts';

export interface Served {
  readonly url: string;
  readonly graphql: string;
  /** What was logged as an error. */
  readonly logged: { details: Record<string, unknown>; message: string }[];
  /** Sends a query by POST and gives the status, the headers and the answer. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** What a shutdown calls first. */
  close(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
}

export interface ServeOptions extends Partial<Omit<ServingConfig, 'limits'>> {
  readonly schema?: GraphQLSchema;
  readonly db?: Pingable;
  readonly limits?: Partial<Limits>;
  readonly contextFor?: (request: RequestScope) => object | Promise<object>;
  readonly plan?: Plan;
  readonly authenticate?: Authenticate;
}

/** Serves an app on a free port of this machine until the test has finished. */
export async function serve({
  schema,
  db,
  limits,
  contextFor,
  plan,
  authenticate,
  ...config
}: ServeOptions = {}): Promise<Served> {
  const logged: Served['logged'] = [];
  const app = createApp({
    schema: schema ?? createToySchema(),
    db: db ?? { query: async () => [] },
    config: {
      corsOrigins: 'localhost',
      requestTimeoutMs: 5_000,
      playground: true,
      ...config,
      limits: { ...DEFAULT_LIMITS, ...limits },
    },
    log: {
      error: (details, message) => logged.push({ details: { ...details }, message }),
      info: () => undefined,
      debug: () => undefined,
    },
    authenticate: authenticate ?? (async () => null),
    contextFor: contextFor ?? (() => ({})),
    plan,
  });
  const server = createServer(app.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await app.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const graphql = `${url}/graphql`;
  return {
    url,
    graphql,
    logged,
    close: () => app.close(),
    async ask(query, { variables, headers } = {}) {
      const response = await fetch(graphql, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors = [] } = (await response.json()) as Partial<Answer>;
      return { status: response.status, headers: response.headers, data, errors };
    },
  };
}
