import { parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeId, newId } from '../../src/kernel/ids.ts';
import { schema } from '../../src/schema.ts';
import { runBoth } from '../planner/both-paths.ts';
import { type PlannedSide, plannedSide } from '../planner/planned-side.ts';
import { id, recordSmall } from '../queries/small-record.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';

let db: TestDatabase;
const old = Object.fromEntries(['avaria', 'borland', 'cordia', 'ana'].map((slug) => [slug, newId()]));
const oldId = (slug: string) => encodeId('Actor', old[slug] ?? '');

beforeAll(async () => {
  db = await testDatabase();
  await recordSmall(db);
  for (const [slug, uuid] of Object.entries(old))
    await db.pool.query('INSERT INTO actor_redirect (id, slug, survivor_id) VALUES ($1, $2, $3)', [
      uuid,
      `old-${slug}`,
      id(slug),
    ]);
});

/** The answer of both paths, which is planned and the same; with the statements of each. */
async function ask(document: string, side = plannedSide()): Promise<{ data: unknown; planned: string[] }> {
  db.statements.length = 0;
  const planning = await side.planner.run({
    document: parse(document),
    contextValue: side.contextFor(db),
  });
  const planned = [...db.statements];
  expect(planning).toMatchObject({ kind: 'answered' });
  const { disagreement, ordinary } = await runBoth(schema, side, db, {
    document: parse(document),
    operationName: null,
    variables: {},
  });
  expect(disagreement).toBeNull();
  return { data: JSON.parse(JSON.stringify(ordinary.data)), planned };
}

describe('an actor under a slug or id of one that was merged into it', () => {
  test('is found by the field of its own', async () => {
    for (const named of ['old-avaria', oldId('avaria')]) {
      const { data, planned } = await ask(`{ actor(id: "${named}") { id slug memberOf { slug } } }`);
      expect(data).toEqual({
        actor: { id: encodeId('Actor', id('avaria')), slug: 'avaria', memberOf: null },
      });
      expect(planned).toHaveLength(1);
    }
  });

  test('is found by node and nodes, in the place of each id', async () => {
    const nobody = encodeId('Actor', newId());
    const ids = [oldId('avaria'), encodeId('Actor', id('avaria')), nobody, oldId('borland')];
    const { data, planned } = await ask(
      `{ node(id: "${oldId('cordia')}") { ... on Actor { slug } } nodes(ids: ${JSON.stringify([...ids, encodeId('Event', id('meeting'))])}) { id ... on Actor { slug } ... on Event { slug } } }`,
    );
    expect(data).toMatchObject({
      node: { slug: 'cordia' },
      nodes: [{ slug: 'avaria' }, { slug: 'avaria' }, null, { slug: 'borland' }, { slug: 'meeting' }],
    });
    expect(planned).toHaveLength(1);
    const { statements } = await execute(
      db,
      `{ nodes(ids: ${JSON.stringify(ids)}) { ... on Actor { slug } } }`,
    );
    expect(statements).toHaveLength(3);
  });

  test('is not listed or counted a second time', async () => {
    const { data } = await ask('{ actors(text: "avaria", first: 100) { totalCount nodes { slug } } }');
    expect(data).toEqual({
      actors: { totalCount: 2, nodes: [{ slug: 'avaria' }, { slug: 'avaria-ministry' }] },
    });
  });
});

type Name = (slug: string) => string;

