import sql from 'sql-template-tag';
import { type ChangedRecords, refreshDerived } from '../claims/derive.service.ts';
import { listDisputes } from '../claims/disagreement.read.ts';
import type { Tx } from '../kernel/db.ts';
import { comment } from '../kernel/page.ts';
import {
  findSurvivorSlug,
  listAbove,
  listCodes,
  listMentioning,
  listNames,
  listSharedAttempts,
  lockActors,
  lockRecords,
} from './merge.store.ts';
import {
  type Collapsed,
  findNewDisputes,
  type Merged,
  type MergeInput,
  type MergeProblem,
  type MergingActor,
  mergedAlready,
  problem,
  uniteNames,
} from './merge.ts';
import { checkMerge, type Merging, refuseDisputes } from './merge-check.ts';
import { collapseLists } from './merge-collapse.store.ts';
import { moveReferences } from './merge-move.store.ts';

/**
 * Makes one actor of two, in the caller's transaction: all that refers to the merged one refers to the survivor, and
 * its id and slug go on finding the survivor. What stands in the way is gathered and given back, with nothing written;
 * that a merge makes no disagreement which was not there is found out by doing it and taking it back. Versions and
 * revisions are the caller's, who holds the ties: a claim that is being added is compared by who the two are.
 */
export async function mergeActors(tx: Tx, input: MergeInput): Promise<Merged> {
  const { mergedId, survivorId } = input;
  if (mergedId === survivorId)
    return refused([
      problem(
        'SAME_ACTOR',
        'Both name one actor, perhaps since they were merged already; name two.',
        'mergedId',
      ),
    ]);
  const actors = await lockActors(tx, input);
  const merged = actors.find(({ id }) => id === mergedId);
  const survivor = actors.find(({ id }) => id === survivorId);
  if (!merged || !survivor)
    return refused([
      ...(merged ? [] : [await missing(tx, mergedId, 'mergedId')]),
      ...(survivor ? [] : [await missing(tx, survivorId, 'survivorId')]),
    ]);
  return mergeLocked(tx, input, merged, survivor);
}

function refused(problems: MergeProblem[]): Merged {
  return { kind: 'refused', problems };
}

async function missing(tx: Tx, id: string, path: keyof MergeInput): Promise<MergeProblem> {
  const slug = await findSurvivorSlug(tx, id);
  return slug === null
    ? problem('ACTOR_NOT_FOUND', 'The record holds no such actor.', path)
    : mergedAlready(slug, path);
}

async function mergeLocked(
  tx: Tx,
  input: MergeInput,
  merged: MergingActor,
  survivor: MergingActor,
): Promise<Merged> {
  const { mergedId, survivorId } = input;
  const shared = await listSharedAttempts(tx, input);
  const merging: Merging = {
    ...{ merged, survivor, shared },
    aboveSurvivor: await listAbove(tx, survivorId),
    names: uniteNames(await listNames(tx, survivorId), await listNames(tx, mergedId)),
    mergedCodes: await listCodes(tx, mergedId),
    survivorCodes: await listCodes(tx, survivorId),
  };
  const problems = checkMerge(merging);
  const memberOfId = membershipOf(merged, survivor, await listAbove(tx, mergedId));
  const moves = memberOfId !== merged.memberOfId || memberOfId !== survivor.memberOfId;
  const mentioning = await listMentioning(tx, input, moves);
  await lockRecords(tx, input, mentioning);
  const before = await listDisputes(tx, mentioning);

  await tx.$executeRaw(sql`${comment('begin a merge')} SAVEPOINT merge_of_actors`);
  const collapsed = await collapseLists(tx, input, shared);
  await moveReferences(tx, merged, survivor, memberOfId, merging.names);
  const refreshed = await refreshDerived(tx, together(mentioning, collapsed));
  const disputes = findNewDisputes(before, await listDisputes(tx, mentioning), input, shared);
  problems.push(...refuseDisputes(disputes, merging));
  if (problems.length > 0)
    await tx.$executeRaw(sql`${comment('take a merge back')} ROLLBACK TO SAVEPOINT merge_of_actors`);
  await tx.$executeRaw(sql`${comment('end a merge')} RELEASE SAVEPOINT merge_of_actors`);
  return problems.length > 0 ? refused(problems) : { kind: 'merged', merged, survivor, collapsed, refreshed };
}

/**
 * What the survivor is a member of: as a member of the merged one, of what that was a member of; where the record knows
 * nothing of its own, likewise, unless the merged one was a member of it.
 */
function membershipOf(
  merged: MergingActor,
  survivor: MergingActor,
  aboveMerged: readonly { id: string }[],
): string | null {
  if (survivor.memberOfId === merged.id) return merged.memberOfId;
  const belongs = aboveMerged.some(({ id }) => id === survivor.id);
  return survivor.memberOfId ?? (belongs ? null : merged.memberOfId);
}

function together(
  { events, attempts, positions, conflicts }: Required<ChangedRecords>,
  collapsed: Collapsed,
): ChangedRecords {
  return {
    events: [...events, ...collapsed.events],
    attempts: [...attempts, ...collapsed.attempts],
    positions,
    conflicts: [...conflicts, ...collapsed.conflicts],
  };
}
