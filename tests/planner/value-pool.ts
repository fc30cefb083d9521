import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  Kind,
  valueFromAST,
} from 'graphql';
import { decodeId, encodeId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import { moments } from './planned-history.ts';
import type { Random } from './random.ts';

/** Something that arguments can name. */
interface Named {
  id: string;
  slug: string | null;
}

/** Where a value is wanted: the input type or `Type.field` that asks for it, and the name it asks under. */
export interface Place {
  owner: string;
  name: string;
  /** The type that the field gives, where the place is an argument of a field. */
  gives?: string;
}

/** What one list below one parent, or at the root, holds. */
interface ListFacts {
  cursors: string[];
  length: number;
}

const tables: Record<string, string> = {
  Actor: '(SELECT id, slug FROM actor UNION ALL SELECT id, slug FROM actor_redirect)',
  Office: 'office',
  Tenure: 'tenure',
  Issue: 'issue',
  Conflict: 'conflict',
  Dataset: 'dataset',
  Source: 'source',
  Place: 'place',
  Event: 'event',
  MediationAttempt: 'mediation_attempt',
  PartyResponse: 'party_response',
  Position: 'position',
  Claim: 'claim',
};

/** What an abstract type that a field gives by its id may be; where nothing is said, anything. */
const namedByAbstract: Record<string, readonly string[]> = {
  DiplomaticRecord: ['Event', 'MediationAttempt', 'Position'],
};

/** Arguments whose name is not that of the type they name. */
const referenceNames: Record<string, string> = { party: 'Actor' };

/** Input objects that are refused when they say nothing. */
export const neverEmpty: ReadonlySet<string> = new Set(['DateFilter']);

/** How many items a list takes that takes few. */
export function longestList({ name }: Place): number {
  return name === 'groupBy' ? 2 : Number.POSITIVE_INFINITY;
}

export const pageArguments = ['first', 'after', 'last', 'before'] as const;

/** Real values for the arguments of the schema, read from a database once. All that is known of the domain is here. */
export class ValuePool {
  readonly named: ReadonlyMap<string, readonly Named[]>;
  readonly #texts: ReadonlyMap<string, readonly string[]>;
  readonly #occurring: ReadonlyMap<string, readonly string[]>;
  readonly #lists = new Map<string, ListFacts>();
  /** Ids below which the lists are known; the last of a type has the longest. */
  readonly explored = new Map<string, string[]>();
  /** Texts with which lists are known, by `Query.field.argument`. */
  readonly exploredTexts = new Map<string, string[]>();

  constructor(
    named: ReadonlyMap<string, readonly Named[]>,
    texts: ReadonlyMap<string, readonly string[]>,
    occurring: ReadonlyMap<string, readonly string[]>,
  ) {
    this.named = named;
    this.#texts = texts;
    this.#occurring = occurring;
  }

  noteList(parent: string | null, field: string, order: string, facts: ListFacts): void {
    this.#lists.set(`${parent ?? ''} ${field} ${order}`, facts);
  }

  list(parent: string | null, field: string, order: string): ListFacts | undefined {
    return this.#lists.get(`${parent ?? ''} ${field} ${order}`);
  }

  /** The cursors of some list other than this one. */
  foreignCursor(random: Random): string {
    return random.pick(
      random.pick([...this.#lists.values()].filter(({ cursors }) => cursors.length > 0)).cursors,
    );
  }

  /** A value of an enum, more often than not one that some record has. */
  enumValue(random: Random, name: string, values: readonly string[]): string {
    const occurring = (this.#occurring.get(name) ?? []).filter((value) => values.includes(value));
    return random.pick(occurring.length > 0 && random.chance(0.6) ? occurring : values);
  }

  text(random: Random, { owner, name }: Place): string {
    const explored = this.exploredTexts.get(`${owner}.${name}`);
    if (explored && random.chance(0.5)) return random.pick(explored);
    const texts = this.#texts.get(`${owner}.${name}`) ?? this.#texts.get(name) ?? this.#texts.get('text');
    return random.pick(texts ?? []);
  }

  /** The type that an argument names, or null where it may name any. */
  typeNamedAt({ name, gives }: Place): string | null {
    if (gives !== undefined && (name === 'id' || name === 'ids')) return this.named.has(gives) ? gives : null;
    const singular = name.replace(/s$/, '');
    const type = referenceNames[name] ?? `${singular.charAt(0).toUpperCase()}${singular.slice(1)}`;
    if (this.named.has(type)) return type;
    const ending = [...this.named.keys()].find((each) => singular.endsWith(each));
    return ending ?? (/speaker|mediator|holder|actor|recipient/i.test(name) ? 'Actor' : null);
  }

  /** An id or slug. `wrong`: one that is refused. */
  reference(random: Random, place: Place, wrong = false): string {
    const type = this.typeNamedAt(place);
    if (wrong)
      return random.pick([
        'no-such-slug',
        'Not a slug!',
        random.pick(this.named.get(type === 'Claim' ? 'Event' : 'Claim') ?? []).id,
        encodeId(type ?? 'Actor', newIdOf(random)),
      ]);
    if (type === null) return this.anyId(random, namedByAbstract[place.gives ?? '']);
    // What a field of the root does not find is null.
    if (place.gives !== undefined && random.chance(0.06)) return encodeId(type, newIdOf(random));
    const explored = this.explored.get(type) ?? [];
    const busiest = explored.at(-1);
    if (busiest !== undefined && random.chance(0.25)) return busiest;
    if (explored.length > 0 && random.chance(0.4)) return random.pick(explored);
    const { id, slug } = random.pick(this.named.get(type) ?? []);
    return slug !== null && random.chance(0.6) ? slug : id;
  }

  /** An id of any type, now and then one that is not there. */
  anyId(random: Random, types: readonly string[] = [...this.named.keys()]): string {
    const type = random.pick(types);
    if (random.chance(0.06)) return encodeId(type, newIdOf(random));
    const explored = this.explored.get(type) ?? [];
    if (explored.length > 0 && random.chance(0.5)) return random.pick(explored);
    return random.pick(this.named.get(type) ?? []).id;
  }

  /** The id of what an id or slug of a type names. */
  idOf(type: string | null, reference: string): string | null {
    if (decodeId(reference)) return reference;
    return type === null ? null : (this.named.get(type)?.find(({ slug }) => slug === reference)?.id ?? null);
  }
}

/** A UUID that nothing has. */
function newIdOf(random: Random): string {
  return `ffffffff-0000-7000-8000-${String(random.between(1, 999)).padStart(12, '0')}`;
}

/** What the order of a list depends on: its arguments that are enums, or objects of nothing but enums. */
function orderArguments(field: GraphQLField<unknown, unknown>): readonly GraphQLArgument[] {
  return field.args.filter(({ type }) => {
    const named = getNamedType(type);
    return (
      isInputObjectType(named) &&
      Object.values(named.getFields()).every((inner) => isEnumType(getNamedType(inner.type)))
    );
  });
}

/** What a list cannot do without, such as the words of a search. */
function requiredArguments(field: GraphQLField<unknown, unknown>): readonly GraphQLArgument[] {
  return field.args.filter((argument) => isRequiredArgument(argument));
}

/**
 * What the cursors of a list depend on, from the values of its arguments: its order, where none is given that which
 * stands in its place, and what it cannot do without.
 */
export function listKey(field: GraphQLField<unknown, unknown>, args: Record<string, unknown>): string {
  const order = orderArguments(field).map(({ name, type }) => args[name] ?? emptyObjectOf(type));
  return JSON.stringify([...order, ...requiredArguments(field).map(({ name }) => args[name])]);
}

function emptyObjectOf(type: GraphQLInputType): unknown {
  return valueFromAST({ kind: Kind.OBJECT, fields: [] }, type);
}

/** Every order of a list, as arguments in the text of a document. */
function ordersOf(field: GraphQLField<unknown, unknown>): Record<string, Record<string, string>>[] {
  let orders: Record<string, Record<string, string>>[] = [{}];
  for (const { name, type } of orderArguments(field)) {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) continue;
    let values: Record<string, string>[] = [{}];
    for (const inner of Object.values(named.getFields())) {
      const choices = getNamedType(inner.type);
      if (!isEnumType(choices)) continue;
      values = values.flatMap((value) =>
        choices.getValues().map((choice) => ({ ...value, [inner.name]: choice.name })),
      );
    }
    orders = orders.flatMap((order) => values.map((value) => ({ ...order, [name]: value })));
  }
  return orders;
}

function getFieldsOf(field: GraphQLField<unknown, unknown>): object {
  const named = getNamedType(field.type);
  return isObjectType(named) ? named.getFields() : {};
}

export function isConnectionField(field: GraphQLField<unknown, unknown>): boolean {
  return 'pageInfo' in getFieldsOf(field);
}

const explorable = 3;

/** Reads the pool from a database. */
export async function readPool(schema: GraphQLSchema, db: TestDatabase, random: Random): Promise<ValuePool> {
  const pool = new ValuePool(await readNamed(db), await readTexts(db), await readOccurring(schema, db));
  const query = schema.getQueryType();
  for (const field of Object.values(query?.getFields() ?? {}))
    if (isConnectionField(field))
      for (const given of requiredTexts(pool, random, field))
        await exploreLists(pool, db, null, { [field.name]: field }, given);
  for (const type of pool.named.keys()) {
    const object = schema.getType(type);
    if (!isObjectType(object)) continue;
    const lists = Object.fromEntries(
      Object.entries(object.getFields()).filter(([, field]) => isConnectionField(field)),
    );
    if (Object.keys(lists).length === 0) continue;
    const ids = random.some(pool.named.get(type) ?? [], explorable).map(({ id }) => id);
    // The generated record gives most to the first of each kind.
    const first = (pool.named.get(type) ?? []).find(({ slug }) => slug?.endsWith('-1'));
    if (first) ids.push(first.id);
    pool.explored.set(type, ids);
    for (const id of ids) await exploreLists(pool, db, { id, type }, lists);
  }
  return pool;
}

/** Some texts for the argument that a list cannot do without; none where it needs none, or something else. */
function requiredTexts(
  pool: ValuePool,
  random: Random,
  field: GraphQLField<unknown, unknown>,
): Record<string, string>[] {
  const [argument, ...others] = requiredArguments(field);
  if (!argument) return [{}];
  if (others.length > 0 || String(argument.type) !== 'String!') return [];
  const place = { owner: `Query.${field.name}`, name: argument.name };
  const texts = Array.from({ length: explorable }, () => pool.text(random, place));
  pool.exploredTexts.set(`${place.owner}.${place.name}`, texts);
  return texts.map((text) => ({ [argument.name]: text }));
}

async function exploreLists(
  pool: ValuePool,
  db: TestDatabase,
  parent: { id: string; type: string } | null,
  fields: Record<string, GraphQLField<unknown, unknown>>,
  given: Record<string, string> = {},
): Promise<void> {
  const asked = Object.values(fields).flatMap((field) => ordersOf(field).map((order) => ({ field, order })));
  const selections = asked.map(({ field, order }, index) => {
    const ordering = Object.entries(order).map(
      ([name, value]) =>
        `${name}: { ${Object.entries(value)
          .map(([key, choice]) => `${key}: ${choice}`)
          .join(', ')} }`,
    );
    const others = Object.entries(given).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    const counted = 'totalCount' in getFieldsOf(field) ? 'totalCount' : '';
    return `c${index}: ${field.name}(${['first: 25', ...ordering, ...others].join(', ')}) { ${counted} edges { cursor } }`;
  });
  const body = selections.join(' ');
  const { data, errors } = await execute<Record<string, unknown>>(
    db,
    parent ? `query ($id: ID!) { node(id: $id) { ... on ${parent.type} { ${body} } } }` : `{ ${body} }`,
    parent ? { id: parent.id } : {},
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const answer = (parent ? data.node : data) as Record<
    string,
    { totalCount?: number; edges: { cursor: string }[] }
  >;
  for (const [index, { field, order }] of asked.entries()) {
    const found = answer[`c${index}`];
    if (found)
      pool.noteList(parent?.id ?? null, field.name, listKey(field, { ...order, ...given }), {
        cursors: found.edges.map(({ cursor }) => cursor),
        length: found.totalCount ?? found.edges.length,
      });
  }
}

async function readNamed(db: TestDatabase): Promise<Map<string, Named[]>> {
  const named = new Map<string, Named[]>();
  for (const [type, table] of Object.entries(tables)) {
    const { rows } = await db.pool.query<{ id: string; slug: string | null }>(
      `SELECT id, to_jsonb(t) ->> 'slug' AS slug FROM ${table} t ORDER BY id`,
    );
    named.set(
      type,
      rows.map(({ id, slug }) => ({ id: encodeId(type, id), slug })),
    );
  }
  return named;
}

async function readTexts(db: TestDatabase): Promise<Map<string, string[]>> {
  const column = async (statement: string): Promise<string[]> =>
    (await db.pool.query<{ text: string }>(statement)).rows.map(({ text }) => text);
  const words = async (source: string, shortest: number) =>
    column(
      `SELECT DISTINCT w AS text FROM (${source}) s, regexp_split_to_table(s.text, '[^[:alnum:]]+') AS w WHERE length(w) >= ${shortest} ORDER BY 1`,
    );
  const searched = (found: string[]) => [
    ...found,
    ...found.slice(0, 20).map((word) => `"${word}"`),
    ...found.slice(0, 20).map((word, index) => `${word} or ${found.at(-1 - index)}`),
    ...found.slice(0, 10).map((word) => `-${word}`),
  ];
  const events = await words('SELECT title AS text FROM event', 3);
  const attempts = await words('SELECT title AS text FROM mediation_attempt', 3);
  const positions = await words('SELECT summary AS text FROM position', 3);
  const dates = await column(
    `SELECT DISTINCT date ->> 'edtf' AS text FROM (SELECT date FROM event UNION ALL SELECT date FROM mediation_attempt UNION ALL SELECT held FROM position) d
     WHERE date IS NOT NULL AND date ->> 'earliest' IS NOT NULL AND date ->> 'latest' IS NOT NULL ORDER BY 1`,
  );
  const closed = [...dates, '2025', '2025-05', '202X', '2025-05-08/2025-05-12', '1947'];
  return new Map([
    ['EventFilter.text', searched(events)],
    ['MediationAttemptFilter.text', searched(attempts)],
    ['PositionFilter.text', searched(positions)],
    ['ClaimFilter.text', searched(await words('SELECT passage_exact AS text FROM claim', 3))],
    ['Query.actors.text', await words('SELECT text FROM actor_name', 1)],
    ['Query.places.text', await words('SELECT name AS text FROM place', 1)],
    ['text', searched([...events, ...attempts, ...positions])],
    ['codePrefix', await column('SELECT DISTINCT left(code, 2) AS text FROM event_coding ORDER BY 1')],
    ['at', moments.slice()],
    ['within', [...closed, '../2025-05-06', '2025-05-11/..']],
    ['before', closed],
    ['after', closed],
    ['edtf', closed],
  ]);
}

/** The values of each enum that some row has. */
async function readOccurring(schema: GraphQLSchema, db: TestDatabase): Promise<Map<string, string[]>> {
  const { rows } = await db.pool.query<{ type: string; source: string }>(
    `SELECT udt_name AS type, string_agg(format('SELECT DISTINCT %I::text AS value FROM %I WHERE %I IS NOT NULL', column_name, table_name, column_name), ' UNION ') AS source
     FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'USER-DEFINED' AND udt_name IN (SELECT typname FROM pg_type WHERE typtype = 'e') GROUP BY 1`,
  );
  const occurring = new Map<string, string[]>();
  for (const { type, source } of rows) {
    const found = await db.pool.query<{ value: string }>(`SELECT value FROM (${source}) v ORDER BY 1`);
    const name = type.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (schema.getType(name))
      occurring.set(
        name,
        found.rows.map(({ value }) => value),
      );
  }
  return occurring;
}
