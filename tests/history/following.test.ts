import { beforeEach, describe, expect, test, vi } from 'vitest';
import { articleWithoutHistory } from '../setup/article.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { recordStatements } from '../setup/statements.ts';
import { listeners, serveFeed } from './followed.ts';
import { actorId, insertMany, insertRevision, notes } from './revisions.ts';

let db: TestDatabase;
let india: string;
beforeEach(async () => {
  db = await articleWithoutHistory();
  india = await actorId(db, 'india');
});

/** Until the instance hears what is announced. */
async function untilListening(count = 1): Promise<number[]> {
  return vi.waitFor(async () => {
    const found = await listeners(db);
    expect(found).toHaveLength(count);
    return found;
  }, 10_000);
}

test('a subscription gives what was, from the first change or after a cursor, and then what is, in one order', async () => {
  await insertMany(db, india, 1, 450);
  const { subscribe } = await serveFeed(db.url);
  const whole = await subscribe();
  expect(whole.status).toBe(200);
  expect(whole.headers['content-type']).toContain('text/event-stream');
  expect(await whole.notes(450)).toEqual(notes(1, 450));
  const from = whole.cursor();
  await untilListening();
  await insertMany(db, india, 451, 5);
  expect(await whole.notes(5)).toEqual(notes(451, 5));
  const later = await subscribe({ after: from });
  expect(await later.notes(5)).toEqual(notes(451, 5));
  await insertMany(db, india, 456, 2);
  for (const client of [whole, later]) expect(await client.notes(2)).toEqual(notes(456, 2));
});

test('an event is the same on the planned path, where it is one statement, and on the ordinary one', async () => {
  await db.pool.query('INSERT INTO actor_redirect (id, slug, survivor_id) VALUES ($1, $2, $3)', [
    '01900000-0000-7000-8000-000000000001',
    'gone',
    india,
  ]);
  await insertRevision(db.pool, {
    subjectId: india,
    note: 'One',
    changes: [{ path: 'names', before: [], after: [{ text: 'a\nb' }, 1.5, null] }],
  });
  await insertRevision(db.pool, { subjectId: '01900000-0000-7000-8000-000000000001', kind: 'MERGED' });
  const query = `subscription ($after: String) { now: changes(after: $after) { __typename id cursor
    revision { id version kind at by note redactedAt changes { path before after } }
    subject { id version ... on Actor { name memberOf { slug } revisions(first: 1) { nodes { id } pageInfo { endCursor } } } } } }`;
  const [planned, ordinary] = [await serveFeed(db.url), await serveFeed(db.url, {}, { plan: undefined })];
  const statements = recordStatements(planned.db.pool);
  const [ours, theirs] = [await planned.subscribe({ query }), await ordinary.subscribe({ query })];
  for (const name of ['One', null]) {
    const event = await ours.next();
    expect(event).toMatchObject({ data: { now: { revision: { note: name }, subject: { name: 'India' } } } });
    expect(await theirs.next()).toEqual(event);
  }
  expect(statements.filter((each) => each.includes('planned changes'))).toHaveLength(2);
  expect(statements.filter((each) => !/planned changes|changes after/.test(each))).toEqual([]);
});

test('a subscription is served to a GET with all in its address, as EventSource sends it', async () => {
  await insertMany(db, india, 1, 3);
  const { subscribe } = await serveFeed(db.url);
  const client = await subscribe({ get: true });
  expect(await client.notes(3)).toEqual(notes(1, 3));
});

test('each change is given as the record is when it is read, not as it was when the subscription began', async () => {
  const { subscribe } = await serveFeed(db.url);
  const client = await subscribe({
    query: 'subscription { changes { cursor revision { note version } subject { ... on Actor { name } } } }',
  });
  for (const name of ['One', 'Two']) {
    await db.pool.query('UPDATE actor SET name = $2 WHERE id = $1', [india, name]);
    await insertRevision(db.pool, { subjectId: india, note: name });
    expect(await client.next()).toMatchObject({
      data: { changes: { subject: { name }, revision: { note: name } } },
    });
  }
});

test('changes that are committed while a client catches up come once and in order', async () => {
  await insertMany(db, india, 1, 600);
  const { subscribe } = await serveFeed(db.url);
  const client = await subscribe();
  expect(await client.notes(150)).toEqual(notes(1, 150));
  const writing = (async () => {
    for (let n = 0; n < 40; n += 1) await insertMany(db, india, 601 + n * 10, 10);
  })();
  expect(await client.notes(850)).toEqual(notes(151, 850));
  await writing;
});

