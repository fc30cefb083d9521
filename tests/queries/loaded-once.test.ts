import { beforeAll, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';

const db = await testDatabase();
beforeAll(async () => {
  await seedFolder(db, 'seeds/article');
  await seedFolder(db, 'seeds/comparison');
});

test.each([
  ['claim', '{ events(first: 100) { nodes { claims(first: 2) { nodes { source { title } } } } } }'],
  [
    'claim',
    '{ events(first: 100) { edges { node { claims(first: 2) { edges { node { source { title } } } } } } } }',
  ],
  [
    'event',
    '{ claims(first: 100) { nodes { subject { ... on Event { conflict { name } place { name } } } } } }',
  ],
  ['source', '{ disagreements { nodes { sides { sources { publisher { name } } } } } }'],
  ['actor', '{ disagreements { nodes { sides { speakers { memberOf { name } } } } } }'],
])('rows of %s below several parents are read once in %s', async (table, document) => {
  const { errors, statements } = await execute(db, document);
  expect(errors).toEqual([]);
  const reads = statements.filter(
    (text) => text.startsWith('SELECT') && text.includes(`FROM "public"."${table}" AS "t0"`),
  );
  expect(reads).toHaveLength(1);
});
