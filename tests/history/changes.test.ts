import { parse } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import { encodeId } from '../../src/kernel/ids.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { articleWithoutHistory } from '../setup/article.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { actorId, insertMany, insertRevision, notes } from './revisions.ts';

interface Page {
  changes: {
    nodes: { cursor: string; revision: { note: string | null } }[];
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  };
}

const document = `query ($after: String, $first: Int) {
  changes(after: $after, first: $first) { nodes { cursor revision { note } } pageInfo { endCursor hasNextPage } }
}`;

let db: TestDatabase;
let india: string;
let pakistan: string;
beforeEach(async () => {
  db = await articleWithoutHistory();
  india = await actorId(db, 'india');
  pakistan = await actorId(db, 'pakistan');
});

/** Reads from a cursor to the end, in pages. */
async function readAll(after: string | null, first: number) {
  const found: (string | null)[] = [];
  for (let cursor = after; ; ) {
    const { data, errors } = await execute<Page>(db, document, { after: cursor, first });
    expect(errors).toEqual([]);
    const { nodes, pageInfo } = data.changes;
    found.push(...nodes.map(({ revision }) => revision.note));
    cursor = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return { found, cursor };
  }
}

test('changes are listed in the order in which they became visible, oldest first, whatever their records', async () => {
  await insertRevision(db.pool, { subjectId: pakistan, note: 'a' });
  await insertRevision(db.pool, { subjectId: india, note: 'b' });
  await insertRevision(db.pool, { subjectId: pakistan, note: 'c' });
  for (const first of [1, 2, 100]) expect((await readAll(null, first)).found).toEqual(['a', 'b', 'c']);
});

test('an empty page ends with the cursor that was given, on both paths, so that a reader keeps its place', async () => {
  await insertRevision(db.pool, { subjectId: india, note: 'a' });
  const { cursor } = await readAll(null, 10);
  expect(cursor).toEqual(expect.any(String));
  const planner = createPlanner(schema);
  for (const after of [cursor, null])
    for (const first of [0, 5]) {
      if (after === null && first === 5) continue;
      const variables = { after, first };
      const { data } = await execute<Page>(db, document, variables);
      expect(data.changes).toMatchObject({ nodes: [], pageInfo: { endCursor: after } });
      const planned = await planner.run({
        document: parse(document),
        variableValues: variables,
        contextValue: createContext(db),
      });
      expect(planned).toMatchObject({ kind: 'answered' });
      expect(JSON.parse('data' in planned ? String(planned.data) : '')).toEqual(data);
    }
  await insertRevision(db.pool, { subjectId: india, note: 'b' });
  expect((await readAll(cursor, 10)).found).toEqual(['b']);
});

test('the end of changes(last: 1) is where a reader begins that wants only what happens from then on', async () => {
  await insertMany(db, india, 1, 30);
  const { data } = await execute<Page>(
    db,
    '{ changes(last: 1) { nodes { revision { note } cursor } pageInfo { endCursor hasNextPage } } }',
  );
  expect(data.changes.nodes.map(({ revision }) => revision.note)).toEqual(['n30']);
  await insertMany(db, india, 31, 2);
  expect((await readAll(data.changes.pageInfo.endCursor, 10)).found).toEqual(notes(31, 2));
});

test('the cursor of a change is that of its edge', async () => {
  await insertMany(db, india, 1, 3);
  const { data } = await execute<{ changes: { edges: { cursor: string; node: { cursor: string } }[] } }>(
    db,
    '{ changes { edges { cursor node { cursor } } } }',
  );
  expect(data.changes.edges).toHaveLength(3);
  for (const { cursor, node } of data.changes.edges) expect(node.cursor).toBe(cursor);
});

