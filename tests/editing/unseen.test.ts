import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';

// The expected answers are worked out by hand from the rules of disagreement, outcome and independence.
const db = await testDatabase();
const folder = fileURLToPath(new URL('unseen', import.meta.url));
const report = await seedFolder(db, folder);

interface Slug {
  slug: string;
}

async function ask<T>(document: string): Promise<T> {
  const { data, errors } = await execute<T>(db, document);
  expect(errors).toEqual([]);
  return data;
}

describe('a folder that the project has never seen', () => {
  test('is loaded whole, a claim for each thing that a passage says', () => {
    expect(report).toMatchObject({
      actors: { added: 12, kept: 0 },
      tenures: { added: 4, kept: 0 },
      events: { added: 4, kept: 0 },
      attempts: { added: 2, kept: 0 },
      claims: { added: 34, kept: 0 },
    });
  });

  test('has three disagreements: three dates, a denied meeting and an outcome', async () => {
    const { disagreements } = await ask<{
      disagreements: { totalCount: number } & Nodes<{ subject: Slug; field: string; rule: string }>;
    }>(`{ disagreements { totalCount nodes { field rule subject {
      ... on Event { slug } ... on MediationAttempt { slug } } } } }`);
    const found = disagreements.nodes.map((node) => `${node.subject.slug} ${node.field} ${node.rule}`);
    expect(found.sort()).toEqual([
      'lakes-union-mediation-2031 OUTCOME VALUES_DIFFER',
      'secret-meeting-2031-04 OCCURRENCE AFFIRMED_AND_DENIED',
      'shelling-ilva-bridge-2031-03 DATE DATES_DO_NOT_OVERLAP',
    ]);
    expect(disagreements.totalCount).toBe(3);
  });

  test('the shelling has three dates; the vague one joins no side, the superseded and the withdrawn are none', async () => {
    const { event } = await ask<{
      event: { disagreements: unknown; participants: unknown };
    }>(`{ event(id: "shelling-ilva-bridge-2031-03") {
      contested independentSourceCount differsFromClaims date { display }
      participants { role actor { slug kind } inferred }
      disagreements { sides { valueText claimCount sources { slug } speakers { slug } } } } }`);
    expect(event.disagreements).toEqual([
      {
        sides: [
          {
            valueText: '2031-03-04',
            claimCount: 1,
            sources: [{ slug: 'kessar-courier-2031-03-05' }],
            speakers: [],
          },
          {
            valueText: '2031-03-07',
            claimCount: 2,
            sources: [{ slug: 'lakes-wire-2031-03-08' }, { slug: 'lakes-wire-reprint' }],
            speakers: [{ slug: 'tomas-brenn' }],
          },
          {
            valueText: '2031-03-05',
            claimCount: 1,
            sources: [{ slug: 'dorvan-radio-2031-03-06' }],
            speakers: [{ slug: 'lena-orsk' }],
          },
        ],
      },
    ]);
    // The reprint depends on the wire; the morning bulletin and the post have no claim that counts.
    expect(event).toMatchObject({ contested: true, independentSourceCount: 4, differsFromClaims: [] });
    expect(event.participants).toEqual([
      { role: 'PERPETRATOR', actor: { slug: 'unknown-gunners', kind: 'UNIDENTIFIED' }, inferred: false },
      { role: 'VICTIM', actor: { slug: 'ferry-passengers', kind: 'COLLECTIVE' }, inferred: true },
    ]);
  });

  test('a minister affirms and the state denies the meeting; who began it is no dispute between the two', async () => {
    const { event } = await ask<{
      event: { disagreements: unknown; relations: unknown };
    }>(`{ event(id: "secret-meeting-2031-04") {
      contested independentSourceCount differsFromClaims relations { type event { slug } inferred }
      disagreements { field sides { valueText polarity speakers { slug } } } } }`);
    expect(event.disagreements).toEqual([
      {
        field: 'OCCURRENCE',
        sides: [
          { valueText: null, polarity: 'AFFIRMS', speakers: [{ slug: 'tomas-brenn' }] },
          { valueText: null, polarity: 'DENIES', speakers: [{ slug: 'kessaria' }] },
        ],
      },
    ]);
    expect(event).toMatchObject({ contested: true, independentSourceCount: 3, differsFromClaims: ['DATE'] });
    expect(event.relations).toEqual([
      { type: 'AFTER', event: { slug: 'river-talks-2031-04' }, inferred: true },
    ]);
  });

  test('an attempt that a party withdrew from is unsuccessful; neighbouring answers are no dispute', async () => {
    const { mediationAttempt } = await ask<{
      mediationAttempt: unknown;
    }>(`{ mediationAttempt(id: "lakes-union-mediation-2031") {
      outcome contested independentSourceCount differsFromClaims possiblySameAs { slug }
      responses { party { slug } answer date { edtf } conditions }
      disagreements { field sides { valueText } } } }`);
    expect(mediationAttempt).toEqual({
      outcome: 'UNSUCCESSFUL',
      contested: true,
      independentSourceCount: 2,
      differsFromClaims: [],
      possiblySameAs: [{ slug: 'ilva-shuttle-2031' }],
      responses: [
        { party: { slug: 'kessaria' }, answer: 'ACCEPTED', date: null, conditions: [] },
        {
          party: { slug: 'dorvania' },
          answer: 'WITHDREW',
          date: { edtf: '2031-05-01' },
          conditions: ['the north bank is vacated'],
        },
      ],
      disagreements: [
        { field: 'OUTCOME', sides: [{ valueText: 'UNSUCCESSFUL' }, { valueText: 'PARTIAL_SETTLEMENT' }] },
      ],
    });
  });

  test('an attempt that no claim is about has no sources, an unknown outcome and its absences', async () => {
    const { mediationAttempt } = await ask<{
      mediationAttempt: unknown;
    }>(`{ mediationAttempt(id: "ilva-shuttle-2031") {
      outcome contested independentSourceCount date { edtf } dateAbsence
      proposalOriginator { slug } proposalOriginatorAbsence possiblySameAs { slug } } }`);
    expect(mediationAttempt).toEqual({
      outcome: 'UNKNOWN',
      contested: false,
      independentSourceCount: null,
      date: null,
      dateAbsence: 'UNKNOWN',
      proposalOriginator: null,
      proposalOriginatorAbsence: 'NONE',
      possiblySameAs: [{ slug: 'lakes-union-mediation-2031' }],
    });
  });

  test('a chain of four voices is given from the newspaper to the state, each in the office of that time', async () => {
    const { claims } = await ask<{
      claims: Nodes<{ chain: unknown }>;
    }>(`{ claims(filter: { rootSpeaker: { actor: "dorvania" }, minDepth: 4 }) {
      nodes { depth valueText rootSpeaker { slug } passage { exact start end }
        chain { position speaker { slug } verb act hearer { slug } hearerInferred
          speakingAs { office { slug } started { edtf } } } } } }`);
    expect(claims.nodes).toHaveLength(1);
    const [claim] = claims.nodes;
    expect(claim).toMatchObject({
      depth: 4,
      valueText: 'REJECT',
      rootSpeaker: { slug: 'dorvania' },
      passage: { exact: 'the river is ours alone', start: 230, end: 253 },
    });
    expect(claim?.chain).toMatchObject([
      { position: 1, speaker: { slug: 'tomas-brenn' }, hearer: { slug: 'border-gazette' } },
      { position: 2, speaker: { slug: 'ines-okoro' }, speakingAs: [] },
      {
        position: 3,
        speaker: { slug: 'lena-orsk' },
        hearerInferred: true,
        speakingAs: [{ office: { slug: 'dorvania-president' }, started: { edtf: '2030-06-01' } }],
      },
      { position: 4, speaker: { slug: 'dorvania' }, verb: null, act: 'REJECT', hearer: null },
    ]);
    const shallow = await ask<{ claims: Nodes<unknown> }>(
      '{ claims(filter: { rootSpeaker: { actor: "dorvania" }, maxDepth: 3, field: STANCE }) { nodes { valueText } } }',
    );
    expect(shallow.claims.nodes).toEqual([{ valueText: 'OPPOSE' }]);
  });

  test('neighbouring stances are no dispute, and a condition that nobody states differs from the claims', async () => {
    const { positions } = await ask<{
      positions: Nodes<Slug>;
    }>(`{ positions { nodes { slug contested independentSourceCount differsFromClaims
      conditions { text issue { slug } } } } }`);
    const bySlug = new Map(positions.nodes.map((node) => [node.slug, node]));
    expect(bySlug.get('dorvania-on-joint-commission')).toMatchObject({
      contested: false,
      independentSourceCount: 2,
      differsFromClaims: [],
    });
    expect(bySlug.get('kessaria-on-joint-commission')).toMatchObject({
      contested: false,
      independentSourceCount: 1,
      differsFromClaims: ['CONDITION'],
      conditions: [
        { text: 'the boundary markers stay', issue: null },
        { text: 'equal shares', issue: { slug: 'water-quota' } },
      ],
    });
  });

  test('a claim that was taken back or withdrawn keeps saying so, and every value has its text', async () => {
    const { claims } = await ask<{
      claims: Nodes<{
        field: string;
        valueText: string | null;
        status: string;
        source: Slug;
        supersedes: { source: Slug } | null;
      }>;
    }>(`{ claims(first: 100, filter: { includeRetracted: true }) { nodes {
      field valueText status source { slug } supersedes { source { slug } } } } }`);
    const texts = claims.nodes.map(
      (node) => `${node.source.slug} ${node.field} ${node.valueText} ${node.status}`,
    );
    expect(texts).toEqual(
      expect.arrayContaining([
        'dorvan-radio-morning DATE 2031-03-02 SUPERSEDED',
        'rumour-sheet DATE 2031-03-20 RETRACTED',
        'kessar-courier-2031-03-05 PARTICIPANT PERPETRATOR unknown-gunners ACTIVE',
        'border-gazette-2031-05-02 RELATION BEFORE secret-meeting-2031-04 ACTIVE',
        'border-gazette-2031-05-02 PLACE ilva-valley ACTIVE',
        'border-gazette-2031-05-02 COUNT 3~ ACTIVE',
        'kessar-courier-2031-04-26 OCCURRENCE null ACTIVE',
      ]),
    );
    const superseding = claims.nodes.filter((node) => node.supersedes);
    expect(superseding).toMatchObject([
      { valueText: '2031-03-05', supersedes: { source: { slug: 'dorvan-radio-morning' } } },
    ]);
  });
});
