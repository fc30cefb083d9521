import { connect } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/kernel/limits.ts';
import { articleWithoutHistory } from '../setup/article.ts';
import type { TestDatabase } from '../setup/database.ts';
import { type Client, subscription } from './event-stream.ts';
import { listeners, serveFeed } from './followed.ts';
import { actorId, insertMany, insertRevision, notes } from './revisions.ts';

let db: TestDatabase;
let india: string;
beforeEach(async () => {
  db = await articleWithoutHistory();
  india = await actorId(db, 'india');
});

test('a client that reads too slowly is sent away with RESUME and the cursor of what it was sent, and resumes without a gap', async () => {
  const { subscribe, feed } = await serveFeed(db.url, { mostWaiting: 20 });
  const query =
    'subscription ($after: String) { changes(after: $after) { cursor revision { note version changes { after } } } }';
  const client = await subscribe({ query });
  const large = [{ path: 'text', after: 'x'.repeat(400_000) }];
  await vi.waitFor(async () => expect(await listeners(db)).toHaveLength(1), 10_000);
  let written = 0;
  const write = async (changes?: unknown) => {
    written += 1;
    await insertRevision(db.pool, { subjectId: india, note: `n${written}`, changes });
  };
  await write(large);
  await client.notes(1);
  // Nothing is read from here on: what the system takes in between fills up, and then what waits here.
  while (feed.size > 0 && written < 200) await write(large);
  expect(feed.size).toBe(0);
  const met: (string | null)[] = [];
  let last: Awaited<ReturnType<Client['next']>> = null;
  for (let event = await client.next(); event; event = await client.next()) {
    last = event;
    if (event.data) met.push(event.data.changes.revision.note);
  }
  expect(last).toMatchObject({ errors: [{ extensions: { code: 'RESUME', cursor: client.cursor() } }] });
  expect(last?.errors?.[0]?.message).toMatch(/More than 20 changes wait/);
  const resumed = await subscribe({ after: client.cursor() });
  met.push(...(await resumed.notes(written - 1 - met.length)));
  expect(met).toEqual(notes(2, written - 1));
}, 60_000);

test('a client that catches up from far behind is not taken for slow', async () => {
  await insertMany(db, india, 1, 500);
  const { subscribe } = await serveFeed(db.url, { mostWaiting: 250 });
  const client = await subscribe();
  expect(await client.notes(500)).toEqual(notes(1, 500));
});

describe('when the service stops', () => {
  test('every subscription is ended at once with RESUME and its cursor', async () => {
    await insertMany(db, india, 1, 3);
    const { subscribe, close, feed } = await serveFeed(db.url);
    const clients = [await subscribe(), await subscribe(), await subscribe()];
    for (const client of clients) await client.notes(3);
    const started = performance.now();
    const closing = close();
    for (const client of clients) {
      const last = await client.end();
      expect(last).toMatchObject({
        errors: [
          {
            message: expect.stringMatching(/service stops/),
            extensions: { code: 'RESUME', cursor: client.cursor() },
          },
        ],
      });
    }
    await closing;
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(feed.size).toBe(0);
  });

  test('a subscription of which nothing was sent yet names no cursor but the one that it gave', async () => {
    const { subscribe, close, feed } = await serveFeed(db.url);
    const client = await subscribe();
    await vi.waitFor(() => expect(feed.size).toBe(1));
    await close();
    expect(await client.end()).toMatchObject({ errors: [{ extensions: { code: 'RESUME', cursor: null } }] });
  });
});

describe('clients that go away', () => {
  test('two hundred of them leave nothing behind, and one session listens for all', async () => {
    const { subscribe, feed, db: pool } = await serveFeed(db.url);
    await insertMany(db, india, 1, 1);
    const before = process.getActiveResourcesInfo().length;
    const clients = await Promise.all(Array.from({ length: 200 }, () => subscribe()));
    for (const client of clients) expect(await client.notes(1)).toEqual(['n1']);
    expect(feed.size).toBe(200);
    expect(await listeners(db)).toHaveLength(1);
    await insertMany(db, india, 2, 1);
    for (const client of clients) expect(await client.notes(1)).toEqual(['n2']);
    for (const client of clients) client.close();
    await vi.waitFor(() => expect(feed.size).toBe(0), 10_000);
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().length).toBeLessThan(before + 20), 10_000);
    expect(pool.pool.waitingCount).toBe(0);
    const again = await subscribe();
    expect(await again.notes(2)).toEqual(notes(1, 2));
  }, 60_000);

  test('before their answer begins, or without taking events at all, leave nothing either', async () => {
    const { graphql, feed } = await serveFeed(db.url);
    const { hostname, port } = new URL(graphql);
    const body = JSON.stringify({ query: subscription });
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.end(
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    socket.destroy();
    const refused = await fetch(graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
    });
    expect(refused.status).toBe(406);
    await refused.text();
    await vi.waitFor(() => expect(feed.size).toBe(0), 10_000);
  });
});

test('comments keep the connection open while nothing happens, past the deadline of a request', async () => {
  const { subscribe } = await serveFeed(db.url, {}, { requestTimeoutMs: 200 });
  const client = await subscribe();
  // Three of them take longer than a request may.
  const event = client.next();
  await vi.waitFor(() => expect(client.pings()).toBeGreaterThan(3), 10_000);
  await insertMany(db, india, 1, 1);
  expect(await event).toMatchObject({ data: { changes: { revision: { note: 'n1' } } } });
});

describe('what is too much', () => {
  test('one subscription more than may be open is RATE_LIMITED, until another is closed', async () => {
    const { subscribe, feed } = await serveFeed(db.url, { mostFollowers: 2 });
    await insertMany(db, india, 1, 1);
    const [first] = [await subscribe(), await subscribe()];
    await first?.notes(1);
    await vi.waitFor(() => expect(feed.size).toBe(2));
    expect(await (await subscribe()).end()).toMatchObject({
      errors: [
        { message: expect.stringMatching(/^2 subscriptions are open/), extensions: { code: 'RATE_LIMITED' } },
      ],
    });
    first?.close();
    await vi.waitFor(() => expect(feed.size).toBe(1));
    expect(await (await subscribe()).notes(1)).toEqual(['n1']);
  });

  test('a subscription that selects too much is refused as a query is', async () => {
    const { subscribe, feed } = await serveFeed(db.url, {}, { limits: { cost: 50 } });
    const query =
      'subscription { changes { subject { revisions(first: 100) { nodes { id changes { path } } } } } }';
    expect(await (await subscribe({ query })).end()).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    });
    expect(feed.size).toBe(0);
  });

  test('an event that is too long ends the stream in its place', async () => {
    const { subscribe, feed } = await serveFeed(db.url, {}, { limits: { ...DEFAULT_LIMITS, answer: 2_000 } });
    await insertRevision(db.pool, { subjectId: india, note: 'short' });
    await insertRevision(db.pool, { subjectId: india, note: 'x'.repeat(3_000) });
    const client = await subscribe();
    expect(await client.notes(1)).toEqual(['short']);
    expect(await client.end()).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
    expect(feed.size).toBe(0);
  });
});

test('a query over text/event-stream stays one whole answer beside subscriptions', async () => {
  const { graphql } = await serveFeed(db.url);
  for (const accept of ['text/event-stream', 'multipart/mixed']) {
    const response = await fetch(graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: '{ changes { nodes { id } } }' }),
    });
    expect(response.headers.get('content-length')).toMatch(/^\d+$/);
    expect(await response.text()).toContain('{"changes":{"nodes":[]}}');
  }
});
