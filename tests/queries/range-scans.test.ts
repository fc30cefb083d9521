import { describe, expect, test } from 'vitest';
import { execute } from '../setup/execute.ts';
import { recordSentStatements } from '../setup/statements.ts';
import { largeDatabase } from './large-record.ts';
import { explain, rowsRead } from './plan.ts';

const db = await largeDatabase();
const sent = recordSentStatements(db.pool);

const tables = [
  ...['event', 'event_actor', 'event_coding', 'mediation_attempt', 'attempt_actor', 'position'],
  ...['claim', 'attribution'],
];

/** How many rows of the record's tables the statement of a page looked at. */
async function read(name: string, document: string): Promise<number> {
  sent.length = 0;
  const { errors } = await execute(db, document);
  expect(errors).toEqual([]);
  const page = sent.find(({ text }) => text.startsWith(`/* ${name} */`));
  if (!page) throw new Error(`${name} has sent no statement of its own.`);
  const steps = await explain(db.pool, page);
  return tables.map((table) => rowsRead(steps, table)).reduce((sum, rows) => sum + rows, 0);
}

const orders = [
  '',
  'orderBy: { direction: ASC }',
  'orderBy: { field: CREATED_AT }',
  'orderBy: { field: CREATED_AT, direction: ASC }',
];
const pages = orders.flatMap((order) => [`first: 20 ${order}`, `last: 20 ${order}`]);
/** A page of 20, one row to tell whether more follow, and those that were withdrawn, one in 17. */
const few = 60;

describe('a page of what an actor takes part in is a range of an index, in every order and from both ends', () => {
  test.each(pages)('%s', async (page) => {
    const ofActor = (list: string, filter = '') =>
      `{ actor(id: "actor-1") { ${list}(${page} ${filter}) { nodes { id } } } }`;
    const listed = (list: string, filter: string) =>
      `{ ${list}(${page} filter: { ${filter} }) { nodes { id } } }`;
    expect(await read('Actor.events', ofActor('events'))).toBeLessThan(few);
    expect(
      await read('Actor.events', ofActor('events', 'filter: { origins: [CURATED, DATASET] }')),
    ).toBeLessThan(2 * few);
    expect(await read('Actor.mediationAttempts', ofActor('mediationAttempts'))).toBeLessThan(few);
    expect(await read('Query.events', listed('events', 'participants: [{ actor: "actor-1" }]'))).toBeLessThan(
      few,
    );
    expect(
      await read('Query.mediationAttempts', listed('mediationAttempts', 'mediators: [{ actor: "actor-1" }]')),
    ).toBeLessThan(2 * few);
  });
});

describe('a page of what a group takes part in is one range for each of its members', () => {
  test.each(pages)('%s', async (page) => {
    // Actor 2 and those below it are 8 of 300, each with few events.
    const among = 'participants: [{ actor: "actor-2", includeMembers: true }]';
    expect(
      await read('Query.events', `{ events(${page} filter: { ${among} }) { nodes { id } } }`),
    ).toBeLessThan(10 * few);
  });
});

describe('a page of the events of two actors is looked for among those of the one that has fewer', () => {
  test.each([
    ['actor-1', 'actor-9'],
    ['actor-9', 'actor-1'],
  ])('%s and %s', async (one, other) => {
    const filter = `filter: { participants: [{ actor: "${one}" }, { actor: "${other}" }] }`;
    const { rows } = await db.pool.query<{ slug: string }>(
      `SELECT e.slug FROM event e WHERE e.origin = 'CURATED' AND e.retracted_at IS NULL
        AND 2 = (SELECT count(DISTINCT p.actor_id) FROM participation p JOIN actor a ON a.id = p.actor_id
          WHERE p.event_id = e.id AND a.slug IN ($1, $2)) ORDER BY e.date_desc DESC, e.id DESC`,
      [one, other],
    );
    expect(rows.length).toBeGreaterThan(20);
    // The newest of both, those of the one with fewer, and the other in each.
    const most = 2 * 32 + 2 * 3 * few;
    expect(await read('Query.events', `{ events(first: 20 ${filter}) { nodes { id } } }`)).toBeLessThan(most);
    const { data } = await execute<{ events: { totalCount: number; nodes: unknown[] } }>(
      db,
      `{ events(first: 100 ${filter}) { totalCount nodes { slug } } }`,
    );
    expect(data.events).toEqual({ totalCount: rows.length, nodes: rows.slice(0, 100) });
  });
});

