import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { generateHistory } from '../paging/generated-history.ts';
import { generateRecord } from '../paging/generated-record.ts';
import { connectionFields } from '../schema/connection-fields.ts';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';

const db = await testDatabase();
await generateRecord(db.owner, { reference: 60, records: 120, claims: 400, disagreements: 100 });
await generateHistory(db.owner);
await db.pool.query(
  `INSERT INTO office (id, slug, title, body_id, rank) SELECT a.id, 'office-of-' || a.slug, 'Office', a.id, 'OTHER' FROM actor a`,
);
await db.pool.query(
  `INSERT INTO tenure (id, holder_id, office_id) SELECT a.id, a.id, o.id FROM actor a JOIN office o ON o.body_id = a.id WHERE a.kind = 'PERSON'`,
);
await db.pool.query(
  `INSERT INTO event_relation (event_id, position, type, other_id) SELECT e.id, 1, 'BEFORE', o.id FROM event e JOIN LATERAL (SELECT id FROM event WHERE id > e.id ORDER BY id LIMIT 1) o ON true`,
);
await db.pool.query(
  `INSERT INTO attempt_event (attempt_id, position, event_id, role) SELECT a.id, 1, e.id, 'OFFER' FROM mediation_attempt a JOIN event e ON split_part(e.slug, '-', 2) = split_part(a.slug, '-', 2)`,
);
await db.pool.query(
  `INSERT INTO attempt_same_as (attempt_id, other_id) SELECT a.id, b.id FROM mediation_attempt a JOIN LATERAL (SELECT id FROM mediation_attempt WHERE id > a.id ORDER BY id LIMIT 1) b ON true`,
);
await db.pool.query(
  `INSERT INTO position_condition (position_id, ordinal, text, issue_id) SELECT p.id, 1, 'If so.', p.issue_id FROM position p`,
);
await db.pool.query(
  `INSERT INTO conflict_party (conflict_id, position, actor_id) SELECT c.id, 1, a.id FROM conflict c JOIN actor a ON split_part(a.slug, '-', 2) = split_part(c.slug, '-', 2)`,
);
await db.pool.query(
  `INSERT INTO conflict_name (conflict_id, position, text, used_by_id) SELECT p.conflict_id, 1, 'war', p.actor_id FROM conflict_party p`,
);

/** All that can be read of a type without following it any further. */
function leaves(type: GraphQLNamedType): string {
  if (!isObjectType(type) && !isInterfaceType(type)) return '{ __typename }';
  const names = Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
    .map(({ name }) => name);
  return `{ __typename ${names.join(' ')} }`;
}

/** A field with something below it, down to the lists below what it gives. */
function follow(type: GraphQLObjectType, name: string, deeper: boolean): string {
  const field = type.getFields()[name];
  const named = field && getNamedType(field.type);
  if (!named || isLeafType(named)) return name;
  const below = (target: GraphQLNamedType) =>
    deeper && isObjectType(target)
      ? `{ ${leaves(target).slice(1, -1)} ${Object.values(target.getFields())
          .filter((inner) => !inner.args.some(isRequiredArgument) && !isLeafType(getNamedType(inner.type)))
          .map((inner) => follow(target, inner.name, false))
          .join(' ')} }`
      : leaves(target);
  if (!named.name.endsWith('Connection')) return `${name} ${below(named)}`;
  const node = schema.getType(named.name.slice(0, -'Connection'.length));
  return node
    ? `${name}(first: 2) { totalCount nodes ${below(node)} edges { cursor } pageInfo { hasNextPage } }`
    : name;
}

/** Lists whose items have every other type somewhere below them; what has items of several types is tried elsewhere. */
const roots = connectionFields().filter(
  ({ parent, node }) => parent === 'Query' && isObjectType(schema.getType(node)),
);

const filters: Partial<Record<string, string>> = {
  events: 'filter: { origins: [CURATED, DATASET], includeRetracted: true },',
  mediationAttempts: 'filter: { origins: [CURATED, DATASET], includeRetracted: true },',
  positions: 'filter: { origins: [CURATED, DATASET], includeRetracted: true },',
};

