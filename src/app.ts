import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Authenticate } from './auth/authenticate.ts';
import type { Viewer } from './kernel/context.ts';
import { TOO_SLOW } from './kernel/graphql-errors.ts';
import { createCostLimit, useLimits } from './kernel/limits-plugin.ts';
import { sendAuthFailure } from './web/auth-failure.ts';
import { useClientErrors } from './web/client-errors.ts';
import { applyCors } from './web/cors.ts';
import { createDocumentCache } from './web/document-cache.ts';
import { useEvents } from './web/events.ts';
import { checkReadiness } from './web/health.ts';
import { readJsonBody, requestOf } from './web/json-body.ts';
import { createPlannedLane, type Plan } from './web/planned-lane.ts';
import { PLAYGROUND_FILES, sendPlayground, sendPlaygroundFile } from './web/playground.ts';
import { recheckCredential } from './web/recheck.ts';
import { useRequestGuard } from './web/request-guard.ts';
import { openScope, requestIdOf, useRequestScope } from './web/request-scope.ts';
import { sendJson, sendResponse, sendText } from './web/send.ts';
import type { Log, Pingable, RequestScope, ServingConfig } from './web/serving.ts';

export interface AppOptions {
  readonly schema: GraphQLSchema;
  readonly db: Pingable;
  readonly config: ServingConfig;
  readonly log: Log;
  /** Finds who sends a request, before anything of it is read. */
  readonly authenticate: Authenticate;
  /** What resolvers are handed; called once for each operation. */
  readonly contextFor: (request: RequestScope) => object | Promise<object>;
  /** Answers what it can without the executor; left out, every operation is executed. */
  readonly plan?: Plan | undefined;
}

export interface App {
  /** A listener for `node:http`. */
  readonly handler: (req: IncomingMessage, res: ServerResponse) => void;
  /** Ends subscriptions and makes readiness fail; requests in flight are finished. */
  close(): Promise<void>;
}

const ENDPOINT = '/graphql';

/** Milliseconds for which a client may read nothing of its answer. */
const READ_TIMEOUT_MS = 60_000;

const PATHS = 'GraphQL is at /graphql, the health checks at /health/live and /health/ready.';

const PLAYGROUND_OFF = 'The playground is off here. Send queries to this address by POST.\n';

const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

