import { describe, expect, test } from 'vitest';
import { generateRecord } from '../paging/generated-record.ts';
import { testDatabase } from '../setup/database.ts';
import { attempt } from './attempt.ts';
import { json } from './constraint-case.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 12, records: 12, claims: 30, disagreements: 4 });

const claim = (n: number, depth: number, rootSpeaker: string) =>
  `INSERT INTO claim (id, source_id, directness, event_id, field, depth, root_speaker_id)
   VALUES (uuid_of(11, ${n}), uuid_of(6, 1), 'NARRATOR', uuid_of(7, 1), 'OCCURRENCE', ${depth}, ${rootSpeaker})`;
const voice = (n: number, position: number, actor: number) =>
  `INSERT INTO attribution (claim_id, position, act, speaker_id) VALUES (uuid_of(11, ${n}), ${position}, 'ASSERT', uuid_of(1, ${actor}))`;
const anonymous = (n: number, position: number) =>
  `INSERT INTO attribution (claim_id, position, act, speaker_text) VALUES (uuid_of(11, ${n}), ${position}, 'ASSERT', 'an official')`;
const chain = (n: number, ...actors: number[]) => [
  claim(n, actors.length, `uuid_of(1, ${actors.at(-1)})`),
  ...actors.map((actor, index) => voice(n, index + 1, actor)),
];

const refused = async (constraint: string, ...statements: string[]) =>
  expect({ ...(await attempt(db.pool, ...statements)), statements }).toMatchObject({
    constraint,
    statements,
  });
const taken = async (...statements: string[]) =>
  expect({ ...(await attempt(db.pool, ...statements)), statements }).toMatchObject({
    constraint: null,
    statements,
  });

describe('the chain of a claim', () => {
  test('has voices numbered from 1 to its depth', async () => {
    await taken(...chain(900, 1, 2, 3));
    await taken(claim(900, 0, 'NULL'));
    await refused('chain_is_numbered', claim(900, 1, 'uuid_of(1, 1)'));
    await refused('chain_is_numbered', claim(900, 2, 'uuid_of(1, 1)'), voice(900, 1, 1));
    await refused('chain_is_numbered', claim(900, 1, 'uuid_of(1, 2)'), voice(900, 1, 1), voice(900, 2, 2));
    await refused('chain_is_numbered', claim(900, 2, 'uuid_of(1, 2)'), voice(900, 1, 1), voice(900, 3, 2));
    await refused('chain_is_numbered', claim(900, 1, 'uuid_of(1, 1)'), voice(900, 2, 1));
  });

  test('may be written in any order, and is looked at when the transaction ends', async () => {
    await taken(claim(900, 2, 'uuid_of(1, 2)'), voice(900, 2, 2), voice(900, 1, 1));
    await taken(
      ...chain(900, 1),
      'UPDATE claim SET depth = 2, root_speaker_id = uuid_of(1, 5) WHERE id = uuid_of(11, 900)',
      voice(900, 2, 5),
    );
  });

  test('is looked at when a voice goes or the depth changes', async () => {
    await refused(
      'chain_is_numbered',
      ...chain(900, 1, 2),
      'DELETE FROM attribution WHERE claim_id = uuid_of(11, 900) AND position = 1',
    );
    await refused(
      'chain_is_numbered',
      ...chain(900, 1, 2),
      'SET CONSTRAINTS ALL IMMEDIATE',
      'UPDATE claim SET depth = 3 WHERE id = uuid_of(11, 900)',
    );
    await taken(...chain(900, 1, 2), 'DELETE FROM claim WHERE id = uuid_of(11, 900)');
  });

  test('is looked at on both claims when a voice moves from one to the other', async () => {
    await refused(
      'chain_is_numbered',
      ...chain(900, 1),
      ...chain(901, 2),
      'SET CONSTRAINTS ALL IMMEDIATE',
      'SET CONSTRAINTS ALL DEFERRED',
      'UPDATE claim SET depth = 2, root_speaker_id = uuid_of(1, 1) WHERE id = uuid_of(11, 901)',
      'UPDATE attribution SET claim_id = uuid_of(11, 901), position = 2 WHERE claim_id = uuid_of(11, 900)',
    );
  });

  test('ends with its root speaker, who is no one where the last voice is only a text', async () => {
    await refused(
      'root_speaker_is_the_last_voice',
      claim(900, 2, 'uuid_of(1, 1)'),
      voice(900, 1, 1),
      voice(900, 2, 2),
    );
    await refused('root_speaker_is_the_last_voice', claim(900, 1, 'NULL'), voice(900, 1, 1));
    await refused('root_speaker_is_the_last_voice', claim(900, 1, 'uuid_of(1, 1)'), anonymous(900, 1));
    await refused(
      'root_speaker_is_the_last_voice',
      ...chain(900, 1),
      'UPDATE attribution SET speaker_id = uuid_of(1, 2) WHERE claim_id = uuid_of(11, 900)',
    );
    await taken(claim(900, 2, 'NULL'), voice(900, 1, 1), anonymous(900, 2));
  });
});