const cases = roots.flatMap(({ field, node }) => {
  const type = schema.getType(node);
  if (!isObjectType(type)) throw new Error(`${node} is no object type.`);
  return Object.values(type.getFields())
    .filter((inner) => !isLeafType(getNamedType(inner.type)) && !inner.args.some(isRequiredArgument))
    .map((inner) => ({ field, inner: inner.name, type }));
});

describe('the number of statements does not grow with the number of items', () => {
  test('every list at the root and everything below its items is tried', () => {
    expect(cases.length).toBeGreaterThan(50);
  });

  test.each(cases)('$field { $inner }', async ({ field, inner, type }) => {
    const document = `query ($first: Int!) { ${field}(${filters[field] ?? ''} first: $first) { nodes { ${leaves(type).slice(1, -1)} ${follow(type, inner, true)} } } }`;
    // The first thirteen changes have a subject of each type.
    const few = await execute(db, document, { first: field === 'changes' ? 13 : 3 });
    const many = await execute(db, document, { first: 60 });
    expect([few.errors, many.errors]).toEqual([[], []]);
    // Three items may lack what sixty have, such as a subject of each kind.
    expect(many.statements.length).toBeLessThanOrEqual(few.statements.length + 6);
    expect(many.statements.length).toBeLessThan(60);
  });
});

test('every statement names itself or comes from the client, and has a limit or a list of keys', async () => {
  const seen = new Set<string>();
  for (const { field, inner, type } of cases) {
    const { statements } = await execute(
      db,
      `{ ${field}(first: 5) { ${field === 'changes' ? '' : 'totalCount'} nodes { ${follow(type, inner, true)} } } }`,
    );
    for (const statement of statements) seen.add(statement);
  }
  const reads = [...seen];
  expect(reads.length).toBeGreaterThan(100);
  const unnamed = reads.filter(
    (text) => !/^\/\* [\w.: -]+ \*\/ SELECT /.test(text) && !/^(SELECT|\/\* )/.test(text),
  );
  expect(unnamed).toEqual([]);
  const unbounded = reads.filter((text) => !/\bLIMIT\b/.test(text) && !/"id" (IN|=) /.test(text));
  expect(unbounded).toEqual([]);
});

test('a page, its count and its nested pages are one statement each, with the limit of the page', async () => {
  const { statements, errors } = await execute(
    db,
    `{ conflicts(first: 4) { totalCount pageInfo { hasNextPage } nodes { slug events(first: 7) { totalCount pageInfo { hasNextPage } nodes { slug } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(
    statements
      .map(
        (text) =>
          /^\/\* ([\w. ]+) \*\//.exec(text)?.[1] ??
          text.replace(/^SELECT.* FROM "public"\."(\w+)".*$/s, 'rows of $1'),
      )
      .sort(),
  ).toEqual([
    'Conflict.events',
    'Conflict.events count',
    'Query.conflicts',
    'Query.conflicts count',
    'rows of conflict',
    'rows of event',
  ]);
  for (const text of statements.filter((each) => each.startsWith('/*')))
    expect(text).toMatch(/ LIMIT \$?\d+/);
});

test('a page of which nothing is asked for is not read', async () => {
  expect((await execute(db, '{ events { __typename } }')).statements).toEqual([]);
  expect((await execute(db, '{ events { totalCount } }')).statements).toHaveLength(1);
  expect((await execute(db, '{ events(first: 2) { pageInfo { hasNextPage } } }')).statements).toHaveLength(1);
});

test('one thing named many times in one request is looked up once', async () => {
  const { statements } = await execute(
    db,
    '{ a: events(filter: { conflict: "conflict-1" }) { totalCount } b: positions(filter: { conflict: "conflict-1" }) { totalCount } c: claims(filter: { conflict: "conflict-2" }) { totalCount } }',
  );
  expect(statements.filter((text) => text.startsWith('/* Conflict reference */'))).toHaveLength(1);
});
