import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChangedRecords, refreshDerived } from '../../src/claims/derive.service.ts';
import { type Dispute, listDisputes } from '../../src/claims/disagreement.read.ts';
import { plannedDatabase } from '../planner/planned-record.ts';
import { Random } from '../planner/random.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { counts, recordWorld, world } from './merge-world.ts';
import { dump, findMentions, findStale, merge } from './merging.ts';

let db: TestDatabase;

async function everyRecord(): Promise<Required<ChangedRecords>> {
  const idsOf = async (table: string) =>
    (await db.pool.query<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`)).rows.map(({ id }) => id);
  return {
    events: await idsOf('event'),
    attempts: await idsOf('mediation_attempt'),
    positions: await idsOf('position'),
    conflicts: await idsOf('conflict'),
  };
}

/** Disagreements by record, field, rule and what they are about, an actor's id read as that of another. */
async function disputes(read: string, as: string): Promise<Set<string>> {
  const all = await listDisputes(db.prisma, await everyRecord());
  const parties = await db.pool.query<{ id: string; attempt: string; party: string }>(
    'SELECT id, attempt_id AS attempt, party_id AS party FROM party_response',
  );
  const responses = new Map(parties.rows.map((row) => [row.id, `${row.attempt} ${row.party}`]));
  const keyOf = ({ subjectId, field, rule, about }: Dispute) =>
    `${responses.get(subjectId) ?? subjectId} ${field} ${rule} ${about}`.replaceAll(read, as);
  return new Set(all.map(keyOf));
}

/** Lists whose places are not 1…n. */
async function gaps(): Promise<unknown[]> {
  const lists = [
    ['actor_name', 'actor_id'],
    ['identifier', 'actor_id'],
    ['participation', 'event_id'],
    ['mediator', 'attempt_id'],
    ['party_response', 'attempt_id'],
    ['conflict_party', 'conflict_id'],
    ['conflict_name', 'conflict_id'],
  ];
  const found = await Promise.all(
    lists.map(([table, key]) =>
      db.pool.query(
        `SELECT '${table}' AS table, array_agg(position ORDER BY position) FROM ${table} WHERE ${key} IS NOT NULL GROUP BY ${key} HAVING max(position) <> count(*)`,
      ),
    ),
  );
  return found.flatMap(({ rows }) => rows);
}

const seen = { merged: 0, refused: 0 };

/** Merges two actors and checks all that must hold, whatever comes of it. */
async function check(mergedId: string, survivorId: string): Promise<void> {
  const before = await dump(db);
  const known = await disputes(mergedId, survivorId);
  const result = await merge(db, mergedId, survivorId);
  if (result.kind === 'refused') {
    seen.refused += 1;
    expect(await dump(db)).toEqual(before);
    return;
  }
  seen.merged += 1;
  expect(await findMentions(db, mergedId)).toEqual([]);
  expect(await findStale(db)).toEqual([]);
  expect(await gaps()).toEqual([]);
  expect([...(await disputes(mergedId, survivorId))].filter((each) => !known.has(each))).toEqual([]);
  // All that could follow otherwise was looked at.
  const after = await dump(db);
  await refreshAll();
  expect(await dump(db)).toEqual(after);
}

async function refreshAll(): Promise<void> {
  const all = await everyRecord();
  await db.prisma.$transaction((tx) => refreshDerived(tx, all));
}

test('whatever is merged, nothing refers to the merged one, no disagreement arises, and what is refused changes nothing', {
  timeout: 300_000,
}, async () => {
  db = await testDatabase();
  const actor = fc.nat(counts.actors - 1);
  const merges = fc.array(fc.tuple(actor, actor), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(world, merges, async (made, pairs) => {
      await db.owner.query(
        'TRUNCATE actor, place, issue, conflict, event, mediation_attempt, position, source, claim CASCADE',
      );
      const ids = await db.prisma.$transaction((tx) => recordWorld(tx, made));
      for (const [from, to] of pairs) await check(ids[from] ?? '', ids[to] ?? '');
    }),
    { numRuns: Number(process.env.MERGE_RUNS || 25) },
  );
  expect(seen.merged).toBeGreaterThan(5);
  expect(seen.refused).toBeGreaterThan(5);
});

test('it holds as well where every column of the record has a value', { timeout: 300_000 }, async () => {
  db = await plannedDatabase();
  await refreshAll();
  const random = new Random(7);
  seen.merged = 0;
  for (let round = 0; round < 15; round += 1) {
    const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM actor ORDER BY id');
    await check(random.pick(rows).id, random.pick(rows).id);
  }
  expect(seen.merged).toBeGreaterThan(3);
});
