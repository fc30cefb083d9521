import type { IdentifierScheme } from '../generated/prisma/enums.ts';
import { newId } from '../kernel/ids.ts';

export interface IdentifierInput {
  scheme: IdentifierScheme;
  value: string;
  /** First and last day of validity, `2025-05-11`; left out where it has none. */
  validFrom?: string | null;
  validTo?: string | null;
}

/** The rows of the identifiers of one actor or place, in the order given. */
export function identifierRows(
  owner: { actorId: string } | { placeId: string },
  identifiers: readonly IdentifierInput[] = [],
) {
  return identifiers.map(({ scheme, value, validFrom, validTo }, index) => ({
    ...owner,
    id: newId(),
    position: index + 1,
    scheme,
    value,
    validFrom: dayColumn(validFrom),
    validTo: dayColumn(validTo),
  }));
}

function dayColumn(day: string | null | undefined): Date | null {
  return day ? new Date(`${day}T00:00:00Z`) : null;
}
