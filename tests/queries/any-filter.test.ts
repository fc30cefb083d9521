import { getNamedType, isObjectType } from 'graphql';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeId, encodeId } from '../../src/kernel/ids.ts';
import { schema } from '../../src/schema.ts';
import { plannedDatabase } from '../planner/planned-record.ts';
import { Random } from '../planner/random.ts';
import { RandomValues } from '../planner/random-value.ts';
import { readPool, type ValuePool } from '../planner/value-pool.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { anyActor, type Filter, plainConditions, type Table } from './plain-filter.ts';

const seed = Number(process.env.FILTER_SEED || 1);
const runs = Number(process.env.FILTER_RUNS || 12);

let db: TestDatabase;
let pool: ValuePool;
beforeAll(async () => {
  db = await plannedDatabase();
  pool = await readPool(schema, db, new Random(1));
});

/** A list, what it lists, and what ties a row `r` to the parent with the id `key`. */
interface List {
  name: string;
  table: Table;
  of?: (key: Sql) => Sql;
  everyOrigin?: boolean;
}

const placesWithin = (key: Sql) =>
  sql`r.place_id IN (WITH RECURSIVE w AS (SELECT ${key} AS id UNION SELECT p.id FROM place p JOIN w ON p.part_of_id = w.id) SELECT w.id FROM w)`;

const lists: List[] = [
  { name: 'Query.events', table: 'event' },
  { name: 'Query.mediationAttempts', table: 'mediation_attempt' },
  { name: 'Query.positions', table: 'position' },
  { name: 'Query.claims', table: 'claim' },
  {
    name: 'Actor.events',
    table: 'event',
    of: (key) => sql`EXISTS (SELECT FROM participation p WHERE p.event_id = r.id AND p.actor_id = ${key})`,
  },
  {
    name: 'Actor.mediationAttempts',
    table: 'mediation_attempt',
    of: (key) => sql`(EXISTS (SELECT FROM mediator m WHERE m.attempt_id = r.id AND m.actor_id = ${key})
      OR EXISTS (SELECT FROM party_response s WHERE s.attempt_id = r.id AND s.party_id = ${key}))`,
  },
  { name: 'Actor.positions', table: 'position', of: (key) => sql`r.holder_id = ${key}` },
  {
    name: 'Actor.claims',
    table: 'claim',
    of: (key) => sql`EXISTS (SELECT FROM attribution a WHERE a.claim_id = r.id AND a.speaker_id = ${key})`,
  },
  { name: 'Place.events', table: 'event', of: placesWithin },
  { name: 'Conflict.events', table: 'event', of: (key) => sql`r.conflict_id = ${key}` },
  {
    name: 'Conflict.mediationAttempts',
    table: 'mediation_attempt',
    of: (key) => sql`r.conflict_id = ${key}`,
  },
  { name: 'Conflict.positions', table: 'position', of: (key) => sql`r.conflict_id = ${key}` },
  { name: 'Conflict.claims', table: 'claim', of: (key) => sql`r.conflict_id = ${key}`, everyOrigin: true },
  { name: 'Source.claims', table: 'claim', of: (key) => sql`r.source_id = ${key}`, everyOrigin: true },
  { name: 'Event.claims', table: 'claim', of: (key) => sql`r.event_id = ${key}`, everyOrigin: true },
];

const typeNames: Record<Table, string> = {
  event: 'Event',
  mediation_attempt: 'MediationAttempt',
  position: 'Position',
  claim: 'Claim',
};

interface Order {
  field: 'DATE' | 'CREATED_AT';
  direction: 'ASC' | 'DESC';
}

/** A random filter of a list, as its argument takes it. */
function randomFilter(name: string, random: Random): Filter | null {
  const [typeName = '', fieldName = ''] = name.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  const argument = field?.args.find((each) => each.name === 'filter');
  if (!argument) throw new RangeError(`${name} has no filter.`);
  if (random.chance(0.05)) return null;
  const place = { owner: name, name: 'filter', gives: String(getNamedType(field?.type)) };
  const made = new RandomValues(random, pool, false).constant(argument.type, place) as Filter;
  // Most rows are met where everything that a list leaves out is asked for.
  return random.chance(0.5) ? { ...made, origins: ['CURATED', 'DATASET'], includeRetracted: true } : made;
}

