import { isDeepStrictEqual } from 'node:util';
import type { RevisionKind } from '../generated/prisma/enums.ts';
import {
  type FieldChange,
  insertDerivations,
  insertFirstRevisions,
  insertRevisions,
  type RevisionInput,
  takeTurn,
} from '../history/revision.service.ts';
import type { Tx } from '../kernel/db.ts';
import {
  type Form,
  formOf,
  type NamedKind,
  type RecordRows,
  type VersionedType,
  versionedTables,
} from './form.ts';
import {
  checkNow,
  lockRecords,
  readNames,
  readRecords,
  stampChanged,
  stampCreated,
} from './journal.store.ts';

/** Who makes a change, as history tells it, and why. */
export interface Author {
  readonly name: string;
  readonly note: string | null;
}

interface Watched {
  readonly type: VersionedType;
  readonly id: string;
  /** What it was before the change; null where the change creates it. */
  readonly before: RecordRows | null;
  readonly hasHistory: boolean;
  kind: RevisionKind;
  /** Changes that its rows do not tell. */
  readonly told: FieldChange[];
}

/** Records whose derived values a transaction may have changed. */
export interface DerivedRecords {
  readonly events?: readonly string[];
  readonly attempts?: readonly string[];
  readonly positions?: readonly string[];
}

/**
 * What one transaction does to the record. Each service that creates or changes something says so here; at the end
 * versions rise and revisions are written, from the rows before and after, so that a change can neither be forgotten
 * in part nor be told otherwise than it was.
 */
export class Journal {
  readonly #tx: Tx;
  readonly #watched = new Map<string, Watched>();
  readonly #derived = new Map<string, string>();
  /** Names of responses that claims are on: a merge may leave no response of that name. */
  readonly #responses = new Map<string, string>();

  constructor(tx: Tx) {
    this.#tx = tx;
  }

  /** Says that records are new. */
  created(type: VersionedType, ids: readonly string[]): void {
    for (const id of ids)
      this.#watched.set(id, { type, id, before: null, hasHistory: false, kind: 'CREATED', told: [] });
  }

