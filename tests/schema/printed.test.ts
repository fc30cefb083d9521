import { readFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';

test('schema.graphql is the schema as printed', async () => {
  const printed = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8').catch(() => '');
  expect(
    printed === `${printSchema(schema)}\n`,
    'schema.graphql is stale: run `npm run schema`, look at what changed, and enter it in CHANGELOG.md.',
  ).toBe(true);
});