describe('a claim that takes another back', () => {
  const supersede = (n: number, earlier: number) =>
    `UPDATE claim SET supersedes_id = uuid_of(11, ${earlier}) WHERE id = uuid_of(11, ${n})`;

  test('takes back what the same root speaker said', async () => {
    await taken(...chain(900, 1, 2), ...chain(901, 2), supersede(901, 900));
    await refused('supersedes_the_same_speaker', ...chain(900, 1), ...chain(901, 2), supersede(901, 900));
    await refused(
      'supersedes_the_same_speaker',
      claim(900, 0, 'NULL'),
      claim(901, 0, 'NULL'),
      supersede(901, 900),
    );
  });

  test('is looked at when the earlier claim gets another root speaker', async () => {
    await refused(
      'supersedes_the_same_speaker',
      ...chain(900, 1),
      ...chain(901, 1),
      supersede(901, 900),
      'SET CONSTRAINTS ALL IMMEDIATE',
      'SET CONSTRAINTS ALL DEFERRED',
      'UPDATE claim SET root_speaker_id = uuid_of(1, 2) WHERE id = uuid_of(11, 900)',
      'UPDATE attribution SET speaker_id = uuid_of(1, 2) WHERE claim_id = uuid_of(11, 900)',
    );
  });

  test('is in no circle of them', async () => {
    await refused(
      'hierarchy_has_no_loop',
      ...chain(900, 1),
      ...chain(901, 1),
      supersede(901, 900),
      supersede(900, 901),
    );
  });
});

describe('a hierarchy', () => {
  test.each([
    ['actor', 'member_of_id', 1],
    ['place', 'part_of_id', 2],
    ['issue', 'broader_id', 4],
    ['source', 'embedded_in_id', 6],
    ['source', 'reports_on_id', 6],
    ['source', 'republishes_id', 6],
  ])('%s.%s never leads back to where it began', async (table, column, kind) => {
    const set = (n: number, above: number) =>
      `UPDATE ${table} SET ${column} = uuid_of(${kind}, ${above}) WHERE id = uuid_of(${kind}, ${n})`;
    const clear = `UPDATE ${table} SET ${column} = NULL`;
    await refused('hierarchy_has_no_loop', clear, set(5, 5));
    await refused('hierarchy_has_no_loop', clear, set(5, 6), set(6, 5));
    await refused('hierarchy_has_no_loop', clear, set(5, 6), set(6, 7), set(7, 5));
    await taken(clear, set(5, 6), set(6, 7), set(8, 6));
    // Two may change places in one transaction.
    await taken(
      clear,
      set(5, 6),
      set(6, 5),
      `UPDATE ${table} SET ${column} = NULL WHERE id = uuid_of(${kind}, 5)`,
    );
  });
});

