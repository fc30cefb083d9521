import { beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';
import { type ChangedScene, changedScene } from './changed-scene.ts';
import { ask, asOf, beside, type Subject } from './history.ts';

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