describe('a page between two dates begins there', () => {
  const within = (match: string) => `filter: { date: { within: "2025-05-08/2025-05-12", match: ${match} } }`;
  test.each([
    ['newest first', 'POSSIBLE', ''],
    ['oldest first', 'POSSIBLE', 'orderBy: { direction: ASC }'],
    ['newest first', 'DEFINITE', ''],
    ['oldest first', 'DEFINITE', 'orderBy: { direction: ASC }'],
  ])('%s, %s', async (_, match, order) => {
    expect(
      await read(
        'Actor.events',
        `{ actor(id: "actor-1") { events(first: 20 ${within(match)} ${order}) { nodes { id } } } }`,
      ),
    ).toBeLessThan(few);
  });
});

describe('a page of claims is a range of an index', () => {
  test.each(['first: 20', 'last: 20'])('%s', async (page) => {
    const claims = (filter: string) => `{ claims(${page} filter: { ${filter} }) { nodes { id } } }`;
    expect(await read('Query.claims', claims('conflict: "conflict-2"'))).toBeLessThan(2 * few);
    expect(await read('Query.claims', claims('source: "source-1"'))).toBeLessThan(few);
    expect(await read('Query.claims', claims('rootSpeaker: { actor: "actor-1" }'))).toBeLessThan(2 * few);
    // Each claim has its row, and that of its voice.
    expect(await read('Query.claims', claims('speakers: [{ actor: "actor-1" }]'))).toBeLessThan(2 * few);
    expect(
      await read('Actor.claims', `{ actor(id: "actor-1") { claims(${page}) { nodes { id } } } }`),
    ).toBeLessThan(2 * few);
  });
});

describe('a page of events of a code is read along the list where many have it, and by the code where few have', () => {
  const coded = (prefix: string, more = '') =>
    `{ events(first: 100 ${more} filter: { coding: { scheme: GDELT, codePrefix: "${prefix}" } }) { totalCount nodes { id slug } pageInfo { endCursor } } }`;
  const plainly = async (prefix: string) => {
    const { rows } = await db.pool.query<{ slug: string }>(
      `SELECT e.slug FROM event e JOIN event_coding c ON c.event_id = e.id WHERE e.origin = 'CURATED' AND e.retracted_at IS NULL
        AND c.scheme = 'GDELT' AND starts_with(c.code, $1) ORDER BY e.date_desc DESC, e.id DESC`,
      [prefix],
    );
    return rows.map(({ slug }) => slug);
  };

  test('half of the events have it', async () => {
    expect(await read('Query.events', coded('0'))).toBeLessThan(700);
  });

  test('one event in two hundred has it', async () => {
    // A thousand events and their codes, in vain, and then what the code leads to.
    expect(await read('Query.events', coded('196'))).toBeLessThan(3_000);
  });

  test.each(['0', '19', '196'])(
    'all that have a code beginning with %s are listed, page after page',
    async (prefix) => {
      const whole = await plainly(prefix);
      expect(whole.length).toBeGreaterThan(50);
      const listed: string[] = [];
      let after = '';
      while (listed.length < Math.min(whole.length, 1_500)) {
        const { data, errors } = await execute<{
          events: { totalCount: number; nodes: { slug: string }[]; pageInfo: { endCursor: string } };
        }>(db, coded(prefix, after));
        expect(errors).toEqual([]);
        expect(data.events.totalCount).toBe(whole.length);
        if (data.events.nodes.length === 0) break;
        listed.push(...data.events.nodes.map(({ slug }) => slug));
        after = `after: "${data.events.pageInfo.endCursor}"`;
      }
      expect(listed).toEqual(whole.slice(0, listed.length));
    },
  );
});

test('a page of a place that holds many is read from those alone whose newest events are newest', async () => {
  await db.pool.query(
    `UPDATE place SET part_of_id = (SELECT id FROM place WHERE slug = 'place-1') WHERE slug <> 'place-1'`,
  );
  const page = `events(first: 5) { nodes { slug } }`;
  expect(await read('Place.events', `{ place(id: "place-1") { ${page} } }`)).toBeLessThan(300 + 6 * 6 + few);
  const listed = `events(first: 5 filter: { place: "place-1" }) { nodes { slug } }`;
  expect(await read('Query.events', `{ ${listed} }`)).toBeLessThan(300 + 6 * 6 + few);
  const { data } = await execute<{ place: { events: unknown }; events: unknown }>(
    db,
    `{ place(id: "place-1") { ${page} } ${listed} }`,
  );
  const { rows } = await db.pool.query(
    `SELECT slug FROM event WHERE place_id IS NOT NULL AND origin = 'CURATED' AND retracted_at IS NULL ORDER BY date_desc DESC, id DESC LIMIT 5`,
  );
  expect(data.events).toEqual({ nodes: rows });
  expect(data.place.events).toEqual({ nodes: rows });
});
