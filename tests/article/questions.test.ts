import sql from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { articleDatabase } from '../setup/article.ts';
import { execute, type Nodes } from '../setup/execute.ts';

const db = await articleDatabase();

/** Every row of every table of the record, in one digest. */
const everything = sql`SELECT md5(string_agg(content, '' ORDER BY name)) AS state FROM (
  SELECT c.relname AS name, (query_to_xml(format('SELECT t::text FROM %I t ORDER BY 1', c.relname), true, true, ''))::text AS content
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r') tables`;

interface Slug {
  slug: string;
}

async function ask<T = Record<string, unknown>>(document: string): Promise<T> {
  const { data, errors } = await execute<T>(db, document);
  expect(errors).toEqual([]);
  return data;
}

async function slugsOf(list: string): Promise<string[]> {
  const { list: page } = await ask<{ list: Nodes<Slug> }>(`{ list: ${list} { nodes { slug } } }`);
  return page.nodes.map(({ slug }) => slug).sort();
}

describe('with the article alone', () => {
  test.each(['ASC', 'DESC'])(
    'an event without a date lies in no window for sure, however open, %s',
    async (direction) => {
      const list = (window: string) =>
        slugsOf(
          `events(first: 100, orderBy: { direction: ${direction} }, filter: { date: { ${window}, match: DEFINITE } })`,
        );
      expect(await list('after: "9000"')).toEqual([]);
      expect(await list('within: "../.."')).not.toContain('us-role-denied-by-india');
      expect(await slugsOf('events(first: 100)')).toContain('us-role-denied-by-india');
    },
  );

  test('what India says by two other voices is found by its root and its depth', async () => {
    const document = (range: string) => `{
      claims(filter: { rootSpeaker: { actor: "india" }, minDepth: 3 ${range} }) {
        nodes {
          directness depth passage { exact start unit } rootSpeaker { slug }
          chain { position speaker { slug } verb hearer { slug } hearerInferred speakingAs { office { slug } } }
        }
      }
    }`;
    const { claims } = await ask<{ claims: Nodes<{ passage: { exact: string } }> }>(document(''));
    const claim = claims.nodes.find(({ passage }) => passage.exact.includes('India says it is bilateral'));
    expect(claim).toMatchObject({
      directness: 'DIRECT_QUOTE',
      depth: 3,
      rootSpeaker: { slug: 'india' },
      chain: [
        { position: 1, speaker: { slug: 'ishaq-dar' }, verb: 'recalled', hearer: { slug: 'al-jazeera' } },
        {
          position: 2,
          speaker: { slug: 'marco-rubio' },
          verb: 'said',
          hearer: { slug: 'ishaq-dar' },
          hearerInferred: true,
        },
        { position: 3, speaker: { slug: 'india' }, verb: 'says', hearer: null },
      ],
    });
    const shallow = await ask(document('maxDepth: 2').replace('minDepth: 3', ''));
    expect(JSON.stringify(shallow)).not.toContain('India says it is bilateral');
  });

  test('the attack has the date that the article gives, a year that it does not, and a perpetrator that nobody names', async () => {
    const { event } = await ask<{
      event: {
        date: unknown;
        participants: { role: string; actor: { name: string } }[];
        independentSourceCount: number;
      };
    }>(`{ event(id: "attack-pahalgam-2025-04") {
      date { edtf verbatim inferred display } participants { role actor { kind name } } independentSourceCount
    } }`);
    expect(event.date).toEqual({
      edtf: '2025-04-20',
      verbatim: 'April 20',
      inferred: ['YEAR'],
      display: '20 April 2025 (year inferred)',
    });
    expect(event.participants).toContainEqual(
      expect.objectContaining({
        role: 'PERPETRATOR',
        actor: expect.objectContaining({ kind: 'UNIDENTIFIED' }),
      }),
    );
    expect(event.participants.find(({ role }) => role === 'VICTIM')?.actor.name).toMatch(/tourists/);
    expect(event.independentSourceCount).toBe(1);
  });

  test('the conveyed proposal keeps its minute, has no zone, and nobody who drew it up', async () => {
    const { event } = await ask<{
      event: {
        date: { display: string };
        participants: unknown;
        mediationAttempts: unknown;
        independentSourceCount: number;
      };
    }>(`{ event(id: "ceasefire-proposal-conveyed-2025-05-11") {
      date { edtf timeZone instant display } independentSourceCount
      participants { role actor { slug } speakingAs { office { title } } }
      mediationAttempts { attempt { proposalOriginator { slug } proposalOriginatorAbsence outcome responses { party { slug } answer } } }
    } }`);
    expect(event.date).toMatchObject({ edtf: '2025-05-11T08:17', timeZone: null, instant: null });
    expect(event.date.display).toContain('time zone not stated');
    expect(event.participants).toEqual([
      {
        role: 'CONVEYOR',
        actor: { slug: 'marco-rubio' },
        speakingAs: [{ office: { title: expect.stringContaining('Secretary of State') } }],
      },
      { role: 'RECIPIENT', actor: { slug: 'ishaq-dar' }, speakingAs: [] },
    ]);
    expect(event.mediationAttempts).toEqual([
      {
        attempt: {
          proposalOriginator: null,
          proposalOriginatorAbsence: 'NOT_STATED',
          outcome: 'UNKNOWN',
          responses: [
            { party: { slug: 'india' }, answer: 'NOT_STATED' },
            { party: { slug: 'pakistan' }, answer: 'NOT_STATED' },
          ],
        },
      },
    ]);
    expect(event.independentSourceCount).toBe(1);
  });

  test('definitely within five days lie three events, possibly what is vaguer, and no undated one', async () => {
    const within = (match: string) =>
      slugsOf(`events(filter: { date: { within: "2025-05-08/2025-05-12", match: ${match} } }, first: 100)`);
    expect(await within('DEFINITE')).toEqual([
      'ceasefire-proposal-conveyed-2025-05-11',
      'dialogue-promised-2025-05-11',
      'ground-battle-2025-05-10',
    ]);
    expect(await within('POSSIBLE')).toEqual([
      'ceasefire-proposal-conveyed-2025-05-11',
      'dar-al-jazeera-interview',
      'dialogue-promised-2025-05-11',
      'ground-battle-2025-05-10',
      'operation-sindoor',
      'outreach-to-capitals-2025-05',
      'us-role-claimed-by-trump',
    ]);
  });

  test('American mediation is found by its state, each party with its answer', async () => {
    const { mediationAttempts } = await ask<{ mediationAttempts: Nodes<Slug> }>(`{
      mediationAttempts(filter: { mediators: [{ actor: "united-states", includeMembers: true }] }) {
        nodes { slug venue outcome responses { party { slug } answer inferred } possiblySameAs { slug } }
      }
    }`);
    const find = (slug: string) => mediationAttempts.nodes.find((node) => node.slug === slug);
    expect(find('dialogue-at-neutral-venue-2025-05')).toMatchObject({
      venue: 'NEUTRAL_SITE',
      outcome: 'OFFERED_ONLY',
      responses: [
        { party: { slug: 'india' }, answer: 'REJECTED', inferred: false },
        { party: { slug: 'pakistan' }, answer: 'ACCEPTED', inferred: true },
      ],
    });
    expect(find('ceasefire-proposal-2025-05')).toMatchObject({
      outcome: 'UNKNOWN',
      responses: [{ answer: 'NOT_STATED' }, { answer: 'NOT_STATED' }],
    });
  });

  test('Pakistan holds two positions side by side, and they are in no disagreement', async () => {
    const { positions } = await ask<{ positions: Nodes<{ stance: string; conditions: unknown }> }>(`{
      positions(filter: { holders: [{ actor: "pakistan" }], held: { within: "2025-09-16" } }) {
        nodes { stance issue { slug } conditions { text } contested disagreements { id } differsFromClaims }
      }
    }`);
    expect(positions.nodes).toContainEqual(
      expect.objectContaining({
        stance: 'ACCEPT',
        issue: { slug: 'third-party-mediation' },
        contested: false,
        disagreements: [],
      }),
    );
    const conditional = positions.nodes.find(({ stance }) => stance === 'ACCEPT_CONDITIONALLY');
    expect(conditional).toMatchObject({ issue: { slug: 'bilateral-talks' }, contested: false });
    expect(conditional?.conditions).toHaveLength(4);
  });

  test('the one disagreement is about the American mediation in May: Trump affirms it, India denies it', async () => {
    const { disagreements } = await ask<{ disagreements: Nodes<unknown> & { totalCount: number } }>(`{
      disagreements { totalCount nodes { rule subject { ... on MediationAttempt { slug } } sides { polarity speakers { slug } sources { slug } } } }
    }`);
    expect(disagreements.totalCount).toBe(1);
    expect(disagreements.nodes).toEqual([
      {
        rule: 'AFFIRMED_AND_DENIED',
        subject: { slug: 'peace-brokering-2025-05' },
        sides: [
          {
            polarity: 'AFFIRMS',
            speakers: [{ slug: 'donald-trump' }],
            sources: [{ slug: 'opindia-2025-09-16' }],
          },
          { polarity: 'DENIES', speakers: [{ slug: 'india' }], sources: [{ slug: 'opindia-2025-09-16' }] },
        ],
      },
    ]);
  });

  test('what editors recorded and did not infer stands on claims', async () => {
    type Lists = Record<
      'events' | 'mediationAttempts' | 'positions',
      Nodes<{ slug: string; differsFromClaims: string[] }>
    >;
    const { events, mediationAttempts, positions } = await ask<Lists>(`{
      events(first: 100) { nodes { slug differsFromClaims } }
      mediationAttempts(first: 100) { nodes { slug differsFromClaims } }
      positions(first: 100) { nodes { slug differsFromClaims } }
    }`);
    const differing = [...events.nodes, ...mediationAttempts.nodes, ...positions.nodes].filter(
      ({ differsFromClaims }) => differsFromClaims.length > 0,
    );
    expect(differing).toEqual([]);
  });
});

