import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DomainError } from '../kernel/errors.ts';
import { TOO_SLOW } from '../kernel/graphql-errors.ts';
import type { CostLimit } from '../kernel/limits-plugin.ts';
import { isOutage } from '../kernel/outage.ts';
import { Refused } from '../planner/declined.ts';
import type { PlannerAnswer, PlannerRequest } from '../planner/planner.ts';
import { createDocumentCache } from './document-cache.ts';
import type { Log, RequestScope } from './serving.ts';

/** An operation, before anything is known of who asks. */
export interface Operation extends Omit<PlannerRequest, 'contextValue'> {
  /** Where it is a subscription: what its source gave. */
  readonly happening?: unknown;
}

/** Answers an operation by one statement where it can. */
export type Plan = (operation: Operation, scope: RequestScope) => Promise<PlannerAnswer>;

export interface PlannedLaneOptions {
  readonly schema: GraphQLSchema;
  readonly plan: Plan;
  readonly costLimit: CostLimit;
  /** Characters of an answer beyond which the long way refuses it. */
  readonly longestAnswer: number;
  readonly log: Log;
}

export interface PlannedLane {
  /** Has operations that come by the executor's way answered by the planner where it can. */
  readonly plugin: Plugin<RequestScope, RequestScope>;
  /**
   * Answers a request whose document has been parsed, validated and executed before, by the planner alone. Null
   * where anything about it is new or wrong.
   */
  answer(
    req: IncomingMessage,
    scope: RequestScope,
    body: string,
  ): Promise<{ headers: OutgoingHttpHeaders; text: string } | null>;
  /** Remembers in which media type a request that accepts these was answered. */
  learn(req: IncomingMessage, response: Response): void;
}

/** Accept headers whose answers' media type is remembered, and their length. */
const MOST_TYPES = 50;
const LONGEST_ACCEPT = 200;

/**
 * The short way of an operation: from the text of the request to the text that Postgres gives, without building what
 * lies between. Everything that the first request with a document had to pass has been passed; what depends on the
 * variables, the cost, is weighed each time.
 */
export function createPlannedLane(options: PlannedLaneOptions): PlannedLane {
  const { schema, plan, costLimit, longestAnswer, log } = options;
  const documents = createDocumentCache().documentCache;
  const types = new Map<string, string>();
  const told = new WeakSet<DocumentNode>();

  const run = async (operation: Operation, scope: RequestScope): Promise<PlannerAnswer | null> => {
    const answer = await untilAborted(plan(operation, scope), scope.signal);
    if (answer) tell(answer, operation, scope);
    return answer;
  };

  const tell = (answer: PlannerAnswer, { document }: Operation, { requestId }: RequestScope) => {
    // Mutations are the executor's, and no news.
    if (answer.kind === 'declined' && answer.reason !== 'operation' && !told.has(document)) {
      told.add(document);
      log.info({ requestId, reason: answer.reason, detail: answer.detail }, 'an operation is not planned');
    }
    if (
      answer.kind === 'refused' &&
      !isRefusal(answer.cause) &&
      !isTimeout(answer.cause) &&
      !isOutage(answer.cause)
    )
      log.error({ requestId, err: answer.cause }, 'a planned statement failed');
  };

  return {
    plugin: {
      onExecute({ args, executeFn, setExecuteFn }) {
        const { params, ...scope } = args.contextValue;
        if (params.query !== undefined) documents.set(params.query, args.document);
        const { planned } = scope;
        if (typeof planned === 'object') setExecuteFn(() => planned);
        if (planned !== undefined) return;
        const { document, operationName, variableValues } = args;
        setExecuteFn(async (given) => {
          const answer = await run({ document, operationName, variableValues }, scope);
          if (answer?.kind === 'answered') return resultOf(answer.data);
          return answer?.kind === 'refused' && isTimeout(answer.cause) ? tooSlow() : executeFn(given);
        });
      },
    },
    async answer(req, scope, body) {
      const type = types.get(req.headers.accept ?? '');
      const parameters = type === undefined ? null : readParameters(body);
      const document = parameters && documents.get(parameters.query);
      if (!type || !parameters || !document) return null;
      const { operationName, variables } = parameters;
      if (costLimit(schema, document, operationName, variables)) return null;
      const answer = await run({ document, operationName, variableValues: variables }, scope);
      if (answer) scope.planned = answer.kind === 'refused' && isTimeout(answer.cause) ? tooSlow() : 'left';
      if (answer?.kind !== 'answered') return null;
      const text = textOf(answer.data);
      if (text.length > longestAnswer) {
        scope.planned = resultOf(answer.data);
        return null;
      }
      return {
        headers: { 'Cache-Control': 'no-store', 'content-type': type },
        text,
      };
    },
    learn(req, response) {
      const type = response.headers.get('content-type');
      const accept = req.headers.accept ?? '';
      if (response.status !== 200 || !type?.includes('json') || accept.length > LONGEST_ACCEPT) return;
      types.set(accept, type);
      const [oldest] = types.keys();
      if (types.size > MOST_TYPES && oldest !== undefined) types.delete(oldest);
    },
  };
}

/** The parameters of GraphQL over HTTP, where they are just these and of the right kinds. */
function readParameters(body: string) {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof given !== 'object' || given === null || !('query' in given)) return null;
  const { query, operationName = null, variables = null, ...others } = given as Record<string, unknown>;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (typeof variables !== 'object' || Array.isArray(variables)) return null;
  return { query, operationName, variables: variables as Record<string, unknown> | null };
}

/** The text of an answer. Postgres breaks lines between items, and in a stream of events an event ends with its line. */
function textOf(data: string): string {
  return `{"data":${data.replaceAll('\n', '')}}`;
}

/** A result whose text is ready; whoever looks into it gets the data. */
export function resultOf(data: string): ExecutionResult & { stringify: () => string } {
  return {
    get data() {
      return JSON.parse(data);
    },
    stringify: () => textOf(data),
  };
}

/** Null once nobody waits for the answer any more. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const leave = () => resolve(null);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** In place of the executor: what took too long once would do so again, and keep a second connection busy. */
function tooSlow(): ExecutionResult {
  return {
    errors: [new GraphQLError(TOO_SLOW, { originalError: new DomainError('QUERY_TIMEOUT', TOO_SLOW) })],
  };
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === '57014';
}

/** SQLSTATEs with which a statement ends for what the request asks, such as a forged cursor. */
const EXPECTED: ReadonlySet<unknown> = new Set(['22012', '22007', '22008', '22P02']);

/** Whether the cause is the request's own, and the executor tells it. */
function isRefusal(cause: unknown): boolean {
  if (cause instanceof DomainError || cause instanceof GraphQLError || cause instanceof Refused) return true;
  return cause instanceof Error && 'code' in cause && EXPECTED.has(cause.code);
}