function omit(filter: Filter, name: string): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([each]) => each !== name));
}

function sortingOf(table: Table, order: Order | null): Sql {
  if (table === 'claim') return sql`r.id ASC`;
  const direction = sql([order?.direction === 'ASC' ? 'ASC' : 'DESC']);
  if (order?.field === 'CREATED_AT') return sql`r.created_at ${direction}, r.id ${direction}`;
  const key = sql([order?.direction === 'ASC' ? 'r.date_asc' : 'r.date_desc']);
  return sql`${key} ${direction}, r.id ${direction}`;
}

interface Page {
  totalCount: number;
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
}

/** Follows a list from one end to the other. */
async function walk(
  list: List,
  parent: string | null,
  given: { filter: Filter | null; orderBy?: Order | null },
  size: number,
  backward: boolean,
): Promise<{ ids: string[]; totals: Set<number> }> {
  const [typeName, field] = list.name.split('.');
  const filterType = `${typeNames[list.table]}Filter`;
  const ordered = list.table !== 'claim';
  const call = `${field}(filter: $filter, ${ordered ? 'orderBy: $orderBy, ' : ''}${backward ? 'last: $size, before: $cursor' : 'first: $size, after: $cursor'}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } }`;
  const document = `query ($filter: ${filterType}, ${ordered ? '$orderBy: RecordOrder, ' : ''}$size: Int, $cursor: String${parent === null ? '' : ', $id: ID!'}) {
    ${parent === null ? call : `node(id: $id) { ... on ${typeName} { ${call} } }`} }`;
  const ids: string[] = [];
  const totals = new Set<number>();
  let cursor: string | undefined;
  for (;;) {
    const { data, errors } = await execute<Record<string, unknown>>(db, document, {
      ...given,
      ...{ size, cursor, id: parent },
    });
    expect(errors).toEqual([]);
    const { edges, totalCount, pageInfo } = (parent === null ? data : (data.node as Record<string, unknown>))[
      field ?? ''
    ] as Page;
    const read = edges.map(({ node }) => node.id);
    if (backward) ids.unshift(...read);
    else ids.push(...read);
    totals.add(totalCount);
    cursor = edges.at(backward ? 0 : -1)?.cursor;
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage) || cursor === undefined)
      return { ids, totals };
  }
}

async function expected(list: List, parent: string | null, filter: Filter | null, orderBy: Order | null) {
  const key = sql`${decodeId(parent ?? '')?.uuid ?? null}::uuid`;
  const below = list.of ? sql`AND ${list.of(key)}` : empty;
  const conditions = plainConditions(list.table, filter, list.everyOrigin);
  const rows = await db.query<{ id: string }>(
    sql`SELECT r.id FROM ${sql([list.table])} r WHERE ${join([conditions])} ${below} ORDER BY ${sortingOf(list.table, orderBy)}`,
  );
  return rows.map(({ id }) => encodeId(typeNames[list.table], id));
}

describe.each(lists)('$name', (list) => {
  test(`holds what any filter asks for, in any order, counted, by pages of any size (${runs} filters)`, async () => {
    let filled = 0;
    for (let run = 0; run < runs; run += 1) {
      const random = new Random(seed * 1_000_003 + run * 101 + lists.indexOf(list));
      const typeName = list.name.split('.')[0] ?? '';
      const parents = pool.explored.get(typeName) ?? [];
      const parent = list.of ? ((random.chance(0.6) ? parents.at(-1) : random.pick(parents)) ?? null) : null;
      const order: Order = {
        field: random.pick(['DATE', 'DATE', 'CREATED_AT'] as const),
        direction: random.pick(['ASC', 'DESC'] as const),
      };
      const orderBy = list.table === 'claim' || random.chance(0.2) ? null : order;
      let filter = randomFilter(list.name, random);
      let whole = await expected(list, parent, filter, orderBy);
      // Conditions that nothing meets together are taken back one by one.
      while (whole.length === 0 && filter !== null && random.chance(0.9)) {
        const dropped = random.pick([...Object.keys(filter).filter((each) => each !== 'origins'), null]);
        filter = dropped === null ? null : omit(filter, dropped);
        whole = await expected(list, parent, filter, orderBy);
      }
      const size = Math.max(random.between(1, 20), Math.ceil(whole.length / 6));
      const read = await walk(list, parent, { filter, orderBy }, size, random.chance(0.5));
      const told = JSON.stringify({ parent, filter, orderBy, size, seed, run });
      expect(read.ids, told).toEqual(whole);
      expect([...read.totals], told).toEqual([whole.length]);
      if (whole.length > 0) filled += 1;
    }
    expect(filled).toBeGreaterThan(runs / 3);
  });
});

