import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { chooseEncoding, compress, isWorthCompressing } from './compression.ts';
import { Unread } from './unread.ts';

const unread = new Unread(256 * 2 ** 20);

/** Sends a text whole, compressed where the client takes it and it is worth it. */
export async function sendText(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  text: string,
): Promise<void> {
  const body = Buffer.from(text);
  const encoding = isWorthCompressing(body) ? chooseEncoding(req.headers['accept-encoding']) : undefined;
  const sent = encoding === undefined ? body : await compress(body, encoding);
  if (res.destroyed) return;
  unread.add(res, sent.length);
  res.writeHead(status, {
    ...headers,
    'Content-Length': sent.length,
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
  });
  res.end(req.method === 'HEAD' ? undefined : sent);
}

export function sendJson(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  body: object,
): Promise<void> {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
  return sendText(req, res, status, headers, `${JSON.stringify(body)}\n`);
}

/** Headers that say how an answer is cut up and encoded on its way, which is settled anew. */
const framing = new Set(['transfer-encoding', 'content-encoding', 'content-length', 'connection']);

/** An answer that lasts is a connection of its own, and is neither kept nor compressed nor held back on its way. */
const lasting = { Connection: 'close', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' };

/**
 * Sends what Yoga answers: whole and compressed what has an end, in whatever media type, and events as they come.
 *
 * @param endless whether these are the events of a subscription, which have no end
 */
export async function sendResponse(
  req: IncomingMessage,
  res: ServerResponse,
  response: Response,
  endless: boolean,
): Promise<void> {
  // What is sent whole has a length, and an encoding of its own.
  const given = [...response.headers].filter(([name]) => !framing.has(name.toLowerCase()));
  const headers: OutgoingHttpHeaders = { 'Cache-Control': 'no-store', ...Object.fromEntries(given) };
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json') || (!endless && response.body))
    return sendText(req, res, response.status, headers, await response.text());
  if (response.body === null) {
    if (response.status < 400) {
      res.writeHead(response.status, headers).end();
      return;
    }
    return sendJson(req, res, response.status, { errors: [refusalOf(response)] });
  }
  delete headers['cache-control'];
  res.writeHead(response.status, { ...headers, ...lasting });
  res.flushHeaders();
  const reader = response.body.getReader();
  res.once('close', () => reader.cancel().catch(() => undefined));
  await pipeline(chunksOf(reader, res), res).catch((error: unknown) => {
    if (!res.destroyed) throw error;
  });
}

/** What comes, one piece after another as the client reads them; what it has not read yet counts as unread. */
async function* chunksOf(reader: ReadableStreamDefaultReader<Uint8Array>, res: ServerResponse) {
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    unread.add(res, next.value.length);
    yield next.value;
    unread.add(res, 0);
  }
}

/** Yoga gives no sentence for a media type that it cannot answer in. */
function refusalOf(response: Response): object {
  const message =
    response.status === 406
      ? 'No media type that the request accepts can be given; accept application/json or application/graphql-response+json, or text/event-stream for a subscription.'
      : `The request cannot be served: ${response.statusText}.`;
  return { message, extensions: { code: 'BAD_REQUEST' } };
}
