import { connect, type Socket } from 'node:net';
import type { Request } from './contender.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Load {
  readonly requests: number;
  /** Answers that are no success: another status than 200, or errors in the body. */
  readonly failures: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly latencies: Float64Array;
}

/** Sends one request and gives the answer. */
export async function ask(port: number, request: Request): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${request.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: request.body,
  });
  return { status: response.status, body: await response.text() };
}

/** Seconds of a load that goes on for the number of its requests. */
const mostSeconds = 30;

/**
 * Asks the requests in turn over so many connections, each of which waits for an answer before it asks again, for so
 * many seconds, or longer until `least` were asked, but no longer than half a minute. It does no more with an answer than
 * find its end and look for errors, since it runs on the same cores.
 */
export async function putLoad(
  port: number,
  requests: readonly Request[],
  connections: number,
  seconds: number,
  least = 0,
): Promise<Load> {
  const messages = requests.map(({ path, body }) => message(port, path, body));
  const latencies: number[] = [];
  const state = { next: 0, failures: 0 };
  const started = performance.now();
  const goesOn = () => {
    const elapsed = (performance.now() - started) / 1000;
    return elapsed < seconds || (state.next < least && elapsed < mostSeconds);
  };
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const channel = await Channel.open(port);
      try {
        while (goesOn()) {
          const sent = performance.now();
          const succeeded = await channel.send(messages[state.next++ % messages.length] ?? Buffer.alloc(0));
          latencies.push(performance.now() - sent);
          if (!succeeded) state.failures += 1;
        }
      } finally {
        channel.close();
      }
    }),
  );
  const taken = (performance.now() - started) / 1000;
  return {
    requests: latencies.length,
    failures: state.failures,
    seconds: taken,
    latencies: Float64Array.from(latencies).sort(),
  };
}

function message(port: number, path: string, body: string): Buffer {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const endOfHead = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('\r\n0\r\n\r\n');
const errors = Buffer.from('"errors":[');

/** One connection, on which one answer is awaited at a time. */
class Channel {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #size = 0;
  /** Bytes of the answer; -1 until its head has come, Infinity where it comes in chunks. */
  #expected = -1;
  #status = 0;
  #settle: { resolve: (succeeded: boolean) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (data) => this.#take(data));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('The server closed the connection.')));
  }

  static open(port: number): Promise<Channel> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Channel(socket)));
    });
  }

  send(message: Buffer): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(message);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#received.push(data);
    this.#size += data.length;
    if (this.#expected < 0) this.#readHead();
    if (this.#expected < 0) return;
    const whole =
      this.#expected === Number.POSITIVE_INFINITY ? this.#endsWithLastChunk() : this.#size >= this.#expected;
    if (!whole) return;
    const answer = this.#received.length === 1 ? data : Buffer.concat(this.#received);
    const succeeded = this.#status === 200 && !answer.includes(errors);
    this.#received = [];
    this.#size = 0;
    this.#expected = -1;
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve(succeeded);
  }

  #readHead(): void {
    const start =
      this.#received.length === 1 ? (this.#received[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#received);
    this.#received = [start];
    const end = start.indexOf(endOfHead);
    if (end < 0) return;
    const head = start.toString('latin1', 0, end);
    this.#status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.#expected =
      length === undefined ? Number.POSITIVE_INFINITY : end + endOfHead.length + Number(length);
  }

  #endsWithLastChunk(): boolean {
    const last = this.#received.at(-1) ?? Buffer.alloc(0);
    const tail = last.length >= lastChunk.length ? last : Buffer.concat(this.#received.slice(-3));
    return tail.subarray(-lastChunk.length).equals(lastChunk);
  }
}
