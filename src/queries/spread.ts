import sql, { join, type Sql } from 'sql-template-tag';
import { someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import type { Each } from '../kernel/page.ts';
import { findReference } from '../kernel/reference.ts';
import { placeReference } from '../places/place.schema.ts';
import { placesWithin } from './event-filter.ts';
import { type ActorFilter, actorCondition, actorSets } from './record-filter.ts';

/**
 * A condition that equals a column with one value or with each row of `from`. An index that begins with the column
 * then gives the order for each value, which it does not for a list of them.
 */
export interface Spread {
  readonly condition: Sql;
  readonly from?: Sql;
  /** Whether one thing may have several of the values. */
  readonly overlapping?: boolean;
  readonly many?: Each['many'];
}

/** That a column holds any of the actors; one thing may have several of them unless the column is its own. */
export async function spreadActors(
  context: Context,
  column: Sql,
  filters: readonly ActorFilter[],
  argument: (index: number) => string,
  overlapping = true,
): Promise<Spread> {
  const [only] = filters;
  if (only && filters.length === 1 && !only.includeMembers)
    return { condition: await actorCondition(context, column, only, argument(0)) };
  const set = await actorSets(context, filters, argument);
  const from = sql`(${set}) AS among(id)`;
  const condition = sql`${column} = among.id`;
  return overlapping
    ? { condition, from, overlapping }
    : { condition, from, many: { alias: sql`among`, key: sql`r.date_desc` } };
}

/** That the rows `r` are of any of the origins, where a filter names several; null where it does not. */
export function spreadOrigins(
  origins: readonly string[] | null | undefined,
): Required<Pick<Spread, 'condition' | 'from'>> | null {
  const named = new Set(someOf(origins, 'filter.origins'));
  if (named.size < 2) return null;
  return {
    condition: sql`r.origin = among_origins.origin`,
    from: sql`unnest(${[...named]}::origin[]) AS among_origins(origin)`,
  };
}

/** That the rows `r` are at a place or at one that it holds. */
export async function spreadPlaces(context: Context, place: string): Promise<Spread> {
  const id = await findReference(context, placeReference, place, 'filter.place');
  return { condition: inPlace, ...partsOf(sql`${id}::uuid`) };
}

export const inPlace = sql`r.place_id = part.id`;

/** A place and all that it holds, each a row. */
export function partsOf(place: Sql): Each {
  return {
    from: sql`(${placesWithin(place)}) AS part(id)`,
    many: { alias: sql`part`, key: sql`r.date_desc` },
  };
}

/** What the conditions are spread over, all of it together; nothing where each is equality with one value. */
export function spreadOver(...spreads: readonly (Spread | null)[]): { each?: Each } {
  const over = spreads.flatMap((spread) => (spread?.from ? [{ ...spread, from: spread.from }] : []));
  const [only] = over;
  if (!only) return {};
  if (over.length === 1) return { each: only };
  const overlapping = over.some((spread) => spread.overlapping);
  return {
    each: {
      from: join(
        over.map(({ from }) => from),
        ' CROSS JOIN ',
      ),
      overlapping,
    },
  };
}