/** The service as a listener: GraphQL, its playground and the health checks. It opens and listens to nothing. */
export function createApp(options: AppOptions): App {
  const { schema, plan, db, config, log, authenticate, contextFor } = options;
  const stop = new AbortController();
  // Each answer that is not read yet listens to it.
  setMaxListeners(0, stop.signal);
  const costLimit = createCostLimit(config.limits);
  const lane =
    plan && createPlannedLane({ schema, plan, costLimit, longestAnswer: config.limits.answer, log });
  const yoga = createYoga<RequestScope>({
    schema,
    context: contextFor,
    plugins: [
      useRequestGuard(config.limits.bodyBytes),
      useLimits(config.limits, costLimit),
      useRequestScope(),
      useEvents({ contextFor, plan, db, longestEvent: config.limits.answer }),
      ...(lane ? [lane.plugin] : []),
      useClientErrors(log),
    ],
    graphqlEndpoint: ENDPOINT,
    maxRequestBodySize: config.limits.bodyBytes,
    parserAndValidationCache: createDocumentCache(),
    batching: false,
    multipart: false,
    // Answered here, with the sentences and headers of this service.
    cors: false,
    graphiql: false,
    landingPage: false,
    maskedErrors: false,
    logging: false,
    // Yoga looks at how an address ends, and none ends like this.
    healthCheckEndpoint: ' none',
  });

  const serveGraphql = async (req: IncomingMessage, res: ServerResponse, requestId: string) => {
    res.setHeader('Vary', 'Accept, Accept-Encoding, Authorization, Origin');
    if (applyCors(req, res, config.corsOrigins)) return;
    if ((req.method === 'GET' || req.method === 'HEAD') && wantsPage(req)) {
      if (config.playground) return sendPlayground(req, res);
      return sendText(req, res, 406, PLAIN, PLAYGROUND_OFF);
    }
    const opened = openScope(req, res, requestId, config.requestTimeoutMs, stop.signal, () => {
      res.setHeader('Connection', 'close');
      sendJson(req, res, 503, {
        errors: [{ message: TOO_SLOW, extensions: { code: 'QUERY_TIMEOUT' } }],
      });
    });
    let viewer: Viewer | null;
    try {
      viewer = await authenticate(req.headers.authorization, opened.signal);
    } catch (error) {
      return sendAuthFailure(req, res, error, requestId, log);
    }
    if (res.headersSent) return;
    // The same object: a copy would not learn that the answer lasts.
    const scope: RequestScope = Object.assign(opened, { viewer });
    const body = lane && (await readJsonBody(req, config.limits.bodyBytes).catch(() => undefined));
    // The client has gone in the middle of its body.
    if (lane && body === undefined) return;
    const answer = body ? await lane.answer(req, scope, body) : null;
    const response = answer
      ? null
      : body
        ? await yoga.handleRequest(requestOf(req, body, yoga.fetchAPI), scope)
        : await yoga.handleNodeRequestAndResponse(req, res, scope);
    if (res.headersSent) return;
    scope.liftDeadline();
    // A client that reads nothing must not keep its answer here.
    res.setTimeout(READ_TIMEOUT_MS, () => res.destroy());
    if (answer) return sendText(req, res, 200, answer.headers, answer.text);
    if (response) {
      if (body) lane?.learn(req, response);
      if (scope.lasting) recheckCredential(scope, authenticate);
      await sendResponse(req, res, response, scope.lasting);
    }
  };

  const serveReadiness = async (req: IncomingMessage, res: ServerResponse) => {
    const { ready, parts } = await checkReadiness(db, stop.signal.aborted, log);
    return sendJson(req, res, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts });
  };

  const route = async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === ENDPOINT) return serveGraphql(req, res, requestId);
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('Allow', 'GET, HEAD');
      return sendJson(req, res, 405, { message: `${path} takes GET alone. ${PATHS}` });
    }
    if (path === '/health/live') return sendJson(req, res, 200, { status: 'live' });
    if (path === '/health/ready') return serveReadiness(req, res);
    if (path === '/' || path === `${ENDPOINT}/`) {
      res.writeHead(path === '/' ? 302 : 308, { Location: ENDPOINT }).end();
      return;
    }
    if (config.playground && path.startsWith(PLAYGROUND_FILES)) {
      if (await sendPlaygroundFile(req, res, path.slice(PLAYGROUND_FILES.length))) return;
    }
    return sendJson(req, res, 404, { message: `There is nothing at ${path}. ${PATHS}` });
  };

  return {
    handler(req, res) {
      const requestId = requestIdOf(req);
      res.setHeader('X-Request-Id', requestId);
      res.setHeader('X-Content-Type-Options', 'nosniff');
      res.setHeader('Referrer-Policy', 'no-referrer');
      if (!URL.canParse(`http://${req.headers.host ?? 'localhost'}`)) {
        sendJson(req, res, 400, { message: 'The Host header of the request names no host.' });
        return;
      }
      route(req, res, requestId).catch((error: unknown) => {
        log.error({ err: error, requestId }, 'a request failed outside GraphQL');
        if (res.headersSent) res.destroy();
        else
          sendJson(req, res, 500, {
            message: `The service failed at this; its log has the reason under ${requestId}.`,
          });
      });
    },
    async close() {
      stop.abort();
      await yoga.dispose();
    },
  };
}

/** Browsers ask for text/html by name; other clients for anything or for JSON. */
function wantsPage(req: IncomingMessage): boolean {
  return req.headers.accept?.includes('text/html') ?? false;
}
