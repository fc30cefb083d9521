import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { health, type Instances, startInstances, until } from './instances.ts';
import { readPages, Subscriber } from './subscribers.ts';
import { Writers } from './writers.ts';

const seconds = Number(process.env.FOLLOWING_SECONDS || 5);
const writerCount = Number(process.env.FOLLOWING_WRITERS || 6);
const subscriberCount = Number(process.env.FOLLOWING_SUBSCRIBERS || 4);

/** Level of pino from which on something is wrong. */
const error = 50;

/** Takes the one instance away without a word, and then the Postgres of both for a moment. */
async function disturb(
  { all, postgres }: Instances,
  subscribers: readonly Subscriber[],
  written: () => readonly [number, number],
): Promise<void> {
  const [stays, goes] = all;
  const share = (seconds * 1_000) / 4;
  await wait(share);
  await goes.kill();
  await goes.replace();
  // All have gone to the one that stayed.
  for (const [index, subscriber] of subscribers.entries()) if (index % 2 === 1) subscriber.move();
  await wait(share);
  await postgres.stop();
  for (const instance of all) {
    await until(
      'readiness tells that the database is away',
      async () => (await health(instance, 'ready')) === 503,
    );
    expect(await health(instance, 'live')).toBe(200);
  }
  await postgres.start();
  for (const instance of all)
    await until('readiness tells that it is back', async () => (await health(instance, 'ready')) === 200);
  // The sessions that no request opens: by which it hears of changes, and by which commands find who serves.
  for (const name of ['demarche listen', 'demarche serve'])
    await until(`each instance has its session "${name}" again`, async () => {
      const found = (await postgres.sessions()).filter((each) => each.startsWith(name));
      return found.length === all.length;
    });
  const before = [...written()];
  await until('both instances write again', () =>
    written().every((count, index) => count > (before[index] ?? 0)),
  );
  expect(await health(stays, 'ready')).toBe(200);
}

test(
  'with one of two instances killed and Postgres restarted, each subscriber that resumes by cursor has every change exactly once and in the same order',
  async () => {
    const instances = await startInstances();
    const writers = new Writers(instances);
    const { written } = writers;
    const before = (await readPages(instances.all[0].address)).length;
    await writers.prepare();
    const subscribers = Array.from(
      { length: subscriberCount },
      (_, index) => new Subscriber(instances, index),
    );
    const stop = new AbortController();
    onTestFinished(async () => {
      stop.abort();
      for (const subscriber of subscribers) await subscriber.close();
    });
    const began = performance.now();
    const writing = Promise.all(
      Array.from({ length: writerCount }, (_, index) => writers.write(index, stop.signal)),
    );
    await Promise.all([disturb(instances, subscribers, () => written.madeBy), wait(seconds * 1_000)]).finally(
      () => stop.abort(),
    );
    await writing;
    const took = (performance.now() - began) / 1_000;

    const pages = await readPages(instances.all[1].address);
    await Promise.all(subscribers.map((subscriber) => subscriber.upTo(pages.at(-1)?.cursor ?? '')));
    const logged = instances.logged().filter(({ level }) => level >= error);
    process.stdout.write(
      `following: ${written.made.length} changes in ${took.toFixed(1)} s, ${written.refused.length} refused, sent again ${JSON.stringify(Object.fromEntries(written.again))}; ` +
        `streams ended ${JSON.stringify(count(subscribers.flatMap(({ ends }) => ends)))}, longest gap ${Math.max(...subscribers.map(({ longestGap }) => longestGap)).toFixed(0)} ms; ` +
        `each instance told ${written.madeBy}; log ${JSON.stringify(count(instances.logged().map(({ level, msg }) => `${level} ${msg}`)))}\n`,
    );

    // Nobody was given anything but what was made, nor an answer that says nothing.
    expect(written.wrong).toEqual([]);
    expect(logged.filter(({ msg }) => msg === 'a request failed')).toEqual([]);
    const asRead = pages.slice(before).map(({ revision, subject }) => ({
      note: revision.note,
      id: subject.id,
      version: revision.version,
    }));
    const byNote = (a: { note: string | null }, b: { note: string | null }) =>
      String(a.note) < String(b.note) ? -1 : 1;
    expect(asRead.toSorted(byNote)).toEqual(written.made.toSorted(byNote));
    expect(new Set(pages.map(({ cursor }) => cursor)).size).toBe(pages.length);
    for (const { read } of subscribers) expect(read).toEqual(pages);
    expect(await readPages(instances.all[0].address)).toEqual(pages);
    // What is open while Postgres is away stays open.
    expect(subscribers.flatMap(({ ends }) => ends)).not.toContain('UNAVAILABLE');
    // Otherwise nothing was disturbed.
    expect(subscribers.some(({ ends }) => ends.length > 0)).toBe(true);
    expect(written.again.size).toBeGreaterThan(0);
  },
  120_000 + seconds * 2_000,
);

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
