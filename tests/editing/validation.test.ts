import { createHash } from 'node:crypto';
import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import type { TestDatabase } from '../setup/database.ts';
import { change, send } from './editors.ts';
import { claim, event, refusalScene, source, text } from './refusal-scene.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await refusalScene();
});

const cases: [
  what: string,
  mutation: string,
  input: Record<string, unknown>,
  problems: [string, string][],
][] = [
  [
    'an unknown reference, with what may have been meant',
    'createEvent',
    { ...event, participants: [{ actor: 'arwa', role: 'PARTY' }] },
    [['participants.0.actor', 'UNKNOWN_REFERENCE']],
  ],
  [
    'an EDTF text that cannot be read',
    'createEvent',
    { ...event, dateAbsence: null, date: { edtf: '2025-13' } },
    [['date', 'INVALID_DATE']],
  ],
  [
    'an earliest after the latest',
    'createEvent',
    { ...event, dateAbsence: null, date: { edtf: '2025-05/2024' } },
    [['date', 'INVALID_DATE']],
  ],
  [
    'a date and the reason why there is none',
    'createEvent',
    { ...event, date: { edtf: '2025' } },
    [['dateAbsence', 'CONFLICTING']],
  ],
  ['neither a date nor the reason', 'createEvent', { ...event, dateAbsence: null }, [['date', 'REQUIRED']]],
  ['a slug that is taken', 'createEvent', { ...event, slug: 'talks' }, [['slug', 'TAKEN']]],
  ['a slug with capitals', 'createEvent', { ...event, slug: 'Talks' }, [['slug', 'INVALID']]],
  ['a title that is too long', 'createEvent', { ...event, title: 'x'.repeat(1001) }, [['title', 'TOO_LONG']]],
  ['a control character', 'createEvent', { ...event, title: 'a\u0007b' }, [['title', 'INVALID']]],
  [
    'a text of which nothing can be seen',
    'createEvent',
    { ...event, title: '\u200b\u3164' },
    [['title', 'INVALID']],
  ],
  ['half of a surrogate pair', 'createEvent', { ...event, title: 'a\ud800b' }, [['title', 'INVALID']]],
  [
    'the same participant twice',
    'createEvent',
    {
      ...event,
      participants: [
        { actor: 'arva', role: 'PARTY' },
        { actor: 'arva', role: 'PARTY' },
      ],
    },
    [['participants.1', 'DUPLICATE']],
  ],
  [
    'a DATE that is not EDTF',
    'addClaim',
    { ...claim, field: 'DATE', value: 'in May' },
    [['value', 'INVALID_DATE']],
  ],
  [
    'a DATE with more about it that is not EDTF',
    'addClaim',
    { ...claim, field: 'DATE', date: { edtf: 'in May' } },
    [['date', 'INVALID_DATE']],
  ],
  [
    'a DATE that is given in two ways',
    'addClaim',
    { ...claim, field: 'DATE', value: '2025', date: { edtf: '2025' } },
    [['date', 'CONFLICTING']],
  ],
  [
    'a response of a party that is not on record',
    'recordResponse',
    { attempt: 'offer', party: 'china', answer: 'ACCEPTED' },
    [['party', 'UNKNOWN_REFERENCE']],
  ],
  [
    'a response with a wrong date and conditions of which nothing can be seen',
    'recordResponse',
    {
      attempt: 'offer',
      party: 'ana',
      answer: 'ACCEPTED',
      date: { edtf: '2025-13' },
      conditions: ['That.', ' '],
    },
    [
      ['date', 'INVALID_DATE'],
      ['conditions.1', 'INVALID'],
    ],
  ],
  [
    'a value of a response that no date has',
    'recordResponse',
    { attempt: 'offer', party: 'Arva', answer: 'ACCEPTED', date: { edtf: '2025', timeZone: ' ' } },
    [
      ['party', 'INVALID'],
      ['date.timeZone', 'INVALID'],
    ],
  ],
  [
    'an attempt without a slug',
    'recordResponse',
    { attempt: 'An offer', party: 'arva', answer: 'ACCEPTED' },
    [['attempt', 'INVALID']],
  ],
  [
    'a passage without its words',
    'addClaim',
    { ...claim, field: 'OTHER', value: 'x', passage: { exact: ' x', prefix: ' ', start: -1 } },
    [
      ['passage.exact', 'INVALID'],
      ['passage.prefix', 'INVALID'],
      ['passage.start', 'INVALID'],
    ],
  ],
  [
    'references of a claim to nothing',
    'addClaim',
    {
      ...claim,
      source: 'papers',
      field: 'PLACE',
      value: 'nowhere',
      chain: [{ speaker: 'nobody', act: 'ASSERT' }],
    },
    [
      ['source', 'UNKNOWN_REFERENCE'],
      ['chain.0.speaker', 'UNKNOWN_REFERENCE'],
      ['value', 'UNKNOWN_REFERENCE'],
    ],
  ],
  [
    'references of an attempt to nothing',
    'updateMediationAttempt',
    {
      id: 'offer',
      version: 1,
      mediators: [{ actor: 'bo' }, { actor: 'arwa' }],
      proposalOriginator: 'nobody',
      possiblySameAs: ['offers'],
    },
    [
      ['mediators.1.actor', 'UNKNOWN_REFERENCE'],
      ['proposalOriginator', 'UNKNOWN_REFERENCE'],
      ['possiblySameAs.0', 'UNKNOWN_REFERENCE'],
    ],
  ],
  [
    'a date and the reason why there is none, in a change',
    'updateEvent',
    { id: 'talks', version: 1, place: 'nowhere', date: { edtf: '2025' }, dateAbsence: 'UNKNOWN' },
    [
      ['dateAbsence', 'CONFLICTING'],
      ['place', 'UNKNOWN_REFERENCE'],
    ],
  ],
  [
    'a RESPONSE that is no PartyAnswer',
    'addClaim',
    { ...claim, event: null, response: 'try/arva', field: 'RESPONSE', value: 'MAYBE' },
    [['value', 'INVALID']],
  ],
  [
    'a field that the subject does not have',
    'addClaim',
    { ...claim, field: 'STANCE', value: 'REJECT' },
    [['field', 'INVALID']],
  ],
  [
    'a claim about nothing',
    'addClaim',
    { ...claim, event: null, field: 'OTHER', value: 'x' },
    [['', 'INVALID']],
  ],
  [
    'a chain that does not start at 1',
    'addClaim',
    { ...claim, field: 'OTHER', value: 'x', chain: [{ position: 2, speaker: 'bo', act: 'ASSERT' }] },
    [['chain.0.position', 'CHAIN_NOT_NUMBERED']],
  ],
  [
    'a supersedes of another speaker’s claim',
    'addClaim',
    {
      ...claim,
      field: 'OTHER',
      value: 'x',
      chain: [{ position: 1, speaker: 'ana', act: 'ASSERT' }],
      supersedes: 'paper#k',
    },
    [['supersedes', 'OTHER_SPEAKER']],
  ],
  [
    'an office that the speaker never held',
    'addClaim',
    {
      ...claim,
      field: 'OTHER',
      value: 'x',
      chain: [{ speaker: 'bo', speakingAs: ['minister'], act: 'ASSERT' }],
    },
    [['chain.0.speakingAs.0', 'UNKNOWN_REFERENCE']],
  ],
  [
    'a key that the source has already',
    'addClaim',
    { ...claim, key: 'k', field: 'OTHER', value: 'x' },
    [['key', 'TAKEN']],
  ],
  [
    'a member of its own member',
    'updateActor',
    { id: 'arva', version: 2, memberOf: 'ana' },
    [['memberOf', 'LOOP']],
  ],
  [
    'an office that nobody but a person can hold',
    'createTenure',
    { holder: 'arva', office: 'minister' },
    [['holder', 'INVALID']],
  ],
  [
    'an office holder who stops being a person',
    'updateActor',
    { id: 'ana', version: 1, kind: 'STATE' },
    [['', 'INVALID']],
  ],
  [
    'the same tenure again',
    'createTenure',
    { holder: 'ana', office: 'minister', started: { edtf: '2020' } },
    [['holder', 'TAKEN']],
  ],
  [
    'a tenure that ends before it starts',
    'createTenure',
    { holder: 'bo', office: 'minister', started: { edtf: '2021' }, ended: { edtf: '2020' } },
    [['', 'INVALID']],
  ],
  [
    'a quote that is not in the text at its offset',
    'recordSource',
    {
      source,
      text,
      claims: [
        {
          directness: 'DIRECT_QUOTE',
          passage: { exact: 'No', start: 5 },
          says: [{ event: 'talks', field: 'OCCURRENCE' }],
        },
      ],
    },
    [['claims.0.passage.start', 'QUOTE_NOT_FOUND']],
  ],
  [
    'a hash that is not that of the text',
    'recordSource',
    { source: { ...source, contentSha256: '0'.repeat(64) }, text },
    [['source.contentSha256', 'INVALID']],
  ],
  [
    'a note that is too long, beside what else is wrong',
    'createActor',
    { slug: 'x', name: ' ', kind: 'NGO', note: 'x'.repeat(10_001), idempotencyKey: 'x'.repeat(201) },
    [
      ['note', 'TOO_LONG'],
      ['idempotencyKey', 'TOO_LONG'],
      ['name', 'INVALID'],
    ],
  ],
  [
    'an id of another type',
    'retractEvent',
    { id: Buffer.from('Actor:0197f5a0-0000-7000-8000-000000000000').toString('base64url'), reason: 'x' },
    [['id', 'INVALID']],
  ],
];

