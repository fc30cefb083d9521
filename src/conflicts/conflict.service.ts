import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';

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
  await insertAll(
    conflicts.map(({ id, slug, name }) => ({ id, slug, name })),
    (data) => tx.conflict.createMany({ data }),
  );
  await insertAll(
    conflicts.flatMap(({ id, names = [] }) =>
      names.map(({ text, usedById }, index) => ({ conflictId: id, position: index + 1, text, usedById })),
    ),
    (data) => tx.conflictName.createMany({ data }),
  );
  await insertAll(
    conflicts.flatMap(({ id, partyIds = [] }) =>
      partyIds.map((actorId, index) => ({ conflictId: id, position: index + 1, actorId })),
    ),
    (data) => tx.conflictParty.createMany({ data }),
  );
  await insertAll(
    conflicts.flatMap(({ id, issueIds = [] }) =>
      issueIds.map((issueId, index) => ({ conflictId: id, position: index + 1, issueId })),
    ),
    (data) => tx.conflictIssue.createMany({ data }),
  );
  return conflicts.map(({ id }) => id);
}
