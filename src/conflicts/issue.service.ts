import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
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
  await tx.issue.createMany({
    data: parentsFirst(
      issues,
      ({ id }) => id,
      ({ broaderId }) => [broaderId],
    ),
  });
  return issues.map(({ id }) => id);
}
