import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findAlike, findSlugs } from './seed.store.ts';
import type { Seed } from './seed-folder.ts';
import type { Problems } from './seed-problem.ts';
import { type Ref, type RefKind, references } from './seed-reference.ts';
import type { SeedList } from './seed-shape.ts';
import { suggest } from './suggest.ts';

/** The kind of what a list declares by its slugs. */
const declaredKinds = {
  actors: 'actor',
  offices: 'office',
  places: 'place',
  issues: 'issue',
  conflicts: 'conflict',
  events: 'event',
  sources: 'source',
  attempts: 'attempt',
  positions: 'position',
} as const satisfies Partial<Record<SeedList, RefKind>>;

const kinds = Object.values(declaredKinds);
const declaringLists = Object.keys(declaredKinds) as (keyof typeof declaredKinds)[];

/** Slugs that are looked for among those spelt alike: each is a search of its own. */
const maxHints = 10;

/** The ids behind the slugs of a seed: those on record, and new ones for what the folder adds. */
export class Names {
  readonly #ids: ReadonlyMap<RefKind, Map<string, string>>;
  readonly #added: ReadonlyMap<RefKind, ReadonlySet<string>>;

  private constructor(
    ids: ReadonlyMap<RefKind, Map<string, string>>,
    added: ReadonlyMap<RefKind, ReadonlySet<string>>,
  ) {
    this.#ids = ids;
    this.#added = added;
  }

  /** Looks up everything that the seed declares or refers to; references that lead nowhere go to `problems`. */
  static async find(tx: Tx, seed: Seed, problems: Problems): Promise<Names> {
    const mentioned = new Map<RefKind, Set<string>>(kinds.map((kind) => [kind, new Set()]));
    for (const items of Object.values(seed))
      for (const { value } of items)
        for (const { ref } of references(value)) mentioned.get(ref.kind)?.add(ref.slug);
    const ids = new Map<RefKind, Map<string, string>>();
    const added = new Map<RefKind, Set<string>>();
    for (const list of declaringLists) {
      const kind = declaredKinds[list];
      const declared = seed[list].map(({ value }) => value.slug);
      const rows = await findSlugs(tx, kind, [...declared, ...(mentioned.get(kind) ?? [])]);
      const found = new Map(rows.map(({ slug, id }) => [slug, id]));
      const missing = new Set(declared.filter((slug) => !found.has(slug)));
      for (const slug of missing) found.set(slug, newId());
      ids.set(kind, found);
      added.set(kind, missing);
    }
    const names = new Names(ids, added);
    await names.#refuseDangling(tx, seed, problems);
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

  /** Whether the folder adds it, so that it was not on record before. */
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

  async #refuseDangling(tx: Tx, seed: Seed, problems: Problems): Promise<void> {
    const alike = new Map<string, string>();
    for (const items of Object.values(seed))
      for (const { entry, value } of items)
        for (const { ref, path } of references(value)) {
          const known = this.#ids.get(ref.kind);
          if (known?.has(ref.slug)) continue;
          const key = `${ref.kind} ${ref.slug}`;
          const hint =
            alike.get(key) ?? (alike.size < maxHints ? await hintFor(tx, ref, known?.keys() ?? []) : '');
          alike.set(key, hint);
          problems.add(entry, path, `no ${ref.kind} has the slug "${ref.slug}" here or in the record${hint}`);
        }
  }
}

async function hintFor(tx: Tx, { kind, slug }: Ref, known: Iterable<string>): Promise<string> {
  const suggestion = suggest(slug, [...known, ...(await findAlike(tx, kind, slug))]);
  return suggestion ? ` (did you mean "${suggestion}"?)` : '';
}
