import fc from 'fast-check';
import { execute as executeDocument, GraphQLError, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import { DomainError } from '../../src/kernel/errors.ts';
import { schema } from '../../src/schema.ts';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { generateHistory } from './generated-history.ts';
import { generateRecord, idOf, uuidOf } from './generated-record.ts';
import { listCase, listNames } from './lists.ts';
import { call, type PageArgs, readPage } from './whole-list.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 24, records: 60, claims: 150, disagreements: 30 });
await generateHistory(db.owner);

/** What the one error of a page with these arguments is. */
async function refusal(
  name: string,
  args: PageArgs,
): Promise<{ code: unknown; message: string } | undefined> {
  const list = listCase(name);
  const field = name.split('.')[1] ?? '';
  const { errors } = await execute(db, list.document(call(field, args, '{ nodes { __typename } }')));
  expect(errors).toHaveLength(1);
  return errors[0];
}

describe.each(listNames)('%s refuses', (name) => {
  test.each([
    ['first: 101', { first: 101 }, /^first: 101 was given; .*100/],
    ['a negative first', { first: -1 }, /^first: -1 was given/],
    ['last: 101', { last: 101 }, /^last: 101 was given; .*100/],
    ['a negative last', { last: -5 }, /^last: -5 was given/],
    ['first with last', { first: 2, last: 2 }, /^first and last: 2 and 2 were given together/],
  ])('%s', async (_, args, message) => {
    expect(await refusal(name, args)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });

  test('a text that is no cursor, and a cursor of another list', async () => {
    const { cursors } = await readPage(db, listCase(name), { first: 3 });
    expect(cursors.length).toBe(3);
    const other = name === 'Query.events' ? 'Query.positions' : 'Query.events';
    const foreign = (await readPage(db, listCase(other), { first: 1 })).cursors[0];
    for (const cursor of ['', 'x', 'WyJhIl0', '!', foreign, `${cursors[0]}A`, `${cursors[0]}=`])
      for (const side of ['after', 'before'] as const)
        expect(await refusal(name, { [side]: cursor })).toMatchObject({
          code: 'INVALID_CURSOR',
          message: expect.stringMatching(
            new RegExp(`^${side}: .* is no cursor of this list in this order; give `),
          ),
        });
  });
});

describe('cursors', () => {
  test('of one order are refused by every other', async () => {
    const list = listCase('Query.events');
    const orders = (['DATE', 'CREATED_AT'] as const).flatMap((field) =>
      (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
    );
    for (const orderBy of orders) {
      const cursor = (await readPage(db, list, { first: 1, orderBy })).cursors[0];
      for (const asked of orders) {
        if (asked === orderBy)
          expect((await readPage(db, list, { first: 1, after: cursor, orderBy })).ids).toHaveLength(1);
        else
          expect(await refusal('Query.events', { after: cursor, orderBy: asked })).toMatchObject({
            code: 'INVALID_CURSOR',
          });
      }
    }
  });

  test('of the standard order are taken where that order is named', async () => {
    const cursor = (await readPage(db, listCase('Query.events'), { first: 1 })).cursors[0];
    const page = await readPage(db, listCase('Query.events'), {
      after: cursor,
      first: 1,
      orderBy: { field: 'DATE', direction: 'DESC' },
    });
    expect(page.ids).toHaveLength(1);
  });

  test('that were altered in any place are refused', async () => {
    const { cursors } = await readPage(db, listCase('Query.events'), { first: 20 });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cursors),
        fc.nat(),
        fc.constantFrom(...letters),
        async (cursor, at, letter) => {
          const index = at % cursor.length;
          fc.pre(cursor[index] !== letter);
          const altered = `${cursor.slice(0, index)}${letter}${cursor.slice(index + 1)}`;
          expect(await refusal('Query.events', { after: altered })).toMatchObject({ code: 'INVALID_CURSOR' });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('stay good when the item that they mark is gone', async () => {
    const list = listCase('Query.sources');
    const before = await readPage(db, list, { first: 24 });
    await db.pool.query("INSERT INTO source (id, slug, kind, title) VALUES ($1, 'gone', 'OTHER', 'Gone')", [
      '01900006-0000-7000-8000-00000000ffff',
    ]);
    const { cursors, ids } = await readPage(db, list, { last: 1 });
    await db.pool.query("DELETE FROM source WHERE slug = 'gone'");
    const after = await readPage(db, list, { last: 3, before: cursors[0] });
    expect(ids).not.toEqual(before.ids.slice(-1));
    expect(after.ids).toEqual(before.ids.slice(-3));
  });
});

describe('an id or a slug', () => {
  const refused = async (document: string) => {
    const { errors } = await execute(db, document);
    expect(errors).toHaveLength(1);
    return errors[0];
  };

  test.each([
    'actor',
    'event',
    'mediationAttempt',
    'position',
    'source',
    'conflict',
    'issue',
    'place',
    'office',
    'dataset',
  ])(
    '%s(id) refuses what is neither, and the id of another type, and is null where there is nothing',
    async (field) => {
      expect(await refused(`{ ${field}(id: "Not a slug!") { id } }`)).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^id: "Not a slug!" is neither an id nor a slug; /),
      });
      expect(await refused(`{ ${field}(id: "${idOf('Claim', 1)}") { id } }`)).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^id: ".*" is an id of type Claim; /),
      });
      expect(await execute(db, `{ ${field}(id: "nobody-of-this-name") { id } }`)).toMatchObject({
        data: { [field]: null },
        errors: [],
      });
    },
  );

  test('claim(id) takes an id or source-slug#key: claims have no slug', async () => {
    expect(await refused('{ claim(id: "some-claim") { id } }')).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^id: /),
    });
    for (const name of ['Source#key', '#key', 'source#', 'a#b#c', 'a#\\u0000'])
      expect(await refused(`{ claim(id: "${name}") { id } }`)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await execute(db, '{ claim(id: "no-source#no-key") { id } }')).data.claim).toBeNull();
    expect((await execute(db, `{ claim(id: "${idOf('Claim', 1)}") { id } }`)).data.claim).toEqual({
      id: idOf('Claim', 1),
    });
    expect((await execute(db, `{ claim(id: "${idOf('Claim', 99999)}") { id } }`)).data.claim).toBeNull();
  });

  test('node and nodes refuse what is no id, naming its place, and give null for what is not there', async () => {
    expect(await refused('{ node(id: "actor-1") { id } }')).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^id: "actor-1" is no id/),
    });
    expect(await refused(`{ nodes(ids: ["${idOf('Actor', 1)}", "zzz"]) { id } }`)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^ids\.1: /),
    });
    const { data } = await execute(
      db,
      `{ nodes(ids: ["${idOf('Actor', 2)}", "${idOf('Event', 99999)}", "${idOf('Event', 1)}", "${idOf('Actor', 2)}"]) { __typename id } }`,
    );
    expect(data.nodes).toEqual([
      { __typename: 'Actor', id: idOf('Actor', 2) },
      null,
      { __typename: 'Event', id: idOf('Event', 1) },
      { __typename: 'Actor', id: idOf('Actor', 2) },
    ]);
    const many = Array.from({ length: 101 }, () => `"${idOf('Actor', 1)}"`).join(',');
    expect(await refused(`{ nodes(ids: [${many}]) { id } }`)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^ids: 101/),
    });
  });

  test('a filter names the argument whose id is malformed, of another type or of nothing', async () => {
    const cases: [string, string, string][] = [
      ['events(filter: { conflict: "No slug" })', 'filter.conflict', 'BAD_USER_INPUT'],
      [`events(filter: { conflict: "${idOf('Actor', 1)}" })`, 'filter.conflict', 'BAD_USER_INPUT'],
      ['events(filter: { conflict: "no-such-conflict" })', 'filter.conflict', 'NOT_FOUND'],
      [`events(filter: { conflict: "${idOf('Conflict', 9999)}" })`, 'filter.conflict', 'NOT_FOUND'],
      ['events(filter: { issues: ["issue-1", "no-such"] })', 'filter.issues.1', 'NOT_FOUND'],
      ['events(filter: { place: "no-such" })', 'filter.place', 'NOT_FOUND'],
      ['events(filter: { dataset: "no-such" })', 'filter.dataset', 'NOT_FOUND'],
      [
        'events(filter: { participants: [{ actor: "actor-1" }, { actor: "???" }] })',
        'filter.participants.1.actor',
        'BAD_USER_INPUT',
      ],
      [
        'events(filter: { participants: [{ actor: "actor-1" }, { actor: "nobody" }] })',
        'filter.participants.1.actor',
        'NOT_FOUND',
      ],
      [
        'mediationAttempts(filter: { mediators: [{ actor: "nobody" }] })',
        'filter.mediators.0.actor',
        'NOT_FOUND',
      ],
      [
        'mediationAttempts(filter: { parties: [{ actor: "nobody" }] })',
        'filter.parties.0.actor',
        'NOT_FOUND',
      ],
      [
        'mediationAttempts(filter: { answer: { party: "nobody", answers: [ACCEPTED] } })',
        'filter.answer.party',
        'NOT_FOUND',
      ],
      ['positions(filter: { holders: [{ actor: "nobody" }] })', 'filter.holders.0.actor', 'NOT_FOUND'],
      ['claims(filter: { source: "nothing" })', 'filter.source', 'NOT_FOUND'],
      ['claims(filter: { speakers: [{ actor: "nobody" }] })', 'filter.speakers.0.actor', 'NOT_FOUND'],
      ['claims(filter: { rootSpeaker: { actor: "nobody" } })', 'filter.rootSpeaker.actor', 'NOT_FOUND'],
      ['claims(filter: { conflict: "nothing" })', 'filter.conflict', 'NOT_FOUND'],
      ['disagreements(conflict: "nothing")', 'conflict', 'NOT_FOUND'],
      // A slug may look like a UUID; a bare UUID is no id of this service.
      [`events(filter: { conflict: "${uuidOf('Conflict', 1)}" })`, 'filter.conflict', 'NOT_FOUND'],
    ];
    for (const [field, argument, code] of cases) {
      const error = await refused(`{ ${field} { totalCount nodes { id } } }`);
      expect([field, error?.code, error?.message.startsWith(`${argument}: `)]).toEqual([field, code, true]);
    }
  });

  test('an id is taken wherever a slug is', async () => {
    const bySlug = await execute<{ events: { totalCount: number } }>(
      db,
      '{ events(filter: { conflict: "conflict-1", issues: ["issue-1"] }) { totalCount nodes { id } } }',
    );
    const byId = await execute(
      db,
      `{ events(filter: { conflict: "${idOf('Conflict', 1)}", issues: ["${idOf('Issue', 1)}", "issue-1"] }) { totalCount nodes { id } } }`,
    );
    expect(byId).toMatchObject({ data: bySlug.data, errors: [] });
    expect(bySlug.data.events.totalCount).toBeGreaterThan(0);
  });
});

