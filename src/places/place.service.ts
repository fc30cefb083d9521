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

type Place = PlaceInput & { id: string };

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
  await insertIdentifiers(tx, places);
  return places.map(({ id }) => id);
}

/** Gives a place on record these values; its identifiers are replaced where they are named in `given`. */
export async function updatePlace(tx: Tx, place: Place, given: ReadonlySet<string>): Promise<void> {
  const { id, name, partOfId = null, latitude = null, longitude = null } = place;
  await tx.place.update({ where: { id }, data: { name, partOfId, latitude, longitude } });
  if (!given.has('identifiers')) return;
  await tx.identifier.deleteMany({ where: { placeId: id } });
  await insertIdentifiers(tx, [place]);
}

async function insertIdentifiers(tx: Tx, places: readonly Place[]): Promise<void> {
  await insertAll(
    places.flatMap(({ id, identifiers }) => identifierRows({ placeId: id }, identifiers)),
    (data) => tx.identifier.createMany({ data }),
  );
}
