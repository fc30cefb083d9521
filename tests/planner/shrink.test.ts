import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { shrinkOperation } from './shrink.ts';

test('an operation shrinks to the part that fails, without fragments and variables that it no longer needs', async () => {
  const document = parse(`
    query Other { __typename }
    query Asked($size: Int = 3, $id: ID!, $yes: Boolean!) {
      a: events(first: $size, filter: { types: [CALL, VISIT], contested: true }) { nodes { ...F slug } totalCount }
      conflict(id: $id) { name @include(if: $yes) issues { slug } }
    }
    fragment F on Event { ... on Versioned { ...G version } place { slug } }
    fragment G on Versioned { id ... on Event { x: title @skip(if: $yes) } }`);
  const smaller = await shrinkOperation(
    schema,
    { document, operationName: 'Asked', variables: { size: 2, id: 'x', yes: false } },
    async (each) => {
      const text = print(each.document);
      return (
        text.includes('title') && (text.includes('VISIT') || JSON.stringify(each.variables).includes('VISIT'))
      );
    },
  );
  expect(print(smaller.document).replace(/\s+/g, ' ')).toBe(
    '{ events(filter: {types: [VISIT]}) { nodes { title } } }',
  );
  expect([smaller.operationName, smaller.variables]).toEqual([null, {}]);
});