describe('refused, by the path of the field and with nothing written:', () => {
  test.each(cases)('%s', async (_what, mutation, input, problems) => {
    const count =
      'SELECT (SELECT count(*) FROM revision) AS r, (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM source) AS s';
    const before = (await db.pool.query(count)).rows;
    const result = await send(db, mutation, input);
    expect([result.__typename, result.problems?.map(({ path, code }) => [path.join('.'), code])]).toEqual([
      'ValidationError',
      problems,
    ]);
    for (const { message } of result.problems ?? []) expect(message).toMatch(/^\S.{5,}/);
    expect((await db.pool.query(count)).rows).toEqual(before);
  });
});

/** The type of what a path leads to in the input of a mutation; undefined where the input has no such field. */
function typeAt(mutation: string, path: readonly string[]): GraphQLInputType | undefined {
  const input = schema.getMutationType()?.getFields()[mutation]?.args[0]?.type;
  return path
    .filter((name) => !/^\d+$/.test(name))
    .reduce<GraphQLInputType | undefined>((type, name) => {
      const named = type && getNamedType(type);
      return isInputObjectType(named) ? named.getFields()[name]?.type : undefined;
    }, input);
}

test('every path of every problem leads to a field that the input of the mutation has', async () => {
  for (const [what, mutation, input] of cases) {
    const { problems = [] } = await send(db, mutation, input);
    const astray = problems.filter(({ path }) => typeAt(mutation, path) === undefined);
    expect([what, problems.length > 0, astray]).toEqual([what, true, []]);
  }
});

