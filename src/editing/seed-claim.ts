import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findClaims } from './seed.store.ts';
import type { SeedClaim, SeedSaying } from './seed-claim-shape.ts';
import type { Seed, SeedItem } from './seed-folder.ts';
import type { Names } from './seed-names.ts';
import type { Problems } from './seed-problem.ts';
import { suggest } from './suggest.ts';

/** One claim of a seed: an entry of `claims` has one for each thing that its passage says. */
export interface SingleClaim extends SeedItem<SeedClaim> {
  key: string;
  saying: SeedSaying;
}

/** The single claims of the entries: the first has the key of its entry, the others key.2, key.3 and so on. */
export function singleClaims(entries: readonly SeedItem<SeedClaim>[]): SingleClaim[] {
  return entries.flatMap(({ entry, value }) =>
    value.says.map((saying, index) => ({
      entry,
      value,
      saying,
      key: index === 0 ? value.key : `${value.key}.${index + 1}`,
    })),
  );
}

/** What tells a claim from all others: the slug of its source and its key there. */
export function claimName(source: string, key: string): string {
  return `${source}#${key}`;
}

interface KnownClaim {
  id: string;
  rootSpeakerId: string | null;
}

/** The claims of a seed: those on record already, those that the folder adds, and what they supersede. */
export class Claims {
  readonly added: readonly (SingleClaim & { id: string })[];
  readonly kept: number;
  readonly #known: ReadonlyMap<string, KnownClaim>;

  private constructor(
    added: readonly (SingleClaim & { id: string })[],
    kept: number,
    known: ReadonlyMap<string, KnownClaim>,
  ) {
    this.added = added;
    this.kept = kept;
    this.#known = known;
  }

  static async find(tx: Tx, seed: Seed, names: Names, problems: Problems): Promise<Claims> {
    const single = singleClaims(seed.claims);
    const wanted = single.map(({ value, key }) => ({ source: value.source.slug, key }));
    const earlier = seed.claims.flatMap(({ value: { supersedes } }) =>
      supersedes ? [{ source: supersedes.source.slug, key: supersedes.key }] : [],
    );
    const rows = await findClaims(tx, [...wanted, ...earlier]);
    const known = new Map<string, KnownClaim>(rows.map((row) => [claimName(row.source, row.key), row]));
    const added = single
      .filter(({ value, key }) => !known.has(claimName(value.source.slug, key)))
      .map((claim) => ({ ...claim, id: newId() }));
    for (const { id, key, value } of added)
      known.set(claimName(value.source.slug, key), {
        id,
        rootSpeakerId: names.maybeId(value.chain?.at(-1)?.speaker) ?? null,
      });
    const claims = new Claims(added, single.length - added.length, known);
    claims.#refuseSuccession(problems);
    return claims;
  }

  /** The id of the claim that this one takes back, where it does. */
  takenBackBy({ value: { supersedes } }: SingleClaim): string | undefined {
    return supersedes && this.#known.get(claimName(supersedes.source.slug, supersedes.key))?.id;
  }

  #refuseSuccession(problems: Problems): void {
    for (const { entry, value, key } of this.added) {
      if (!value.supersedes) continue;
      const name = claimName(value.supersedes.source.slug, value.supersedes.key);
      const earlier = this.#known.get(name);
      const speaker = this.#known.get(claimName(value.source.slug, key))?.rootSpeakerId;
      if (!earlier) {
        const suggestion = suggest(name, this.#known.keys());
        const hint = suggestion ? ` (did you mean "${suggestion}"?)` : '';
        problems.add(entry, ['supersedes'], `there is no claim "${name}" here or in the record${hint}`);
      } else if (!speaker || earlier.rootSpeakerId !== speaker)
        problems.add(
          entry,
          ['supersedes'],
          `"${name}" is by another root speaker; a claim takes back only what the same actor said before`,
        );
    }
  }
}
