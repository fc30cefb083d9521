import { parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kernel/ids.ts';
import { DEFAULT_LIMITS } from '../../src/kernel/limits.ts';
import { createCostLimit } from '../../src/kernel/limits-plugin.ts';
import { schema } from '../../src/schema.ts';
import { testDatabase } from '../setup/database.ts';
import { type ChangedScene, changedScene } from './changed-scene.ts';
import { ask, asOf, refusals, type Subject } from './history.ts';

const db = await testDatabase();
let scene: ChangedScene;
let at: ChangedScene['at'];
let attack: Subject;
let offer: Subject;
let stance: Subject;

beforeAll(async () => {
  scene = await changedScene(db);
  at = scene.at;
  attack = ['Event', scene.id.attack];
  offer = ['MediationAttempt', scene.id.offer];
  stance = ['Position', scene.id.stance];
});

const asEvent = (selection: string) => `... on Event { ${selection} }`;

test('what was on record before its history was kept is as its first revision has it, from its creation on', async () => {
  const [event, claim] = ['01900007-0000-7000-8000-000000000078', '01900007-0000-7000-8000-000000000079'];
  await db.pool.query(
    `INSERT INTO event (id, slug, type, title, date_absence, place_absence, created_at, version)
      VALUES ('${event}', 'older', 'VISIT', 'An older visit', 'NOT_STATED', 'NOT_STATED', '2019-01-01', 3)`,
  );
  await db.pool.query(
    `INSERT INTO claim (id, source_id, event_id, field, directness, created_at, version, passage_exact)
      VALUES ('${claim}', $1, '${event}', 'OCCURRENCE', 'NARRATOR', '2019-02-01', 2, 'As it was.')`,
    [scene.id.page],
  );
  await db.pool.query(
    `INSERT INTO revision (id, seq, subject_type, subject_id, version, kind, at, by, changes, record)
      VALUES (gen_random_uuid(), 0, 'Event', '${event}', 3, 'CREATED', '2019-06-01', 'Demarche', '[]', record_rows('Event', '${event}')),
        (gen_random_uuid(), 0, 'Claim', '${claim}', 2, 'CREATED', '2019-07-01', 'Demarche', '[]', record_rows('Claim', '${claim}'))`,
  );
  await db.pool.query(`UPDATE event SET title = 'Changed' WHERE id = '${event}'`);
  await db.pool.query(`UPDATE claim SET passage_exact = 'Changed.' WHERE id = '${claim}'`);
  const shown = asEvent('title claims { nodes { passage { exact } } }');
  expect(await asOf(db, ['Event', event], '2018-12-31T00:00:00Z', shown)).toBeNull();
  expect(await asOf(db, ['Event', event], '2019-01-15T00:00:00Z', shown)).toEqual({
    ...{ title: 'An older visit', claims: { nodes: [] } },
  });
  expect(await asOf(db, ['Event', event], '2019-03-01T00:00:00Z', shown)).toEqual({
    ...{ title: 'An older visit', claims: { nodes: [{ passage: { exact: 'As it was.' } }] } },
  });
});

describe('a record without revisions', () => {
  test('is as it is from its creation on, and null before', async () => {
    await db.pool.query(
      `INSERT INTO event (id, slug, type, title, date_absence, place_absence, created_at)
        VALUES ('01900007-0000-7000-8000-000000000077', 'imported', 'VISIT', 'A visit', 'NOT_STATED', 'NOT_STATED', '2025-06-01 12:00:00.5+00')`,
    );
    const imported = ['Event', '01900007-0000-7000-8000-000000000077'] as const;
    const shown = asEvent('slug title contested claims { totalCount }');
    const whole = { slug: 'imported', title: 'A visit', contested: false, claims: { totalCount: 0 } };
    expect(await asOf(db, imported, '2025-06-01T12:00:00.499Z', shown)).toBeNull();
    expect(await asOf(db, imported, '2025-06-01T12:00:00.5Z', shown)).toEqual(whole);
    expect(await asOf(db, imported, '2025-06-01T14:00:01+02:00', shown)).toEqual(whole);
    // A claim without revisions is one from its creation on, too.
    await db.pool.query(
      `INSERT INTO claim (id, source_id, event_id, field, directness, created_at)
        VALUES (gen_random_uuid(), $1, '01900007-0000-7000-8000-000000000077', 'OCCURRENCE', 'NARRATOR', '2025-07-01')`,
      [scene.id.page],
    );
    expect(await asOf(db, imported, '2025-06-30T00:00:00Z', shown)).toEqual(whole);
    expect(await asOf(db, imported, '2025-07-01T00:00:00Z', shown)).toEqual({
      ...whole,
      claims: { totalCount: 1 },
    });
    // What was derived since says nothing of the time before.
    await db.pool.query(
      `INSERT INTO derivation (subject_id, at, derived) SELECT id, '2025-08-01', jsonb_set(derived_rows('Event', id), '{columns,contested}', 'true')
        FROM event WHERE slug = 'imported'`,
    );
    expect(await asOf(db, imported, '2025-07-02T00:00:00Z', 'contested disagreements { id }')).toEqual({
      ...{ contested: false, disagreements: [] },
    });
    expect(await asOf(db, imported, '2025-08-01T00:00:00Z', 'contested')).toEqual({ contested: false });
  });
});

test('a record is null before it existed, whether it has revisions or not', async () => {
  for (const subject of [attack, offer, stance])
    expect(await asOf(db, subject, '2024-01-01T00:00:00Z', '__typename id')).toBeNull();
});

test('a moment may be any that DateTime takes', async () => {
  expect(await asOf(db, attack, '0001-01-01T00:00:00+14:00', 'slug')).toBeNull();
  expect(await asOf(db, attack, '9999-12-31T23:59:59-12:00', 'slug')).toEqual({ slug: 'attack' });
});

test('in the future a record is as it is now', async () => {
  const whole = 'slug version contested claims(filter: { includeRetracted: true }) { nodes { id status } }';
  const { event } = await ask<{ event: object }>(db, `{ event(id: "attack") { ${whole} } }`);
  expect(await asOf(db, attack, '2999-01-01T00:00:00Z', whole)).toEqual(event);
});

test('several moments stand in one operation beside what is now, each for itself', async () => {
  const shown =
    'claims { totalCount nodes { id status } } disagreements { field } ... on Event { title date { edtf } participants { actor { slug } } }';
  const data = await ask<Record<string, { title?: string; claims: { totalCount: number } }>>(
    db,
    `query ($id: ID!, $created: DateTime!, $contradicted: DateTime!) {
      now: event(id: $id) { ${shown.replace('... on Event', '...')} }
      first: recordAsOf(id: $id, at: $created) { ${shown} }
      second: recordAsOf(id: $id, at: $contradicted) { ${shown} }
      again: recordAsOf(id: $id, at: $created) { ${shown} }
      offer: recordAsOf(id: "${encodeId(...offer)}", at: $contradicted) { ${shown} ... on MediationAttempt { title } }
      node(id: $id) { ... on Event { title claims { totalCount nodes { id status } } } }
    }`,
    { id: encodeId(...attack), created: at.created, contradicted: at.contradicted },
  );
  expect(data.now).toMatchObject({ title: 'Attack at Pahalgam', claims: { totalCount: 2 } });
  expect(data.first).toMatchObject({ title: 'Attack', claims: { totalCount: 0 }, disagreements: [] });
  expect(data.second).toMatchObject({ claims: { totalCount: 2 }, disagreements: [{ field: 'DATE' }] });
  expect(data.again).toEqual(data.first);
  expect(data.offer).toMatchObject({ title: 'Offer', claims: { totalCount: 0 } });
  expect(data.node).toMatchObject({ title: 'Attack at Pahalgam', claims: { totalCount: 2 } });
});

test('fragments on the interfaces and on the concrete types are read alike', async () => {
  const data = await asOf(
    db,
    attack,
    at.created,
    `__typename ... on Node { id } ... on Versioned { version createdAt } ... on DiplomaticRecord { slug origin dataset { slug } }
     ... on Event { named: title } ... on Position { stance } ... on MediationAttempt { outcome }`,
  );
  expect(data).toMatchObject({
    ...{ __typename: 'Event', id: encodeId(...attack), version: 1, slug: 'attack', origin: 'CURATED' },
    ...{ dataset: null, named: 'Attack' },
  });
  expect(data).not.toHaveProperty('stance');
});

describe('what cannot be answered', () => {
  const at2025 = 'at: "2025-05-11T00:00:00Z"';

  test('an id of nothing gives null, as node does', async () => {
    const id = encodeId('Event', '01900007-0000-7000-8000-00000000ffff');
    expect(await ask(db, `{ recordAsOf(id: "${id}", ${at2025}) { id } }`)).toEqual({ recordAsOf: null });
  });

  test.each([
    [
      encodeId('Actor', '01900007-0000-7000-8000-00000000ffff'),
      /^id: ".*" is an id of type Actor; an id of Event, MediationAttempt or Position is expected\.$/,
    ],
    [
      'attack',
      /^id: "attack" is no id; give an id of Event, MediationAttempt or Position as this service returned it\./,
    ],
    ['Not an id!', /^id: "Not an id!" is no id/],
  ])('%s is refused', async (id, message) => {
    expect(await refusals(db, `query ($id: ID!) { recordAsOf(id: $id, ${at2025}) { id } }`, { id })).toEqual([
      { message: expect.stringMatching(message), path: 'recordAsOf', code: 'BAD_USER_INPUT' },
    ]);
  });

  test('a cursor that is none is told with its path, and the fields beside it are answered', async () => {
    const document = `query ($id: ID!, $at: DateTime!) {
      bad: recordAsOf(id: $id, at: $at) { slug ... on Event { relations { event { claims(after: "bm9uZQ") { totalCount } } } } }
      good: recordAsOf(id: $id, at: $at) { ... on Event { title participants { actor { slug } } } } }`;
    expect(await refusals(db, document, { id: encodeId(...attack), at: at.rewritten })).toEqual([
      {
        message: expect.stringContaining('is no cursor'),
        path: 'bad.relations.0.event.claims',
        code: 'INVALID_CURSOR',
      },
    ]);
  });

  test('a filter that names nothing is told', async () => {
    const document = `query ($id: ID!, $at: DateTime!) { recordAsOf(id: $id, at: $at) { claims(filter: { source: "no-such" }) { totalCount } } }`;
    expect(await refusals(db, document, { id: encodeId(...attack), at: at.said })).toEqual([
      {
        message: expect.stringContaining('no Source under "no-such"'),
        path: 'recordAsOf.claims',
        code: 'NOT_FOUND',
      },
    ]);
  });
});

test('so many moments in one operation that putting them together takes long are refused', () => {
  const fields = (count: number) =>
    Array.from({ length: count }, (_, n) => `m${n}: recordAsOf(id: "x", at: "2025-05-11T00:00:00Z") { id }`);
  const costLimit = createCostLimit(DEFAULT_LIMITS);
  const refused = (count: number) =>
    costLimit(schema, parse(`{ ${fields(count).join(' ')} }`), null, {})?.extensions.code;
  expect(refused(10)).toBeUndefined();
  expect(refused(15)).toBe('QUERY_TOO_COMPLEX');
});