describe('an office', () => {
  const tenure = (holder: number) => [
    `INSERT INTO office (id, slug, title, body_id, rank) VALUES (uuid_of(14, 1), 'an-office', 'Office', uuid_of(1, 1), 'OTHER')`,
    `UPDATE actor SET kind = 'PERSON' WHERE id = uuid_of(1, 3)`,
    `UPDATE actor SET kind = 'STATE' WHERE id = uuid_of(1, 4)`,
    `INSERT INTO tenure (id, holder_id, office_id) VALUES (uuid_of(15, 1), uuid_of(1, ${holder}), uuid_of(14, 1))`,
  ];

  test('is held by a person', async () => {
    await taken(...tenure(3));
    await refused('office_is_held_by_a_person', ...tenure(4));
    await refused('office_is_held_by_a_person', ...tenure(3), 'UPDATE tenure SET holder_id = uuid_of(1, 4)');
  });

  test('is held by one who stays a person', async () => {
    await refused(
      'office_is_held_by_a_person',
      ...tenure(3),
      'SET CONSTRAINTS ALL IMMEDIATE',
      `UPDATE actor SET kind = 'STATE' WHERE id = uuid_of(1, 3)`,
    );
  });
});

describe('a position ends where a later one of the same holder on the same issue begins', () => {
  const insert = (n: number, held: string | null, issue = 9) =>
    `INSERT INTO position (id, slug, holder_id, issue_id, stance, summary, held, differs_from_claims)
     VALUES (uuid_of(9, ${n}), 'p-${n}', uuid_of(1, 9), uuid_of(4, ${issue}), 'SUPPORT', 'So.', ${held === null ? 'NULL' : json(held)}, '{}')`;
  /** When the positions 901 and on end for filters, after these statements. */
  const ends = async (...statements: string[]): Promise<(string | null)[]> => {
    const client = await db.pool.connect();
    try {
      await client.query('BEGIN');
      for (const statement of statements) await client.query(statement);
      const { rows } = await client.query<{ later: string | null }>(
        `SELECT later_begins::text AS later FROM position WHERE holder_id = uuid_of(1, 9) AND slug LIKE 'p-%' ORDER BY slug`,
      );
      return rows.map(({ later }) => later);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
  const set = (n: number, change: string) => `UPDATE position SET ${change} WHERE slug = 'p-${n}'`;
  const three = [insert(901, '2025-01-01/..'), insert(902, '2025-03-01/..'), insert(903, '2025-06-01/..')];

  test('however they come in', async () => {
    const expected = ['2025-03-01 00:00:00', '2025-06-01 00:00:00', null];
    expect(await ends(...three)).toEqual(expected);
    expect(await ends(...three.toReversed())).toEqual(expected);
  });

  test('which is not so for another issue, an undated one, a retracted one or one that begins with it', async () => {
    expect(await ends(insert(901, '2025-01-01/..'), insert(902, '2025-03-01/..', 10))).toEqual([null, null]);
    expect(await ends(insert(901, '2025-01-01/..'), insert(902, null))).toEqual([null, null]);
    expect(await ends(insert(901, '2025-01-01/..'), insert(902, '2025-01-01/..'))).toEqual([null, null]);
    expect(await ends(...three, set(902, `retracted_at = now(), retraction_reason = 'Why'`))).toEqual([
      '2025-06-01 00:00:00',
      '2025-06-01 00:00:00',
      null,
    ]);
  });

  test('and again when the later one moves, changes its issue or goes', async () => {
    expect(await ends(...three, set(902, `held = ${json('2025-02')}`))).toEqual([
      '2025-02-01 00:00:00',
      '2025-06-01 00:00:00',
      null,
    ]);
    expect(await ends(...three, set(902, 'issue_id = uuid_of(4, 10)'))).toEqual([
      '2025-06-01 00:00:00',
      null,
      null,
    ]);
    expect((await ends(...three, set(902, 'held = NULL')))[0]).toBe('2025-06-01 00:00:00');
    expect(await ends(...three, `DELETE FROM position WHERE slug = 'p-902'`)).toEqual([
      '2025-06-01 00:00:00',
      null,
    ]);
  });

  test('whatever is written in its place', async () => {
    expect(
      await ends(...three, `UPDATE position SET later_begins = '1999-01-01' WHERE slug LIKE 'p-%'`),
    ).toEqual(['2025-03-01 00:00:00', '2025-06-01 00:00:00', null]);
  });
});