test('two instances on one database give the same feed, whichever is asked', async () => {
  const instances = [await serveFeed(db.url), await serveFeed(db.url)];
  const clients = await Promise.all(instances.map(({ subscribe }) => subscribe()));
  await untilListening(2);
  await Promise.all([
    insertMany(db, india, 1, 50, 'a'),
    insertMany(db, await actorId(db, 'pakistan'), 1, 50, 'b'),
  ]);
  const [one, other] = await Promise.all(clients.map((client) => client.notes(100)));
  expect(new Set(one).size).toBe(100);
  expect(other).toEqual(one);
  const resumed = await instances[1]?.subscribe({ after: clients[0]?.cursor() ?? null });
  await insertMany(db, india, 51, 1, 'a');
  expect(await resumed?.notes(1)).toEqual(['a51']);
});

describe('a client that resumes from its last cursor misses nothing and gets nothing twice', () => {
  test('after it was gone itself', async () => {
    const { subscribe } = await serveFeed(db.url);
    const met: (string | null)[] = [];
    let after: string | null = null;
    for (let time = 0; time < 5; time += 1) {
      await insertMany(db, india, 1 + time * 7, 7);
      const client = await subscribe({ after });
      met.push(...(await client.notes(time === 4 ? 15 : 5)));
      after = client.cursor();
      client.close();
    }
    expect(met).toEqual(notes(1, 35));
  });

  test('after the service was started again', async () => {
    const first = await serveFeed(db.url);
    const client = await first.subscribe();
    await insertMany(db, india, 1, 10);
    expect(await client.notes(4)).toEqual(notes(1, 4));
    const after = client.cursor();
    await first.close();
    await first.feed.close();
    await insertMany(db, india, 11, 10);
    const second = await serveFeed(db.url);
    const resumed = await second.subscribe({ after });
    expect(await resumed.notes(16)).toEqual(notes(5, 16));
  });

  test('without noticing, after the session that listens was lost, with what was changed meanwhile', async () => {
    const { subscribe } = await serveFeed(db.url);
    const client = await subscribe();
    const [pid] = await untilListening();
    await insertMany(db, india, 1, 3);
    expect(await client.notes(3)).toEqual(notes(1, 3));
    // Written while nothing is heard: the session is gone before the change is told.
    const writer = await db.pool.connect();
    await writer.query('BEGIN');
    await insertRevision(writer, { subjectId: india, note: 'n4' });
    await writer.query('SELECT pg_terminate_backend($1)', [pid]);
    await writer.query('COMMIT');
    writer.release();
    expect(await client.notes(1)).toEqual(['n4']);
    expect(await untilListening()).not.toContain(pid);
    await insertMany(db, india, 5, 2);
    expect(await client.notes(2)).toEqual(notes(5, 2));
  });

  test('without noticing, after every session of the service was lost in the middle of its answers', async () => {
    await insertMany(db, india, 1, 300);
    const { subscribe, logged } = await serveFeed(db.url);
    const client = await subscribe();
    const met = await client.notes(20);
    for (let time = 0; time < 3; time += 1) {
      await db.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND application_name LIKE 'demarche%'`,
      );
      met.push(...(await client.notes(60)));
    }
    met.push(...(await client.notes(100)));
    expect(met).toEqual(notes(1, 300));
    expect(logged).toEqual([]);
  });
});

test('what is not announced is found when the table is looked at', async () => {
  const { subscribe } = await serveFeed(db.url, { pollMs: 50 });
  const client = await subscribe();
  await untilListening();
  await db.owner.query('ALTER TABLE revision DISABLE TRIGGER revision_is_told');
  await insertMany(db, india, 1, 2);
  expect(await client.notes(2)).toEqual(notes(1, 2));
});

test('a cursor of a change that the record does not hold is INVALID_CURSOR, also once another change has its place', async () => {
  await insertMany(db, india, 1, 2);
  const { subscribe, graphql } = await serveFeed(db.url);
  const client = await subscribe();
  await client.notes(2);
  const lost = client.cursor();
  await db.owner.query('ALTER TABLE revision DISABLE TRIGGER revision_stays');
  await db.owner.query(`DELETE FROM revision WHERE note = 'n2'`);
  const document = 'query ($after: String) { changes(after: $after) { nodes { cursor } } }';
  const read = async (after: string | null) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: document, variables: { after } });
    return (await fetch(graphql, { method: 'POST', headers, body })).json();
  };
  const refused = { errors: [{ extensions: { code: 'INVALID_CURSOR' } }] };
  const refusedEverywhere = async (after: string | null) => {
    expect(await (await subscribe({ after })).end()).toMatchObject(refused);
    expect(await read(after)).toMatchObject(refused);
    expect((await execute(db, document, { after })).errors).toMatchObject([{ code: 'INVALID_CURSOR' }]);
  };
  await refusedEverywhere('x');
  await refusedEverywhere(lost);
  await db.owner.query(`SELECT setval('revision_seq', nextval('revision_seq') - 2)`);
  await insertMany(db, india, 3, 2);
  await refusedEverywhere(lost);
});
