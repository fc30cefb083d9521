import { readdir, readFile } from 'node:fs/promises';
import { isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import * as stored from '../../src/generated/prisma/enums.ts';
import type { Vocabulary } from '../../src/kernel/builder.ts';
import { datePrecisions } from '../../src/kernel/kernel.vocabulary.ts';
import { schema } from '../../src/schema.ts';
import { testDatabase } from '../setup/database.ts';

const db = await testDatabase();
const src = new URL('../../src/', import.meta.url);

async function readVocabularies(): Promise<Vocabulary[]> {
  const paths = (await readdir(src, { recursive: true })).filter((path) => path.endsWith('.vocabulary.ts'));
  const modules = await Promise.all(
    paths.map((path) => import(new URL(path.replaceAll('\\', '/'), src).href)),
  );
  return modules.flatMap((module) => Object.values(module as Record<string, Vocabulary>));
}

const vocabularies = await readVocabularies();
const enums = Object.values(schema.getTypeMap()).filter(
  (type) => isEnumType(type) && !type.name.startsWith('__'),
) as Extract<ReturnType<typeof schema.getType>, { getValues(): unknown }>[];
const { rows: columns } = await db.pool.query<{ name: string; values: string[] }>(
  `SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
   FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname ORDER BY 1`,
);

/** `ActorKind` for `actor_kind`. */
function typeName(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Enums that no column is of: what is kept inside a date, and what only a query says. */
const notStored = [
  'DateMatch',
  'DatePart',
  'DatePrecision',
  'EventGrouping',
  'OrderDirection',
  'RecordOrderField',
  'SearchType',
];

test('every enum of the schema has its vocabulary, with the same values and the same words', () => {
  const known = new Set(vocabularies.map(({ description, values }) => JSON.stringify([description, values])));
  const without = enums.filter(
    (type) =>
      !known.has(
        JSON.stringify([
          type.description,
          Object.fromEntries(type.getValues().map(({ name, description }) => [name, description])),
        ]),
      ),
  );
  expect(enums.length).toBeGreaterThan(30);
  expect(without.map(({ name }) => name)).toEqual([]);
});

/** Columns that no client sees. */
const notShown = ['AccessRole'];

describe('the enums of the database', () => {
  test('are those of the schema, but for the ones that no column is of', () => {
    const names = columns.map(({ name }) => typeName(name));
    expect(
      enums
        .map(({ name }) => name)
        .filter((name) => !names.includes(name))
        .sort(),
    ).toEqual(notStored);
    expect(names.filter((name) => !schema.getType(name))).toEqual(notShown);
  });

  test.each(columns)(
    '$name has the values of the schema and of the client, in the same order',
    ({ name, values }) => {
      const type = enums.find((candidate) => candidate.name === typeName(name));
      if (!notShown.includes(typeName(name)))
        expect(type?.getValues().map((value) => value.name)).toEqual(values);
      expect(Object.values(Reflect.get(stored, typeName(name)) as object)).toEqual(values);
    },
  );
});

test('the database takes the precisions of the vocabulary and no other', async () => {
  const migrations = new URL('../../prisma/migrations/', import.meta.url);
  const names = (await readdir(migrations)).filter((name) => /^\d/.test(name)).sort();
  const scripts = await Promise.all(
    names.map((name) => readFile(new URL(`${name}/migration.sql`, migrations), 'utf8')),
  );
  const last = [...scripts.join('\n').matchAll(/'precision'\) IN \(([^)]*)\)/g)].at(-1)?.[1] ?? '';
  expect([...last.matchAll(/'(\w+)'/g)].map(([, name]) => name)).toEqual(Object.keys(datePrecisions.values));
});
