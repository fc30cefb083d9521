import { createServer, get, IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Unread } from '../../src/web/unread.ts';

/** More than the system keeps for a client that reads nothing. */
const size = 16 * 2 ** 20;

/** A server that sends answers of that size and keeps so many of them. */
async function serveLarge(most: number) {
  const unread = new Unread(most);
  const server = createServer((_req, res) => {
    unread.add(res, size);
    res.writeHead(200, { 'Content-Length': size }).end(Buffer.alloc(size));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  /** An answer of which nothing was read so far. */
  return () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false }, resolve).on('error', reject);
    });
}

async function read(answer: IncomingMessage): Promise<number | 'cut short'> {
  let bytes = 0;
  try {
    for await (const chunk of answer) bytes += (chunk as Buffer).length;
    return bytes;
  } catch {
    return 'cut short';
  }
}

test('where more is kept for clients that do not read than may be, the oldest answers are given up and the others go on', async () => {
  const ask = await serveLarge(2 * size);
  const waiting = [await ask(), await ask()];
  const last = await ask();
  expect(await read(last)).toBe(size);
  expect(await Promise.all(waiting.map(read))).toEqual(['cut short', size]);
});

test('answers that are read leave room for others', async () => {
  const ask = await serveLarge(size);
  for (let time = 0; time < 5; time += 1) expect(await read(await ask())).toBe(size);
});

test('one answer that is larger than all that may be kept is given', async () => {
  const ask = await serveLarge(1);
  expect(await read(await ask())).toBe(size);
});

test('who has read everything is not given up for others, and keeps its place behind those who wait', () => {
  const unread = new Unread(10);
  const res = () => new ServerResponse(new IncomingMessage(new Socket()));
  const [stream, hoarder, other] = [res(), res(), res()];
  unread.add(stream, 8);
  unread.add(stream, 0);
  unread.add(hoarder, 8);
  unread.add(other, 8);
  expect([stream.destroyed, hoarder.destroyed, other.destroyed]).toEqual([false, true, false]);
});

test('what is still sent to a client that has gone is not counted, and its answer is not kept', () => {
  const unread = new Unread(10);
  const res = () => new ServerResponse(new IncomingMessage(new Socket()));
  const [gone, other] = [res(), res()];
  gone.destroy();
  unread.add(gone, 8);
  expect(gone.listenerCount('close')).toBe(0);
  expect(unread.bytes).toBe(0);
  unread.add(other, 8);
  expect([unread.bytes, other.destroyed]).toEqual([8, false]);
});

test('an answer that is sent in pieces counts with the piece that is not read yet', async () => {
  const unread = new Unread(10);
  const res = () => new ServerResponse(new IncomingMessage(new Socket()));
  const [stream, other, last] = [res(), res(), res()];
  for (let piece = 0; piece < 100; piece += 1) unread.add(stream, 8);
  unread.add(stream, 0);
  unread.add(other, 8);
  expect([stream.destroyed, other.destroyed]).toEqual([false, false]);
  expect(stream.listenerCount('close')).toBe(1);
  unread.add(stream, 1);
  unread.add(last, 5);
  expect([stream.destroyed, other.destroyed, last.destroyed]).toEqual([false, true, false]);
});
