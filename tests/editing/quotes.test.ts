import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { base, seedOf } from './folder.ts';

const db = await testDatabase();

// A character outside the basic plane stands before the quotes: it counts once.
const text = '😀 The minister said: “No talks.” Later: “No talks.” A post: we heard “yes”.\n';

async function check(claims: string, bytes: string | Buffer = text): Promise<unknown> {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const folder = await seedOf({
    'base.yaml': base.replace('title: Paper', `title: Paper, contentSha256: ${sha256}`),
    'post.yaml':
      'sources:\n  - { slug: post, kind: SOCIAL_POST, title: Post, embeddedIn: paper }\n  - { slug: other, kind: WIRE, title: Other }\n',
    'claims.yaml': `claims:\n${claims}`,
  });
  const textFile = join(folder, 'text.txt');
  await writeFile(textFile, bytes);
  return seedFolder(db, folder, { textFile }).then(
    () => 'loaded',
    (error: Error) => error.message.replaceAll(join(folder, '/'), ''),
  );
}

const quoted = (source: string, key: string, quote: string, start?: number) =>
  `  - { key: ${key}, source: ${source}, quote: "${quote}"${start === undefined ? '' : `, start: ${start}`}, directness: NARRATOR, says: [{ event: meeting, field: OCCURRENCE }] }\n`;

test('a quote that does not stand at its offset is refused with what stands there and where it is', async () => {
  expect(await check(quoted('paper', 'a', 'No talks.', 21))).toBe(
    'claims.yaml:2: start: at 21 the text has "“No talks" and not the quote "No talks."; it stands at 22 and 41',
  );
  expect(await check(quoted('post', 'a', 'we heard “yes”', 3))).toMatch(/; it stands at 60$/);
  expect(await check(quoted('paper', 'a', 'Never.', 4))).toMatch(
    /and not the quote "Never."; it stands nowhere in the text as it is given; letters, quotation marks, dashes and spaces have to be the same$/,
  );
  expect(await check(quoted('paper', 'a', 'x', 5000))).toMatch(
    /^claims.yaml:2: start: at 5000 the text has "" /,
  );
});

test('a quote without an offset gets the offset of the one place where it stands, between its prefix and suffix', async () => {
  expect(await check(quoted('paper', 'once', 'Later: “No'))).toBe('loaded');
  expect(await check(quoted('paper', 'twice', 'No talks.'))).toBe(
    'claims.yaml:2: quote: it stands at 22 and 41; give the start of the one that is meant',
  );
  const within = (key: string, prefix: string) =>
    quoted('paper', key, 'No talks.').replace('quote:', `prefix: "${prefix}", suffix: "”", quote:`);
  expect(await check(within('within', 'Later: “'))).toBe('loaded');
  expect(await check(within('without', 'Never: “'))).toMatch(
    /^claims.yaml:2: quote: "No talks." stands nowhere in the text as it is given; letters, .* the same, also in the prefix/,
  );
  const stored = await db.prisma.claim.findMany({
    where: { key: { in: ['once', 'twice', 'within', 'without'] } },
    orderBy: { key: 'asc' },
  });
  expect(stored.map(({ key, passageStart }) => [key, passageStart])).toEqual([
    ['once', 33],
    ['within', 41],
  ]);
});

test('a text of other bytes is refused with both hashes', async () => {
  expect(await check('', `${text} `)).toMatch(
    /^text.txt: the sha256 of the file is [0-9a-f]{64}, and [0-9a-f]{64} is expected; /,
  );
});

test('a text that is not there is refused', async () => {
  const folder = await seedOf({ 'base.yaml': base });
  await expect(seedFolder(db, folder, { textFile: join(folder, 'none.txt') })).rejects.toThrow(
    /none.txt: the file cannot be read/,
  );
});

test('quotes that stand at their offsets pass, and those of other sources are not looked up', async () => {
  const claims = [
    quoted('paper', 'a', 'No talks.', 22),
    quoted('paper', 'b', 'No talks.', 41),
    quoted('post', 'a', 'we heard “yes”', 60),
    quoted('other', 'a', 'not in this text', 3),
  ];
  expect(await check(claims.join(''))).toBe('loaded');
  const stored = await db.prisma.claim.findFirstOrThrow({ where: { key: 'b' } });
  expect(stored).toMatchObject({ passageStart: 41, passageEnd: 50, passageUnit: 'CODE_POINT' });
});
