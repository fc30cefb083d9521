import type { Continuity, Publicity, Stance } from '../generated/prisma/enums.ts';
import { dateColumn } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';

export interface PositionInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  holderId: string;
  issueId: string;
  stance: Stance;
  summary: string;
  publicity?: Publicity;
  continuity?: Continuity;
  held?: HistoricalDate | null;
  conflictId?: string | null;
  conditions?: readonly { text: string; issueId?: string | null }[];
}

/** Puts curated positions on record with their conditions, and gives their ids. */
export async function recordPositions(tx: Tx, inputs: readonly PositionInput[]): Promise<string[]> {
  const positions = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await tx.position.createMany({
    data: positions.map(({ conditions: _, held, ...position }) => ({ ...position, held: dateColumn(held) })),
  });
  await tx.positionCondition.createMany({
    data: positions.flatMap(({ id, conditions = [] }) =>
      conditions.map(({ text, issueId }, index) => ({ positionId: id, ordinal: index + 1, text, issueId })),
    ),
  });
  return positions.map(({ id }) => id);
}
