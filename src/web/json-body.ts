import type { IncomingMessage } from 'node:http';

const JSON_TYPE = /^application\/json\s*(?:;\s*charset=utf-8\s*)?$/i;

/**
 * The body of a request that is plain JSON of an announced length, as most are; null for any other request, of which
 * nothing is read. Undefined bytes are left to whoever parses it.
 *
 * @throws when the client goes before it has sent all
 */
export async function readJsonBody(req: IncomingMessage, mostBytes: number): Promise<string | null> {
  const length = Number(req.headers['content-length'] ?? Number.NaN);
  if (req.method !== 'POST' || !(length > 0 && length <= mostBytes)) return null;
  if (!JSON_TYPE.test(req.headers['content-type'] ?? '') || req.headers['content-encoding']) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
}

/** The request again, for whoever reads it as the web has it. */
export function requestOf(
  req: IncomingMessage,
  body: string,
  { Request }: { Request: typeof globalThis.Request },
) {
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [name, each]),
  );
  return new Request(`http://${req.headers.host ?? 'localhost'}${req.url ?? '/'}`, {
    method: 'POST',
    headers,
    body,
  });
}
