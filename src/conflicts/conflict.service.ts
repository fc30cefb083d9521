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

type Conflict = ConflictInput & { id: string };

/** Puts conflicts on record and gives their ids. */
export async function recordConflicts(tx: Tx, inputs: readonly ConflictInput[]): Promise<string[]> {
  const conflicts = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await insertAll(
    conflicts.map(({ id, slug, name }) => ({ id, slug, name })),
    (data) => tx.conflict.createMany({ data }),
  );
  await insertNames(tx, conflicts);
  await insertParties(tx, conflicts);
  await insertIssues(tx, conflicts);
  return conflicts.map(({ id }) => id);
}

/** Gives a conflict on record these values; of its lists, those that are named in `given` are replaced. */
export async function updateConflict(tx: Tx, conflict: Conflict, given: ReadonlySet<string>): Promise<void> {
  const { id, name } = conflict;
  const where = { conflictId: id };
  await tx.conflict.update({ where: { id }, data: { name } });
  if (given.has('names')) {
    await tx.conflictName.deleteMany({ where });
    await insertNames(tx, [conflict]);
  }
  if (given.has('parties')) {
    await tx.conflictParty.deleteMany({ where });
    await insertParties(tx, [conflict]);
  }
  if (given.has('issues')) {
    await tx.conflictIssue.deleteMany({ where });
    await insertIssues(tx, [conflict]);
  }
}

async function insertNames(tx: Tx, conflicts: readonly Conflict[]): Promise<void> {
  await insertAll(
    conflicts.flatMap(({ id, names = [] }) =>
      names.map(({ text, usedById }, index) => ({ conflictId: id, position: index + 1, text, usedById })),
    ),
    (data) => tx.conflictName.createMany({ data }),
  );
}

async function insertParties(tx: Tx, conflicts: readonly Conflict[]): Promise<void> {
  await insertAll(
    conflicts.flatMap(({ id, partyIds = [] }) =>
      partyIds.map((actorId, index) => ({ conflictId: id, position: index + 1, actorId })),
    ),
    (data) => tx.conflictParty.createMany({ data }),
  );
}

async function insertIssues(tx: Tx, conflicts: readonly Conflict[]): Promise<void> {
  await insertAll(
    conflicts.flatMap(({ id, issueIds = [] }) =>
      issueIds.map((issueId, index) => ({ conflictId: id, position: index + 1, issueId })),
    ),
    (data) => tx.conflictIssue.createMany({ data }),
  );
}