describe('a date that cannot be read', () => {
  const texts = [
    '2025-13',
    '2025-02-30',
    'May 2025',
    '',
    '2025-05-12/2025-05-08',
    '[2025-05..',
    '05/11/2025',
    '10000',
  ];

  test.each(texts)('%j in the document is refused before anything runs', (text) => {
    const document = `{ events(filter: { date: { within: ${JSON.stringify(text)} } }) { totalCount } }`;
    const errors = validate(schema, parse(document));
    expect(errors).toMatchObject([
      {
        extensions: { code: 'BAD_USER_INPUT' },
        message: expect.stringMatching(/not a date in EDTF that can be read: .*; give a date such as/),
      },
    ]);
  });

  test.each(texts)('%j in a variable is refused, and the sentence names where it stands', async (text) => {
    const { errors } = await execute(
      db,
      'query ($date: DateFilter) { events(filter: { date: $date }) { totalCount } }',
      {
        date: { within: text },
      },
    );
    expect(errors).toMatchObject([
      {
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^Variable "\$date" .* at "date\.within"; .*EDTF/),
      },
    ]);
  });

  test.each([
    ['events(filter: { date: {} })', 'filter.date'],
    ['events(filter: { date: { within: null, match: DEFINITE } })', 'filter.date'],
    ['events(filter: { date: { within: "/2025" } })', 'filter.date.within'],
    ['positions(filter: { held: { before: "../2025" } })', 'filter.held.before'],
    ['mediationAttempts(filter: { date: { after: "2025/.." } })', 'filter.date.after'],
  ])('%s is refused by a sentence that names %s', async (field, argument) => {
    const { errors } = await execute(db, `{ ${field} { totalCount } }`);
    expect(errors).toMatchObject([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining(`argument ${argument} `) },
    ]);
  });
});

test('what is thrown is an error of the domain, which carries its own code', async () => {
  const documents = [
    '{ events(first: 101) { totalCount } }',
    '{ events(after: "x") { totalCount } }',
    '{ events(filter: { conflict: "nothing" }) { totalCount } }',
  ];
  for (const document of documents) {
    const { errors } = await executeDocument({
      schema,
      document: parse(document),
      contextValue: createContext(db),
    });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toBeInstanceOf(GraphQLError);
    expect(errors?.[0]?.originalError).toBeInstanceOf(DomainError);
  }
});