  /**
   * Holds records that are about to change until the transaction ends, and keeps what they are. Those that do not
   * change in the end get no revision.
   */
  async watch(type: VersionedType, ids: readonly string[], kind: RevisionKind = 'CORRECTED'): Promise<void> {
    const fresh = [...new Set(ids)].filter((id) => !this.#watched.has(id));
    if (fresh.length > 0) {
      await lockRecords(this.#tx, type, fresh);
      const records = await readRecords(this.#tx, type, fresh);
      for (const { id, rows, hasHistory } of records)
        this.#watched.set(id, { type, id, before: rows, hasHistory, kind, told: [] });
      if (type === 'Claim') await this.#nameResponses(records.map(({ rows }) => rows));
    }
    for (const id of ids) this.#mark(id, kind);
  }

  /** What a record was when it was first watched. */
  async formBefore(type: VersionedType, id: string): Promise<Form | null> {
    const watched = this.#watched.get(id);
    if (!watched?.before) return null;
    const [form] = await this.#forms([{ type, rows: watched.before }]);
    return form ?? null;
  }

  /** Adds a change that the rows of a record do not tell. */
  tell(id: string, change: FieldChange): void {
    this.#watched.get(id)?.told.push(change);
  }

  /** Says whose derived values were derived anew. */
  derived({ events = [], attempts = [], positions = [] }: DerivedRecords): void {
    for (const id of events) this.#derived.set(id, 'Event');
    for (const id of attempts) this.#derived.set(id, 'MediationAttempt');
    for (const id of positions) this.#derived.set(id, 'Position');
  }

  /** Raises versions and writes history. The last thing that a transaction does: others wait for its end. */
  async write({ name, note }: Author): Promise<void> {
    const tx = this.#tx;
    await checkNow(tx);
    const revisions = await this.#revisions();
    const touched = new Set(revisions.map(({ id }) => id));
    const derived = [...this.#derived].map(([id, type]) => ({ type, id }));
    if (revisions.length === 0 && derived.length === 0) return;
    const at = await takeTurn(tx);
    await insertFirstRevisions(
      tx,
      [...this.#watched.values()].flatMap(({ type, id, before, hasHistory }) =>
        before && !hasHistory && touched.has(id)
          ? [{ type, id, version: versionOf(type, before), rows: before }]
          : [],
      ),
    );
    for (const [type, created, changed] of this.#byType(touched)) {
      if (created.length > 0) await stampCreated(tx, type, created, at);
      if (changed.length > 0) await stampChanged(tx, type, changed, at);
    }
    await insertRevisions(tx, revisions, { at, by: name, note });
    await insertDerivations(tx, derived, at);
  }

  async #nameResponses(claims: readonly RecordRows[]): Promise<void> {
    const ids = claims.flatMap((rows) => mainRow('Claim', rows).response_id ?? []).map(String);
    if (ids.length === 0) return;
    for (const [id, name] of await readNames(this.#tx, new Map([['response', new Set(ids)]])))
      this.#responses.set(id, name);
  }

  #mark(id: string, kind: RevisionKind): void {
    const watched = this.#watched.get(id);
    if (watched?.before && kind !== 'CORRECTED') watched.kind = kind;
  }

  async #revisions(): Promise<RevisionInput[]> {
    const watched = [...this.#watched.values()];
    const after = new Map<string, RecordRows>();
    for (const [type, created, changed] of this.#byType(null))
      for (const { id, rows } of await readRecords(this.#tx, type, [...created, ...changed]))
        after.set(id, rows);
    // What is gone, such as an actor that was merged, is told as it last was.
    const pairs = watched.map((each) => ({ ...each, after: after.get(each.id) ?? each.before }));
    const forms = await this.#forms(
      pairs.flatMap(({ type, before, after: now }) => [
        { type, rows: before },
        { type, rows: now },
      ]),
    );
    return pairs.flatMap(({ type, id, before, kind, told }, index) => {
      const changes = [...compareForms(forms[index * 2] ?? {}, forms[index * 2 + 1] ?? {}), ...told];
      if (before && changes.length === 0) return [];
      return [{ type, id, kind, changes, version: before ? versionOf(type, before) + 1 : 1 }];
    });
  }

  /** Forms of rows in the same order, null for those that are null; names are looked up once for all. */
  async #forms(
    records: readonly { type: VersionedType; rows: RecordRows | null }[],
  ): Promise<(Form | null)[]> {
    const wanted = new Map<NamedKind, Set<string>>();
    const read = (nameOf: (kind: NamedKind, id: string) => string) =>
      records.map(({ type, rows }) => rows && formOf(type, rows, nameOf));
    read((kind, id) => {
      const ids = wanted.get(kind) ?? new Set();
      wanted.set(kind, ids.add(id));
      return '';
    });
    const names = await readNames(this.#tx, wanted);
    return read((_kind, id) => names.get(id) ?? this.#responses.get(id) ?? id);
  }

  #byType(only: ReadonlySet<string> | null): [VersionedType, created: string[], changed: string[]][] {
    const types = new Map<VersionedType, [string[], string[]]>();
    for (const { type, id, before } of this.#watched.values()) {
      if (only && !only.has(id)) continue;
      const lists = types.get(type) ?? [[], []];
      types.set(type, lists);
      lists[before ? 1 : 0].push(id);
    }
    return [...types].map(([type, [created, changed]]) => [type, created, changed]);
  }
}

function versionOf(type: VersionedType, rows: RecordRows): number {
  const { version } = mainRow(type, rows);
  if (typeof version !== 'number') throw new RangeError(`A ${type} has no version.`);
  return version;
}

function mainRow(type: VersionedType, rows: RecordRows) {
  const [row] = rows[versionedTables[type]] ?? [];
  return row ?? {};
}

/** The fields that differ, in the order of the form; what was not there and is an empty list now is no change. */
function compareForms(before: Form, after: Form): FieldChange[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].flatMap((path) => {
    const [was, is] = [valueIn(before, path), valueIn(after, path)];
    return isDeepStrictEqual(was, is) ? [] : [{ path, before: was, after: is }];
  });
}

function valueIn(form: Form, path: string): unknown {
  const value = form[path] ?? null;
  return Array.isArray(value) && value.length === 0 ? null : value;
}
