import { beforeAll, describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { newId } from '../../src/kernel/ids.ts';
import { id, recordSmall } from '../queries/small-record.ts';
import { testDatabase } from '../setup/database.ts';
import { search, trySearch } from './search.ts';

describe('in the article', async () => {
  const db = await testDatabase();
  beforeAll(() => seedFolder(db, 'seeds/article'));

  const labels = async (text: string, types?: string[]) =>
    (await search(db, { text, types })).edges.map(({ node }) => node.label);
  const snippets = async (text: string, types?: string[]) =>
    (await search(db, { text, types })).edges.map(({ snippet }) => snippet);

  test('a phrase and a word find the passage that has both', async () => {
    expect(await snippets('"bilateral" india', ['CLAIM'])).toContain(
      '“He said, ‘<mark>India</mark> says it is <mark>bilateral</mark>’,” Dar recalled',
    );
  });

  test('a word of another language that is spelled like one of the record finds nothing', async () => {
    expect((await search(db, { text: 'mediación' })).edges).toEqual([]);
    expect((await search(db, { text: 'mediation' })).edges.length).toBeGreaterThan(3);
  });

  test('an actor is found by a name with letters wrong', async () => {
    expect(await labels('Ishak Dar')).toEqual(['ishaq-dar']);
    expect((await labels('Rubbio'))[0]).toBe('marco-rubio');
    expect((await labels('Donld Trump'))[0]).toBe('donald-trump');
    expect((await labels('Trumpp'))[0]).toBe('donald-trump');
  });

  test('a passage of words that a hyphen joins is found with a letter wrong', async () => {
    const passage = 'the <mark>India</mark>-Pakistan <mark>war</mark>';
    expect(await snippets('the India-Pakirtan war', ['CLAIM'])).toContain(passage);
  });

  test('the actor whose whole name it is comes before all that speak of it', async () => {
    const { edges } = await search(db, { text: 'india' });
    expect(edges[0]).toMatchObject({ node: { label: 'india' }, rank: 1, snippet: '<mark>India</mark>' });
    expect(new Set(edges.map(({ node }) => node.__typename)).size).toBeGreaterThan(3);
  });

  test('a word is found in its other forms', async () => {
    const found = await snippets('talking', ['CLAIM']);
    expect(found.some((snippet) => snippet.includes('<mark>talked</mark>'))).toBe(true);
  });

  test('an excluded word leaves out what has it, an actor by any of its names', async () => {
    const both = await search(db, { text: 'mediation', first: 100 });
    const without = await search(db, { text: 'mediation -india', first: 100 });
    expect(without.totalCount).toBeLessThan(both.totalCount);
    expect(without.edges.filter(({ snippet }) => /india/i.test(snippet))).toEqual([]);
    expect(await labels('rubio', ['ACTOR'])).toEqual(['marco-rubio']);
    expect(await labels('rubio -marco', ['ACTOR'])).toEqual([]);
    expect(await labels('rubio -ishaq', ['ACTOR'])).toEqual(['marco-rubio']);
  });

  test('a phrase with a letter wrong finds nothing that is not nearly the whole text', async () => {
    expect((await search(db, { text: '"bilaterax" india' })).edges).toEqual([]);
    const [first] = await snippets('“He said, ‘India saxs it is bilateral’,” Dar recalled');
    expect(first).toContain('bilateral');
  });

  test('one of two words is enough where "or" stands between them', async () => {
    const [either, one, other] = await Promise.all(
      ['ceasefire or confession', 'ceasefire', 'confession'].map(
        async (text) => (await search(db, { text, types: ['CLAIM'] })).totalCount,
      ),
    );
    expect(either).toBeGreaterThan(Math.max(one ?? 0, other ?? 0));
  });

  test.each([
    ['stop words', 'the of and it'],
    ['punctuation', '!!! ... ?? -- "" \'\' (&|) <-> :*'],
    ['words to leave out', '-india -"the war"'],
    ['a sign that is no letter', '☮'],
  ])('%s alone find nothing', async (_what, text) => {
    expect(await search(db, { text })).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 0,
      truncated: false,
    });
  });

  test.each([
    ['of 10,000 characters', { text: 'talks '.repeat(1700) }, /1 to 500 are expected/],
    ['that is empty', { text: '  \n ' }, /0 characters were given/],
    ['with a NUL', { text: 'talks\0' }, /control characters/],
    ['with a control character', { text: 'talks\u0001 on peace' }, /control characters/],
    ['in no type', { text: 'talks', types: [] }, /^types: an empty list/],
    ['of no origin', { text: 'talks', origins: [] }, /^origins: an empty list/],
    ['of too large a page', { text: 'talks', first: 101 }, /^first: 101/],
    ['from a cursor of another list', { text: 'talks', after: 'WyJhIl0' }, /no cursor of this list/],
  ])('a search %s is refused', async (_what, args, message) => {
    const { answer, errors, statements } = await trySearch(db, args);
    expect(answer).toBeNull();
    expect(errors.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
    expect(['BAD_USER_INPUT', 'INVALID_CURSOR']).toContain(errors[0]?.code);
    expect(statements).toEqual([]);
  });

  test('a long text of many words is answered', async () => {
    const text = 'India once again rejected United States efforts at mediation '.repeat(8).trim();
    expect((await search(db, { text })).edges.length).toBeGreaterThan(0);
  });

  test('what no text should do to the syntax of a query does nothing', async () => {
    for (const text of ["a' & !!b", 'india & | !', '<2> india', 'india:*', "o'neill", '\\', '%_%', '$1 ($2)'])
      expect((await trySearch(db, { text })).errors).toEqual([]);
  });
});

