import { refreshDerived } from '../claims/derive.service.ts';
import { decodeId } from '../kernel/ids.ts';
import { recordResponse as writeResponse } from '../mediation/mediation-attempt.service.ts';
import { findSlugsById } from './draft.store.ts';
import { readDraft } from './draft.ts';
import { DraftInputs } from './draft-input.ts';
import { resolveDraft } from './draft-resolve.ts';
import type { Edit, EditInput } from './edit.service.ts';
import { checkVersion, findSubject, refuseImported } from './find-subject.ts';
import { recordFields, toEntry } from './input-entry.ts';
import type { Subject } from './outcome.ts';
import { warnOfOutsiders } from './outsiders.service.ts';
import type { Path } from './problem.ts';

/**
 * Puts on record what one party answered to an attempt, in the place of what it was said to have answered before. The
 * attempt with that response is checked as a whole, as if it were given anew.
 */
export async function recordResponse(edit: Edit, input: EditInput): Promise<Subject> {
  const { tx, journal, problems } = edit;
  const subject = await findSubject(tx, 'MediationAttempt', input.attempt, 'attempt', problems);
  await journal.watch('MediationAttempt', [subject.id]);
  await checkVersion(tx, subject, input.version);
  await refuseImported(tx, subject, 'attempt', problems);
  const { retraction: _, ...before } = (await journal.formBefore('MediationAttempt', subject.id)) ?? {};
  const { attempt: __, ...given } = recordFields(input);
  const response = { ...given, party: await readParty(edit, given.party) };
  const others = (before.responses as Readonly<Record<string, unknown>>[] | undefined) ?? [];
  const known = others.findIndex(({ party }) => party === response.party);
  const at = known < 0 ? others.length : known;
  const responses = others.toSpliced(at, 1, response);
  // What is wrong with the response is told where the input has it; the input has nothing else of the attempt.
  const within = ([first, index, ...rest]: Path): Path =>
    first === 'responses' && Number(index) === at ? rest : [];
  const entry = toEntry('attempts', { ...before, responses }, [], problems, within);
  const { draft, broken } = readDraft({ attempts: [entry] }, problems);
  const resolved = await resolveDraft(tx, draft, problems, { broken, onRecord: 'change' });
  const [item] = resolved.draft.attempts;
  const read = item && new DraftInputs(resolved).attempt(item.value).responses[at];
  if (!read) throw new RangeError('The response was not read.');
  await writeResponse(tx, subject.id, read);
  await warnOfOutsiders(tx, [item], resolved.responses, problems, at);
  journal.derived(await refreshDerived(tx, { attempts: [subject.id] }));
  return subject;
}

/** The slug of the party, where the input names it by its id. */
async function readParty({ tx }: Edit, given: unknown): Promise<unknown> {
  const decoded = typeof given === 'string' ? decodeId(given) : null;
  if (decoded?.type !== 'Actor') return given;
  const [row] = await findSlugsById(tx, 'actor', [decoded.uuid]);
  return row?.slug ?? given;
}
