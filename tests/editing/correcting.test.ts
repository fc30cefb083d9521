import { expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { articleDatabase } from '../setup/article.ts';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { change, send } from './editors.ts';

interface Revision {
  version: number;
  kind: string;
  by: string;
  note: string | null;
  changes: { path: string; before: unknown; after: unknown }[];
}

async function revisionsOf(db: TestDatabase, slug: string, table = 'event'): Promise<Revision[]> {
  const { rows } = await db.pool.query<Revision>(
    `SELECT version, kind::text, by, note, changes FROM revision WHERE subject_id = (SELECT id FROM ${table} WHERE slug = $1) ORDER BY version`,
    [slug],
  );
  return rows;
}

const attack = 'attack-pahalgam-2025-04';

const date = (edtf: string) => ({ edtf });

test('the corrected date of the attack is a version of its own, and its history tells both', async () => {
  const db = await articleDatabase();
  const claimsBefore = await db.pool.query('SELECT id, version, updated_at FROM claim ORDER BY id');
  const result = await change(
    db,
    'updateEvent',
    { id: attack, version: 1, date: date('2025-04-22'), note: 'The day given by the ministry.' },
    'event { version date { edtf } differsFromClaims }',
  );
  expect(result.event).toMatchObject({ version: 2, date: { edtf: '2025-04-22' } });
  const { data } = await execute<{ event: { differsFromClaims: string[] } }>(
    db,
    `{ event(id: "${attack}") { differsFromClaims } }`,
  );
  expect(data.event.differsFromClaims).toContain('DATE');
  const [, second] = await revisionsOf(db, attack);
  expect(second).toMatchObject({
    version: 2,
    kind: 'CORRECTED',
    by: 'Desk',
    note: 'The day given by the ministry.',
  });
  expect(second?.changes.map(({ path }) => path)).toEqual(['date']);
  expect(second?.changes[0]?.after).toEqual({ edtf: '2025-04-22' });
  const claimsAfter = await db.pool.query('SELECT id, version, updated_at FROM claim ORDER BY id');
  expect(claimsAfter.rows).toEqual(claimsBefore.rows);
});

test('what an update leaves out stays, null takes a value away, and a list is given whole', async () => {
  const db = await articleDatabase();
  const query = `{ event(id: "${attack}") { version title summary participants { actor { slug } role } place { slug } placeAbsence } }`;
  const before = (await execute(db, query)).data.event as Record<string, unknown>;
  await change(db, 'updateEvent', { id: attack, version: 1, summary: 'A sentence of the editor.' });
  await change(db, 'updateEvent', { id: attack, version: 2, summary: null, placeAbsence: 'UNKNOWN' });
  const after = (await execute(db, query)).data.event as Record<string, unknown>;
  expect(after).toEqual({ ...before, version: 3, summary: null, place: null, placeAbsence: 'UNKNOWN' });
  await change(db, 'updateEvent', {
    id: attack,
    version: 3,
    participants: [{ actor: 'pakistan', role: 'OBSERVER' }],
  });
  const last = (await execute(db, query)).data.event as Record<string, unknown>;
  expect(last.participants).toEqual([{ actor: { slug: 'pakistan' }, role: 'OBSERVER' }]);
});

test('an update that changes nothing makes no version', async () => {
  const db = await articleDatabase();
  const title = (await execute<{ event: { title: string } }>(db, `{ event(id: "${attack}") { title } }`)).data
    .event;
  const result = await change(db, 'updateEvent', { id: attack, version: 1, ...title }, 'event { version }');
  expect(result.event).toEqual({ version: 1 });
  expect(await revisionsOf(db, attack)).toHaveLength(1);
});

test('a stale version is a ConflictError with what stands there now, and writes nothing', async () => {
  const db = await articleDatabase();
  await change(db, 'updateEvent', { id: attack, version: 1, summary: 'One.' });
  const result = await send(db, 'updateEvent', { id: attack, version: 1, summary: 'Two.' });
  expect(result).toMatchObject({ __typename: 'ConflictError', current: { version: 2 } });
  expect(await revisionsOf(db, attack)).toHaveLength(2);
});

test('of 200 concurrent updates of one record by 8 clients each winner has a version of its own, and every loser a ConflictError', async () => {
  const db = await articleDatabase();
  let version = 1;
  const won: number[] = [];
  const lost: string[] = [];
  const client = async (name: number) => {
    for (let turn = 0; turn < 25; turn += 1) {
      const seen = version;
      const result = await send(
        db,
        'updateEvent',
        { id: attack, version: seen, summary: `Client ${name}, turn ${turn}.` },
        'event { version }',
      );
      if (result.__typename === 'UpdateEventPayload') {
        won.push(seen + 1);
        version = Math.max(version, seen + 1);
      } else {
        lost.push(result.__typename);
        version = Math.max(version, result.current?.version ?? 0);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, index) => client(index)));
  expect(won.length + lost.length).toBe(200);
  expect(new Set(lost)).toEqual(new Set(['ConflictError']));
  expect(won.toSorted((a, b) => a - b)).toEqual(won.map((_, index) => index + 2));
  const revisions = await revisionsOf(db, attack);
  expect(revisions.map((each) => each.version)).toEqual(revisions.map((_, index) => index + 1));
  expect(revisions).toHaveLength(won.length + 1);
});

test('a relation that is added or taken away changes both events, each with a revision', async () => {
  const db = await articleDatabase();
  const [other] = (
    await db.pool.query<{ slug: string }>(
      `SELECT slug FROM event e WHERE slug <> $1 AND NOT EXISTS (SELECT FROM event_relation r JOIN event a ON a.id = r.event_id
        WHERE a.slug = $1 AND r.other_id = e.id) ORDER BY slug LIMIT 1`,
      [attack],
    )
  ).rows;
  const read = async (slug: string) =>
    (
      await execute<{ event: { version: number; relations: { type: string; event: { slug: string } }[] } }>(
        db,
        `{ event(id: "${slug}") { version relations { type event { slug } } } }`,
      )
    ).data.event;
  const { relations } = await read(attack);
  const kept = relations.map(({ type, event }) => ({ type, event: event.slug }));
  const before = await read(other?.slug ?? '');
  await change(db, 'updateEvent', {
    id: attack,
    version: 1,
    relations: [...kept, { type: 'PART_OF', event: other?.slug }],
  });
  const gained = await read(other?.slug ?? '');
  expect(gained.version).toBe(before.version + 1);
  expect(gained.relations).toContainEqual({ type: 'HAS_PART', event: { slug: attack } });
  await change(db, 'updateEvent', { id: attack, version: 2, relations: kept });
  expect(await read(other?.slug ?? '')).toEqual({ ...before, version: before.version + 2 });
});

test('a change of a response raises the version of its attempt and derives its outcome anew', async () => {
  const db = await articleDatabase();
  const [attempt] = (
    await execute<{
      mediationAttempts: {
        nodes: { slug: string; version: number; responses: { party: { slug: string } }[] }[];
      };
    }>(db, '{ mediationAttempts(first: 10) { nodes { slug version responses { party { slug } } } } }')
  ).data.mediationAttempts.nodes;
  if (!attempt) throw new Error('The article has attempts.');
  const party = attempt.responses[0]?.party.slug;
  const result = await change(
    db,
    'recordResponse',
    { attempt: attempt.slug, party, answer: 'WITHDREW', note: 'Left the table.' },
    'mediationAttempt { version outcome responses { party { slug } answer } }',
  );
  expect(result.mediationAttempt).toMatchObject({ version: attempt.version + 1, outcome: 'UNSUCCESSFUL' });
  const [last] = (await revisionsOf(db, attempt.slug, 'mediation_attempt')).slice(-1);
  expect(last).toMatchObject({ kind: 'CORRECTED', note: 'Left the table.' });
  expect(last?.changes.map(({ path }) => path)).toEqual(['responses']);
});

test('an answer of who is no party of the conflict is worth a warning, one of who belongs to a party is not', async () => {
  const db = await articleDatabase();
  const { data } = await execute<{
    mediationAttempts: { nodes: { slug: string; conflict: object | null }[] };
  }>(db, '{ mediationAttempts(first: 10) { nodes { slug conflict { slug } } } }');
  const attempt = data.mediationAttempts.nodes.find(({ conflict }) => conflict)?.slug;
  const ministry = { slug: 'ministry', name: 'A ministry', kind: 'GOVERNMENT_BODY', memberOf: 'india' };
  await change(db, 'createActor', ministry);
  const answer = async (party: string) =>
    (await change(db, 'recordResponse', { attempt, party, answer: 'ACCEPTED' })).warnings;
  expect(await answer('india')).toEqual([]);
  expect(await answer('ministry')).toEqual([]);
  expect(await answer('united-states')).toMatchObject([{ path: ['party'], code: 'NOT_A_PARTY' }]);
  expect(await answer('india')).toEqual([]);
  const created = await change(db, 'createMediationAttempt', {
    ...{ slug: 'another', title: 'Another', conflict: 'india-pakistan' },
    ...{ dateAbsence: 'NOT_STATED', proposalOriginatorAbsence: 'NOT_STATED' },
    mediators: [{ actor: 'united-states' }],
    responses: ['pakistan', 'al-jazeera'].map((party) => ({ party, answer: 'NOT_STATED' })),
  });
  expect(created.warnings).toMatchObject([{ path: ['responses', '1', 'party'], code: 'NOT_A_PARTY' }]);
});

test('what came from a dataset is not changed by an editor, whichever way', async () => {
  const db = await articleDatabase();
  const slug = 'us-mediation-efforts-2025-07';
  const named = { id: newId(), slug: 'icm', name: 'ICM', publisher: 'ICM' };
  const { id } = await db.prisma.dataset.create({
    data: { ...named, licence: 'none', attribution: 'ICM', redistributable: true },
  });
  await db.pool.query("UPDATE mediation_attempt SET origin = 'DATASET', dataset_id = $2 WHERE slug = $1", [
    slug,
    id,
  ]);
  expect(await send(db, 'updateMediationAttempt', { id: slug, version: 1, title: 'Mine' })).toMatchObject({
    problems: [{ path: ['id'], code: 'INVALID' }],
  });
  expect(
    await send(db, 'recordResponse', { attempt: slug, party: 'india', answer: 'ACCEPTED' }),
  ).toMatchObject({ problems: [{ path: ['attempt'], code: 'INVALID' }] });
});

test('a relation that is inferred no longer is so on the other event too, where it was', async () => {
  const db = await articleDatabase();
  const other = { dateAbsence: 'NOT_STATED', placeAbsence: 'NOT_STATED', type: 'MEETING' };
  await change(db, 'createEvent', { ...other, slug: 'later', title: 'Later' });
  const relations = [{ type: 'AFTER', event: 'later', inferred: true }];
  await change(db, 'createEvent', { ...other, slug: 'talks', title: 'Talks', relations });
  const read = async () =>
    (
      await execute<{ event: { version: number; relations: object[] } }>(
        db,
        '{ event(id: "later") { version relations { type inferred } differsFromClaims } }',
      )
    ).data.event;
  expect(await read()).toMatchObject({ version: 2, relations: [{ type: 'BEFORE', inferred: true }] });
  const told = [{ type: 'AFTER', event: 'later', inferred: false }];
  await change(db, 'updateEvent', { id: 'talks', version: 1, relations: told });
  expect(await read()).toEqual({
    version: 3,
    relations: [{ type: 'BEFORE', inferred: false }],
    differsFromClaims: ['OCCURRENCE', 'RELATION'],
  });
});

test('an idempotency key that is sent twice gives the first answer again, also at the same moment', async () => {
  const db = await articleDatabase();
  const input = { slug: 'new-actor', name: 'New actor', kind: 'NGO', idempotencyKey: 'k1' };
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => send(db, 'createActor', input, 'actor { id version }')),
  );
  answers.push(await send(db, 'createActor', input, 'actor { id version }'));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.__typename).toBe('CreateActorPayload');
  expect(await revisionsOf(db, 'new-actor', 'actor')).toHaveLength(1);
  const other = await send(db, 'createActor', { ...input, name: 'Another' });
  expect(other).toMatchObject({ __typename: 'ConflictError' });
  const elsewhere = await send(db, 'createActor', { ...input, slug: 'other-actor' }, 'actor { slug }', {
    name: 'Other',
    role: 'EDITOR',
    holder: 'key-other',
  });
  expect(elsewhere.actor).toEqual({ slug: 'other-actor' });
});