/** Every argument that names an actor, with a list that it does not leave empty. */
const filters: [name: string, list: (name: Name) => string][] = [
  ['participants', (name) => `events(filter: { participants: [{ actor: "${name('avaria')}" }] })`],
  [
    'two participants',
    (name) =>
      `events(filter: { participants: [{ actor: "${name('avaria')}" }, { actor: "${name('borland')}" }] })`,
  ],
  [
    'participants with their members',
    (name) => `events(filter: { participants: [{ actor: "${name('avaria')}", includeMembers: true }] })`,
  ],
  ['mediators', (name) => `mediationAttempts(filter: { mediators: [{ actor: "${name('cordia')}" }] })`],
  [
    'parties',
    (name) =>
      `mediationAttempts(filter: { parties: [{ actor: "${name('avaria')}" }, { actor: "${name('borland')}" }] })`,
  ],
  [
    'the answer of a party',
    (name) => `mediationAttempts(filter: { answer: { party: "${name('borland')}", answers: [REJECTED] } })`,
  ],
  [
    'holders',
    (name) =>
      `positions(filter: { holders: [{ actor: "${name('borland')}" }, { actor: "${name('ana')}" }] })`,
  ],
  ['speakers', (name) => `claims(filter: { speakers: [{ actor: "${name('ana')}" }] })`],
  ['the root speaker', (name) => `claims(filter: { rootSpeaker: { actor: "${name('borland')}" } })`],
];

describe.each(filters)('a filter on %s', (_, list) => {
  const asked = (name: Name, side: PlannedSide) =>
    ask(`{ ${list(name)} { totalCount edges { cursor node { id } } } }`, side);

  test('finds the survivor by slug and by id, in one statement when it was looked up before', async () => {
    const { data } = await asked((slug) => slug, plannedSide());
    expect(JSON.stringify(data)).toContain('"cursor"');
    for (const name of [(slug: string) => `old-${slug}`, oldId]) {
      const side = plannedSide();
      expect((await asked(name, side)).data).toEqual(data);
      expect((await asked(name, side)).planned).toHaveLength(1);
    }
  });
});

describe('what the planner looked up', () => {
  const events = (actor: string) =>
    `{ events(filter: { participants: [{ actor: "${actor}" }] }) { nodes { slug } } }`;

  test('costs no look where an id is that of the actor itself', async () => {
    const { planned } = await ask(events(encodeId('Actor', id('avaria'))));
    expect(planned).toHaveLength(1);
    const { statements } = await execute(db, events('avaria'));
    expect(statements.filter((text) => text.includes('redirect'))).toEqual([]);
  });

  test('is looked up again when an actor was merged since, and when its survivor was', async () => {
    const side = plannedSide();
    const [first, second] = [newId(), newId()];
    const actor = 'INSERT INTO actor (id, slug, name, kind) VALUES ($1, $2, $2, $3)';
    await db.pool.query(actor, [first, 'first', 'STATE']);
    await db.pool.query(actor, [second, 'second', 'STATE']);
    const asked = async () => [
      (await ask(events('first'), side)).data,
      (await ask(events(encodeId('Actor', first)), side)).data,
    ];
    const none = { events: { nodes: [] } };
    expect(await asked()).toEqual([none, none]);
    await db.pool.query('DELETE FROM actor WHERE id = $1', [first]);
    await db.pool.query('INSERT INTO actor_redirect VALUES ($1, $2, $3)', [first, 'first', second]);
    expect(await asked()).toEqual([none, none]);
    await db.pool.query('UPDATE actor_redirect SET survivor_id = $1 WHERE slug = $2', [
      id('cordia'),
      'first',
    ]);
    const visit = { events: { nodes: [{ slug: 'visit' }] } };
    expect(await asked()).toEqual([visit, visit]);
  });

  test('is looked up again below a row, too', async () => {
    const below = (actor: string) =>
      `{ actor(id: "cordia") { mediationAttempts(filter: { parties: [{ actor: "${actor}" }] }) { totalCount } } }`;
    const { data } = await ask(below('borland'));
    expect(data).toMatchObject({ actor: { mediationAttempts: { totalCount: 2 } } });
    for (const actor of ['old-borland', oldId('borland')]) {
      const side = plannedSide();
      expect((await ask(below(actor), side)).data).toEqual(data);
      expect((await ask(below(actor), side)).planned).toHaveLength(1);
    }
  });

  test('does not find what is not there', async () => {
    for (const actor of ['nobody', encodeId('Actor', newId())]) {
      const { errors } = await execute(db, events(actor));
      expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
      const side = plannedSide();
      const answer = await side.planner.run({
        document: parse(events(actor)),
        contextValue: side.contextFor(db),
      });
      expect(answer).toMatchObject({ kind: 'refused' });
    }
  });
});
