import { describe, expect, test } from 'vitest';
import { largeDatabase } from '../queries/large-record.ts';
import { explain, type PlanStep, rowsRead } from '../queries/plan.ts';
import { execute } from '../setup/execute.ts';
import { recordSentStatements } from '../setup/statements.ts';

const db = await largeDatabase();
const sent = recordSentStatements(db.pool);

const recordOrders = [
  '',
  'orderBy: { direction: ASC }',
  'orderBy: { field: CREATED_AT }',
  'orderBy: { field: CREATED_AT, direction: ASC }',
];

const shared = [
  'origins: [DATASET]',
  'origins: [CURATED, DATASET]',
  'dataset: "dataset-2"',
  'text: "word13"',
  'contested: true',
  'includeRetracted: true',
  'conflict: "conflict-2"',
];

/** The filters of each list, one at a time, and the table that it lists. */
const lists: Record<string, { table: string; filters: string[] }> = {
  events: {
    table: 'event',
    filters: [
      ...shared,
      'types: [ATTACK]',
      'date: { within: "2025-05-11", match: DEFINITE }',
      'date: { within: "1947" }',
      'participants: [{ actor: "actor-7" }]',
      'participants: [{ actor: "actor-7", roles: [RECIPIENT] }, { actor: "actor-2", includeMembers: true }]',
      'issues: ["issue-5", "issue-6"]',
      'place: "place-9"',
      'coding: { scheme: GDELT, codePrefix: "04" }',
    ],
  },
  mediationAttempts: {
    table: 'mediation_attempt',
    filters: [
      ...shared,
      'kinds: [ARBITRATION]',
      'strategies: [DIRECTIVE]',
      'outcomes: [CEASEFIRE, UNSUCCESSFUL]',
      'date: { within: "1947" }',
      'mediators: [{ actor: "actor-7" }]',
      'parties: [{ actor: "actor-7", includeMembers: true }]',
      'answer: { party: "actor-9", answers: [REJECTED] }',
      'issues: ["issue-5"]',
    ],
  },
  positions: {
    table: 'position',
    filters: [
      ...shared,
      'holders: [{ actor: "actor-7" }, { actor: "actor-2", includeMembers: true }]',
      'issues: ["issue-5"]',
      'stances: [DENY_PREMISE]',
      'publicity: [RELAYED]',
      'held: { within: "1947" }',
    ],
  },
};

const claimFilters = [
  'source: "source-7"',
  'speakers: [{ actor: "actor-9" }]',
  'rootSpeaker: { actor: "actor-9", includeMembers: true }',
  'minDepth: 2',
  'maxDepth: 0',
  'field: DATE',
  'polarity: DENIES',
  'directness: [NARRATOR]',
  'conflict: "conflict-5"',
  'text: "word13"',
  'origins: [DATASET]',
  'origins: [CURATED, DATASET]',
  'includeRetracted: true',
];

/** How the statement that read the page of a list was run. */
async function planOf(field: string, args: string): Promise<PlanStep[]> {
  sent.length = 0;
  const { errors } = await execute(db, `{ ${field}(${args}) { nodes { id } } }`);
  expect(errors).toEqual([]);
  const page = sent.find(({ text }) => text.startsWith(`/* Query.${field} */`));
  if (!page) throw new Error(`${field} has sent no statement of its own.`);
  return explain(db.pool, page);
}

/** The tables that it reads from end to end. */
async function scanned(field: string, args: string): Promise<(string | undefined)[]> {
  const steps = await planOf(field, args);
  return steps.filter((step) => step['Node Type'] === 'Seq Scan').map((step) => step['Relation Name']);
}

describe.each(Object.entries(lists))('%s, of 20,000 rows, in every order', (field, { table, filters }) => {
  test.each(['', ...filters])('filter { %s } reads no table from end to end', async (filter) => {
    for (const order of recordOrders) {
      const tables = await scanned(field, `filter: { ${filter} }, first: 20 ${order}`);
      expect(tables, `${filter} ${order}`).not.toContain(table);
    }
  });
});

describe('claims, of 20,000 rows', () => {
  test.each(['', ...claimFilters])('filter { %s } does not read them from end to end', async (filter) => {
    expect(await scanned('claims', `filter: { ${filter} }, first: 20`)).not.toContain('claim');
  });
});

describe('disagreements, of 3,000 rows', () => {
  test.each([
    '',
    'field: DATE',
    'field: PLACE',
    'conflict: "conflict-2"',
    'origins: [DATASET]',
    'origins: [CURATED, DATASET]',
  ])('%s does not read them from end to end', async (args) => {
    expect(await scanned('disagreements', `first: 20 ${args}`)).not.toContain('disagreement');
  });
});

describe('the first page of one origin', () => {
  test.each([
    ['events', 'event', 'orderBy: { direction: ASC }'],
    ['events', 'event', 'orderBy: { direction: DESC }'],
    ['mediationAttempts', 'mediation_attempt', ''],
    ['positions', 'position', ''],
    ['claims', 'claim', ''],
  ])('of %s reads few rows more than it gives', async (field, table, order) => {
    for (const origin of ['CURATED', 'DATASET'])
      expect(
        rowsRead(await planOf(field, `filter: { origins: [${origin}] }, first: 20 ${order}`), table),
      ).toBeLessThan(60);
  });
});

test('a name is found by a part of it through its index', async () => {
  await db.pool.query(
    `INSERT INTO actor (id, slug, name, kind) SELECT ('0190ffff-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'more-' || n, 'More', 'PERSON' FROM generate_series(1, 20000) n`,
  );
  await db.pool.query(
    `INSERT INTO actor_name (actor_id, position, text, kind) SELECT id, 1, md5(slug), 'CANONICAL' FROM actor WHERE slug LIKE 'more-%'`,
  );
  await db.owner.query('ANALYZE');
  expect(await scanned('actors', 'text: "abcde", first: 20')).not.toContain('actor_name');
  expect(await scanned('actors', 'first: 20')).not.toContain('actor');
  expect(await scanned('actors', 'kinds: [STATE], first: 20')).not.toContain('actor');
});
