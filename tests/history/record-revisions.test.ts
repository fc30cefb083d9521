import { isInterfaceType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { subjectTypes } from '../../src/history/revision.ts';
import { schema } from '../../src/schema.ts';
import { articleWithoutHistory } from '../setup/article.ts';
import { execute } from '../setup/execute.ts';
import { actorId, insertRevision } from './revisions.ts';

const db = await articleWithoutHistory();
const india = await actorId(db, 'india');

const changes = [
  { path: 'name', before: 'Indja', after: 'India' },
  { path: 'names', before: [], after: [{ text: 'Bhārat', kind: 'ALIAS' }, 'x'] },
  { path: 'memberOf', before: null, after: 3.5 },
];

test('the types that have revisions are those that implement Versioned, and those that the database takes', async () => {
  const versioned = schema.getType('Versioned');
  const types = isInterfaceType(versioned) ? schema.getPossibleTypes(versioned) : [];
  expect(types.map(({ name }) => name).sort()).toEqual([...subjectTypes].sort());
  const { rows } = await db.pool.query<{ check: string }>(
    `SELECT pg_get_constraintdef(oid) AS check FROM pg_constraint WHERE conname = 'subject_is_versioned'`,
  );
  expect([...(rows[0]?.check.matchAll(/'(\w+)'/g) ?? [])].map(([, name]) => name).sort()).toEqual(
    [...subjectTypes].sort(),
  );
  for (const type of types) expect(isObjectType(type) && type.getFields().revisions).toBeTruthy();
});

test('a record gives its own revisions, newest first, each with what it changed, by whom and why', async () => {
  await insertRevision(db.pool, { subjectId: india, kind: 'CREATED', note: 'Entered.' });
  await insertRevision(db.pool, { subjectId: await actorId(db, 'pakistan'), kind: 'CREATED' });
  await insertRevision(db.pool, { subjectId: india, by: 'Another editor', changes });
  const { data, errors, statements } = await execute(
    db,
    `{ actor(id: "india") { revisions { totalCount nodes { version kind by note redactedAt changes { path before after } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    actor: {
      revisions: {
        totalCount: 2,
        nodes: [
          { version: 2, kind: 'CORRECTED', by: 'Another editor', note: null, redactedAt: null, changes },
          { version: 1, kind: 'CREATED', by: 'An editor', note: 'Entered.', redactedAt: null, changes: [] },
        ],
      },
    },
  });
  // The actor, the page, its rows and the count; the rows of the record as it then was are not read.
  expect(statements).toHaveLength(4);
  expect(statements.join(' ')).not.toMatch(/"record"/);
});

test('the revisions of many records are read by the same few statements', async () => {
  const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM actor');
  for (const { id } of rows) await insertRevision(db.pool, { subjectId: id });
  const document = (first: number) =>
    `{ actors(first: ${first}) { nodes { revisions(first: 1) { nodes { id } } } } }`;
  const few = await execute(db, document(2));
  const many = await execute(db, document(20));
  expect([few.errors, many.errors]).toEqual([[], []]);
  expect(many.statements.length).toBe(few.statements.length);
});
