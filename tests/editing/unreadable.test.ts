import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { testDatabase } from '../setup/database.ts';
import { base, expectRefusal, refusal, seedOf } from './folder.ts';

const db = await testDatabase();

const refusalOf = (text: string) => refusal(db, { 'base.yaml': base, 'more.yaml': text });

describe('YAML that cannot be read', () => {
  test.each([
    [
      'a key that stands twice',
      'actors:\n  - slug: x\n    name: X\n    slug: y\n',
      'more.yaml:4: the key "slug" stands here twice',
    ],
    [
      'a list that stands twice',
      'actors: []\nissues: []\nactors: []\n',
      'more.yaml:3: the key "actors" stands here twice',
    ],
    ['two documents', 'actors: []\n---\nactors: []\n', /^more.yaml:2: .*multiple documents/],
    ['a bracket that is not closed', 'actors:\n  - { slug: x\n', /^more.yaml:\d: /],
    ['a tag of its own', 'actors:\n  - !person { slug: x }\n', /^more.yaml:2: Unresolved tag: !person$/],
    ['a list at the top', '- actors\n', /^more.yaml:1: a mapping of lists is expected: actors, /],
    [
      'a list that there is none of',
      'actors: []\npeople: []\n',
      /^more.yaml:2: people: there is no such list; accepted are actors, offices, /,
    ],
    ['a mapping in place of a list', '\nactors: { slug: x }\n', 'more.yaml:2: actors: a list is expected'],
    [
      'an alias inside its own anchor',
      'actors: &a\n  - *a\n',
      'more.yaml:2: the alias *a names nothing that stands before it',
    ],
    [
      'deep nesting',
      `actors: ${'['.repeat(5000)}\n`,
      'more.yaml:1: the nesting is deeper than the 50 levels that are read',
    ],
    [
      'deep nesting behind brackets that close nothing',
      `actors: ${']'.repeat(5000)}${'['.repeat(5000)}\n`,
      'more.yaml:1: the nesting is deeper than the 50 levels that are read',
    ],
    [
      'deep nesting of lists',
      `\n\nactors:\n${'- '.repeat(5000)}\n`,
      'more.yaml:4: the nesting is deeper than the 50 levels that are read',
    ],
    [
      'deep indentation',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      /^more.yaml:\d+: the nesting is deeper/,
    ],
  ])('%s', (_, text, expected) => expectRefusal(db, text, expected));

  test('aliases that stand for aliases are told before they grow', async () => {
    const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1)
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    const lines = await refusalOf(bomb.join('\n'));
    expect(lines[0]).toMatch(/^more.yaml:\d+: the aliases of the file stand for more than 10000 values/);
    expect(lines.length).toBeLessThan(12);
  });

  test('a file that is not UTF-8 text, or too big', async () => {
    expect(await refusal(db, { 'x.yaml': Buffer.from([0x61, 0x3a, 0xff]) })).toEqual([
      'x.yaml: the file cannot be read as UTF-8 text.',
    ]);
    expect(await refusal(db, { 'x.yaml': `# ${'x'.repeat(11_000_000)}` })).toEqual([
      'x.yaml: the file has 11000002 bytes; at most 10485760 are read. Split it.',
    ]);
  });

  test('a folder without seed files, and one that is not there', async () => {
    expect((await refusal(db, { 'notes.txt': 'x' }))[0]).toMatch(/holds no \.yaml file/);
    await expect(seedFolder(db, join(await seedOf({}), 'nowhere'))).rejects.toThrow(
      /cannot be read as a folder of seed files/,
    );
  });

  test('links and files of other types are passed over', async () => {
    const folder = await seedOf({ 'notes.txt': 'actors: nonsense' });
    const other = await seedOf({ 'other.yaml': 'actors: nonsense' });
    await symlink(join(other, 'other.yaml'), join(folder, 'link.yaml'));
    await expect(seedFolder(db, folder)).rejects.toThrow(/holds no \.yaml file/);
  });
});
