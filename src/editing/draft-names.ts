import { groupBy } from '../claims/group.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findSlugs, findSlugsById, findTaken, type TakenSlug } from './draft.store.ts';
import type { Broken, Draft, DraftItem } from './draft.ts';
import { type Ref, type RefKind, references, typeNames } from './draft-reference.ts';
import { hintFor } from './hint.ts';
import { kinds, type SluggedList } from './kinds.ts';
import type { Entry, Problems } from './problem.ts';

/** The lists whose entries have slugs, and the kind by which others refer to them. */
const declaredKinds = Object.entries(kinds).flatMap(([list, { kind }]) =>
  kind ? [[list as SluggedList, kind] as const] : [],
);

/** Slugs that are looked for among those spelt alike: each is a search of its own. */
const maxHints = 10;

/** What becomes of an entry whose slug is on record: it is passed over, it is refused, or it is what changes. */
export type OnRecord = 'keep' | 'refuse' | 'change';

/** The ids behind the slugs of a draft: those on record, and new ones for what the draft adds. */
export class Names {
  readonly #ids: ReadonlyMap<RefKind, Map<string, string>>;
  readonly #added: ReadonlyMap<RefKind, ReadonlySet<string>>;
  readonly #dangling = new Set<Entry>();

  private constructor(
    ids: ReadonlyMap<RefKind, Map<string, string>>,
    added: ReadonlyMap<RefKind, ReadonlySet<string>>,
  ) {
    this.#ids = ids;
    this.#added = added;
  }

  /**
   * Looks up everything that the draft declares or refers to. References that lead nowhere go to `problems`, and so
   * do slugs that are taken, where these are refused; what refers to a broken entry refers to something.
   */
  static async find(
    tx: Tx,
    draft: Draft,
    broken: readonly Broken[],
    onRecord: OnRecord,
    problems: Problems,
  ): Promise<Names> {
    const all = [...Object.values(draft).flat(), ...broken];
    await nameIds(tx, all);
    const mentioned = new Map<RefKind, Set<string>>(declaredKinds.map(([, kind]) => [kind, new Set()]));
    for (const { value } of all)
      for (const { ref } of references(value)) mentioned.get(ref.kind)?.add(ref.slug);
    const lists = declaredKinds.map(([list, kind]) => {
      const items = [...draft[list], ...broken.filter((item) => item.list === list)];
      const declared = items.flatMap(({ value: { slug } }) => (typeof slug === 'string' ? [slug] : []));
      return { kind, items, declared, looked: [...declared, ...(mentioned.get(kind) ?? [])] };
    });
    const onRecordNow = groupBy(
      await findSlugs(tx, Object.fromEntries(lists.map(({ kind, looked }) => [kind, looked]))),
      ({ kind }) => kind,
    );
    const ids = new Map<RefKind, Map<string, string>>();
    const added = new Map<RefKind, Set<string>>();
    for (const { kind, items, declared } of lists) {
      const rows = onRecordNow.get(kind) ?? [];
      if (onRecord === 'refuse') await refuseTaken(tx, kind, items, problems);
      const found = new Map(rows.map(({ slug, id }) => [slug, id]));
      const missing = new Set(declared.filter((slug) => !found.has(slug)));
      for (const slug of missing) found.set(slug, newId());
      ids.set(kind, found);
      added.set(kind, missing);
    }
    const names = new Names(ids, added);
    await names.#refuseDangling(tx, all, problems);
    return names;
  }

  /** The id behind a reference that has been checked. */
  id({ kind, slug }: { kind: RefKind; slug: string }): string {
    const id = this.#ids.get(kind)?.get(slug);
    if (!id) throw new RangeError(`The ${kind} ${slug} has no id.`);
    return id;
  }

  maybeId(ref: Ref | undefined): string | undefined {
    return ref && this.id(ref);
  }

  /** The entries of a draft that refer to nothing that is not there. */
  sound(draft: Draft): Draft {
    const lists = Object.entries(draft).map(([list, items]) => [
      list,
      (items as DraftItem<unknown>[]).filter(({ entry }) => !this.#dangling.has(entry)),
    ]);
    return Object.fromEntries(lists) as unknown as Draft;
  }

  /** Whether the draft adds it, so that it was not on record before. */
  isNew(kind: RefKind, slug: string): boolean {
    return this.#added.get(kind)?.has(slug) ?? false;
  }

  /** The slugs of a kind that the folder declares or refers to. */
  slugs(kind: RefKind): string[] {
    return [...(this.#ids.get(kind)?.keys() ?? [])];
  }

  /** The ids of what the folder adds of a kind. */
  addedIds(kind: RefKind): string[] {
    return [...(this.#added.get(kind) ?? [])].map((slug) => this.id({ kind, slug }));
  }

  async #refuseDangling(tx: Tx, items: readonly DraftItem<unknown>[], problems: Problems): Promise<void> {
    const alike = new Map<string, string>();
    for (const { entry, value } of items)
      for (const { ref, path } of references(value)) {
        const known = this.#ids.get(ref.kind);
        if (known?.has(ref.slug)) continue;
        const key = `${ref.kind} ${ref.slug}`;
        const hint =
          alike.get(key) ?? (alike.size < maxHints ? await hintOf(tx, ref, known?.keys() ?? []) : '');
        alike.set(key, hint);
        this.#dangling.add(entry);
        const what = ref.id === undefined ? `slug "${ref.slug}"` : `id "${ref.slug}"`;
        const message = `no ${ref.kind} has the ${what} here or in the record${hint}`;
        problems.add(entry, path, message, 'UNKNOWN_REFERENCE');
      }
  }
}

/** Gives references that name something by its id the slug that it has. */
async function nameIds(tx: Tx, items: readonly DraftItem<unknown>[]): Promise<void> {
  const byKind = new Map<RefKind, Ref[]>();
  for (const { value } of items)
    for (const { ref } of references(value))
      if (ref.id !== undefined) byKind.set(ref.kind, [...(byKind.get(ref.kind) ?? []), ref]);
  for (const [kind, refs] of byKind) {
    const rows = await findSlugsById(
      tx,
      kind,
      refs.flatMap(({ id }) => id ?? []),
    );
    const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
    for (const ref of refs) ref.slug = slugs.get(ref.id ?? '') ?? ref.slug;
  }
}

async function refuseTaken(
  tx: Tx,
  kind: RefKind,
  items: readonly DraftItem<{ slug?: unknown }>[],
  problems: Problems,
): Promise<void> {
  const declared = items.flatMap(({ value: { slug } }) => (typeof slug === 'string' ? [slug] : []));
  const taken = new Map((await findTaken(tx, kind, declared)).map((each) => [each.slug, each]));
  for (const { entry, value } of items) {
    const found = taken.get(String(value.slug));
    if (found) problems.add(entry, ['slug'], describeTaken(kind, found), 'TAKEN');
  }
}

function describeTaken(kind: RefKind, { slug, survivor, retracted }: TakenSlug): string {
  if (survivor !== null)
    return `the ${kind} "${slug}" leads to "${survivor}" since a merge; refer to that, or choose another slug`;
  if (retracted)
    return `the ${kind} "${slug}" is on record, and retracted; restore it with restore${typeNames[kind]}, or choose another slug`;
  return `the ${kind} "${slug}" is on record already; refer to it by its slug, change it with an update, or choose another slug`;
}

/** What was probably meant by a reference; of an id nothing can be said. */
async function hintOf(tx: Tx, { kind, slug, id }: Ref, known: Iterable<string>): Promise<string> {
  return id === undefined ? hintFor(tx, kind, slug, known) : '';
}
