import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { toClientError } from '../kernel/graphql-errors.ts';
import type { Log, RequestScope } from './serving.ts';

/** What the log says of each request that failed because the database was away. */
export const databaseAway = 'a request found the database away';

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

function mapErrors(result: ExecutionResult, requestId: string, log: Log): ExecutionResult {
  if (result.errors === undefined || result.errors.length === 0) return result;
  const logged = new Set<string>();
  const errors = result.errors.map((thrown) => {
    const { error, unexpected, outage } = toClientError(thrown, requestId, result.data !== undefined);
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
