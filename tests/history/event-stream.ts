import { request } from 'node:http';
import { onTestFinished } from 'vitest';

/** One event of a subscription. */
export interface StreamEvent {
  data?: { changes: Change } | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

export interface Change {
  id: string;
  cursor: string;
  revision: { note: string | null; version: number };
  subject: { id: string; __typename: string };
}

export const subscription = `subscription ($after: String) {
  changes(after: $after) { id cursor revision { note version } subject { __typename id } }
}`;

/** A client of a subscription over HTTP, which reads only when it is told to. */
export interface Client {
  status: number;
  headers: Record<string, unknown>;
  /** The next event, or null where the stream has ended. */
  next(): Promise<StreamEvent | null>;
  /** The notes of the next so many changes. */
  notes(count: number): Promise<(string | null)[]>;
  /** The cursor of the last change that was read. */
  cursor(): string | null;
  /** Comments so far, by which the service keeps the connection open. */
  pings(): number;
  /** Reads to the end, and gives the last event. */
  end(): Promise<StreamEvent | null>;
  close(): void;
}

interface Options {
  after?: string | null;
  query?: string;
  /** By GET with all in the address, as EventSource does. */
  get?: boolean;
}

/** Subscribes; the test's end closes what it left open. */
export function subscribe(
  graphql: string,
  { after = null, query = subscription, get = false }: Options = {},
) {
  return new Promise<Client>((resolve, reject) => {
    const url = new URL(graphql);
    const parameters = { query, variables: { after } };
    if (get) {
      url.searchParams.set('query', query);
      url.searchParams.set('variables', JSON.stringify({ after }));
    }
    const asked = request(url, {
      method: get ? 'GET' : 'POST',
      headers: { accept: 'text/event-stream', ...(get ? {} : { 'content-type': 'application/json' }) },
      agent: false,
    });
    onTestFinished(() => void asked.destroy());
    asked.on('error', reject);
    asked.on('response', (response) => {
      response.setEncoding('utf8');
      const chunks = response[Symbol.asyncIterator]();
      let text = '';
      let pings = 0;
      let cursor: string | null = after;
      const next = async (): Promise<StreamEvent | null> => {
        for (;;) {
          const end = text.indexOf('\n\n');
          if (end >= 0) {
            const block = text.slice(0, end);
            text = text.slice(end + 2);
            if (block.startsWith(':')) pings += 1;
            else if (block.startsWith('event: complete')) return null;
            else {
              const event = JSON.parse(block.slice(block.indexOf('data: ') + 6)) as StreamEvent;
              cursor = event.data?.changes?.cursor ?? cursor;
              return event;
            }
            continue;
          }
          const chunk = await chunks.next().catch(() => ({ done: true, value: '' }));
          if (chunk.done) return null;
          text += String(chunk.value);
        }
      };
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        next,
        cursor: () => cursor,
        pings: () => pings,
        async notes(count) {
          const found: (string | null)[] = [];
          while (found.length < count) {
            const event = await next();
            if (!event?.data) throw new Error(`After ${found.length} changes: ${JSON.stringify(event)}`);
            found.push(event.data.changes.revision.note);
          }
          return found;
        },
        async end() {
          let last: StreamEvent | null = null;
          for (let event = await next(); event; event = await next()) last = event;
          return last;
        },
        close: () => void asked.destroy(),
      });
    });
    asked.end(get ? undefined : JSON.stringify(parameters));
  });
}
