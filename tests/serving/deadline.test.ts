import { request } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { serve } from './server.ts';
import { createToySchema, Stage } from './toy.ts';

describe('the deadline of a request', () => {
  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 503],
  ])('a query that passes it is answered with QUERY_TIMEOUT (%s, %i)', async (accept, expected) => {
    const { ask, logged } = await serve({ requestTimeoutMs: 20 });
    const { status, data, errors } = await ask('{ hello slow { next } }', { headers: { accept } });
    expect({ status, data }).toEqual({ status: expected, data: undefined });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('took longer than it may'), extensions: { code: 'QUERY_TIMEOUT' } },
    ]);
    expect(logged).toEqual([]);
  });

  test('no field is resolved after it', async () => {
    const stage = new Stage();
    const { ask } = await serve({ schema: createToySchema(stage), requestTimeoutMs: 20 });
    await ask('{ slow { next } }');
    stage.release();
    expect((await ask('{ slow { next } }')).data).toEqual({ slow: { next: 'reached' } });
    expect(stage.afterSlow).toBe(1);
  });

  test('holds while the context is made', async () => {
    const { ask } = await serve({ requestTimeoutMs: 20, contextFor: () => new Promise(() => undefined) });
    const { status, errors } = await ask('{ hello }');
    expect(status).toBe(503);
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TIMEOUT' } }]);
  });

  test('holds while the body comes', async () => {
    const { graphql } = await serve({ requestTimeoutMs: 20 });
    const status = await new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(graphql, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.write('{"query":');
    });
    expect(status).toBe(503);
  });

  test('a statement that the database stops for its length is QUERY_TIMEOUT too', async () => {
    const { ask, logged } = await serve();
    const { data, errors } = await ask('{ hello canceled }');
    expect(data).toEqual({ hello: 'world', canceled: null });
    expect(errors).toMatchObject([{ path: ['canceled'], extensions: { code: 'QUERY_TIMEOUT' } }]);
    expect(logged).toEqual([]);
  });
});

test('the work for a client that has gone is stopped', async () => {
  const stage = new Stage();
  const signals: AbortSignal[] = [];
  const { graphql, ask, logged } = await serve({
    schema: createToySchema(stage),
    contextFor: ({ signal }) => {
      signals.push(signal);
      return {};
    },
  });
  const asked = request(`${graphql}?query={slow{next}}`).on('error', () => undefined);
  asked.end();
  await vi.waitFor(() => expect(signals).toHaveLength(1));
  asked.destroy();
  await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true));
  stage.release();
  await ask('{ hello }');
  expect(stage.afterSlow).toBe(0);
  expect(logged).toEqual([]);
});

describe('a subscription', () => {
  const subscribe = async (graphql: string, signal?: AbortSignal) => {
    const response = await fetch(graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { ticks }' }),
      signal,
    });
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    return { response, reader };
  };

  /** Reads until the text has come; false when the stream ends before. */
  const readUntil = async (reader: ReadableStreamDefaultReader<string>, text: string) => {
    for (let read = ''; ; ) {
      const { value, done } = await reader.read();
      if (done) return false;
      read += value;
      if (read.includes(text)) return true;
    }
  };

  test('lasts past the deadline of queries, and ends with its client', async () => {
    const stage = new Stage();
    const { graphql } = await serve({ schema: createToySchema(stage), requestTimeoutMs: 50 });
    const client = new AbortController();
    const { response, reader } = await subscribe(graphql, client.signal);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await readUntil(reader, '{"ticks":5}')).toBe(true);
    client.abort();
    await vi.waitFor(() => expect(stage.subscriptionsEnded).toBe(1));
  });

  test('ends when the service stops', async () => {
    const stage = new Stage();
    const { graphql, close } = await serve({ schema: createToySchema(stage) });
    const { reader } = await subscribe(graphql);
    expect(await readUntil(reader, '{"ticks":1}')).toBe(true);
    await close();
    expect(await readUntil(reader, '{"ticks":9999}').catch(() => false)).toBe(false);
    await vi.waitFor(() => expect(stage.subscriptionsEnded).toBe(1));
  });
});
