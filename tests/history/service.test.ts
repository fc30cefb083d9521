import { expect, test, vi } from 'vitest';
import { readConfig } from '../../src/kernel/config.ts';
import { createLog } from '../../src/kernel/log.ts';
import { createService } from '../../src/service.ts';
import { listen } from '../../src/web/listen.ts';
import { articleWithoutHistory } from '../setup/article.ts';
import { subscribe } from './event-stream.ts';
import { listeners } from './followed.ts';
import { actorId, insertMany, notes } from './revisions.ts';

test.each(['on', 'off'])(
  'the service as it is started (planner %s) gives the feed, and stops at once with its subscribers told to resume',
  async (planner) => {
    const db = await articleWithoutHistory();
    const india = await actorId(db, 'india');
    await insertMany(db, india, 1, 2);
    const config = readConfig({ DATABASE_URL: db.url, PLANNER: planner, LIMIT_SUBSCRIPTIONS: '1' });
    const service = createService(db.url, config, createLog('silent'));
    const listening = await listen('127.0.0.1', 0, service.app.handler);
    const graphql = `${listening.address}/graphql`;
    const client = await subscribe(graphql);
    expect(await client.notes(2)).toEqual(notes(1, 2));
    await vi.waitFor(async () => expect(await listeners(db)).toHaveLength(1), 10_000);
    await insertMany(db, india, 3, 1);
    expect(await client.notes(1)).toEqual(['n3']);
    expect(await (await subscribe(graphql)).end()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });

    const started = performance.now();
    const closing = service.app.close();
    expect(await client.end()).toMatchObject({
      errors: [{ extensions: { code: 'RESUME', cursor: client.cursor() } }],
    });
    await closing;
    // What is left open is cut off after this time; nothing is.
    await listening.close(30_000);
    await service.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    await vi.waitFor(async () => expect(await listeners(db)).toEqual([]), 10_000);
  },
);
