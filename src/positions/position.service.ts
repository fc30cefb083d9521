import type { Continuity, Publicity, Stance } from '../generated/prisma/enums.ts';
import { dateColumn, dateOrNull } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';

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

type Position = PositionInput & { id: string };

/** Puts curated positions on record with their conditions, and gives their ids. */
export async function recordPositions(tx: Tx, inputs: readonly PositionInput[]): Promise<string[]> {
  const positions = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await insertAll(
    positions.map(({ conditions: _, held, ...position }) => ({ ...position, held: dateColumn(held) })),
    (data) => tx.position.createMany({ data }),
  );
  await insertConditions(tx, positions);
  return positions.map(({ id }) => id);
}

/** Gives a position on record these values; its conditions are replaced where they are named in `given`. */
export async function updatePosition(tx: Tx, position: Position, given: ReadonlySet<string>): Promise<void> {
  const { id, holderId, issueId, stance, summary, held, conflictId = null } = position;
  const { publicity = 'NOT_STATED', continuity = 'NOT_STATED' } = position;
  await tx.position.update({
    where: { id },
    data: {
      ...{ holderId, issueId, stance, summary, conflictId, publicity, continuity },
      held: dateOrNull(held),
    },
  });
  if (!given.has('conditions')) return;
  await tx.positionCondition.deleteMany({ where: { positionId: id } });
  await insertConditions(tx, [position]);
}

async function insertConditions(tx: Tx, positions: readonly Position[]): Promise<void> {
  await insertAll(
    positions.flatMap(({ id, conditions = [] }) =>
      conditions.map(({ text, issueId }, index) => ({ positionId: id, ordinal: index + 1, text, issueId })),
    ),
    (data) => tx.positionCondition.createMany({ data }),
  );
}
