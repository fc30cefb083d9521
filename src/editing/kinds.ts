import type { RefKind } from './draft-reference.ts';
import type { DraftList } from './draft-shape.ts';
import type { VersionedType } from './form.ts';

/** What a list of a draft holds: its type in the schema, and the kind by which others refer to it. */
export interface Kind {
  readonly type: VersionedType;
  /** Tenures and claims have no slug. */
  readonly kind: RefKind | null;
}

/** The one table of them: what reads, writes, refers or keeps history looks here. */
export const kinds = {
  actors: { type: 'Actor', kind: 'actor' },
  offices: { type: 'Office', kind: 'office' },
  tenures: { type: 'Tenure', kind: null },
  places: { type: 'Place', kind: 'place' },
  issues: { type: 'Issue', kind: 'issue' },
  conflicts: { type: 'Conflict', kind: 'conflict' },
  events: { type: 'Event', kind: 'event' },
  sources: { type: 'Source', kind: 'source' },
  attempts: { type: 'MediationAttempt', kind: 'attempt' },
  positions: { type: 'Position', kind: 'position' },
  claims: { type: 'Claim', kind: null },
} as const satisfies Record<DraftList, Kind>;

/** A list whose entries have slugs. */
export type SluggedList = {
  [L in DraftList]: (typeof kinds)[L]['kind'] extends RefKind ? L : never;
}[DraftList];
