import { describe, expect, test } from 'vitest';
import { execute } from '../setup/execute.ts';
import { recordSentStatements } from '../setup/statements.ts';
import { largeDatabase } from './large-record.ts';
import { explain, rowsRead } from './plan.ts';

const db = await largeDatabase();
const sent = recordSentStatements(db.pool);

const tables = [
  ...['event', 'event_actor', 'mediation_attempt', 'attempt_actor', 'position', 'claim', 'attribution'],
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
