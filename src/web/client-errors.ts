import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { toClientError } from '../kernel/graphql-errors.ts';
import type { Log, RequestScope } from './serving.ts';

/** What the log says of each request that failed because the database was away. */
export const databaseAway = 'a request found the database away';

/** What GraphQL Yoga refuses in words that do not say what to do, by its sentence. */
const reworded: Readonly<Record<string, string>> = {
  'POST body sent invalid JSON.':
    'The body that was sent is no JSON, and an object of JSON is accepted; send {"query": "…"} with Content-Type: application/json.',
  'Must provide query string.':
    'No query was sent, and a document of GraphQL is accepted; send {"query": "…"} as the body of a POST, or ?query=… in the address of a GET.',
};

/**
 * Maps the errors of every result on its way out, whatever stage they come from, and logs those that are masked:
 * once for each distinct failure of a request, since a list repeats the same one for each of its entries.
 */
export function useClientErrors(log: Log): Plugin<object, RequestScope> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      const map = (each: ExecutionResult) => mapErrors(each, serverContext.requestId, log);
      if (Array.isArray(result)) return;
      if (Symbol.asyncIterator in result) setResult(new Mapped(result[Symbol.asyncIterator](), map));
      else setResult(map(result));
    },
  };
}

/** No generator: that could not be ended while it waits for what comes next. */
class Mapped implements AsyncIterableIterator<ExecutionResult> {
  readonly #results: AsyncIterator<ExecutionResult>;
  readonly #map: (each: ExecutionResult) => ExecutionResult;

  constructor(results: AsyncIterator<ExecutionResult>, map: (each: ExecutionResult) => ExecutionResult) {
    this.#results = results;
    this.#map = map;
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    const step = await this.#results.next();
    return step.done ? step : { value: this.#map(step.value), done: false };
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    await this.#results.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function reword(thrown: GraphQLError): GraphQLError {
  const message = thrown.path === undefined ? reworded[thrown.message] : undefined;
  return message === undefined ? thrown : new GraphQLError(message, { extensions: thrown.extensions });
}

function mapErrors(result: ExecutionResult, requestId: string, log: Log): ExecutionResult {
  if (result.errors === undefined || result.errors.length === 0) return result;
  const logged = new Set<string>();
  const errors = result.errors.map((thrown) => {
    const { error, unexpected, outage } = toClientError(reword(thrown), requestId, result.data !== undefined);
    if (unexpected !== undefined && !logged.has(String(unexpected))) {
      logged.add(String(unexpected));
      log.error({ err: unexpected, requestId, path: error.path?.join('.') }, 'a request failed');
    }
    if (outage !== undefined && !logged.has(outage)) {
      logged.add(outage);
      log.error({ reason: outage, requestId, path: error.path?.join('.') }, databaseAway);
    }
    return error;
  });
  return { ...result, errors };
}