describe('with the five other accounts', () => {
  beforeAll(() => seedFolder(db, 'seeds/comparison'));

  test('there are four disagreements, each with two sides', async () => {
    const { disagreements } = await ask<{ disagreements: Nodes<unknown> }>(`{
      disagreements { nodes { field rule subject { ... on Event { slug } ... on MediationAttempt { slug } }
        sides { valueText polarity speakers { slug } sources { slug } } } }
    }`);
    expect(disagreements.nodes).toHaveLength(4);
    expect(disagreements.nodes).toMatchInlineSnapshot(`
      [
        {
          "field": "INITIATOR",
          "rule": "VALUES_DIFFER",
          "sides": [
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "ankur-singh-post-2025-09-16",
                },
                {
                  "slug": "jmd-news-2025-09",
                },
                {
                  "slug": "the-hans-india-2025-09",
                },
              ],
              "speakers": [
                {
                  "slug": "ishaq-dar",
                },
              ],
              "valueText": "ishaq-dar",
            },
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "crime-today-news-2025-09",
                },
              ],
              "speakers": [
                {
                  "slug": "ishaq-dar",
                },
              ],
              "valueText": "marco-rubio",
            },
          ],
          "subject": {
            "slug": "mediation-inquiry-2025-07-25",
          },
        },
        {
          "field": "DATE",
          "rule": "DATES_DO_NOT_OVERLAP",
          "sides": [
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "opindia-2025-09-16",
                },
                {
                  "slug": "ndtv-2025-09-16",
                },
              ],
              "speakers": [
                {
                  "slug": "ishaq-dar",
                },
              ],
              "valueText": "2025-05-11T08:17",
            },
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "jmd-news-2025-09",
                },
                {
                  "slug": "crime-today-news-2025-09",
                },
              ],
              "speakers": [
                {
                  "slug": "ishaq-dar",
                },
              ],
              "valueText": "2025-05-10T08:17~",
            },
          ],
          "subject": {
            "slug": "ceasefire-proposal-conveyed-2025-05-11",
          },
        },
        {
          "field": "DATE",
          "rule": "DATES_DO_NOT_OVERLAP",
          "sides": [
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "opindia-2025-09-16",
                },
                {
                  "slug": "ndtv-2025-09-16",
                },
              ],
              "speakers": [],
              "valueText": "2025-04-20",
            },
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "jmd-news-2025-09",
                },
                {
                  "slug": "un-security-council-2025-04-25",
                },
              ],
              "speakers": [],
              "valueText": "2025-04-22",
            },
          ],
          "subject": {
            "slug": "attack-pahalgam-2025-04",
          },
        },
        {
          "field": "OCCURRENCE",
          "rule": "AFFIRMED_AND_DENIED",
          "sides": [
            {
              "polarity": "AFFIRMS",
              "sources": [
                {
                  "slug": "opindia-2025-09-16",
                },
              ],
              "speakers": [
                {
                  "slug": "donald-trump",
                },
              ],
              "valueText": null,
            },
            {
              "polarity": "DENIES",
              "sources": [
                {
                  "slug": "opindia-2025-09-16",
                },
              ],
              "speakers": [
                {
                  "slug": "india",
                },
              ],
              "valueText": null,
            },
          ],
          "subject": {
            "slug": "peace-brokering-2025-05",
          },
        },
      ]
    `);
  });

  test('copies and reports of one interview do not count as independent', async () => {
    const { proposal, attack } = await ask(`{
      proposal: event(id: "ceasefire-proposal-conveyed-2025-05-11") { independentSourceCount contested }
      attack: event(id: "attack-pahalgam-2025-04") { independentSourceCount contested }
    }`);
    expect(proposal).toEqual({ independentSourceCount: 1, contested: true });
    expect(attack).toEqual({ independentSourceCount: 3, contested: true });
  });

  test('loading the same folders again changes nothing', async () => {
    const state = async () => (await db.owner.query<{ state: string }>(everything)).rows;
    const before = await state();
    await seedFolder(db, 'seeds/article');
    await seedFolder(db, 'seeds/comparison');
    expect(await state()).toEqual(before);
  });
});
