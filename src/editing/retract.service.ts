import { refreshDerived } from '../claims/derive.service.ts';
import { hasVisible } from '../kernel/visible.ts';
import { refreshOutcomes } from '../mediation/outcome.service.ts';
import { findSubjects } from './draft.store.ts';
import { nothingVisible } from './draft-value.ts';
import type { Edit, EditInput } from './edit.service.ts';
import { checkVersion, findSubject } from './find-subject.ts';
import { readText } from './input-text.ts';
import { lockRecords } from './journal.store.ts';
import type { Subject } from './outcome.ts';
import {
  findAttemptsWith,
  findRetraction,
  findSupersedes,
  isReplacedBy,
  refreshClaimStatus,
  setRetraction,
} from './retract.store.ts';

export type RetractableType = 'Event' | 'MediationAttempt' | 'Position' | 'Claim';

/** Withdraws a record, with a reason. It stays readable by its id. */
export async function retractRecord(edit: Edit, type: RetractableType, input: EditInput): Promise<Subject> {
  const { tx, journal, problems } = edit;
  const subject = await findSubject(tx, type, input.id, 'id', problems);
  const reason = readReason(edit, input);
  const replacement =
    input.replacedBy === undefined || input.replacedBy === null
      ? null
      : await findSubject(tx, type, input.replacedBy, 'replacedBy', problems);
  await journal.watch(type, [subject.id], 'RETRACTED');
  await checkVersion(tx, subject, input.version);
  const refuse = (field: string, message: string) =>
    problems.add({ path: [], raw: input }, [field], message, 'CONFLICTING');
  if (await findRetraction(tx, type, subject.id)) refuse('id', 'it is retracted already');
  if (replacement) {
    await lockRecords(tx, type, [subject.id, replacement.id]);
    if (await isReplacedBy(tx, type, replacement.id, subject.id))
      refuse('replacedBy', 'a record cannot take its own place, nor that of one that takes its place');
  }
  problems.refuse();
  await setRetraction(tx, type, subject.id, { reason, replacedById: replacement?.id ?? null });
  await deriveAfter(edit, type, subject.id);
  return subject;
}

/** Takes a retraction back. */
export async function restoreRecord(edit: Edit, type: RetractableType, input: EditInput): Promise<Subject> {
  const { tx, journal, problems } = edit;
  const subject = await findSubject(tx, type, input.id, 'id', problems);
  await journal.watch(type, [subject.id], 'RESTORED');
  await checkVersion(tx, subject, input.version);
  if (!(await findRetraction(tx, type, subject.id)))
    problems.add(
      { path: [], raw: input },
      ['id'],
      `it is not retracted, so that there is nothing to restore; its ${type === 'Claim' ? 'status' : 'retraction'} says whether it is`,
      'CONFLICTING',
    );
  problems.refuse();
  await setRetraction(tx, type, subject.id, null);
  await deriveAfter(edit, type, subject.id);
  return subject;
}

function readReason({ problems }: Edit, input: EditInput): string {
  const reason = readText(input, 'reason', 10_000, problems);
  if (!hasVisible(String(input.reason))) problems.add({ path: [], raw: input }, ['reason'], nothingVisible);
  return reason?.trim() ?? '';
}

/** A retracted claim takes nothing back, and a retracted event gives no attempt an outcome. */
async function deriveAfter({ tx, journal }: Edit, type: RetractableType, id: string): Promise<void> {
  if (type === 'Claim') {
    const supersedes = await findSupersedes(tx, id);
    await journal.watch('Claim', supersedes);
    await refreshClaimStatus(tx, [id, ...supersedes]);
    journal.derived(await refreshDerived(tx, await findSubjects(tx, [id, ...supersedes])));
    return;
  }
  const attempts = type === 'Event' ? await findAttemptsWith(tx, id) : [];
  await refreshOutcomes(tx, attempts);
  const own = { Event: 'events', MediationAttempt: 'attempts', Position: 'positions' } as const;
  journal.derived({ attempts });
  journal.derived(await refreshDerived(tx, { [own[type]]: [id] }));
}
