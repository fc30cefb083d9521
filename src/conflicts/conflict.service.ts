import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';

export interface ConflictInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  name: string;
  /** Other names, each with who uses it. */
  names?: readonly { text: string; usedById?: string | null }[];
  partyIds?: readonly string[];
  issueIds?: readonly string[];
}

/** Puts conflicts on record and gives their ids. */
export async function recordConflicts(tx: Tx, inputs: readonly ConflictInput[]): Promise<string[]> {
  const conflicts = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await tx.conflict.createMany({ data: conflicts.map(({ id, slug, name }) => ({ id, slug, name })) });
  await tx.conflictName.createMany({
    data: conflicts.flatMap(({ id, names = [] }) =>
      names.map(({ text, usedById }, index) => ({ conflictId: id, position: index + 1, text, usedById })),
    ),
  });
  await tx.conflictParty.createMany({
    data: conflicts.flatMap(({ id, partyIds = [] }) =>
      partyIds.map((actorId, index) => ({ conflictId: id, position: index + 1, actorId })),
    ),
  });
  await tx.conflictIssue.createMany({
    data: conflicts.flatMap(({ id, issueIds = [] }) =>
      issueIds.map((issueId, index) => ({ conflictId: id, position: index + 1, issueId })),
    ),
  });
  return conflicts.map(({ id }) => id);
}
