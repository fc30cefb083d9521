import fc from 'fast-check';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { json } from './constraint-case.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 6, records: 6, claims: 40, disagreements: 6 });

/** What the database keeps, what makes all of it anew, and what it is compared by. */
const derived = [
  ['event_actor', 'rebuild_event_actor', 'event_actor'],
  ['attempt_actor', 'rebuild_attempt_actor', 'attempt_actor'],
  ['claim', 'rebuild_scope', '(SELECT id, scope_conflict_id FROM claim)'],
  ['disagreement', 'rebuild_scope', '(SELECT id, scope_conflict_id FROM disagreement)'],
] as const;

/** The rows that are other than those that follow from the record. */
async function differences(): Promise<unknown[]> {
  const client = await db.owner.connect();
  const found: unknown[] = [];
  try {
    await client.query('BEGIN');
    for (const [table, rebuild, rows] of derived) {
      await client.query(`CREATE TEMP TABLE kept_${table} ON COMMIT DROP AS SELECT * FROM ${rows} x`);
      await client.query(`SET LOCAL session_replication_role = replica`);
      await client.query(`SELECT ${rebuild}()`);
      const { rows: other } = await client.query(
        `(SELECT 'missing', x::text FROM (SELECT * FROM ${rows} x EXCEPT TABLE kept_${table}) x)
         UNION ALL (SELECT 'wrong', x::text FROM (TABLE kept_${table} EXCEPT SELECT * FROM ${rows} x) x)`,
      );
      found.push(...other);
    }
    return found;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const read = async (statement: string): Promise<unknown[]> => (await db.pool.query(statement)).rows;
const run = async (...statements: string[]): Promise<void> => {
  for (const statement of statements) await db.pool.query(statement);
};

test('what is generated follows from the record', async () => {
  expect(await read('SELECT FROM event_actor LIMIT 1')).toHaveLength(1);
  expect(await read('SELECT FROM attempt_actor WHERE mediates AND party')).not.toHaveLength(0);
  expect(await read('SELECT FROM claim WHERE scope_conflict_id IS NOT NULL LIMIT 1')).toHaveLength(1);
  expect(await differences()).toEqual([]);
});

const newEvent = (n: number) =>
  `INSERT INTO event (id, slug, type, title, date_absence, place_absence, differs_from_claims)
   VALUES (uuid_of(7, ${n}), 'new-${n}', 'OTHER', 'New', 'NOT_STATED', 'NOT_STATED', '{}')`;
const takesPart = (event: number, position: number, actor: number, role: string) =>
  `INSERT INTO participation (event_id, position, actor_id, role) VALUES (uuid_of(7, ${event}), ${position}, uuid_of(1, ${actor}), '${role}')`;
const rowsOf = (event: number, columns: string) =>
  read(`SELECT ${columns} FROM event_actor WHERE event_id = uuid_of(7, ${event}) ORDER BY actor_id`);

describe('an actor of an event', () => {
  test('has one row with all its roles, in their order, as long as it has any', async () => {
    await run(
      newEvent(100),
      takesPart(100, 1, 1, 'SPEAKER'),
      takesPart(100, 2, 1, 'HOST'),
      takesPart(100, 3, 2, 'VISITOR'),
    );
    expect(await rowsOf(100, 'roles::text')).toEqual([{ roles: '{HOST,SPEAKER}' }, { roles: '{VISITOR}' }]);
    await run(`DELETE FROM participation WHERE event_id = uuid_of(7, 100) AND role IN ('HOST', 'VISITOR')`);
    expect(await rowsOf(100, 'roles::text')).toEqual([{ roles: '{SPEAKER}' }]);
    await run(`UPDATE participation SET actor_id = uuid_of(1, 3) WHERE event_id = uuid_of(7, 100)`);
    expect(await rowsOf(100, 'actor_id = uuid_of(1, 3) AS moved')).toEqual([{ moved: true }]);
    await run('DELETE FROM event WHERE id = uuid_of(7, 100)');
    expect(await rowsOf(100, 'roles')).toEqual([]);
  });

  test('has the dates of its event: first and last moment, and whether there are gaps between', async () => {
    await run(newEvent(101), takesPart(101, 1, 1, 'HOST'));
    const ends = 'date_asc::text AS asc, date_desc::text AS desc, date_end::text AS end, date_gaps AS gaps';
    const at = (...parts: [number, number, number, number?, number?, number?]) =>
      String(Date.UTC(...parts) / 1000);
    const dated = async (edtf: string) => {
      await run(`UPDATE event SET date = ${json(edtf)}, date_absence = NULL WHERE id = uuid_of(7, 101)`);
      return rowsOf(101, ends);
    };
    expect(await rowsOf(101, ends)).toEqual([
      { asc: '1000000000000', desc: '-2000000000000', end: '-2000000000000', gaps: false },
    ]);
    const may = at(2025, 4, 1);
    expect(await dated('2025-05')).toEqual([
      { asc: may, desc: may, end: at(2025, 4, 31, 23, 59, 59), gaps: false },
    ]);
    expect(await dated('2025-05/..')).toEqual([{ asc: may, desc: may, end: '1000000000000', gaps: false }]);
    expect(await dated('[2025-05-01, 2025-05-03]')).toEqual([
      { asc: may, desc: may, end: at(2025, 4, 3, 23, 59, 59), gaps: true },
    ]);
  });

  test('is gone when all is truncated, and comes back with the rebuilding', async () => {
    const client = await db.owner.connect();
    try {
      await client.query('BEGIN');
      await client.query('TRUNCATE participation, mediator, party_response CASCADE');
      const { rows } = await client.query('SELECT FROM event_actor UNION ALL SELECT FROM attempt_actor');
      expect(rows).toEqual([]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    expect(await differences()).toEqual([]);
  });
});

describe('the conflict of a claim', () => {
  const scopes = () =>
    read(`SELECT event_id IS NOT NULL AS event, attempt_id IS NOT NULL AS attempt, response_id IS NOT NULL AS response,
      position_id IS NOT NULL AS position, conflict_id IS NOT NULL AS conflict FROM claim
      WHERE scope_conflict_id = uuid_of(3, 6) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`);

  test('is that of the record, of the attempt that is answered, or the conflict itself', async () => {
    await run(
      ...['event', 'mediation_attempt', 'position'].map(
        (table) => `UPDATE ${table} SET conflict_id = uuid_of(3, 6)`,
      ),
    );
    expect(await scopes()).toHaveLength(4);
    await run('UPDATE claim SET conflict_id = uuid_of(3, 6) WHERE conflict_id IS NOT NULL');
    expect(await scopes()).toHaveLength(5);
    expect(await differences()).toEqual([]);
  });

  test('is not what somebody writes into it', async () => {
    await run(
      'UPDATE claim SET scope_conflict_id = uuid_of(3, 2)',
      'UPDATE disagreement SET scope_conflict_id = NULL',
    );
    expect(await differences()).toEqual([]);
  });
});

/** Runs two transactions, the first of which ends when the second waits for it, or has not waited at all. */
async function oneAfterTheOther(first: string, second: string): Promise<void> {
  const [a, b, watch] = await Promise.all([db.pool.connect(), db.pool.connect(), db.pool.connect()]);
  try {
    const { rows } = await b.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await a.query('BEGIN');
    await a.query(first);
    let done = false;
    const waiting = b.query(second).finally(() => {
      done = true;
    });
    while (!done) {
      const { rows: blocked } = await watch.query('SELECT WHERE cardinality(pg_blocking_pids($1)) > 0', [
        rows[0]?.pid,
      ]);
      if (blocked.length > 0) break;
    }
    await a.query('COMMIT');
    await waiting;
  } finally {
    for (const client of [a, b, watch]) client.release();
  }
}

describe('of two transactions at once, the second builds on the first', () => {
  const moved = (n: number) => `UPDATE event SET conflict_id = uuid_of(3, ${n}) WHERE id = uuid_of(7, 102)`;
  const claim = (n: number) =>
    `INSERT INTO claim (id, source_id, directness, event_id, field) VALUES (uuid_of(11, ${n}), uuid_of(6, 1), 'NARRATOR', uuid_of(7, 102), 'OCCURRENCE')`;
  const dated = `UPDATE event SET date = ${json('2020')}, date_absence = NULL WHERE id = uuid_of(7, 102)`;
  const attempt = 'attempt_id, position';

  test.each([
    ['two roles of an actor', takesPart(102, 1, 1, 'HOST'), takesPart(102, 2, 1, 'SPEAKER')],
    ['an actor, then the date', takesPart(102, 3, 2, 'HOST'), dated],
    [
      'the type, then an actor',
      `UPDATE event SET type = 'VISIT' WHERE id = uuid_of(7, 102)`,
      takesPart(102, 4, 3, 'HOST'),
    ],
    ['a claim, then the conflict', claim(200), moved(1)],
    [
      'one goes, one comes',
      'DELETE FROM participation WHERE event_id = uuid_of(7, 102) AND position = 1',
      takesPart(102, 5, 1, 'VISITOR'),
    ],
    [
      'a mediator that is a party',
      `INSERT INTO mediator (${attempt}, actor_id) VALUES (uuid_of(8, 1), 9, uuid_of(1, 5))`,
      `INSERT INTO party_response (id, ${attempt}, party_id, answer) VALUES (uuid_of(10, 99), uuid_of(8, 1), 9, uuid_of(1, 5), 'ACCEPTED')`,
    ],
  ])('%s', async (_, first, second) => {
    await run(`${newEvent(102)} ON CONFLICT DO NOTHING`);
    await oneAfterTheOther(first, second);
    expect(await differences()).toEqual([]);
  });
});

const small = fc.integer({ min: 1, max: 4 });
const role = fc.constantFrom('HOST', 'SPEAKER', 'VISITOR');
const date = fc.constantFrom(null, '2020', '2025-05-11', '[2025-05-01, 2025-05-03]', '../2024');
const record = fc.constantFrom(
  { table: 'event', kind: 7 },
  { table: 'mediation_attempt', kind: 8 },
  { table: 'position', kind: 9 },
);
const party = { mediator: 'actor_id', party_response: 'party_id' } as const;
const joining = fc.constantFrom('mediator', 'party_response');

/** One change to who takes part, to a record or to a claim; what breaks a constraint changes nothing. */
const change = fc.oneof(
  fc
    .array(fc.tuple(small, small, small, role), { minLength: 1, maxLength: 4 })
    .map(
      (rows) =>
        `INSERT INTO participation (event_id, position, actor_id, role) VALUES ${rows.map(([e, p, a, r]) => `(uuid_of(7, ${e}), ${p}, uuid_of(1, ${a}), '${r}')`).join(', ')} ON CONFLICT DO NOTHING`,
    ),
  fc
    .tuple(small, small)
    .map(([e, p]) => `DELETE FROM participation WHERE event_id = uuid_of(7, ${e}) AND position = ${p}`),
  small.map((e) => `DELETE FROM participation WHERE event_id >= uuid_of(7, ${e})`),
  fc
    .tuple(small, small, small, role)
    .map(
      ([e, p, a, r]) =>
        `UPDATE participation SET actor_id = uuid_of(1, ${a}), role = '${r}' WHERE event_id = uuid_of(7, ${e}) AND position = ${p}`,
    ),
  fc
    .tuple(small, small)
    .map(
      ([e, f]) =>
        `UPDATE participation SET event_id = uuid_of(7, ${f}) WHERE event_id = uuid_of(7, ${e}) AND position > 2`,
    ),
  fc
    .tuple(joining, small, small, small)
    .map(([table, n, p, a]) =>
      table === 'mediator'
        ? `INSERT INTO mediator (attempt_id, position, actor_id) VALUES (uuid_of(8, ${n}), ${p}, uuid_of(1, ${a})) ON CONFLICT DO NOTHING`
        : `INSERT INTO party_response (id, attempt_id, position, party_id, answer) VALUES (gen_random_uuid(), uuid_of(8, ${n}), ${p}, uuid_of(1, ${a}), 'ACCEPTED') ON CONFLICT DO NOTHING`,
    ),
  fc
    .tuple(joining, small)
    .map(
      ([table, n]) =>
        `DELETE FROM ${table} WHERE attempt_id = uuid_of(8, ${n}) ${table === 'mediator' ? '' : 'AND NOT EXISTS (SELECT FROM claim c WHERE c.response_id = party_response.id)'}`,
    ),
  fc
    .tuple(joining, small, small)
    .map(
      ([table, n, a]) =>
        `UPDATE ${table} SET ${party[table]} = uuid_of(1, ${a}) WHERE attempt_id = uuid_of(8, ${n}) AND position = 1`,
    ),
  fc
    .tuple(small, small)
    .map(
      ([n, m]) =>
        `UPDATE party_response SET attempt_id = uuid_of(8, ${m}) WHERE attempt_id = uuid_of(8, ${n})`,
    ),
  fc.tuple(record, small, date).map(([{ table, kind }, n, edtf]) => {
    const column = table === 'position' ? 'held' : 'date';
    const value = edtf === null ? 'NULL' : json(edtf);
    const absence = table === 'position' ? '' : `, date_absence = ${edtf === null ? `'UNKNOWN'` : 'NULL'}`;
    return `UPDATE ${table} SET ${column} = ${value}${absence} WHERE id = uuid_of(${kind}, ${n})`;
  }),
  fc
    .tuple(record, small, fc.option(small))
    .map(
      ([{ table, kind }, n, c]) =>
        `UPDATE ${table} SET conflict_id = ${c === null ? 'NULL' : `uuid_of(3, ${c})`} WHERE id = uuid_of(${kind}, ${n})`,
    ),
  fc
    .tuple(record, small, fc.boolean())
    .map(
      ([{ table, kind }, n, gone]) =>
        `UPDATE ${table} SET retracted_at = ${gone ? 'now()' : 'NULL'}, retraction_reason = ${gone ? `'Why'` : 'NULL'} WHERE id = uuid_of(${kind}, ${n})`,
    ),
  fc
    .tuple(record, small, fc.boolean())
    .map(
      ([{ table, kind }, n, imported]) =>
        `UPDATE ${table} SET origin = ${imported ? `'DATASET', dataset_id = uuid_of(5, 1)` : `'CURATED', dataset_id = NULL`}, created_at = now() WHERE id = uuid_of(${kind}, ${n})`,
    ),
  small.map(
    (n) =>
      `UPDATE event SET type = (enum_range(NULL::event_type))[${n}] WHERE id IN (uuid_of(7, 1), uuid_of(7, ${n}))`,
  ),
  small.map((n) => `DELETE FROM event WHERE id = uuid_of(7, ${n + 100})`),
  fc.tuple(small, small, role).map(
    ([
      n,
      a,
      r,
    ]) => `WITH made AS (${newEvent(n + 100).replace("'new-", "'made-")} ON CONFLICT DO NOTHING RETURNING id)
    INSERT INTO participation (event_id, position, actor_id, role) SELECT id, 1, uuid_of(1, ${a}), '${r}' FROM made`,
  ),
  fc
    .tuple(
      small,
      fc.constantFrom(
        ['event_id', 7],
        ['attempt_id', 8],
        ['response_id', 10],
        ['position_id', 9],
        ['conflict_id', 3],
      ),
    )
    .map(
      ([n, [column, kind]]) =>
        `INSERT INTO claim (id, source_id, directness, field, ${column}) SELECT gen_random_uuid(), uuid_of(6, 1), 'NARRATOR', 'OCCURRENCE', uuid_of(${kind}, ${n})`,
    ),
  fc
    .tuple(small, small)
    .map(([n, m]) => `UPDATE claim SET event_id = uuid_of(7, ${m}) WHERE event_id = uuid_of(7, ${n})`),
);

/** What a transaction may be refused with and be tried again: a broken constraint, a deadlock. */
const refusals = /^(23|40P01)/;

async function transact(client: pg.PoolClient, statements: readonly string[], keep: boolean): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query(keep ? 'COMMIT' : 'ROLLBACK');
  } catch (error) {
    await client.query('ROLLBACK');
    if (!(error instanceof Error && 'code' in error && refusals.test(String(error.code)))) throw error;
  }
}

test('whatever is changed, by several transactions at once, what is kept is what follows from the record', async () => {
  const transactions = fc.array(
    fc.tuple(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    ),
    { maxLength: 5 },
  );
  const clients = await Promise.all([db.pool.connect(), db.pool.connect(), db.pool.connect()]);
  try {
    await fc.assert(
      fc.asyncProperty(fc.tuple(transactions, transactions, transactions), async (work) => {
        await Promise.all(
          clients.map(async (client, index) => {
            for (const [statements, keep] of work[index] ?? []) await transact(client, statements, keep);
          }),
        );
        expect(await differences()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  } finally {
    for (const client of clients) client.release();
  }
});
