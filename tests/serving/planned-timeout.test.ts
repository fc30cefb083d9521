import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import { createDb } from '../../src/kernel/db.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { recordStatements } from '../setup/statements.ts';
import { serve } from './server.ts';

const record = await testDatabase();
beforeAll(() => generateRecord(record.owner, { reference: 8, records: 12, claims: 20, disagreements: 2 }));

const query = '{ events(first: 2) { totalCount nodes { slug } } }';

/**
 * The service as it runs, with one connection, so that a statement that goes on would keep the next request waiting.
 * A statement ends long before the deadline of the request.
 */
async function withOneConnection() {
  const db = createDb(record.url, { max: 1, statementTimeoutMs: 500 });
  onTestFinished(() => db.close());
  const statements = recordStatements(db.pool);
  const planner = createPlanner(schema);
  const kinds: string[] = [];
  const served = await serve({
    schema,
    db,
    requestTimeoutMs: 30_000,
    contextFor: () => createContext(db),
    plan: async (operation, { signal }) => {
      const answer = await planner.run({ ...operation, contextValue: createContext(db, signal) });
      kinds.push(answer.kind);
      return answer;
    },
  });
  return { ...served, statements, kinds };
}

/** Has every statement that reads the table wait until it is released. */
async function lock(table: string): Promise<() => Promise<void>> {
  const client = await record.pool.connect();
  await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await client.query('ROLLBACK');
    client.release();
  };
  onTestFinished(release);
  return release;
}

test.each<[string, number, string, number]>([
  ['is new', 0, 'application/json', 200],
  ['is new', 0, 'application/graphql-response+json', 503],
  ['has been answered before', 1, 'application/json', 200],
  ['has been answered before', 1, 'application/graphql-response+json', 503],
])(
  'a planned statement that takes too long, of a document that %s, runs once and is QUERY_TIMEOUT (%i, %s, %i)',
  async (_name, before, accept, expected) => {
    const { ask, statements, kinds, logged } = await withOneConnection();
    for (let time = 0; time < before; time += 1) await ask(query, { headers: { accept } });
    const release = await lock('event');
    statements.length = 0;
    kinds.length = 0;
    const { status, data, errors } = await ask(query, { headers: { accept } });
    expect({ status, data }).toEqual({ status: expected, data: undefined });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('took longer than it may'), extensions: { code: 'QUERY_TIMEOUT' } },
    ]);
    expect(errors[0]).not.toHaveProperty('path');
    expect(kinds).toEqual(['refused']);
    expect(statements).toHaveLength(1);
    expect(logged).toEqual([]);

    const other = await ask('{ conflicts(first: 1) { nodes { slug } } }', { headers: { accept } });
    expect(other).toMatchObject({ status: 200, data: { conflicts: { nodes: [{ slug: 'conflict-1' }] } } });
    await release();
    const again = await ask(query, { headers: { accept } });
    expect(again).toMatchObject({ status: 200, errors: [] });
    expect(kinds).toEqual(['refused', 'answered', 'answered']);
    expect(logged).toEqual([]);
  },
);
