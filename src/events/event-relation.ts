import type { EventRelationType } from '../generated/prisma/enums.ts';

/** One event's relation to another, by their ids. */
export interface EventRelationRow {
  eventId: string;
  type: EventRelationType;
  otherId: string;
  inferred?: boolean;
}

const inverses: Partial<Record<EventRelationType, EventRelationType>> = {
  BEFORE: 'AFTER',
  AFTER: 'BEFORE',
  PART_OF: 'HAS_PART',
  HAS_PART: 'PART_OF',
  SAME_AS: 'SAME_AS',
  POSSIBLY_SAME_AS: 'POSSIBLY_SAME_AS',
};

/** What makes a relation one and the same. */
export function relationKey({ eventId, type, otherId }: EventRelationRow): string {
  return `${eventId} ${type} ${otherId}`;
}

/**
 * The relations with the inverse of each whose inverse has a name, no relation twice. What is given wins over
 * the inverse of something else that is given, so that each keeps its own `inferred`.
 */
export function withInverses(relations: readonly EventRelationRow[]): EventRelationRow[] {
  const rows = new Map(relations.map((relation) => [relationKey(relation), relation]));
  for (const { eventId, type, otherId, inferred } of relations) {
    const inverse = inverses[type];
    if (!inverse) continue;
    const row = { eventId: otherId, type: inverse, otherId: eventId, inferred };
    if (!rows.has(relationKey(row))) rows.set(relationKey(row), row);
  }
  return [...rows.values()];
}
