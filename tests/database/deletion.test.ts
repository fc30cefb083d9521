import { describe, expect, test } from 'vitest';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { attempt } from './attempt.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 8, records: 12, claims: 60, disagreements: 4 });

interface ForeignKey {
  table: string;
  columns: string;
  target: string;
  action: string;
}

const { rows: keys } = await db.pool.query<ForeignKey>(
  `SELECT c.conrelid::regclass::text AS table, c.confrelid::regclass::text AS target, c.confdeltype AS action,
     (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, n)
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) AS columns
   FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace ORDER BY 1, 3`,
);

test('a row goes with its owner, and with nothing else; all other references hold back a deletion', () => {
  const owned = keys
    .filter(({ action }) => action === 'c')
    .map(({ table, columns, target }) => `${table}.${columns} > ${target}`);
  expect(owned.map((line) => line.replaceAll('"', '')).sort()).toEqual([
    'actor_name.actor_id > actor',
    'attempt_event.attempt_id > mediation_attempt',
    'attempt_issue.attempt_id > mediation_attempt',
    'attempt_same_as.attempt_id > mediation_attempt',
    'attempt_same_as.other_id > mediation_attempt',
    'attribution.claim_id > claim',
    'attribution_tenure.claim_id,position > attribution',
    'conflict_issue.conflict_id > conflict',
    'conflict_name.conflict_id > conflict',
    'conflict_party.conflict_id > conflict',
    'disagreement.attempt_id > mediation_attempt',
    'disagreement.began_with_id > claim',
    'disagreement.conflict_id > conflict',
    'disagreement.event_id > event',
    'disagreement.position_id > position',
    'disagreement.response_id > party_response',
    'disagreement_claim.claim_id > claim',
    'disagreement_claim.side_id > disagreement_side',
    'disagreement_side.disagreement_id > disagreement',
    'event_coding.event_id > event',
    'event_issue.event_id > event',
    'event_relation.event_id > event',
    'event_relation.other_id > event',
    'identifier.actor_id > actor',
    'identifier.place_id > place',
    'mediator.attempt_id > mediation_attempt',
    'mediator_tenure.attempt_id,position > mediator',
    'participation.event_id > event',
    'participation_tenure.event_id,position > participation',
    'party_response.attempt_id > mediation_attempt',
    'position_condition.position_id > position',
  ]);
  expect(new Set(keys.map(({ action }) => action))).toEqual(new Set(['c', 'r']));
});

test('every reference has an index that begins with it, so that no deletion reads a table from end to end', async () => {
  const { rows } = await db.pool.query<{ table: string; columns: string }>(
    `SELECT i.indrelid::regclass::text AS table,
       (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, n)
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) AS columns
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace AND i.indpred IS NULL`,
  );
  const without = keys.filter(
    ({ table, columns }) =>
      !rows.some((index) => index.table === table && `${index.columns},`.startsWith(`${columns},`)),
  );
  expect(without).toEqual([]);
});

describe('what is referred to is not deleted', () => {
  test.each([
    ['an actor that takes part', 'DELETE FROM actor WHERE id = uuid_of(1, 1)', /_fkey$/],
    ['a dataset with events', 'DELETE FROM dataset WHERE id = uuid_of(5, 1)', /_dataset_id_fkey$/],
    ['a source with claims', 'DELETE FROM source WHERE id = uuid_of(6, 1)', /^claim_source_id_fkey$/],
    ['an event with claims', 'DELETE FROM event WHERE id = uuid_of(7, 1)', /^claim_event_id_fkey$/],
    [
      'an attempt with claims',
      'DELETE FROM mediation_attempt WHERE id = uuid_of(8, 1)',
      /^claim_(attempt|response)_id_fkey$/,
    ],
    [
      'a response with claims',
      'DELETE FROM party_response WHERE id = uuid_of(10, 1)',
      /^claim_response_id_fkey$/,
    ],
    ['a position with claims', 'DELETE FROM position WHERE id = uuid_of(9, 1)', /^claim_position_id_fkey$/],
    ['a conflict with records', 'DELETE FROM conflict WHERE id = uuid_of(3, 1)', /_conflict_id_fkey$/],
    ['an issue', 'DELETE FROM issue WHERE id = uuid_of(4, 2)', /_issue_id_fkey$/],
    ['a place', 'DELETE FROM place WHERE id = uuid_of(2, 2)', /_place_id_fkey$|part_of_id_fkey$/],
  ])('%s', async (_, statement, constraint) => {
    expect(await attempt(db.pool, statement)).toMatchObject({
      constraint: expect.stringMatching(constraint),
    });
  });
});

describe('what belongs to a row goes with it', () => {
  const counts = async (statements: string[], count: string): Promise<number[]> => {
    const client = await db.pool.connect();
    try {
      await client.query('BEGIN');
      const before = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${count}`);
      for (const statement of statements) await client.query(statement);
      await client.query('SET CONSTRAINTS ALL IMMEDIATE');
      const after = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${count}`);
      return [before.rows[0]?.n ?? -1, after.rows[0]?.n ?? -1];
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
  const clear = ['DELETE FROM claim'];

  test.each([
    [
      'the chain of a claim',
      ['DELETE FROM claim WHERE id = uuid_of(11, 2)'],
      'attribution WHERE claim_id = uuid_of(11, 2)',
      [2, 0],
    ],
    [
      'the place of a claim in a disagreement',
      ['DELETE FROM claim WHERE id = uuid_of(11, 2)'],
      'disagreement_claim WHERE claim_id = uuid_of(11, 2)',
      [1, 0],
    ],
    [
      'the participants of an event',
      [...clear, 'DELETE FROM event WHERE id = uuid_of(7, 4)'],
      'participation WHERE event_id = uuid_of(7, 4)',
      [3, 0],
    ],
    [
      'the codings of an event',
      [...clear, 'DELETE FROM event WHERE id = uuid_of(7, 4)'],
      'event_coding WHERE event_id = uuid_of(7, 4)',
      [1, 0],
    ],
    [
      'the mediators of an attempt',
      [...clear, 'DELETE FROM mediation_attempt WHERE id = uuid_of(8, 4)'],
      'mediator WHERE attempt_id = uuid_of(8, 4)',
      [1, 0],
    ],
    [
      'the responses to an attempt',
      [...clear, 'DELETE FROM mediation_attempt WHERE id = uuid_of(8, 4)'],
      'party_response WHERE attempt_id = uuid_of(8, 4)',
      [1, 0],
    ],
    [
      'the disagreements about an event',
      [...clear, 'DELETE FROM event WHERE id = uuid_of(7, 4)'],
      'disagreement WHERE event_id = uuid_of(7, 4)',
      [1, 0],
    ],
  ])('%s', async (_, statements, count, expected) => {
    expect(await counts(statements, count)).toEqual(expected);
  });
});
