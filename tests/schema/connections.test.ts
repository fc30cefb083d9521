import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { connectionFields, connectionTypes, itemOf } from './connection-fields.ts';

test('the schema has connections', () => {
  expect(connectionTypes().length).toBeGreaterThan(8);
  expect(connectionFields().length).toBeGreaterThan(20);
});

describe.each(connectionTypes().map((type) => [type.name, type] as const))('%s', (name, type) => {
  const edge = name.replace(/Connection$/, 'Edge');
  const node = itemOf(name);

  // What is followed as it grows has no count.
  const counted = name !== 'ChangeConnection';

  test('has edges, nodes, a page info and, but for changes, an exact count, none of them null', () => {
    const fields = Object.fromEntries(
      Object.entries(type.getFields()).map(([key, field]) => [key, String(field.type)]),
    );
    expect(fields).toEqual({
      edges: `[${edge}!]!`,
      nodes: `[${node}!]!`,
      pageInfo: 'PageInfo!',
      ...(counted ? { totalCount: 'Int!' } : {}),
    });
  });

  test('has edges with a cursor and a node', () => {
    const edgeType = schema.getType(edge);
    const fields = edgeType && 'getFields' in edgeType ? Object.entries(edgeType.getFields()) : [];
    expect(Object.fromEntries(fields.map(([key, field]) => [key, String(field.type)]))).toEqual({
      cursor: 'String!',
      node: `${node}!`,
    });
  });
});

test.each(connectionFields('objects and interfaces'))('$parent.$field takes the four arguments', (found) => {
  const type = schema.getType(found.parent);
  const field = type && 'getFields' in type ? type.getFields()[found.field] : undefined;
  const args = field && 'args' in field ? field.args : [];
  expect(Object.fromEntries(args.map((arg) => [arg.name, String(arg.type)]))).toMatchObject({
    first: 'Int',
    after: 'String',
    last: 'Int',
    before: 'String',
  });
  expect(String(field?.type)).toBe(`${found.connection}!`);
});