test('an idempotency key that is sent again for an actor that was merged since gives its survivor', async () => {
  const db = await articleDatabase();
  const input = { slug: 'capitals', name: 'Capitals', kind: 'COLLECTIVE', idempotencyKey: 'k2' };
  const first = await change(db, 'createActor', input, 'actor { id slug }');
  await change(db, 'mergeActors', { merged: 'capitals', survivor: 'global-capitals' });
  expect((await change(db, 'createActor', input, 'actor { slug }')).actor).toEqual({
    slug: 'global-capitals',
  });
  const { id } = first.actor as { id: string };
  const { actor } = await change(
    db,
    'updateActor',
    { id, version: 2, memberOf: 'international-community' },
    'actor { slug version }',
  );
  expect(actor).toEqual({ slug: 'global-capitals', version: 3 });
  const member = { slug: 'capital', name: 'Capital', kind: 'COLLECTIVE', memberOf: id };
  expect(await change(db, 'createActor', member, 'actor { memberOf { slug } }')).toMatchObject({
    actor: { memberOf: { slug: 'global-capitals' } },
  });
});

test('two creations of one slug at the same moment leave one record, and the other is told that it is taken', async () => {
  const db = await testDatabase();
  const answers = await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      send(db, 'createActor', { slug: 'one', name: `Name ${index}`, kind: 'STATE' }),
    ),
  );
  expect(answers.filter(({ __typename }) => __typename === 'CreateActorPayload')).toHaveLength(1);
  for (const { problems } of answers.filter(({ __typename }) => __typename === 'ValidationError'))
    expect(problems).toMatchObject([{ path: ['slug'], code: 'TAKEN' }]);
});