describe('under concurrent transactions', () => {
  test('a change that is committed later never hides behind a cursor that was given out', async () => {
    const [earlier, later] = [await db.pool.connect(), await db.pool.connect()];
    try {
      await earlier.query('BEGIN');
      // It has begun, and written elsewhere; its place is not taken before its revision is.
      await earlier.query('UPDATE actor SET version = version WHERE id = $1', [pakistan]);
      await later.query('BEGIN');
      await insertRevision(later, { subjectId: india, note: 'later' });
      // The place after is asked for while the one before is not committed yet.
      const waiting = insertRevision(earlier, { subjectId: pakistan, note: 'earlier' });
      expect((await readAll(null, 10)).found).toEqual([]);
      await later.query('COMMIT');
      const seen = await readAll(null, 10);
      expect(seen.found).toEqual(['later']);
      await waiting;
      await earlier.query('COMMIT');
      expect((await readAll(seen.cursor, 10)).found).toEqual(['earlier']);
      expect((await readAll(null, 10)).found).toEqual(['later', 'earlier']);
    } finally {
      earlier.release();
      later.release();
    }
  });

  test('a reader that goes on from cursor to cursor while many write meets every change once and in order', async () => {
    const writers = Array.from({ length: 3 }, async (_, writer) => {
      for (let n = 0; n < 15; n += 1)
        await insertRevision(db.pool, {
          subjectId: writer === 0 ? india : pakistan,
          note: `${writer}/${n}`,
        }).catch(
          // Two of one record took the same version; a service tells the second of them.
          () => undefined,
        );
    });
    let done = false;
    const all = Promise.all(writers).then(() => {
      done = true;
    });
    const met: (string | null)[] = [];
    for (let cursor: string | null = null, last = false; ; ) {
      const page = await readAll(cursor, 4);
      met.push(...page.found);
      cursor = page.cursor;
      if (last) break;
      last = done;
    }
    await all;
    const { rows } = await db.pool.query<{ note: string }>('SELECT note FROM revision ORDER BY seq');
    expect(rows.length).toBeGreaterThan(20);
    expect(met).toEqual(rows.map(({ note }) => note));
  });
});

describe('the subject of a change', () => {
  test('is the record as it is now, of whatever type', async () => {
    const types: Record<string, string> = {
      Actor: 'actor',
      Event: 'event',
      MediationAttempt: 'mediation_attempt',
      Position: 'position',
      Claim: 'claim',
      Source: 'source',
      Place: 'place',
      Conflict: 'conflict',
      Issue: 'issue',
      Office: 'office',
      Tenure: 'tenure',
    };
    const expected: object[] = [];
    for (const [subjectType, table] of Object.entries(types)) {
      const { rows } = await db.pool.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY id LIMIT 2`);
      for (const { id } of rows) {
        await insertRevision(db.pool, { subjectType, subjectId: id });
        expected.push({ __typename: subjectType, id: encodeId(subjectType, id) });
      }
    }
    const { data, errors, statements } = await execute<{ changes: { nodes: { subject: object }[] } }>(
      db,
      '{ changes(first: 100) { nodes { subject { __typename id } } } }',
    );
    expect(errors).toEqual([]);
    expect(expected.length).toBeGreaterThan(15);
    expect(data.changes.nodes.map(({ subject }) => subject)).toEqual(expected);
    // The page, its revisions, and one for each type, however many there are of it.
    expect(statements.length).toBeLessThanOrEqual(2 + Object.keys(types).length);
  });

  test('is the survivor where an actor was merged into another, for many in two statements more', async () => {
    for (let n = 1; n <= 5; n += 1) {
      const gone = `01900000-0000-7000-8000-00000000000${n}`;
      await db.pool.query('INSERT INTO actor_redirect (id, slug, survivor_id) VALUES ($1, $2, $3)', [
        gone,
        `gone-${n}`,
        n % 2 === 0 ? india : pakistan,
      ]);
      await insertRevision(db.pool, { subjectId: gone, kind: 'MERGED' });
    }
    const { data, errors, statements } = await execute<{
      changes: { nodes: { revision: { kind: string }; subject: { slug: string } }[] };
    }>(db, '{ changes { nodes { revision { kind } subject { ... on Actor { slug } } } } }');
    expect(errors).toEqual([]);
    expect(data.changes.nodes.map(({ subject }) => subject.slug)).toEqual([
      'pakistan',
      'india',
      'pakistan',
      'india',
      'pakistan',
    ]);
    expect(statements).toHaveLength(5);
  });
});

test('a cursor that the feed did not give is INVALID_CURSOR', async () => {
  await insertRevision(db.pool, { subjectId: india });
  const { cursor } = await readAll(null, 1);
  const [digest] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString()) as [string, string];
  const forged = [
    'x',
    Buffer.from(JSON.stringify([digest, '999999'])).toString('base64url'),
    Buffer.from(JSON.stringify([digest, "1' OR true"])).toString('base64url'),
    (
      await execute<{ events: { edges: { cursor: string }[] } }>(
        db,
        '{ events(first: 1) { edges { cursor } } }',
      )
    ).data.events.edges[0]?.cursor,
  ];
  for (const after of forged)
    expect((await execute(db, document, { after })).errors).toMatchObject([{ code: 'INVALID_CURSOR' }]);
});
