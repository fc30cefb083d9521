import { beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { change, send } from './editors.ts';
import { lastChange, readChanges } from './history-replay.ts';

// Changes that would leave no trace in history if nobody looked for them.
let db: TestDatabase;

beforeEach(async () => {
  db = await testDatabase();
  await change(db, 'createActor', { slug: 'ana', name: 'Ana', kind: 'PERSON' });
  await change(db, 'createActor', { slug: 'anna', name: 'Anna', kind: 'PERSON' });
  await change(db, 'createActor', { slug: 'north', name: 'North', kind: 'STATE' });
  await change(db, 'createOffice', { slug: 'minister', title: 'Minister', body: 'north', rank: 'MINISTER' });
});

async function read<T>(selection: string): Promise<T> {
  const { data, errors } = await execute<{ found: T }>(db, `{ found: ${selection} }`);
  expect(errors).toEqual([]);
  return data.found;
}

const event = {
  slug: 'talks',
  type: 'MEETING',
  title: 'Talks',
  dateAbsence: 'UNKNOWN',
  placeAbsence: 'UNKNOWN',
};

const speakingAs = 'event(id: "talks") { version participants { speakingAs { id office { slug } } } }';

test('a claim that names an actor of before a merge says so by the slug of the one that goes on, changed since or not', async () => {
  await change(db, 'createSource', { slug: 'page', kind: 'NEWS_ARTICLE', title: 'Page' });
  await change(db, 'createSource', { slug: 'post', kind: 'SOCIAL_POST', title: 'Post' });
  const created = await change(db, 'createEvent', event, 'event { id }');
  const { id } = created.event as { id: string };
  const claim = { source: 'page', event: 'talks', directness: 'NARRATOR', chain: [] };
  const host = { field: 'PARTICIPANT', role: 'HOST', value: 'anna' };
  const { claim: first } = await change(db, 'addClaim', { ...claim, ...host }, 'claim { id updatedAt }');
  await change(db, 'addClaim', { ...claim, ...host, source: 'post', polarity: 'DENIES' }, 'claim { id }');
  const { claim: last } = await change(
    db,
    'addClaim',
    { ...claim, field: 'OCCURRENCE' },
    'claim { updatedAt }',
  );
  const { updatedAt: at } = last as { updatedAt: string };
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  await change(db, 'retractClaim', { id: (first as { id: string }).id, reason: 'Misheard.' });
  const then = `recordAsOf(id: "${id}", at: "${at}") { claims { nodes { valueText } } disagreements { sides { valueText } } }`;
  expect(await read(then)).toEqual({
    claims: { nodes: [{ valueText: 'HOST ana' }, { valueText: 'HOST ana' }, { valueText: null }] },
    disagreements: [{ sides: [{ valueText: 'HOST ana' }, { valueText: 'HOST ana' }] }],
  });
});

test('a list that is given again as it is keeps the tenures that were chosen for it, whatever was held since', async () => {
  const term = (started: string) => ({ holder: 'ana', office: 'minister', started: { edtf: started } });
  await change(db, 'createTenure', term('2020'));
  const participants = [{ actor: 'ana', role: 'SPEAKER', speakingAs: ['minister'] }];
  await change(db, 'createEvent', { ...event, participants });
  const before = await read(speakingAs);
  await change(db, 'createTenure', term('2024'));
  await change(db, 'updateEvent', { id: 'talks', version: 1, participants });
  expect(await read(speakingAs)).toEqual(before);
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  await change(db, 'updateEvent', {
    ...{ id: 'talks', version: 1 },
    participants: [{ actor: 'anna', role: 'SPEAKER', speakingAs: ['minister'], inferred: false }],
  });
  expect(await read(speakingAs)).toEqual(before);
});

test('who holds one office twice since a merge does not stand in the way of other changes', async () => {
  for (const holder of ['ana', 'anna']) await change(db, 'createTenure', { holder, office: 'minister' });
  const participants = ['ana', 'anna'].map((actor) => ({ actor, role: 'SPEAKER', speakingAs: ['minister'] }));
  await change(db, 'createEvent', { ...event, participants });
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  await change(db, 'updateEvent', { id: 'talks', version: 2, title: 'Other talks' });
  expect(await read('event(id: "talks") { title participants { speakingAs { office { slug } } } }')).toEqual({
    title: 'Other talks',
    participants: [{ speakingAs: [{ office: { slug: 'minister' } }, { office: { slug: 'minister' } }] }],
  });
});

test('a tenure gets no start that another of the same person in the same office has, unless it has it since a merge', async () => {
  const put = async (holder: string, started: string) => {
    const input = { holder, office: 'minister', started: { edtf: started } };
    const { tenure } = await change(db, 'createTenure', input, 'tenure { id }');
    return (tenure as { id: string }).id;
  };
  const [first, later, other] = [
    await put('ana', '2020'),
    await put('ana', '2024'),
    await put('anna', '2020'),
  ];
  expect(await send(db, 'updateTenure', { id: later, version: 1, started: { edtf: '2020' } })).toMatchObject({
    problems: [{ path: ['started'], code: 'TAKEN' }],
  });
  await change(db, 'updateTenure', { id: first, version: 1, started: { edtf: '2020-05' } });
  await change(db, 'updateTenure', { id: first, version: 2, started: { edtf: '2020' } });
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  await change(db, 'updateTenure', { id: other, version: 1, ended: { edtf: '2023' } });
});

test('two users of one name of a conflict who are merged leave one name, and a revision that says so', async () => {
  const names = ['ana', 'anna'].map((usedBy) => ({ text: 'war', usedBy }));
  await change(db, 'createConflict', { slug: 'conflict', name: 'Conflict', names });
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  const changes = await readChanges(db, null, 100);
  const { version } = await read<{ version: number }>('conflict(id: "conflict") { version }');
  expect(version).toBe(2);
  const last = changes.findLast(({ subject }) => subject.__typename === 'Conflict');
  expect(last?.revision).toMatchObject({
    kind: 'MERGED',
    changes: [{ path: 'names', before: names, after: [{ text: 'war', usedBy: 'ana' }] }],
  });
});

test('a claim on an answer that a merge united with another stood with its own answer before', async () => {
  const attempt = {
    ...{ slug: 'attempt', title: 'Attempt', dateAbsence: 'UNKNOWN', proposalOriginatorAbsence: 'NONE' },
    mediators: [{ actor: 'north' }],
    responses: ['ana', 'anna'].map((party) => ({ party, answer: 'ACCEPTED' })),
  };
  const { mediationAttempt } = await change(db, 'createMediationAttempt', attempt, 'mediationAttempt { id }');
  await change(db, 'createSource', { slug: 'page', kind: 'NEWS_ARTICLE', title: 'Page' });
  await change(db, 'addClaim', {
    ...{ source: 'page', directness: 'NARRATOR', response: 'attempt/anna', chain: [] },
    ...{ field: 'RESPONSE', value: 'ACCEPTED' },
  });
  const whole = `... on MediationAttempt { responses { id claims { nodes { version subject { ... on PartyResponse { id } } } } } }`;
  const { id } = mediationAttempt as { id: string };
  const { at } = await lastChange(db);
  const before = await read(`mediationAttempt(id: "${id}") { ${whole} }`);
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  expect(await read(`recordAsOf(id: "${id}", at: "${at}") { ${whole} }`)).toEqual(before);
  const changes = await readChanges(db, null, 100);
  const last = changes.findLast(({ subject }) => subject.__typename === 'Claim');
  expect(last?.revision).toMatchObject({
    kind: 'MERGED',
    changes: [{ path: 'response', before: 'attempt/anna', after: 'attempt/ana' }],
  });
});

test('an actor that is named twice, by the slug of one that was merged into it too, is refused', async () => {
  await change(db, 'mergeActors', { merged: 'anna', survivor: 'ana' });
  const participants = ['ana', 'anna'].map((actor) => ({ actor, role: 'SPEAKER' }));
  const refused = await send(db, 'createEvent', { ...event, participants });
  expect(refused).toMatchObject({ __typename: 'ValidationError' });
});
