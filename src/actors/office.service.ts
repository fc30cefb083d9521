import type { OfficeRank } from '../generated/prisma/enums.ts';
import { dateColumn, dateOrNull } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';

export interface OfficeInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  title: string;
  bodyId: string;
  rank: OfficeRank;
}

export interface TenureInput {
  /** Made where it is left out. */
  id?: string;
  /** An actor of kind PERSON. */
  holderId: string;
  officeId: string;
  started?: HistoricalDate | null;
  ended?: HistoricalDate | null;
}

/** Puts offices on record and gives their ids. */
export async function recordOffices(tx: Tx, inputs: readonly OfficeInput[]): Promise<string[]> {
  const offices = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await insertAll(
    offices.map(({ id, slug, title, bodyId, rank }) => ({ id, slug, title, bodyId, rank })),
    (data) => tx.office.createMany({ data }),
  );
  return offices.map(({ id }) => id);
}

/** Puts on record who held which office, and gives the ids of the tenures. */
export async function recordTenures(tx: Tx, inputs: readonly TenureInput[]): Promise<string[]> {
  const tenures = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await insertAll(
    tenures.map(({ id, holderId, officeId, started, ended }) => ({
      id,
      holderId,
      officeId,
      started: dateColumn(started),
      ended: dateColumn(ended),
    })),
    (data) => tx.tenure.createMany({ data }),
  );
  return tenures.map(({ id }) => id);
}

/** Gives an office on record these values. */
export async function updateOffice(tx: Tx, { id, title, bodyId, rank }: OfficeInput): Promise<void> {
  await tx.office.update({ where: { id }, data: { title, bodyId, rank } });
}

/** Gives a tenure on record these values. */
export async function updateTenure(tx: Tx, { id, holderId, officeId, started, ended }: TenureInput) {
  const dates = { started: dateOrNull(started), ended: dateOrNull(ended) };
  await tx.tenure.update({ where: { id }, data: { holderId, officeId, ...dates } });
}
