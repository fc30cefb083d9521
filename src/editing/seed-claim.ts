import type { SeedClaim, SeedSaying } from './seed-claim-shape.ts';
import type { SeedItem } from './seed-folder.ts';

/** One claim of a seed: an entry of `claims` has one for each thing that its passage says. */
export interface SeedClaimItem extends SeedItem<SeedClaim> {
  key: string;
  saying: SeedSaying;
}

/** The single claims of the entries: the first thing said has the key of the entry, the others key.2, key.3 and so on. */
export function singleClaims(entries: readonly SeedItem<SeedClaim>[]): SeedClaimItem[] {
  return entries.flatMap(({ entry, value }) =>
    value.says.map((saying, index) => ({
      entry,
      value,
      saying,
      key: index === 0 ? value.key : `${value.key}.${index + 1}`,
    })),
  );
}

/** What tells a claim of a seed from all others. */
export function claimId(source: string, key: string): string {
  return `${source}#${key}`;
}
