import sql from 'sql-template-tag';
import type { Tx } from '../kernel/db.ts';
import { InputError } from '../kernel/errors.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { comment } from '../kernel/page.ts';
import { type EventRelationRow, relationKey, withInverses } from './event-relation.ts';

/** As many rows as a list that is given whole may have. */
const maxRelations = 200;

/**
 * Puts relations between events on record, each with its inverse where that has a name; those that are there
 * already stay as they are.
 * @throws InputError when an event would have more than 200.
 */
export async function relateEvents(tx: Tx, relations: readonly EventRelationRow[]): Promise<void> {
  const wanted = withInverses(relations);
  if (wanted.length === 0) return;
  const events = [...new Set(wanted.map(({ eventId }) => eventId))];
  const present = await tx.$queryRaw<
    (EventRelationRow & { position: number })[]
  >(sql`${comment('relations of events')}
    SELECT event_id AS "eventId", type, other_id AS "otherId", position FROM event_relation
    WHERE event_id = ANY (${events}::uuid[])`);
  const keys = new Set(present.map(relationKey));
  const last = new Map<string, number>();
  for (const { eventId, position } of present) last.set(eventId, Math.max(position, last.get(eventId) ?? 0));
  const rows = wanted
    .filter((relation) => !keys.has(relationKey(relation)))
    .map(({ eventId, type, otherId, inferred }) => {
      const position = (last.get(eventId) ?? 0) + 1;
      last.set(eventId, position);
      return { eventId, position, type, otherId, inferred };
    });
  const full = rows.find(({ position }) => position > maxRelations);
  if (full) {
    const { slug } = await tx.event.findUniqueOrThrow({
      where: { id: full.eventId },
      select: { slug: true },
    });
    throw new InputError(
      `The event ${slug} would have more than ${maxRelations} relations, counting the inverse ones; relate fewer events to it.`,
    );
  }
  await insertAll(rows, (data) => tx.eventRelation.createMany({ data }));
}

/**
 * Gives an event these relations and no others. What it no longer has, the other event no longer has the inverse of;
 * what is inferred now and was not, or the other way round, is so there too, where it was before.
 * @throws InputError when an event would have more than 200.
 */
export async function replaceRelations(
  tx: Tx,
  eventId: string,
  wanted: readonly EventRelationRow[],
): Promise<void> {
  const before = await tx.eventRelation.findMany({ where: { eventId }, take: maxRelations });
  const keys = new Set(wanted.map(relationKey));
  const gone = withInverses(before.filter((relation) => !keys.has(relationKey(relation))));
  for (const otherId of new Set(gone.map((relation) => relation.eventId)))
    if (otherId !== eventId) await dropRelations(tx, otherId, new Set(gone.map(relationKey)));
  for (const inferred of [true, false]) {
    const now = new Set(wanted.filter((each) => (each.inferred ?? false) === inferred).map(relationKey));
    const turned = before.filter((each) => each.inferred !== inferred && now.has(relationKey(each)));
    await turnInverses(tx, turned, inferred);
  }
  await tx.eventRelation.deleteMany({ where: { eventId } });
  await insertAll(
    wanted.map((relation, index) => ({ ...relation, position: index + 1 })),
    (data) => tx.eventRelation.createMany({ data }),
  );
  await relateEvents(tx, wanted);
}

async function turnInverses(
  tx: Tx,
  relations: readonly EventRelationRow[],
  inferred: boolean,
): Promise<void> {
  const own = new Set(relations.map(relationKey));
  const inverses = withInverses(relations).filter((relation) => !own.has(relationKey(relation)));
  if (inverses.length === 0) return;
  const rows = inverses.map(({ eventId, type, otherId }) => ({ eventId, type, otherId }));
  await tx.eventRelation.updateMany({ where: { OR: rows, inferred: !inferred }, data: { inferred } });
}

/** Takes relations out of those of an event; the others keep their order, numbered from 1 on again. */
async function dropRelations(tx: Tx, eventId: string, gone: ReadonlySet<string>): Promise<void> {
  const where = { eventId };
  const rows = await tx.eventRelation.findMany({ where, orderBy: { position: 'asc' }, take: maxRelations });
  const kept = rows.filter((relation) => !gone.has(relationKey(relation)));
  if (kept.length === rows.length) return;
  await tx.eventRelation.deleteMany({ where });
  const data = kept.map((relation, index) => ({ ...relation, position: index + 1 }));
  await tx.eventRelation.createMany({ data });
}
