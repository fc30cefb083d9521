import { parse } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { recordActors } from '../../src/actors/actor.service.ts';
import { encodeId, newId } from '../../src/kernel/ids.ts';
import { schema } from '../../src/schema.ts';
import { runBoth } from '../planner/both-paths.ts';
import { plannedSide } from '../planner/planned-side.ts';
import { id, recordSmall } from '../queries/small-record.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { send } from './editors.ts';
import { merged } from './merging.ts';

let db: TestDatabase;
const [first, second] = [newId(), newId()];
const side = plannedSide();

/** The answer to a document, which is planned and the same on both paths. */
async function ask(document: string): Promise<unknown> {
  const operation = { document: parse(document), operationName: null, variables: {} };
  const { planned, ordinary, disagreement } = await runBoth(schema, side, db, operation);
  expect(disagreement).toBeNull();
  expect(planned.kind).toBe('answered');
  return JSON.parse(JSON.stringify(ordinary.data));
}

const found = (actor: string) =>
  ask(
    `{ actor(id: "${actor}") { slug } events(filter: { participants: [{ actor: "${actor}" }] }) { nodes { slug } } }`,
  );

beforeAll(async () => {
  db = await testDatabase();
  await recordSmall(db);
  await db.prisma.$transaction((tx) =>
    recordActors(tx, [
      { id: first, slug: 'first', name: 'Firstland', kind: 'STATE' },
      { id: second, slug: 'second', name: 'Secondland', kind: 'STATE' },
    ]),
  );
});

test('a chain of merges leads to the last survivor, also for who looked the slugs up before', async () => {
  const none = { events: { nodes: [] } };
  expect(await found('first')).toEqual({ actor: { slug: 'first' }, ...none });
  expect(await found(encodeId('Actor', first))).toEqual({ actor: { slug: 'first' }, ...none });
  await merged(db, first, second);
  expect(await found('first')).toEqual({ actor: { slug: 'second' }, ...none });
  expect(await found(encodeId('Actor', first))).toEqual({ actor: { slug: 'second' }, ...none });
  await merged(db, second, id('cordia'));
  const cordia = { actor: { slug: 'cordia' }, events: { nodes: [{ slug: 'visit' }] } };
  for (const actor of [
    'first',
    'second',
    'cordia',
    ...[first, second].map((each) => encodeId('Actor', each)),
  ])
    expect(await found(actor)).toEqual(cordia);
});

test('the search and the list find the survivor by the names of the merged ones, once', async () => {
  const answer = await ask(
    '{ actors(text: "firstland") { nodes { slug } } search(text: "Secondland", types: [ACTOR]) { edges { node { ... on Actor { slug } } } } }',
  );
  expect(answer).toEqual({
    actors: { nodes: [{ slug: 'cordia' }] },
    search: { edges: [{ node: { slug: 'cordia' } }] },
  });
});

test('a slug that finds a survivor is refused to a new actor', async () => {
  const again = db.prisma.$transaction((tx) =>
    recordActors(tx, [{ slug: 'first', name: 'Another', kind: 'STATE' }]),
  );
  await expect(again).rejects.toThrow();
});

test('an actor that went before is not merged again by its old slug or id: whoever sends it means that one', async () => {
  for (const merged of ['first', encodeId('Actor', first)])
    expect(await send(db, 'mergeActors', { merged, survivor: 'borland' })).toMatchObject({
      problems: [
        {
          path: ['merged'],
          code: 'ACTOR_MERGED',
          message: 'The actor was merged into cordia already; name cordia in its place.',
        },
      ],
    });
  expect(await found('cordia')).toMatchObject({ actor: { slug: 'cordia' } });
});