test('every problem of an input is told at once', async () => {
  const result = await send(db, 'recordSource', {
    source: { ...source, published: { edtf: 'May' } },
    actors: [
      { slug: 'arva', name: 'Again', kind: 'STATE' },
      { slug: 'new', name: ' ', kind: 'NGO', memberOf: 'nobody' },
    ],
    events: [
      { ...event, place: 'nowhere', placeAbsence: null, participants: [{ actor: 'new', role: 'PARTY' }] },
    ],
    claims: [
      { directness: 'PARAPHRASE', says: [{ event: 'meeting', field: 'PLACE', value: 'elsewhere' }] },
      {
        directness: 'PARAPHRASE',
        says: [
          { event: 'talks', field: 'DATE', value: 'soon' },
          { event: 'unheard-of', field: 'OCCURRENCE' },
        ],
      },
      {
        directness: 'PARAPHRASE',
        supersedes: 'paper#k',
        says: [{ event: 'talks', field: 'OTHER', value: 'x' }],
      },
    ],
  });
  expect(result.problems?.map(({ path, code }) => `${path.join('.')} ${code}`).sort()).toEqual([
    'actors.0.slug TAKEN',
    'actors.1.memberOf UNKNOWN_REFERENCE',
    'actors.1.name INVALID',
    'claims.0.says.0.value UNKNOWN_REFERENCE',
    'claims.1.says.0.value INVALID_DATE',
    'claims.2.supersedes OTHER_SPEAKER',
    'events.0.place UNKNOWN_REFERENCE',
    'source.published INVALID_DATE',
  ]);
});

test('whoever speaks as the holder of an office outside of the tenure is recorded so, with a warning', async () => {
  const result = await change(db, 'addClaim', {
    ...claim,
    field: 'OTHER',
    value: 'Spoken late.',
    chain: [{ position: 1, speaker: 'ana', speakingAs: ['minister'], act: 'ASSERT' }],
  });
  expect(result.warnings).toMatchObject([
    { path: ['chain', '0', 'speakingAs', '0'], code: 'OUTSIDE_TENURE' },
  ]);
});

test('a text that is given proves its quotes, in code points, and gives the source its hash', async () => {
  const result = await change(
    db,
    'recordSource',
    {
      source: { ...source, slug: 'with-text' },
      text,
      claims: [
        {
          directness: 'DIRECT_QUOTE',
          passage: { exact: 'Talks.', start: [...text].length - 6 },
          says: [{ event: 'talks', field: 'OCCURRENCE' }],
        },
      ],
    },
    'source { contentSha256 claims(first: 5) { nodes { passage { exact start end unit } } } }',
  );
  expect(result.source).toEqual({
    contentSha256: createHash('sha256').update(text).digest('hex'),
    claims: {
      nodes: [
        {
          passage: {
            exact: 'Talks.',
            start: [...text].length - 6,
            end: [...text].length,
            unit: 'CODE_POINT',
          },
        },
      ],
    },
  });
});
