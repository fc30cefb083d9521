import { type IdentifierInput, identifierRows } from '../actors/identifier.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { parentsFirst } from '../kernel/order.ts';

export interface PlaceInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  name: string;
  partOfId?: string | null;
  /** Degrees, WGS 84; both or neither. */
  latitude?: number | null;
  longitude?: number | null;
  identifiers?: readonly IdentifierInput[];
}

/** Puts places on record, in any order among themselves, and gives their ids in the order of the input. */
export async function recordPlaces(tx: Tx, inputs: readonly PlaceInput[]): Promise<string[]> {
  const places = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  const ordered = parentsFirst(
    places,
    ({ id }) => id,
    ({ partOfId }) => [partOfId],
  );
  await insertAll(
    ordered.map(({ identifiers: _, ...place }) => place),
    (data) => tx.place.createMany({ data }),
  );
  await insertAll(
    places.flatMap(({ id, identifiers }) => identifierRows({ placeId: id }, identifiers)),
    (data) => tx.identifier.createMany({ data }),
  );
  return places.map(({ id }) => id);
}
