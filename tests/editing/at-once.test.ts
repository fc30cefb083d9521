import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { sessionConfig } from '../../src/kernel/postgres/address.ts';
import { articleDatabase } from '../setup/article.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { change, type Result, send } from './editors.ts';

/** Has each change do all that it does before its turn to write history while none of the others is committed. */
async function atOnce(db: TestDatabase, changes: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  const turn = new pg.Client(sessionConfig(db.url, 'demarche turn'));
  await turn.connect();
  onTestFinished(() => turn.end());
  await turn.query('SELECT pg_advisory_lock(1684368737, 10)');
  const sent: Promise<Result>[] = [];
  for (const each of changes) {
    sent.push(each());
    await waiting(db, sent.length);
  }
  await turn.query('SELECT pg_advisory_unlock(1684368737, 10)');
  return Promise.all(sent);
}

async function waiting(db: TestDatabase, count: number): Promise<void> {
  const query = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'demarche' AND wait_event_type = 'Lock'`;
  while (((await db.owner.query(query)).rowCount ?? 0) < count) await wait(5);
}

async function putEvent(db: TestDatabase, slug: string): Promise<void> {
  const none = { dateAbsence: 'NOT_STATED', placeAbsence: 'NOT_STATED' };
  await change(db, 'createEvent', { slug, type: 'MEETING', title: slug, ...none });
}

async function putAttempt(db: TestDatabase, slug: string, events: object[]): Promise<void> {
  await change(db, 'createMediationAttempt', {
    ...{ slug, title: slug, events, dateAbsence: 'NOT_STATED', proposalOriginatorAbsence: 'NOT_STATED' },
    mediators: [{ actor: 'united-states' }],
    responses: [{ party: 'india', answer: 'NOT_STATED' }],
  });
}

const claimThat = (event: string, source: string, value: object = { field: 'OCCURRENCE' }) => ({
  ...{ event, source, directness: 'INDIRECT_SPEECH', ...value },
  chain: [{ speaker: 'india', act: 'ASSERT' }],
});

async function read(db: TestDatabase, type: string, slug: string, field: string): Promise<unknown> {
  const { data } = await execute<{ found: object }>(db, `{ found: ${type}(id: "${slug}") { ${field} } }`);
  return Object.values(data.found)[0];
}

test('two events of an attempt that are retracted at once both leave its outcome', async () => {
  const db = await articleDatabase();
  await putEvent(db, 'the-breakdown');
  await putEvent(db, 'the-talks');
  await putAttempt(db, 'the-attempt', [
    { event: 'the-breakdown', role: 'BREAKDOWN' },
    { event: 'the-talks', role: 'TALKS' },
  ]);
  const retract = (id: string) => () => change(db, 'retractEvent', { id, reason: 'An error.' });
  await atOnce(db, [retract('the-breakdown'), retract('the-talks')]);
  expect(await read(db, 'mediationAttempt', 'the-attempt', 'outcome')).toBe('UNKNOWN');
});

test.each([
  ['retracted first', false],
  ['linked first', true],
])('an event that is retracted while an attempt takes it up gives no outcome: %s', async (_, linkedFirst) => {
  const db = await articleDatabase();
  await putEvent(db, 'the-result');
  await putAttempt(db, 'the-attempt', []);
  const events = [{ event: 'the-result', role: 'RESULT_FULL' }];
  const both = [
    () => change(db, 'retractEvent', { id: 'the-result', reason: 'An error.' }),
    () => change(db, 'updateMediationAttempt', { id: 'the-attempt', version: 1, events }),
  ];
  await atOnce(db, linkedFirst ? both.toReversed() : both);
  expect(await read(db, 'mediationAttempt', 'the-attempt', 'outcome')).toBe('UNKNOWN');
});

test.each([
  ['claimed first', false],
  ['linked first', true],
])(
  'a claim of a source that is found to copy another at once counts with that one: %s',
  async (_, linkedFirst) => {
    const db = await articleDatabase();
    await putEvent(db, 'the-event');
    for (const slug of ['the-agency', 'the-copy'])
      await change(db, 'createSource', { slug, kind: 'OFFICIAL_STATEMENT', title: slug });
    await change(db, 'addClaim', claimThat('the-event', 'the-agency'));
    const both = [
      () => change(db, 'addClaim', claimThat('the-event', 'the-copy')),
      () => change(db, 'updateSource', { id: 'the-copy', version: 1, republishes: 'the-agency' }),
    ];
    await atOnce(db, linkedFirst ? both.toReversed() : both);
    expect(await read(db, 'event', 'the-event', 'independentSourceCount')).toBe(1);
  },
);

test.each([
  ['claimed first', false],
  ['moved first', true],
])('a claimed place that is found to lie in another at once differs no more: %s', async (_, movedFirst) => {
  const db = await articleDatabase();
  await putEvent(db, 'the-event');
  for (const slug of ['the-country', 'the-town']) await change(db, 'createPlace', { slug, name: slug });
  const source = 'opindia-2025-09-16';
  await change(db, 'addClaim', claimThat('the-event', source, { field: 'PLACE', value: 'the-country' }));
  const both = [
    () => change(db, 'addClaim', claimThat('the-event', source, { field: 'PLACE', value: 'the-town' })),
    () => change(db, 'updatePlace', { id: 'the-town', version: 1, partOf: 'the-country' }),
  ];
  await atOnce(db, movedFirst ? both.toReversed() : both);
  expect(await read(db, 'event', 'the-event', 'contested')).toBe(false);
});

test.each([
  ['claimed first', false],
  ['related first', true],
])('a claim on an event supports one that is related to it at once: %s', async (_, relatedFirst) => {
  const db = await articleDatabase();
  for (const slug of ['the-cause', 'the-event']) await putEvent(db, slug);
  const relation = { field: 'RELATION', relation: 'AFTER', value: 'the-cause' };
  const both = [
    () => change(db, 'addClaim', claimThat('the-event', 'opindia-2025-09-16', relation)),
    () =>
      change(db, 'updateEvent', {
        ...{ id: 'the-cause', version: 1 },
        relations: [{ type: 'BEFORE', event: 'the-event' }],
      }),
  ];
  await atOnce(db, relatedFirst ? both.toReversed() : both);
  expect(await read(db, 'event', 'the-cause', 'differsFromClaims')).not.toContain('RELATION');
});

test.each([
  ['createActor', 'updateActor', 'memberOf', { name: 'One', kind: 'STATE' }],
  ['createPlace', 'updatePlace', 'partOf', { name: 'One' }],
  ['createIssue', 'updateIssue', 'broader', { name: 'One' }],
  ['createSource', 'updateSource', 'republishes', { title: 'One', kind: 'OFFICIAL_STATEMENT' }],
])(
  'two that are put below each other at once make no loop: %s, %s of %s',
  async (create, update, field, fields) => {
    const db = await articleDatabase();
    for (const slug of ['the-one', 'the-other']) await change(db, create, { slug, ...fields });
    const put = (id: string, below: string) => () => send(db, update, { id, version: 1, [field]: below });
    const [first, second] = await atOnce(db, [put('the-one', 'the-other'), put('the-other', 'the-one')]);
    expect(first?.__typename).toMatch(/Payload$/);
    expect(second?.problems).toMatchObject([{ path: [field], code: 'LOOP' }]);
  },
);

test('a change keeps or holds the ties before any record, so that two never wait for each other', async () => {
  const db = await articleDatabase();
  await putEvent(db, 'the-talks');
  await change(db, 'createPlace', { slug: 'the-hall', name: 'The hall' });
  const changes: [string, Record<string, unknown>, RegExp][] = [
    ['updateEvent', { id: 'the-talks', version: 1, title: 'Talks' }, /keep ties/],
    ['updatePlace', { id: 'the-hall', version: 1, name: 'Hall' }, /keep ties/],
    ['updatePlace', { id: 'the-hall', version: 2, partOf: 'pahalgam' }, /hold ties/],
    ['updateActor', { id: 'india', version: 1, memberOf: 'united-nations' }, /hold ties/],
    ['mergeActors', { merged: 'india', survivor: 'pakistan' }, /hold ties/],
    ['retractEvent', { id: 'the-talks', reason: 'None took place.' }, /keep ties/],
  ];
  for (const [mutation, input, ties] of changes) {
    db.statements.length = 0;
    await send(db, mutation, input);
    const sent = db.statements.filter((text) => !/^(BEGIN|SET|\/\* wait)\b/.test(text));
    expect(sent[0], mutation).toMatch(ties);
    expect(
      sent.slice(1).filter((text) => / ties \*/.test(text)),
      mutation,
    ).toEqual([]);
  }
});

test('of tenures with one holder, office and start that are given at once, one is put on record', async () => {
  const db = await articleDatabase();
  const tenure = { holder: 'marco-rubio', office: 'us-secretary-of-state', started: { edtf: '2031' } };
  const results = await Promise.all([1, 2, 3, 4].map(() => send(db, 'createTenure', tenure)));
  expect(results.map((each) => each.problems?.[0]?.code ?? 'RECORDED').sort()).toEqual([
    ...['RECORDED', 'TAKEN', 'TAKEN', 'TAKEN'],
  ]);
});

test('a change of a tie gives up where a long change is in its way, and others go on meanwhile', async () => {
  const db = await articleDatabase();
  await change(db, 'createPlace', { slug: 'the-hall', name: 'The hall' });
  const long = new pg.Client(sessionConfig(db.url, 'demarche long'));
  await long.connect();
  onTestFinished(() => long.end());
  await long.query(`SELECT pg_advisory_lock_shared(hashtext('demarche ties'))`);
  const moved = send(db, 'updatePlace', { id: 'the-hall', version: 1, partOf: 'pahalgam' });
  await waiting(db, 1);
  await change(db, 'createIssue', { slug: 'the-roof', name: 'The roof' });
  expect(await moved).toMatchObject({
    problems: [{ code: 'CONFLICTING', message: expect.stringMatching(/send it again$/) }],
  });
  await long.query('SELECT pg_advisory_unlock_all()');
  await change(db, 'updatePlace', { id: 'the-hall', version: 1, partOf: 'pahalgam' });
});
