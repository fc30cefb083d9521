import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findClaims, findClaimsById, type RecordedClaim } from './draft.store.ts';
import type { Draft, DraftItem } from './draft.ts';
import type { DraftClaim, DraftSaying } from './draft-claim-shape.ts';
import type { Names } from './draft-names.ts';
import type { ClaimRef } from './draft-reference.ts';
import type { Problems } from './problem.ts';
import { suggest } from './suggest.ts';

/** One claim of a draft: an entry of `claims` has one for each thing that its passage says. */
export interface SingleClaim extends DraftItem<DraftClaim> {
  key: string | undefined;
  saying: DraftSaying;
}

/** The single claims of the entries: the first has the key of its entry, the others key.2, key.3 and so on. */
export function singleClaims(entries: readonly DraftItem<DraftClaim>[]): SingleClaim[] {
  return entries.flatMap(({ entry, value }) =>
    value.says.map((saying, index) => ({
      entry,
      value,
      saying,
      key: index === 0 || value.key === undefined ? value.key : `${value.key}.${index + 1}`,
    })),
  );
}

/** What tells a claim from all others: the slug of its source and its key there. */
export function claimName(source: string, key: string): string {
  return `${source}#${key}`;
}

/** The name by which a draft refers to a claim; its id where it gives that. */
export function claimRefName(ref: ClaimRef): string {
  return ref.id === undefined ? claimName(ref.source.slug, ref.key) : ref.id;
}

interface KnownClaim {
  id: string;
  rootSpeakerId: string | null;
}

type AddedClaim = SingleClaim & { id: string };

/** The claims of a draft: those on record already, those that the draft adds, and what they supersede. */
export class Claims {
  readonly added: readonly AddedClaim[];
  readonly kept: readonly SingleClaim[];
  readonly #known: ReadonlyMap<string, KnownClaim>;

  private constructor(
    added: readonly AddedClaim[],
    kept: readonly SingleClaim[],
    known: ReadonlyMap<string, KnownClaim>,
  ) {
    this.added = added;
    this.kept = kept;
    this.#known = known;
  }

  static async find(tx: Tx, draft: Draft, names: Names, problems: Problems): Promise<Claims> {
    const single = singleClaims(draft.claims);
    const known = await findKnown(tx, single);
    const isKept = ({ value, key }: SingleClaim) =>
      key !== undefined && known.has(claimName(value.source.slug, key));
    const kept = single.filter(isKept);
    const added = single.filter((claim) => !isKept(claim)).map((claim) => ({ ...claim, id: newId() }));
    for (const { id, key, value } of added)
      if (key !== undefined)
        known.set(claimName(value.source.slug, key), { id, rootSpeakerId: rootOf(value, names) });
    const claims = new Claims(added, kept, known);
    for (const claim of added) claims.#checkSuccession(claim, rootOf(claim.value, names), problems);
    return claims;
  }

  /** The id of the claim that this one takes back, where it does. */
  takenBackBy({ value: { supersedes } }: SingleClaim): string | undefined {
    return supersedes && this.#known.get(claimRefName(supersedes))?.id;
  }

  #checkSuccession({ entry, value }: SingleClaim, speaker: string | null, problems: Problems): void {
    if (!value.supersedes) return;
    const name = claimRefName(value.supersedes);
    const earlier = this.#known.get(name);
    if (!earlier) {
      const suggestion = suggest(name, this.#known.keys());
      const hint = suggestion ? ` (did you mean "${suggestion}"?)` : '';
      problems.add(
        entry,
        ['supersedes'],
        `there is no claim "${name}" here or in the record${hint}`,
        'UNKNOWN_REFERENCE',
      );
    } else if (!speaker || earlier.rootSpeakerId !== speaker)
      problems.add(
        entry,
        ['supersedes'],
        `"${name}" is by another root speaker; a claim takes back only what the same actor said before`,
        'OTHER_SPEAKER',
      );
  }
}

function rootOf({ chain }: DraftClaim, names: Names): string | null {
  return names.maybeId(chain?.at(-1)?.speaker) ?? null;
}

/** The claims on record that a draft declares or supersedes, by name and, where it names them so, by id. */
async function findKnown(tx: Tx, single: readonly SingleClaim[]): Promise<Map<string, KnownClaim>> {
  const refs = single.flatMap(({ value: { supersedes } }) => supersedes ?? []);
  const named = [
    ...single.flatMap(({ value, key }) => (key === undefined ? [] : [{ source: value.source.slug, key }])),
    ...refs.flatMap((ref) => (ref.id === undefined ? [{ source: ref.source.slug, key: ref.key }] : [])),
  ];
  const ids = refs.flatMap(({ id }) => id ?? []);
  const rows: RecordedClaim[] = named.length > 0 ? await findClaims(tx, named) : [];
  const known = new Map<string, KnownClaim>(rows.map((row) => [claimName(row.source, row.key), row]));
  if (ids.length > 0) for (const claim of await findClaimsById(tx, ids)) known.set(claim.id, claim);
  return known;
}
