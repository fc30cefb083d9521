import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { parentsFirst } from '../kernel/order.ts';

export interface IssueInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  name: string;
  broaderId?: string | null;
}

/** Puts issues on record, in any order among themselves, and gives their ids in the order of the input. */
export async function recordIssues(tx: Tx, inputs: readonly IssueInput[]): Promise<string[]> {
  const issues = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await insertAll(
    parentsFirst(
      issues,
      ({ id }) => id,
      ({ broaderId }) => [broaderId],
    ),
    (data) => tx.issue.createMany({ data }),
  );
  return issues.map(({ id }) => id);
}

/** Gives an issue on record these values. */
export async function updateIssue(tx: Tx, { id, name, broaderId = null }: IssueInput): Promise<void> {
  await tx.issue.update({ where: { id }, data: { name, broaderId } });
}
