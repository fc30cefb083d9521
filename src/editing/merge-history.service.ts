import { readReference } from '../kernel/ids.ts';
import type { Edit, EditInput } from './edit.service.ts';
import { findSubject } from './find-subject.ts';
import { mergeActors } from './merge.service.ts';
import { type MergeProblem, mergedAlready } from './merge.ts';
import { findShared } from './merge-history.store.ts';
import { InvalidError, type Subject } from './outcome.ts';

/** What the input calls the two. */
const fields: Readonly<Record<string, string>> = { mergedId: 'merged', survivorId: 'survivor' };

/**
 * Makes two actors one, with its history: of the one that goes, of the one that stays, of records in whose own lists
 * the two stood side by side, and of claims on answers that become one. Whatever else refers to the one that goes
 * refers to the same actor as before, and has no new version.
 */
export async function mergeIntoSurvivor(edit: Edit, input: EditInput): Promise<Subject> {
  const { tx, journal, problems } = edit;
  const merged = await findSubject(tx, 'Actor', input.merged, 'merged', problems);
  const survivor = await findSubject(tx, 'Actor', input.survivor, 'survivor', problems);
  await journal.watch('Actor', [merged.id, survivor.id], 'MERGED');
  await refuseMerged(edit, input.merged, merged);
  const shared = await findShared(tx, merged.id, survivor.id);
  await journal.watch('Event', shared.events, 'MERGED');
  await journal.watch('MediationAttempt', shared.attempts, 'MERGED');
  await journal.watch('Conflict', shared.conflicts, 'MERGED');
  await journal.watch('Claim', shared.claims, 'MERGED');
  const done = await mergeActors(tx, { mergedId: merged.id, survivorId: survivor.id });
  if (done.kind === 'refused') throw refusal(done.problems);
  journal.tell(merged.id, { path: 'mergedInto', before: null, after: done.survivor.slug });
  journal.tell(survivor.id, { path: 'merged', before: null, after: done.merged.slug });
  journal.derived(done.refreshed);
  return survivor;
}

/** Refuses a name of an actor that went before: who sends it means that one, and not whoever stands in its place now. */
async function refuseMerged({ journal }: Edit, given: unknown, { id }: Subject): Promise<void> {
  const named = readReference(String(given), 'Actor', 'merged');
  const slug = String((await journal.formBefore('Actor', id))?.slug);
  if (named.id === undefined ? named.slug === slug : named.id === id) return;
  throw refusal([mergedAlready(slug, 'mergedId')]);
}

function refusal(problems: readonly MergeProblem[]): InvalidError {
  return new InvalidError(
    problems.map((problem) => ({ ...problem, path: problem.path.map((name) => fields[name] ?? name) })),
  );
}
