import type { z } from 'zod';
import { updateActor } from '../actors/actor.service.ts';
import { updateOffice, updateTenure } from '../actors/office.service.ts';
import { updateConflict } from '../conflicts/conflict.service.ts';
import { updateIssue } from '../conflicts/issue.service.ts';
import { updateEvent } from '../events/event.service.ts';
import type { Tx } from '../kernel/db.ts';
import { updateAttempt } from '../mediation/mediation-attempt.service.ts';
import { updatePlace } from '../places/place.service.ts';
import { updatePosition } from '../positions/position.service.ts';
import { updateSource } from '../sources/source.service.ts';
import { deriveAfterUpdate } from './derive-after.service.ts';
import { fieldsOf, readDraft } from './draft.ts';
import { DraftInputs } from './draft-input.ts';
import { type ResolvedDraft, resolveDraft } from './draft-resolve.ts';
import { type DraftList, draftShapes } from './draft-shape.ts';
import type { Edit, EditInput } from './edit.service.ts';
import { checkVersion, findSubject, refuseImported } from './find-subject.ts';
import type { Form } from './form.ts';
import { findGivenAnew } from './given-anew.ts';
import { absences, recordFields, toEntry } from './input-entry.ts';
import { kinds } from './kinds.ts';
import type { Subject } from './outcome.ts';

export type UpdatedList = Exclude<DraftList, 'claims'>;

/**
 * Changes the fields of a record that the input gives; null takes a value away, and a list is given whole. An input
 * that changes nothing makes no version.
 */
export async function updateRecord(edit: Edit, list: UpdatedList, input: EditInput): Promise<Subject> {
  const { tx, journal, problems } = edit;
  const { type } = kinds[list];
  const subject = await findSubject(tx, type, input.id, 'id', problems);
  await journal.watch(type, [subject.id]);
  await checkVersion(tx, subject, input.version, input.id);
  await refuseImported(tx, subject, 'id', problems);
  const before = (await journal.formBefore(type, subject.id)) ?? {};
  const patch = recordFields(input);
  refuseTakenAway(list, patch, problems);
  const entry = toEntry(list, merge(list, before, patch), [], problems);
  const { draft, broken } = readDraft({ [list]: [entry] }, problems);
  const resolved = await resolveDraft(tx, draft, problems, { broken, onRecord: 'change' });
  refuseTakenStart(resolved, subject, problems);
  const given = await findGivenAnew(tx, list, before, patch, resolved.draft);
  const others = await watchRelated(edit, list, resolved, before, given);
  await change(tx, list, subject.id, resolved, given);
  await deriveAfterUpdate(tx, journal, subject, given, others);
  return subject;
}

/** Null takes away only what a record need not have; the place of a value can be taken by the reason why there is none. */
function refuseTakenAway(
  list: DraftList,
  patch: Readonly<Record<string, unknown>>,
  problems: Edit['problems'],
): void {
  const isNeeded = (field: string, shape: z.ZodType) =>
    absences[list]?.[field] === undefined && !shape.safeParse(undefined).success;
  for (const [field, shape] of Object.entries(fieldsOf(draftShapes[list])))
    if (patch[field] === null && isNeeded(field, shape))
      problems.add(
        { path: [], raw: patch },
        [field],
        `${field} cannot be taken away; give what is to stand there, or leave it out`,
        'REQUIRED',
      );
}

/** A tenure is known by its holder, office and start. */
function refuseTakenStart(
  { draft, tenures }: ResolvedDraft,
  { id }: Subject,
  problems: Edit['problems'],
): void {
  for (const { entry, value } of draft.tenures)
    if (tenures.isKept(value, id))
      problems.add(
        entry,
        ['started'],
        `another tenure of ${value.holder.slug} as ${value.office.slug} has that start`,
        'TAKEN',
      );
  problems.refuse();
}

/** What stands on record with what the input gives in its place; a value takes the place of the reason why there was none. */
function merge(list: DraftList, before: Form, patch: Readonly<Record<string, unknown>>): Form {
  const { retraction: _, responses, ...merged }: Record<string, unknown> = { ...before, ...patch };
  for (const [field, other] of Object.entries(absences[list] ?? {})) {
    if (patch[field] != null && patch[other] == null) delete merged[other];
    if (patch[other] != null && patch[field] == null) delete merged[field];
  }
  return list === 'attempts' ? { ...merged, responses } : merged;
}

/** Events and attempts that the new or the old lists of the record are about: their own lists change with them. */
async function watchRelated(
  { tx, journal }: Edit,
  list: DraftList,
  { draft, names }: ResolvedDraft,
  before: Form,
  given: ReadonlySet<string>,
): Promise<string[]> {
  if (list !== 'events' && list !== 'attempts') return [];
  const { kind, type } = kinds[list];
  const field = list === 'events' ? 'relations' : 'possiblySameAs';
  if (!given.has(field)) return [];
  const now = [
    ...draft.events.flatMap(({ value }) => (value.relations ?? []).map(({ event }) => event)),
    ...draft.attempts.flatMap(({ value }) => value.possiblySameAs ?? []),
  ].map((ref) => names.id(ref));
  const was = (before[field] as (string | { event: string })[] | undefined) ?? [];
  const slugs = was.map((each) => (typeof each === 'string' ? each : each.event));
  const others = [...now, ...(await idsOf(tx, kind, slugs))];
  await journal.watch(type, others);
  return others;
}

async function idsOf(tx: Tx, kind: 'event' | 'attempt', slugs: readonly string[]): Promise<string[]> {
  const where = { slug: { in: [...slugs] } };
  const query = { where, select: { id: true }, take: slugs.length };
  const rows = await (kind === 'event' ? tx.event.findMany(query) : tx.mediationAttempt.findMany(query));
  return rows.map(({ id }) => id);
}

async function change(
  tx: Tx,
  list: UpdatedList,
  id: string,
  resolved: ResolvedDraft,
  given: ReadonlySet<string>,
): Promise<void> {
  const inputs = new DraftInputs(resolved);
  const first = <L extends UpdatedList>(of: L) => {
    const [item] = resolved.draft[of];
    if (!item) throw new RangeError(`Nothing is to be changed in ${of}.`);
    return item.value as (typeof resolved.draft)[L][number]['value'];
  };
  const changes: Readonly<Record<UpdatedList, () => Promise<unknown>>> = {
    actors: () => updateActor(tx, { ...inputs.actor(first('actors')), id }, given),
    offices: () => updateOffice(tx, { ...inputs.office(first('offices')), id }),
    tenures: () => updateTenure(tx, { ...inputs.tenure(first('tenures')), id }),
    places: () => updatePlace(tx, { ...inputs.place(first('places')), id }, given),
    issues: () => updateIssue(tx, { ...inputs.issue(first('issues')), id }),
    conflicts: () => updateConflict(tx, { ...inputs.conflict(first('conflicts')), id }, given),
    events: () => updateEvent(tx, { ...inputs.event(first('events')), id }, given),
    sources: () => updateSource(tx, { ...inputs.source(first('sources')), id }),
    attempts: () => updateAttempt(tx, { ...inputs.attempt(first('attempts')), id }, given),
    positions: () => updatePosition(tx, { ...inputs.position(first('positions')), id }, given),
  };
  await changes[list]();
}
