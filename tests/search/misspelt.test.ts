import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { newId } from '../../src/kernel/ids.ts';
import { testDatabase } from '../setup/database.ts';
import { search } from './search.ts';

const db = await testDatabase();

/** What can be drawn: a name of an actor or a passage, and the ids of all that have it. */
interface Text {
  kind: 'ACTOR' | 'CLAIM';
  text: string;
  ids: string[];
}
const texts: Text[] = [];

/**
 * The seeds, and beside them actors and claims whose names and passages are made of the same words: two words of
 * names that never stood together, and stretches of one to twelve words of two passages.
 */
async function enlarge(): Promise<void> {
  const names = await listed('SELECT text FROM actor_name ORDER BY 1');
  const quotes = await listed('SELECT DISTINCT passage_exact AS text FROM claim ORDER BY 1');
  const nameWords = [...new Set(names.flatMap((name) => name.split(' ')))].filter((word) =>
    /^[A-Z]/.test(word),
  );
  const [someName, someStretch] = [fc.constantFrom(...nameWords), fc.constantFrom(...quotes)].map((drawn) =>
    fc.sample(fc.tuple(drawn, drawn, fc.nat(), fc.integer({ min: 1, max: 6 })), {
      seed: 20250510,
      numRuns: 1500,
    }),
  );
  const accented = (text: string, n: number) =>
    n % 4 === 0 ? text.replace(/a/, 'á').replace(/e/, 'é').replace(/n/, 'ñ') : text;
  const actors = [
    ...new Set((someName ?? []).slice(0, 400).map(([a, b, n]) => accented(`${a} ${b.toLowerCase()}`, n))),
  ];
  const passages = (someStretch ?? []).map(([a, b, n, length]) => {
    const stretch = (text: string) => {
      const words = text.split(' ');
      const start = n % Math.max(1, words.length - length);
      return words.slice(start, start + length).join(' ');
    };
    return accented(n % 3 === 0 ? stretch(a) : `${stretch(a)} ${stretch(b)}`, n);
  });
  await db.pool.query(
    `WITH made AS (INSERT INTO actor (id, slug, name, kind) SELECT id, 'made-' || n, name, 'PERSON'
       FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS x(id, name, n) RETURNING id, name)
     INSERT INTO actor_name (actor_id, position, text, kind) SELECT id, 1, name, 'CANONICAL' FROM made`,
    [actors.map(newId), actors],
  );
  await db.pool.query(
    `INSERT INTO claim (id, source_id, event_id, field, directness, passage_exact)
     SELECT x.id, (SELECT id FROM source ORDER BY id LIMIT 1), (SELECT id FROM event ORDER BY id LIMIT 1), 'OCCURRENCE', 'NARRATOR', x.passage
     FROM unnest($1::uuid[], $2::text[]) AS x(id, passage)`,
    [passages.map(newId), passages],
  );
}

async function listed(statement: string): Promise<string[]> {
  return (await db.pool.query<{ text: string }>(statement)).rows.map(({ text }) => text);
}

beforeAll(async () => {
  await seedFolder(db, 'seeds/article');
  await seedFolder(db, 'seeds/comparison');
  await enlarge();
  await db.owner.query('ANALYZE');
  const { rows } = await db.pool.query<Text>(
    `SELECT 'ACTOR' AS kind, text, array_agg(DISTINCT actor_id::text) AS ids FROM actor_name GROUP BY text
     UNION ALL SELECT 'CLAIM', passage_exact, array_agg(id::text) FROM claim
       WHERE passage_exact IS NOT NULL GROUP BY passage_exact HAVING count(*) <= 10
     ORDER BY 1, 2`,
  );
  texts.push(...rows);
});

/** The same text with one of its letters another one. */
function withLetterChanged(text: string, place: number, letter: number): string {
  const letters = [...text.matchAll(/\p{L}/gu)].map(({ index }) => index);
  const at = letters[place % letters.length] ?? 0;
  const old = text.charAt(at).toLowerCase();
  const others = [...'abcdefghijklmnopqrstuvwxyz'].filter((other) => other !== old);
  return text.slice(0, at) + others[letter % others.length] + text.slice(at + 1);
}

const withoutAccents = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

async function hasWords(text: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ words: boolean }>('SELECT search_query($1) IS NOT NULL AS words', [
    text,
  ]);
  return rows[0]?.words ?? false;
}

async function missed(drawn: [Text, string][]): Promise<string[]> {
  const lost: string[] = [];
  for (const [{ text, ids }, asked] of drawn) {
    const { edges } = await search(db, { text: asked });
    const found = edges.map(({ node }) =>
      Buffer.from(node.id, 'base64url').toString('utf8').split(':').at(-1),
    );
    if (!ids.some((id) => found.includes(id))) lost.push(`${asked} (${text})`);
  }
  return lost;
}

test('200 names and passages are each found on the first page with one letter changed', async () => {
  for (const kind of ['ACTOR', 'CLAIM'] as const) {
    const candidates = texts.filter((text) => text.kind === kind);
    const changed: [Text, string][] = [];
    const draws = fc.sample(fc.tuple(fc.constantFrom(...candidates), fc.nat(), fc.nat()), {
      seed: 20250716,
      numRuns: 130,
    });
    // A text that is left with stop words only finds nothing, on purpose.
    for (const [text, place, letter] of draws) {
      const asked = withLetterChanged(text.text, place, letter);
      if ((await hasWords(asked)) && (await hasWords(text.text))) changed.push([text, asked]);
    }
    expect(changed.length).toBeGreaterThan(100);
    expect(await missed(changed.slice(0, 100))).toEqual([]);
  }
});

test('names and passages are found without their accents', async () => {
  const accented = texts.filter(({ text }) => withoutAccents(text) !== text);
  expect(accented.length).toBeGreaterThan(100);
  const draws = fc.sample(fc.constantFrom(...accented), { seed: 20250725, numRuns: 60 });
  const drawn: [Text, string][] = [];
  for (const text of draws) if (await hasWords(text.text)) drawn.push([text, withoutAccents(text.text)]);
  expect(await missed(drawn)).toEqual([]);
});

test('names and passages are found as they stand', async () => {
  const draws = fc.sample(fc.constantFrom(...texts), { seed: 20250916, numRuns: 60 });
  const drawn: [Text, string][] = [];
  for (const text of draws) if (await hasWords(text.text)) drawn.push([text, text.text]);
  expect(await missed(drawn)).toEqual([]);
});
