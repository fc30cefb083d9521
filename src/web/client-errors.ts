import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { toClientError } from '../kernel/graphql-errors.ts';
import type { Log, RequestScope } from './serving.ts';

/**
 * Maps the errors of every result on its way out, whatever stage they come from, and logs those that are masked:
 * once for each distinct failure of a request, since a list repeats the same one for each of its entries.
 */
export function useClientErrors(log: Log): Plugin<object, RequestScope> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      const map = (each: ExecutionResult) => mapErrors(each, serverContext.requestId, log);
      if (Array.isArray(result)) return;
      if (Symbol.asyncIterator in result) setResult(mapEach(result, map));
      else setResult(map(result));
    },
  };
}

async function* mapEach(
  results: AsyncIterable<ExecutionResult>,
  map: (each: ExecutionResult) => ExecutionResult,
) {
  for await (const each of results) yield map(each);
}

function mapErrors(result: ExecutionResult, requestId: string, log: Log): ExecutionResult {
  if (result.errors === undefined || result.errors.length === 0) return result;
  const logged = new Set<string>();
  const errors = result.errors.map((thrown) => {
    const { error, unexpected } = toClientError(thrown, requestId, result.data !== undefined);
    if (unexpected !== undefined && !logged.has(String(unexpected))) {
      logged.add(String(unexpected));
      log.error({ err: unexpected, requestId, path: error.path?.join('.') }, 'a request failed');
    }
    return error;
  });
  return { ...result, errors };
}
