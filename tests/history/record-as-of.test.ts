import { parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kernel/ids.ts';
import { DEFAULT_LIMITS } from '../../src/kernel/limits.ts';
import { createCostLimit } from '../../src/kernel/limits-plugin.ts';
import { schema } from '../../src/schema.ts';
import { testDatabase } from '../setup/database.ts';
import { type ChangedScene, changedScene } from './changed-scene.ts';
import { ask, asOf, beside, refusals, type Subject } from './history.ts';

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
const asAttempt = (selection: string) => `... on MediationAttempt { ${selection} }`;

test('a date that was corrected is the old one until the correction and the new one from its very moment', async () => {
  const dated = asEvent('title date { edtf display precision }');
  expect(await asOf(db, attack, beside(at.dated, -1), dated)).toEqual({
    title: 'Attack',
    date: { edtf: '2025-04-20', display: '20 April 2025', precision: 'DAY' },
  });
  expect(await asOf(db, attack, at.dated, dated)).toEqual({
    title: 'Attack at Pahalgam',
    date: { edtf: '2025-04-22', display: '22 April 2025', precision: 'DAY' },
  });
});

test('participants, place, issues, relations and codings are those of the moment', async () => {
  const whole = asEvent(`
    participants { role inferred actor { slug } speakingAs { office { slug } } } place { slug } placeAbsence
    issues { slug } relations { type inferred event { slug } } codings { scheme code label contexts goldstein }`);
  expect(await asOf(db, attack, at.dated, whole)).toEqual({
    participants: [
      { role: 'PERPETRATOR', inferred: false, actor: { slug: 'dar' }, speakingAs: [] },
      { role: 'AUDIENCE', inferred: true, actor: { slug: 'pakistan' }, speakingAs: [] },
    ],
    place: { slug: 'pahalgam' },
    placeAbsence: null,
    issues: [],
    relations: [],
    codings: [],
  });
  expect(await asOf(db, attack, at.rewritten, whole)).toEqual({
    participants: [
      { role: 'PERPETRATOR', inferred: false, actor: { slug: 'dar' }, speakingAs: [] },
      {
        role: 'OBSERVER',
        inferred: false,
        actor: { slug: 'rubio' },
        speakingAs: [{ office: { slug: 'secretary' } }],
      },
      { role: 'OBSERVER', inferred: false, actor: { slug: 'dar' }, speakingAs: [] },
    ],
    place: { slug: 'srinagar' },
    placeAbsence: null,
    issues: [{ slug: 'mediation' }],
    relations: [{ type: 'BEFORE', inferred: false, event: { slug: 'meeting' } }],
    codings: [
      { scheme: 'CAMEO_1_1B3', code: '190', label: 'Use force', contexts: ['military'], goldstein: -10 },
    ],
  });
});

test('an attempt has the mediators, responses, events and outcome of the moment', async () => {
  const whole = asAttempt(`
    title kind mediators { actor { slug } } responses { id answer conditions party { slug } attempt { title } }
    events { role event { slug } attempt { kind } } outcome outcomeReason`);
  const responses = (answer: string, title: string, conditions: string[]) => [
    {
      id: encodeId('PartyResponse', scene.id.answer),
      ...{ answer, conditions, party: { slug: 'pakistan' }, attempt: { title } },
    },
  ];
  const before = await asOf(db, offer, beside(at.outcome, -1), whole);
  expect(before).toMatchObject({
    ...{ title: 'Offer', kind: 'NOT_STATED', mediators: [{ actor: { slug: 'united-states' } }], events: [] },
    responses: responses('ACCEPTED', 'Offer', []),
  });
  const after = await asOf(db, offer, at.outcome, whole);
  expect(after).toMatchObject({
    ...{ title: 'A refused offer', kind: 'GOOD_OFFICES' },
    mediators: [{ actor: { slug: 'united-states' } }, { actor: { slug: 'rubio' } }],
    responses: responses('REJECTED', 'A refused offer', ['None whatever.']),
    events: [{ role: 'TALKS', event: { slug: 'meeting' }, attempt: { kind: 'GOOD_OFFICES' } }],
  });
  expect(before.outcome).not.toBe(after.outcome);
});

test('talks that were under way are so at that moment, though they are taken for over by now', async () => {
  const day = 86_400_000;
  const [row] = (
    await db.pool.query<{ id: string }>(
      `INSERT INTO mediation_attempt (id, slug, title, date_absence, kind, strategy, proposal_originator_absence, outcome, outcome_reason, ongoing_until, created_at)
      VALUES (gen_random_uuid(), 'talks', 'Talks', 'NOT_STATED', 'MEDIATION', 'NOT_STATED', 'NOT_STATED', 'ONGOING', 'Talks.', now() - interval '1 day', now() - interval '1 year') RETURNING id`,
    )
  ).rows;
  const now = new Date().toISOString();
  const talks = ['MediationAttempt', row?.id ?? ''] as const;
  expect(await asOf(db, talks, beside(now, -2 * day), asAttempt('outcome'))).toEqual({ outcome: 'ONGOING' });
  expect(await asOf(db, talks, now, asAttempt('outcome'))).toEqual({ outcome: 'UNSUCCESSFUL' });
});

test('a position has the stance and the conditions of the moment', async () => {
  const whole = '... on Position { stance summary conditions { text } holder { slug } issue { slug } }';
  const named = { holder: { slug: 'pakistan' }, issue: { slug: 'mediation' } };
  expect(await asOf(db, stance, at.dated, whole)).toEqual({
    ...{ stance: 'SUPPORT', summary: 'Pakistan welcomes mediation.', conditions: [], ...named },
  });
  expect(await asOf(db, stance, at.rewritten, whole)).toEqual({
    ...{
      stance: 'OPPOSE',
      summary: 'Pakistan is against mediation.',
      conditions: [{ text: 'If both ask.' }],
      ...named,
    },
  });
});

interface Listed {
  claims: { totalCount: number; nodes: { id: string; status: string }[]; edges: { cursor: string }[] };
}

/** What the claims about the attack that a filter lets through say, at a moment. */
async function listed(moment: string, filter: string, page = ''): Promise<string[]> {
  const { claims } = await asOf<Listed>(
    db,
    attack,
    moment,
    `claims(${page} ${filter === '' ? '' : `filter: { ${filter} }`} ${filter + page === '' ? 'first: 20' : ''}) { totalCount nodes { id } }`,
  );
  const names = new Map(Object.entries(scene.claim).map(([name, id]) => [encodeId('Claim', id), name]));
  const found = claims.nodes.map(({ id }) => names.get(id) ?? id);
  if (page === '') expect(claims.totalCount).toBe(found.length);
  return found;
}

describe('claims', () => {
  test('are those that were on record, each with its chain as it was', async () => {
    const chained = `claims { nodes { id field valueText status version passage { exact } source { slug } depth rootSpeaker { slug } supersedes { id status }
      chain { position verb act speaker { slug } speakingAs { id } } subject { __typename ... on Event { title } } } }`;
    expect(await listed(beside(at.said, -1), '')).toEqual([]);
    const before = await asOf<{ claims: { nodes: object[] } }>(db, attack, at.contradicted, chained);
    expect(before.claims.nodes).toMatchObject([
      {
        id: encodeId('Claim', scene.claim.on22),
        ...{
          field: 'DATE',
          valueText: '2025-04-22',
          status: 'ACTIVE',
          version: 1,
          depth: 2,
          supersedes: null,
        },
        passage: { exact: 'It happened on Tuesday the twenty-second.' },
        source: { slug: 'page' },
        rootSpeaker: { slug: 'rubio' },
        chain: [
          { position: 1, verb: 'says', act: 'RELAY', speaker: { slug: 'dar' }, speakingAs: [] },
          {
            ...{ position: 2, verb: null, act: 'ASSERT', speaker: { slug: 'rubio' } },
            speakingAs: [{ id: encodeId('Tenure', scene.tenure) }],
          },
        ],
        subject: { __typename: 'Event', title: 'Attack at Pahalgam' },
      },
      {
        id: encodeId('Claim', scene.claim.on20),
        status: 'ACTIVE',
        chain: [],
        subject: { __typename: 'Event' },
      },
    ]);
    const after = await asOf<{ claims: { nodes: object[] } }>(db, attack, at.reworded, chained);
    expect(after.claims.nodes).toMatchObject([
      {
        ...{ status: 'SUPERSEDED', passage: { exact: 'Words put right.' } },
        chain: [
          { verb: 'has said', speaker: { slug: 'rubio' } },
          { verb: null, speaker: { slug: 'rubio' } },
        ],
      },
      {
        id: encodeId('Claim', scene.claim.later),
        supersedes: { id: encodeId('Claim', scene.claim.on22), status: 'SUPERSEDED' },
      },
    ]);
    const between = await asOf<{ claims: { nodes: object[] } }>(db, attack, at.concluded, chained);
    expect(between.claims.nodes[0]).toMatchObject({ status: 'SUPERSEDED', chain: [{ verb: 'says' }, {}] });
  });

  test('one that was retracted later is active before and retracted from then on', async () => {
    const status = 'claims(filter: { includeRetracted: true, source: "wire" }) { nodes { status } }';
    const statusOf = async (moment: string) => (await asOf<Listed>(db, attack, moment, status)).claims.nodes;
    expect(await statusOf(beside(at.withdrawn, -1))).toEqual([{ status: 'ACTIVE' }]);
    expect(await statusOf(at.withdrawn)).toEqual([{ status: 'RETRACTED' }]);
    expect(await listed(beside(at.withdrawn, -1), '')).toEqual(['on22', 'on20']);
    expect(await listed(at.withdrawn, '')).toEqual(['on22']);
  });

  test.each([
    ['source: "page"', ['on22'], ['on22']],
    ['source: "post"', [], ['later']],
    ['speakers: [{ actor: "dar" }]', ['on22'], []],
    ['speakers: [{ actor: "pakistan", includeMembers: true }]', ['on22'], []],
    ['speakers: [{ actor: "dar" }, { actor: "rubio" }]', ['on22'], ['on22', 'later']],
    ['rootSpeaker: { actor: "rubio" }', ['on22'], ['on22', 'later']],
    ['rootSpeaker: { actor: "united-states", includeMembers: true }', ['on22'], ['on22', 'later']],
    ['minDepth: 1', ['on22'], ['on22', 'later']],
    ['maxDepth: 0', ['on20'], []],
    ['maxDepth: 1', ['on20'], ['later']],
    ['field: DATE', ['on22', 'on20'], ['on22', 'later']],
    ['field: PLACE', [], []],
    ['polarity: AFFIRMS', ['on22', 'on20'], ['on22', 'later']],
    ['polarity: DENIES', [], []],
    ['directness: [DIRECT_QUOTE]', ['on22'], ['on22']],
    ['conflict: "conflict"', ['on22', 'on20'], ['on22', 'later']],
    ['text: "Tuesday"', ['on22'], []],
    ['text: "put right"', [], ['on22']],
    ['text: "attack"', ['on20'], []],
    ['origins: [CURATED]', ['on22', 'on20'], ['on22', 'later']],
    ['origins: [DATASET]', [], []],
    ['includeRetracted: true', ['on22', 'on20'], ['on22', 'on20', 'later']],
    ['includeRetracted: true, maxDepth: 0', ['on20'], ['on20']],
  ])('are filtered as they were: %s', async (filter, before, after) => {
    expect(await listed(at.contradicted, filter)).toEqual(before);
    expect(await listed(at.reworded, filter)).toEqual(after);
  });

  test('are paged from both ends by cursors', async () => {
    const { claims } = await asOf<Listed>(db, attack, at.contradicted, 'claims { edges { cursor } }');
    const [first, second] = claims.edges.map(({ cursor }) => cursor);
    expect(await listed(at.contradicted, '', `first: 1, after: "${first}"`)).toEqual(['on20']);
    expect(await listed(at.contradicted, '', `last: 1, before: "${second}"`)).toEqual(['on22']);
    expect(await listed(at.reworded, '', `first: 5, after: "${first}"`)).toEqual(['later']);
    const info = await asOf(
      db,
      attack,
      at.contradicted,
      'claims(first: 1) { pageInfo { hasNextPage endCursor } }',
    );
    expect(info).toEqual({ claims: { pageInfo: { hasNextPage: true, endCursor: first } } });
  });

  test('about an answer stand with the response', async () => {
    const ofResponse = asAttempt(
      'claims { totalCount } responses { claims { nodes { id subject { ... on PartyResponse { answer } } } } }',
    );
    expect(await asOf(db, offer, beside(at.answered, -1), ofResponse)).toMatchObject({
      ...{ claims: { totalCount: 0 }, responses: [{ claims: { nodes: [] } }] },
    });
    expect(await asOf(db, offer, at.answered, ofResponse)).toMatchObject({
      claims: { totalCount: 0 },
      responses: [
        {
          claims: {
            nodes: [{ id: encodeId('Claim', scene.claim.onAnswer), subject: { answer: 'ACCEPTED' } }, {}],
          },
        },
      ],
    });
  });
});

describe('what is derived from the claims', () => {
  const derived = `contested differsFromClaims independentSourceCount disagreements { id field rule subject { ... on Event { title } ... on PartyResponse { answer } }
    sides { valueText polarity claimCount sources { slug } speakers { slug } value { ... on HistoricalDate { edtf } ... on ClaimText { text } } claims { totalCount nodes { id status } } } }`;

  test('is what held at the moment: disagreements with their sides, and the columns that go with them', async () => {
    expect(await asOf(db, attack, at.rewritten, derived)).toEqual({
      ...{ contested: false, independentSourceCount: null, disagreements: [] },
      differsFromClaims: ['OCCURRENCE', 'DATE', 'PLACE', 'PARTICIPANT'],
    });
    expect(await asOf(db, attack, at.said, derived)).toMatchObject({
      ...{ contested: false, independentSourceCount: 1, disagreements: [] },
    });
    expect(await asOf(db, attack, at.contradicted, derived)).toMatchObject({
      ...{ contested: true, independentSourceCount: 2 },
      disagreements: [
        {
          ...{ field: 'DATE', rule: 'DATES_DO_NOT_OVERLAP', subject: { title: 'Attack at Pahalgam' } },
          sides: [
            {
              ...{
                valueText: '2025-04-22',
                polarity: 'AFFIRMS',
                claimCount: 1,
                value: { edtf: '2025-04-22' },
              },
              ...{ sources: [{ slug: 'page' }], speakers: [{ slug: 'rubio' }] },
              claims: {
                totalCount: 1,
                nodes: [{ id: encodeId('Claim', scene.claim.on22), status: 'ACTIVE' }],
              },
            },
            {
              ...{ valueText: '2025-04-20', claimCount: 1, sources: [{ slug: 'wire' }], speakers: [] },
              claims: {
                totalCount: 1,
                nodes: [{ id: encodeId('Claim', scene.claim.on20), status: 'ACTIVE' }],
              },
            },
          ],
        },
      ],
    });
    expect(await asOf(db, attack, at.withdrawn, derived)).toMatchObject({
      ...{ contested: false, independentSourceCount: 1, disagreements: [] },
    });
  });

  test('of an attempt includes what its responses are disagreed on', async () => {
    expect(await asOf(db, offer, beside(at.answered, -1), derived)).toMatchObject({
      ...{ contested: false, disagreements: [] },
    });
    expect(await asOf(db, offer, at.answered, derived)).toMatchObject({
      contested: true,
      disagreements: [
        { field: 'RESPONSE', subject: { answer: 'ACCEPTED' }, sides: [{ claimCount: 1 }, { claimCount: 1 }] },
      ],
    });
    expect(await asOf(db, offer, at.outcome, derived)).toMatchObject({
      disagreements: [{ subject: { answer: 'REJECTED' } }],
    });
  });

  test('says which recorded values no claim supported', async () => {
    const recorded = asEvent('differsFromClaims date { edtf }');
    const { differsFromClaims } = await asOf<{ differsFromClaims: string[] }>(db, attack, at.said, recorded);
    expect(differsFromClaims).not.toContain('DATE');
    const earlier = await asOf<{ differsFromClaims: string[] }>(db, attack, at.rewritten, recorded);
    expect(earlier.differsFromClaims).toContain('DATE');
  });
});

test('a record is without its retraction before it, and has it with its reason and replacement from then on', async () => {
  const retraction =
    'slug version retraction { reason replacedBy { __typename slug ... on Event { title } } }';
  expect(await asOf(db, attack, beside(at.retracted, -1), retraction)).toEqual({
    ...{ slug: 'attack', version: 3, retraction: null },
  });
  expect(await asOf(db, attack, at.retracted, retraction)).toEqual({
    ...{ slug: 'attack', version: 4 },
    retraction: {
      reason: 'Told twice.',
      replacedBy: { __typename: 'Event', slug: 'later-meeting', title: 'Later meeting' },
    },
  });
});

test('who was merged since is met under the one that goes on, and stands once where both took the same part', async () => {
  const roles = asEvent('participants { role actor { slug name } }');
  expect(await asOf(db, attack, at.created, roles)).toEqual({
    participants: [
      { role: 'PERPETRATOR', actor: { slug: 'dar', name: 'Dar' } },
      { role: 'AUDIENCE', actor: { slug: 'pakistan', name: 'Pakistan' } },
    ],
  });
  const { rows } = await db.pool.query<{ at: Date }>(
    `INSERT INTO revision (id, seq, subject_type, subject_id, version, kind, at, by, changes, record)
      SELECT gen_random_uuid(), 0, 'Event', $1::uuid, 90, 'CORRECTED', timestamptz '2020-01-01', 'An editor', '[]', jsonb_set(record_rows('Event', $1::uuid), '{participation}', $2::jsonb)
      RETURNING at`,
    [
      scene.id.meeting,
      JSON.stringify(
        [scene.id.gunmen, scene.id.dar].map((actor, index) => ({
          ...{
            event_id: scene.id.meeting,
            position: index + 1,
            actor_id: actor,
            role: 'PARTY',
            inferred: false,
          },
        })),
      ),
    ],
  );
  expect(rows).toHaveLength(1);
  await db.pool.query(
    `INSERT INTO revision (id, seq, subject_type, subject_id, version, kind, at, by, changes, record)
      SELECT gen_random_uuid(), 0, 'Event', $1::uuid, 91, 'MERGED', timestamptz '2020-02-01', 'An editor', '[]', record_rows('Event', $1::uuid)`,
    [scene.id.meeting],
  );
  expect(await asOf(db, ['Event', scene.id.meeting], '2020-01-15T00:00:00Z', roles)).toEqual({
    participants: [{ role: 'PARTY', actor: { slug: 'dar', name: 'Dar' } }],
  });
});

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
  expect(await asOf(db, attack, '0000-01-01T00:00:00+14:00', 'slug')).toBeNull();
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

describe('what is reached beyond the record', () => {
  test('is as it is now, whatever leads to it', async () => {
    await db.pool.query(`UPDATE source SET title = 'A page renamed', event_id = $1 WHERE slug = 'page'`, [
      scene.id.attack,
    ]);
    await db.pool.query(`UPDATE event SET title = 'Meeting renamed' WHERE slug = 'meeting'`);
    const data = await asOf(
      db,
      attack,
      at.contradicted,
      asEvent(`title
        claims(first: 1) { nodes { source { title event { title version retraction { reason } claims { totalCount } } claims { nodes { status } } } } }
        relations { event { title participants { actor { slug } } } }
        participants { actor { slug events(filter: { includeRetracted: true }) { nodes { title version participants { role } } } claims { totalCount } } }
        conflict { events(filter: { includeRetracted: true }) { nodes { title version } } }`),
    );
    const { event, source } = await ask<{ event: object; source: { claims: object } }>(
      db,
      `{ source(id: "page") { claims { nodes { status } } } event(id: "attack") {
        participants { actor { slug events(filter: { includeRetracted: true }) { nodes { title version participants { role } } } claims { totalCount } } }
        conflict { events(filter: { includeRetracted: true }) { nodes { title version } } } } }`,
    );
    expect(data).toMatchObject({
      ...event,
      claims: {
        nodes: [
          {
            source: {
              ...{
                title: 'A page renamed',
                claims: source.claims,
              },
              event: { version: 5, retraction: { reason: 'Told twice.' }, claims: { totalCount: 2 } },
            },
          },
        ],
      },
      relations: [{ event: { title: 'Meeting renamed', participants: [] } }],
    });
  });

  test('includes the attempts that an event belongs to, which are told by the attempts', async () => {
    const attempts = asEvent(
      'mediationAttempts { role attempt { title events { event { title } } responses { answer } } event { title } }',
    );
    expect(await asOf(db, ['Event', scene.id.meeting], at.merged, attempts)).toMatchObject({
      mediationAttempts: [
        {
          role: 'TALKS',
          attempt: { title: 'A refused offer', responses: [{ answer: 'REJECTED' }] },
          event: { title: expect.stringContaining('Meeting') },
        },
      ],
    });
  });
});

test('a relation that leads back to the record leads to it as it stood', async () => {
  const back = asAttempt('responses { attempt { title responses { answer } } }');
  expect(await asOf(db, offer, at.created, back)).toEqual({
    responses: [{ attempt: { title: 'Offer', responses: [{ answer: 'ACCEPTED' }] } }],
  });
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
      /^id: ".*" is the id of a Actor; an id of Event, MediationAttempt or Position is expected\.$/,
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