describe('in a small record', async () => {
  const db = await testDatabase();
  beforeAll(() => recordSmall(db));

  const found = async (text: string, more: { types?: string[]; origins?: string[] } = {}) =>
    (await search(db, { text, ...more })).edges.map(({ node }) => node.label ?? node.__typename);

  test('what was withdrawn is never found', async () => {
    expect(await found('"call that was none"')).toEqual([]);
    expect(await found('call')).toEqual(['A call']);
    await db.pool.query(
      `UPDATE claim SET passage_exact = 'They met on the tenth of nowhere.' WHERE id = ANY ($1::uuid[])`,
      [[id('on-10'), id('gone')]],
    );
    const { edges, totalCount } = await search(db, { text: 'nowhere' });
    expect([edges.length, totalCount]).toEqual([1, 1]);
  });

  test('curated records are found unless other origins are asked for', async () => {
    expect(await found('coded', { types: ['EVENT'] })).toEqual([]);
    expect(await found('coded', { types: ['EVENT'], origins: ['DATASET'] })).toHaveLength(3);
    expect(await found('call', { origins: ['DATASET'] })).toEqual([]);
    expect(await found('call', { origins: ['DATASET', 'CURATED'] })).toEqual(['A call']);
  });

  test('actors and sources have no origin and are always found', async () => {
    expect(await found('borland', { origins: ['DATASET'] })).toEqual(['borland']);
    expect(await found('gazette', { origins: ['DATASET'] })).toEqual(['The Gazette']);
  });

  test('accents do not count, on either side', async () => {
    expect(await found('cafe')).toEqual(['Meetings at the café']);
    expect(await found('cáfé')).toEqual(['Meetings at the café']);
    expect((await search(db, { text: 'cafe' })).edges[0]?.snippet).toContain('<mark>café</mark>');
  });

  test('only the types that are asked for are searched', async () => {
    expect(await found('line', { types: ['POSITION'] })).toHaveLength(3);
    expect(await found('line', { types: ['EVENT', 'ACTOR', 'EVENT'] })).toEqual([]);
  });

  test('a name of a few letters, one that is all stop words and one in another script are found', async () => {
    await db.pool.query(
      `INSERT INTO actor (id, slug, name, kind) VALUES ($1, 'who', 'WHO', 'INTERNATIONAL_ORGANIZATION'), ($2, 'lavrov', 'Sergey Lavrov', 'PERSON')`,
      [newId(), newId()],
    );
    await db.pool.query(
      `INSERT INTO actor_name (actor_id, position, text, kind) SELECT id, 1, name, 'CANONICAL'::actor_name_kind FROM actor WHERE slug IN ('who', 'lavrov')
       UNION ALL SELECT id, 2, 'Сергей Лавров', 'TRANSLITERATION' FROM actor WHERE slug = 'lavrov'`,
    );
    expect(await found('WHO')).toEqual(['who']);
    expect(await found('Ane', { types: ['ACTOR'] })).toEqual(['ana']);
    expect(await found('Сергей Лаврив')).toEqual(['lavrov']);
  });
});
