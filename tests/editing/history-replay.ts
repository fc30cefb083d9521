import { expect } from 'vitest';
import { decodeId } from '../../src/kernel/ids.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
import type { HistoryWorld } from './history-world.ts';

export interface Change {
  cursor: string;
  revision: {
    id: string;
    version: number;
    kind: string;
    at: string;
    changes: { path: string; before: unknown; after: unknown }[];
  };
  subjectId: string;
  subject: { __typename: string; id: string };
}

/** The changes after a cursor, page by page. */
export async function readChanges(db: TestDatabase, after: string | null, first: number): Promise<Change[]> {
  const query = `query ($after: String, $first: Int) { changes(after: $after, first: $first) {
    pageInfo { endCursor hasNextPage }
    nodes { cursor revision { id version kind at changes { path before after } } subjectId subject { __typename id } } } }`;
  const found: Change[] = [];
  for (let cursor = after; ; ) {
    const { data, errors } = await execute<{
      changes: { pageInfo: { endCursor: string | null; hasNextPage: boolean }; nodes: Change[] };
    }>(db, query, { after: cursor, first });
    expect(errors).toEqual([]);
    found.push(...data.changes.nodes);
    if (!data.changes.pageInfo.hasNextPage) return found;
    cursor = data.changes.pageInfo.endCursor;
  }
}

/** The last change there is. */
export async function lastChange(db: TestDatabase): Promise<{ cursor: string | null; at: string }> {
  const { data } = await execute<{ changes: { nodes: { cursor: string; revision: { at: string } }[] } }>(
    db,
    '{ changes(last: 1) { nodes { cursor revision { at } } } }',
  );
  const [last] = data.changes.nodes;
  return { cursor: last?.cursor ?? null, at: last?.revision.at ?? '' };
}

/** What changes make of one thing. */
export interface Rebuilt {
  readonly type: string;
  /** As the schema gives it now; of an actor that was merged, the id of the one that goes on for it. */
  readonly id: string;
  version: number;
  merged: boolean;
  form: Record<string, unknown>;
}

/** Who was merged into whom; these are no values of an actor. */
const ofMerges = ['merged', 'mergedInto'];

/** Builds everything anew from the changes alone, and holds each change against what was built before it. */
export async function replay(
  db: TestDatabase,
  world: HistoryWorld,
  changes: readonly Change[],
): Promise<Rebuilt[]> {
  const built = new Map<string, Rebuilt>();
  const places = await readPlaces(db, changes);
  let before: { at: string; place: bigint } = { at: '', place: -1n };
  for (const [index, { revision, subjectId, subject }] of changes.entries()) {
    const { version, kind, at } = revision;
    const place = BigInt(places[index] ?? '0');
    expect(place > before.place, 'places ascend').toBe(true);
    expect(at >= before.at, 'moments do not go back').toBe(true);
    before = { at, place };
    const known = built.get(subjectId);
    expect(kind === 'CREATED', `${subject.__typename} ${version} ${kind}`).toBe(known === undefined);
    const state = known ?? { type: subject.__typename, id: subject.id, version: 0, merged: false, form: {} };
    built.set(subjectId, state);
    expect(state.merged, 'what was merged changes no more').toBe(false);
    expect(version).toBe(state.version + 1);
    state.version = version;
    for (const change of revision.changes) {
      if (change.path === 'mergedInto') state.merged = true;
      if (ofMerges.includes(change.path)) continue;
      const described = `${subject.__typename} ${String(state.form.slug)} ${version} ${change.path}`;
      expect(bare(world.withSurvivors(change.before)), `${described}, before`).toEqual(
        bare(world.withSurvivors(state.form[change.path])),
      );
      state.form[change.path] = change.after;
    }
  }
  return [...built.values()];
}

/** The places of changes in their order, which a cursor does not tell. */
async function readPlaces(db: TestDatabase, changes: readonly Change[]): Promise<string[]> {
  const ids = changes.map(({ revision }) => decodeId(revision.id)?.uuid);
  const { rows } = await db.pool.query<{ seq: string }>(
    `SELECT r.seq FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, n) JOIN revision r ON r.id = asked.id ORDER BY asked.n`,
    [ids],
  );
  return rows.map(({ seq }) => seq);
}

/** A value without what says nothing: null, empty lists, and false, which is what a flag is where it is left out. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(bare);
  if (value === null || value === false) return undefined;
  if (typeof value !== 'object') return value;
  const kept = Object.entries(value).map(([key, inside]) => [key, bare(inside)] as const);
  return Object.fromEntries(kept.filter(([, inside]) => inside !== undefined));
}
