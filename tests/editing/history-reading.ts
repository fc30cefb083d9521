import { isDeepStrictEqual } from 'node:util';
import { type DocumentNode, parse } from 'graphql';
import { expect } from 'vitest';
import { decodeId } from '../../src/kernel/ids.ts';
import { schema } from '../../src/schema.ts';
import { firstDifference, runOrdinary } from '../planner/both-paths.ts';
import { plannedSide } from '../planner/planned-side.ts';
import type { Operation } from '../planner/random-operation.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import type { HistoryWorld } from './history-world.ts';

type Json = Record<string, unknown>;

/** All that is a record's own. Of what is reached beyond it, nothing but what tells which one it is. */
const common = `
    __typename id slug version createdAt updatedAt contested differsFromClaims independentSourceCount
    retraction { at reason replacedBy { id } }
    disagreements { id field rule subject { ...Subject }
      sides { valueText polarity claimCount value { ...Value } sources { id } speakers { id slug } claims(first: 20) { nodes { id } } } }
    claims(first: 50, filter: { includeRetracted: true }) { totalCount nodes { ...Told } }
    standing: claims(first: 50) { totalCount nodes { id } }`;

const own: Readonly<Record<string, string>> = {
  Event: `
    type title summary date { ...Dated } dateAbsence place { id } placeAbsence channel repeated count countApproximate
    participants { actor { id slug } role inferred speakingAs { id } } conflict { id } issues { id }
    relations { type inferred event { id } }
    codings { scheme code label mode contexts goldstein quadClass }`,
  MediationAttempt: `
    title summary conflict { id } kind strategy initiatedBy venue date { ...Dated } dateAbsence
    mediators { actor { id slug } speakingAs { id } }
    responses { id party { id slug } answer inferred date { ...Dated } conditions claims(first: 20) { nodes { id } } }
    outcome outcomeReason proposalOriginator { id slug } proposalOriginatorAbsence issues { id }
    events { role event { id } } possiblySameAs { id } statedOutcomes { id }`,
  Position: `
    holder { id slug } issue { id } stance summary conditions { text issue { id } } publicity continuity
    held { ...Dated } conflict { id }`,
};

const parts = `
  fragment Told on Claim {
    id version createdAt updatedAt source { id } passage { exact prefix suffix start end unit } subject { ...Subject }
    field value { ...Value } valueText polarity directness depth rootSpeaker { id slug } status supersedes { id }
    chain { position speaker { id slug } speakerText speakingAs { id } act verb hearer { id slug } hearerInferred inferred said { ...Dated } }
  }
  fragment Subject on ClaimSubject {
    __typename ... on Event { id } ... on MediationAttempt { id } ... on Position { id }
    ... on PartyResponse { id party { id slug } } ... on Conflict { id } }
  fragment Value on ClaimValue {
    __typename ... on Actor { id slug } ... on Place { id } ... on HistoricalDate { ...Dated } ... on ClaimText { text }
    ... on ClaimedRelation { type event { id } } ... on ClaimedParticipant { role actor { id slug } } }
  fragment Dated on HistoricalDate { edtf verbatim timeZone inferred earliest latest precision display }`;

const asOf = new Map(
  Object.entries(own).map(([type, selection]): [string, DocumentNode] => [
    type,
    parse(`query ($id: ID!, $at: DateTime!) { record: recordAsOf(id: $id, at: $at) {
      ... on ${type} { ${common} ${selection} } } } ${parts}`),
  ]),
);

/** A record at one moment of its history. */
export interface Remembered {
  readonly id: string;
  readonly at: string;
  /** What a read at that moment gave; null where the record was not there yet. */
  readonly record: Json | null;
}

/** Reads the events, attempts and positions of a history as they are now, by id. */
export async function readRecords(db: TestDatabase, world: HistoryWorld): Promise<Map<string, Json>> {
  const roots = [
    ['event', 'Event'],
    ['mediationAttempt', 'MediationAttempt'],
    ['position', 'Position'],
  ] as const;
  const fields = roots.flatMap(([root, type]) =>
    world
      .slugs(type)
      .map((slug, index) => `${root}${index}: ${root}(id: "${slug}") { ${common} ${own[type]} }`),
  );
  const { data, errors } = await execute<Record<string, Json>>(db, `{ ${fields.join('\n')} } ${parts}`);
  expect(errors).toEqual([]);
  return new Map(Object.values(data).map((record) => [String(record.id), record]));
}