test('a timeline holds what any actors, conflict and date ask for', async () => {
  const field = schema.getQueryType()?.getFields().timeline;
  for (let run = 0; run < runs * 2; run += 1) {
    const random = new Random(seed * 7_000_003 + run);
    const values = new RandomValues(random, pool, false);
    const args: Record<string, unknown> = {};
    for (const argument of field?.args ?? [])
      if (['actors', 'conflict', 'date', 'origins'].includes(argument.name) && random.chance(0.5))
        args[argument.name] = values.constant(argument.type, {
          owner: 'Query.timeline',
          name: argument.name,
        });
    const { actors, conflict, date, origins } = args;
    const taking: Record<string, (actor: Sql) => Sql> = {
      event: (actor) =>
        sql`EXISTS (SELECT FROM participation p WHERE p.event_id = r.id AND p.actor_id = ${actor})`,
      mediation_attempt: (actor) =>
        sql`(EXISTS (SELECT FROM mediator m WHERE m.attempt_id = r.id AND m.actor_id = ${actor}) OR EXISTS (SELECT FROM party_response s WHERE s.attempt_id = r.id AND s.party_id = ${actor}))`,
      position: (actor) => sql`r.holder_id = ${actor}`,
    };
    const parts = (['event', 'mediation_attempt', 'position'] as const).map((table) => {
      const filter = { conflict, origins, [table === 'position' ? 'held' : 'date']: date };
      const part = taking[table]?.(sql`one.id`) ?? sql`true`;
      const named =
        actors == null
          ? sql`true`
          : sql`EXISTS (SELECT FROM actor one WHERE ${anyActor(sql`one.id`, actors)} AND ${part})`;
      return sql`SELECT ${typeNames[table]} AS type, r.id, r.date_desc FROM ${sql([table])} r WHERE ${plainConditions(table, filter)} AND ${named}`;
    });
    const rows = await db.query<{ type: string; id: string }>(
      sql`SELECT * FROM (${join(parts, ' UNION ALL ')}) t ORDER BY date_desc DESC, id DESC`,
    );
    const whole = rows.map(({ type, id }) => encodeId(type, id));
    const backward = random.chance(0.5);
    const size = Math.max(random.between(2, 20), Math.ceil(whole.length / 6));
    const ids: string[] = [];
    let cursor: string | undefined;
    const document = `query ($actors: [ActorFilter!], $conflict: ID, $date: DateFilter, $origins: [Origin!], $size: Int, $cursor: String) {
      timeline(actors: $actors, conflict: $conflict, date: $date, origins: $origins, ${backward ? 'last: $size, before: $cursor' : 'first: $size, after: $cursor'}) {
        totalCount edges { cursor node { ... on Node { id } } } pageInfo { hasNextPage hasPreviousPage } } }`;
    const told = JSON.stringify({ ...args, size, backward, seed, run });
    for (let goesOn = true; goesOn; ) {
      const { data, errors } = await execute<{ timeline: Page }>(db, document, { ...args, size, cursor });
      expect(errors, told).toEqual([]);
      const { edges, totalCount, pageInfo } = data.timeline;
      const read = edges.map(({ node }) => node.id);
      if (backward) ids.unshift(...read);
      else ids.push(...read);
      expect(totalCount, told).toBe(whole.length);
      cursor = edges.at(backward ? 0 : -1)?.cursor;
      goesOn = (backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage) && cursor !== undefined;
    }
    expect(ids, told).toEqual(whole);
  }
});
