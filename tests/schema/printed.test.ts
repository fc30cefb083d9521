import { readFile } from 'node:fs/promises';
import { buildSchema, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';

/** Which type comes first depends on which file was loaded first, and means nothing. */
function sorted(printed: GraphQLSchema): string {
  return printSchema(lexicographicSortSchema(printed));
}

test('schema.graphql is the schema as printed, whatever the order of its types', async () => {
  const committed = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8').catch(
    () => 'type Query { missing: Int }',
  );
  expect(
    sorted(buildSchema(committed)) === sorted(schema),
    'schema.graphql is stale: run `npm run schema`, look at what changed, and enter it in CHANGELOG.md.',
  ).toBe(true);
});
