import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { cursorAt } from '../../src/history/change.ts';
import { createContext } from '../../src/kernel/context.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { explain, rowsRead } from '../queries/plan.ts';
import { articleWithoutHistory } from '../setup/article.ts';
import { execute } from '../setup/execute.ts';
import { recordSentStatements } from '../setup/statements.ts';
import { actorId } from './revisions.ts';

const db = await articleWithoutHistory();
const sent = recordSentStatements(db.pool);
const india = await actorId(db, 'india');
// Of 20,000 changes one in ten is of one record. Without the triggers, which would take most of the time.
const client = await db.owner.connect();
await client.query('SET session_replication_role = replica');
await client.query(
  `INSERT INTO revision (id, seq, subject_type, subject_id, version, kind, at, by, changes, record)
   SELECT gen_random_uuid(), n, 'Actor', CASE WHEN n % 10 = 0 THEN $1 ELSE gen_random_uuid() END, n, 'CORRECTED', now(), 'x', '[]', '{}' FROM generate_series(1, 20000) AS n`,
  [india],
);
client.release(true);
await db.owner.query('ANALYZE revision');
const { rows } = await db.owner.query<{ id: string }>('SELECT id FROM revision WHERE seq = 12000');
const deep = cursorAt({ place: 12_000n, id: rows[0]?.id ?? '' });

test.each([
  ['changes deep in the feed', `changes(first: 50, after: "${deep}") { nodes { cursor revision { kind } } }`],
  ['the end of the feed', 'changes(last: 1) { pageInfo { endCursor } }'],
  [
    'the latest of many revisions of a record',
    'actor(id: "india") { revisions(first: 50) { nodes { version } } }',
  ],
])('%s are read as a range of an index, on both paths', async (_, field) => {
  sent.length = 0;
  const document = `{ ${field} }`;
  const { errors } = await execute(db, document);
  expect(errors).toEqual([]);
  const planner = createPlanner(schema);
  const answer = await planner.run({ document: parse(document), contextValue: createContext(db) });
  expect(answer.kind).toBe('answered');
  const pages = sent.filter(({ text }) => /FROM revision r /.test(text));
  expect(pages.length).toBe(2);
  for (const page of [...pages]) {
    const steps = await explain(db.pool, page);
    // The page and one more, the change of the cursor twice, and one by which a sort knows that a place is whole.
    expect(rowsRead(steps, 'revision')).toBeLessThanOrEqual(54);
    expect(
      steps.filter((step) => step['Node Type'] === 'Seq Scan').map((step) => step['Relation Name']),
    ).not.toContain('revision');
  }
});