const side = plannedSide();

export type ReadPath = 'planned' | 'ordinary';

/** Compares a remembered record with what `recordAsOf` gives of that moment. */
export async function checkAsOf(
  db: TestDatabase,
  { id, at, record }: Remembered,
  survivors: Survivors,
  path: ReadPath,
): Promise<void> {
  const document = asOf.get(decodeId(id)?.type ?? '');
  if (!document) throw new RangeError(`${id} is the id of no record.`);
  const operation = { document, operationName: null, variables: { id, at } };
  const given = await (path === 'planned' ? runPlanned(db, operation) : runExecuted(db, operation));
  const expected = record && survivors.living(record);
  // Where the two differ says more than the whole of both.
  const differs = isDeepStrictEqual(given, expected) ? null : firstDifference(given, expected);
  expect(differs, `recordAsOf(${id}, ${at}), ${path} (here "planned" is what it gives)`).toBeNull();
}

async function runPlanned(db: TestDatabase, { variables, ...operation }: Operation): Promise<unknown> {
  const contextValue = side.contextFor(db);
  const answer = await side.planner.run({ ...operation, variableValues: variables, contextValue });
  if (answer.kind !== 'answered') throw new Error(`The planner has ${answer.kind} it.`);
  return (JSON.parse(answer.data) as { record: unknown }).record;
}

async function runExecuted(db: TestDatabase, operation: Operation): Promise<unknown> {
  const { data, errors } = await runOrdinary(schema, db, operation);
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data?.record));
}

/** Gives what was remembered with the actors that go on for those in it. */
export class Survivors {
  readonly #world: HistoryWorld;
  readonly #ids: ReadonlyMap<string, string>;

  constructor(world: HistoryWorld, ids: ReadonlyMap<string, string>) {
    this.#world = world;
    this.#ids = ids;
  }

  /** Looks up who goes on for whom at the end of a history. */
  static async find(db: TestDatabase, world: HistoryWorld, actors: ReadonlyMap<string, string>) {
    const { data } = await execute<Record<string, { id: string }>>(
      db,
      `{ ${[...actors.keys()].map((slug, n) => `a${n}: actor(id: "${slug}") { id }`).join('\n')} }`,
    );
    const found = [...actors.values()].map((id, n): [string, string] => [id, data[`a${n}`]?.id ?? '']);
    return new Survivors(world, new Map(found));
  }

  living(record: Json): Json {
    const mapped = this.#withIds(this.#world.withSurvivors(record)) as Json;
    return withoutDoubles(mapped);
  }

  #withIds(value: unknown): unknown {
    if (typeof value === 'string') return this.#ids.get(value) ?? value;
    if (Array.isArray(value)) return value.map((item) => this.#withIds(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, this.#withIds(inside)]));
  }
}

type Named = { actor: { id: string }; role?: string };
type Sided = { sides: { speakers: { id: string }[] }[] };

/** Of two entries that say the same of one actor since a merge, the first stays. */
function withoutDoubles(record: Json): Json {
  const once = <T>(list: unknown, key: (item: T) => string): T[] =>
    ((list ?? []) as T[]).filter(
      (item, index, all) => all.findIndex((other) => key(other) === key(item)) === index,
    );
  const given: Json = { ...record };
  if (record.participants)
    given.participants = once<Named>(record.participants, ({ actor, role }) => `${actor.id} ${role}`);
  if (record.mediators) given.mediators = once<Named>(record.mediators, ({ actor }) => actor.id);
  given.disagreements = (record.disagreements as Sided[]).map((each) => ({
    ...each,
    sides: each.sides.map((of) => ({ ...of, speakers: once<{ id: string }>(of.speakers, ({ id }) => id) })),
  }));
  return given;
}
