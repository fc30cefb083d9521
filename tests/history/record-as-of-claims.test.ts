import { beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';
import { type ChangedScene, changedScene } from './changed-scene.ts';
import { asOf, beside, type Subject } from './history.ts';

const db = await testDatabase();
let scene: ChangedScene;
let at: ChangedScene['at'];
let attack: Subject;
let offer: Subject;

beforeAll(async () => {
  scene = await changedScene(db);
  at = scene.at;
  attack = ['Event', scene.id.attack];
  offer = ['MediationAttempt', scene.id.offer];
});

const asEvent = (selection: string) => `... on Event { ${selection} }`;
const asAttempt = (selection: string) => `... on MediationAttempt { ${selection} }`;

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
