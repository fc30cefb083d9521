import sql, { join } from 'sql-template-tag';
import { v5 as uuidv5 } from 'uuid';
import type { Origin } from '../generated/prisma/enums.ts';
import { dateColumn } from '../kernel/date-column.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import { type ClaimSubject, subjectColumns } from './claim-value.ts';
import { disagreementId, type FoundDisagreement } from './disagreement.ts';

/** Ids of what claims can be about, by kind. */
export interface SubjectIds {
  events: readonly string[];
  attempts: readonly string[];
  responses: readonly string[];
  positions: readonly string[];
  conflicts: readonly string[];
}

/** What a disagreement is about, with what lists of disagreements filter by; its conflict is kept by the database. */
export interface DisputedSubject extends ClaimSubject {
  origin: Origin;
}

/** Puts the disagreements that hold now in the place of all that the subjects had. */
export async function replaceDisagreements(
  tx: Tx,
  { events, attempts, responses, positions, conflicts }: SubjectIds,
  found: readonly { subject: DisputedSubject; disagreement: FoundDisagreement }[],
): Promise<void> {
  const conditions = [
    sql`event_id = ANY (${[...events]}::uuid[])`,
    sql`attempt_id = ANY (${[...attempts]}::uuid[])`,
    sql`response_id = ANY (${[...responses]}::uuid[])`,
    sql`position_id = ANY (${[...positions]}::uuid[])`,
    sql`conflict_id = ANY (${[...conflicts]}::uuid[])`,
  ];
  await tx.$executeRaw(
    sql`${comment('delete disagreements')} DELETE FROM disagreement WHERE ${join(conditions, ' OR ')}`,
  );
  if (found.length > 0) await insertDisagreements(tx, found);
}

async function insertDisagreements(
  tx: Tx,
  found: readonly { subject: DisputedSubject; disagreement: FoundDisagreement }[],
): Promise<void> {
  const rows = found.map(({ subject, disagreement }) => ({
    subject,
    disagreement,
    id: disagreementId(subject.id, disagreement),
  }));
  const sides = rows.flatMap(({ id, disagreement }) =>
    disagreement.sides.map((side, index) => ({
      id: uuidv5(`side ${index + 1}`, id),
      disagreementId: id,
      position: index + 1,
      side,
    })),
  );
  await tx.disagreement.createMany({
    data: rows.map(({ id, subject, disagreement: { field, rule, about, beganWithId } }) => ({
      ...{ id, field, rule, about, beganWithId },
      [subjectColumns[subject.kind]]: subject.id,
      origin: subject.origin,
    })),
  });
  await tx.disagreementSide.createMany({
    data: sides.map(
      ({ id, disagreementId: of, position, side: { value, valueText, polarity, claimIds } }) => ({
        ...{ id, position, valueText, polarity },
        disagreementId: of,
        valueActorId: value.actorId,
        valuePlaceId: value.placeId,
        valueEventId: value.eventId,
        valueRole: value.role,
        valueRelation: value.relation,
        valueDate: dateColumn(value.date),
        valueTextual: value.textual,
        claimCount: claimIds.length,
      }),
    ),
  });
  await tx.disagreementClaim.createMany({
    data: sides.flatMap(({ id, side }) => side.claimIds.map((claimId) => ({ sideId: id, claimId }))),
  });
}
