import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import sql from 'sql-template-tag';
import { toClientError } from '../kernel/graphql-errors.ts';
import { tooLong } from '../kernel/limits-plugin.ts';
import { comment } from '../kernel/page.ts';
import { backoffMs, pause } from '../kernel/pause.ts';
import { type Plan, resultOf } from './planned-lane.ts';
import type { Pingable, RequestScope } from './serving.ts';

export interface EventsOptions {
  /** What resolvers are handed: made anew for each event, so that each is read as things are then. */
  readonly contextFor: (request: RequestScope) => object | Promise<object>;
  /** Answers an event by one statement where it can. */
  readonly plan?: Plan | undefined;
  readonly db: Pingable;
  /** Characters of one event. */
  readonly longestEvent: number;
}

/** How often one event is read before its failure is told. */
const mostAttempts = 3;

/** Answers subscriptions, which have no deadline: what their source gives, one after another as the client reads. */
export function useEvents(options: EventsOptions): Plugin<RequestScope, RequestScope> {
  return {
    onSubscribe({ args, setSubscribeFn }) {
      const scope = args.contextValue;
      scope.last();
      setSubscribeFn(async (given: ExecutionArgs) => {
        const source = await createSourceEventStream(given);
        return isAsyncIterable(source)
          ? new Events(source[Symbol.asyncIterator](), given, scope, options)
          : source;
      });
    },
  };
}

/**
 * The events of one subscription. A client takes an event for all that happened up to it, so that none may be left
 * out: one that cannot be given ends the stream.
 */
class Events implements AsyncIterableIterator<ExecutionResult> {
  readonly #source: AsyncIterator<unknown>;
  readonly #args: ExecutionArgs;
  readonly #scope: RequestScope;
  readonly #options: EventsOptions;
  #over = false;

  constructor(
    source: AsyncIterator<unknown>,
    args: ExecutionArgs,
    scope: RequestScope,
    options: EventsOptions,
  ) {
    this.#source = source;
    this.#args = args;
    this.#scope = scope;
    this.#options = options;
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    if (this.#over) return { value: undefined, done: true };
    try {
      const step = await this.#source.next();
      if (step.done) return { value: undefined, done: true };
      const result = await this.#read(step.value);
      if (this.#scope.signal.aborted) await this.#source.throw?.(this.#scope.signal.reason);
      if (result.data != null) return { value: result, done: false };
      await this.return();
      return { value: { errors: result.errors ?? [] }, done: false };
    } catch (error) {
      this.#over = true;
      const { message } = error instanceof Error ? error : new Error(String(error));
      const errors = [new GraphQLError(message, { originalError: error as Error })];
      return { value: { errors }, done: false };
    }
  }

  /** What the operation selects of one event. A database that went away meanwhile is waited for. */
  async #read(event: unknown): Promise<ExecutionResult> {
    const { db, longestEvent } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const result = (await this.#plan(event)) ?? (await this.#execute(event));
      const failure = this.#failureOf(result);
      // A database that goes away again is waited for again, and one that takes no more sessions not in haste.
      if (failure === 'outage' && attempt >= mostAttempts)
        await pause(backoffMs(attempt - mostAttempts), this.#scope.signal);
      if (!this.#scope.signal.aborted && (failure === 'outage' || (failure && attempt < mostAttempts))) {
        await untilThere(db, this.#scope.signal);
        continue;
      }
      const excess = tooLong(result, longestEvent);
      return excess ? { errors: [excess] } : result;
    }
  }

  async #plan(event: unknown): Promise<ExecutionResult | null> {
    const { document, operationName, variableValues } = this.#args;
    const answer = await this.#options.plan?.(
      { document, operationName, variableValues, happening: event },
      this.#scope,
    );
    return answer?.kind === 'answered' ? resultOf(answer.data) : null;
  }

  async #execute(event: unknown): Promise<ExecutionResult> {
    const contextValue = { ...this.#scope, ...(await this.#options.contextFor(this.#scope)) };
    return execute({ ...this.#args, rootValue: event, contextValue });
  }

  /** Whether the service failed, rather than the operation, and whether it did because the database was away. */
  #failureOf({ errors = [] }: ExecutionResult): 'outage' | 'fault' | null {
    const told = errors.map((error) => toClientError(error, this.#scope.requestId, false));
    if (told.some(({ outage }) => outage !== undefined)) return 'outage';
    return told.some(({ unexpected }) => unexpected !== undefined) ? 'fault' : null;
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#over = true;
    await this.#source.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

async function untilThere(db: Pingable, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1)
    try {
      await db.query(sql`${comment('is the database there')} SELECT 1 LIMIT 1`);
      return;
    } catch {
      await pause(backoffMs(failures), signal);
    }
}
