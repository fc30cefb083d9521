import { beforeAll, expect, test } from 'vitest';
import { id, recordSmall } from '../queries/small-record.ts';
import { testDatabase } from '../setup/database.ts';
import { search } from './search.ts';

const db = await testDatabase();
beforeAll(() => recordSmall(db));

async function snippetOf(title: string, text: string): Promise<string> {
  await db.pool.query('UPDATE event SET title = $1, summary = NULL WHERE id = $2', [title, id('meeting')]);
  const { edges } = await search(db, { text, types: ['EVENT'] });
  return edges[0]?.snippet ?? '';
}

/** A snippet as a page shows it. */
function shown(snippet: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return snippet.replaceAll(/<\/?mark>/g, '').replaceAll(/&([a-z0-9#]+);/g, (_, name) => signs[name] ?? '');
}

test.each([
  '<script>alert("x")</script> at the summit',
  '<img src=x onerror=\'alert(1)\'> at the summit & "beyond"',
  'the <mark>summit</mark> of <b>all</b>',
  '</mark><script>summit</script><mark> of the summit',
  '&lt;script&gt; summit &amp; more &#60;b&#62;',
  'summit \u0001<script>\u0002 \u0003\u0004\u0005 and \uE000 more',
  '“summit” — ‘<b>’ … «summit» <a href="javascript:alert(1)">here</a>',
  '<!-- summit --> <![CDATA[ x ]]> and the summit',
  'a'.repeat(400).concat(' <b>summit</b> ', 'b '.repeat(400)),
])('the markup of a hostile text is inert: %s', async (title) => {
  const snippet = await snippetOf(title, 'summit');
  expect(snippet).toContain('<mark>summit</mark>');
  const rest = snippet.replaceAll('<mark>', '').replaceAll('</mark>', '');
  expect(rest).not.toMatch(/[<>"']/);
  expect(rest).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
  expect(snippet.match(/<mark>/g)?.length).toBe(snippet.match(/<\/mark>/g)?.length);
  expect(snippet).not.toMatch(/<mark>[^<]*<mark>/);
});

test('a text that is short is shown as it stands', async () => {
  const title = '<script>alert("x")</script> at the summit of \'A & B\'';
  expect(shown(await snippetOf(title, 'summit'))).toBe(title);
});

test('a long text is cut to what is around the hits', async () => {
  const snippet = await snippetOf(`${'before '.repeat(300)} the summit ${'after '.repeat(300)}`, 'summit');
  expect(snippet).toMatch(/before {2}the <mark>summit<\/mark> after/);
  expect(snippet.length).toBeLessThan(400);
});

test('all words of a text that was found by most of them are marked', async () => {
  const snippet = await snippetOf('Envoys meet over the river dam', 'envoys meet over xiver dam river');
  expect(snippet).toBe('<mark>Envoys</mark> <mark>meet</mark> over the <mark>river</mark> <mark>dam</mark>');
});

test('a name that was found by its letters is marked whole', async () => {
  const { edges } = await search(db, { text: 'Bxrland', types: ['ACTOR'] });
  expect(edges.map(({ snippet }) => snippet)).toEqual(['<mark>Borland</mark>']);
});
