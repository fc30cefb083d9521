import { decodeId } from '../kernel/ids.ts';
import { type Draft, readDraft } from './draft.ts';
import { type ResolvedDraft, resolveDraft } from './draft-resolve.ts';
import type { DraftList } from './draft-shape.ts';
import { writeDraft } from './draft-write.ts';
import type { Edit, EditInput } from './edit.service.ts';
import { recordFields, toEntry } from './input-entry.ts';
import type { InputEntry } from './input-problem.ts';
import { readNames } from './journal.store.ts';
import { kinds } from './kinds.ts';
import type { Subject } from './outcome.ts';
import { warnOfOutsiders } from './outsiders.service.ts';
import type { Entry, Path } from './problem.ts';

/** Puts one new thing on record. */
export async function createRecord(edit: Edit, list: DraftList, input: EditInput): Promise<Subject> {
  const entry = toEntry(list, recordFields(input), [], edit.problems);
  return (await putOnRecord(edit, { [list]: [entry] })).first(list);
}

/** Adds one claim. */
export async function addClaim(edit: Edit, input: EditInput): Promise<Subject> {
  const fields = recordFields(input);
  const names = [
    'event',
    'attempt',
    'response',
    'position',
    'conflict',
    'field',
    'value',
    'date',
    'text',
    'role',
  ];
  const ofSaying = [...names, 'relation', 'polarity'];
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => ofSaying.includes(name) === wanted));
  // The one saying of the claim stands in the input itself.
  const within = (inside: Path): Path => (inside[0] === 'says' ? inside.slice(2) : inside);
  const given = { ...pick(false), says: [pick(true)] };
  const entry = toEntry('claims', given, [], edit.problems, within);
  return (await putOnRecord(edit, { claims: [entry] })).first('claims');
}

/** What was put on record. */
interface Put {
  /** The first entry of a list. */
  first(list: DraftList): Subject;
}

/**
 * Puts what an input gives on record, all of it or nothing.
 * @param check looks at the draft before anything is written
 * @throws InvalidError with every problem that there is.
 */
export async function putOnRecord(
  { tx, journal, problems }: Edit,
  entries: Partial<Record<DraftList, readonly InputEntry[]>>,
  check: (draft: Draft) => void = () => undefined,
): Promise<Put> {
  const named = { ...entries };
  if (entries.claims) named.claims = await nameResponses(tx, entries.claims);
  const { draft, broken } = readDraft(named, problems);
  check(draft);
  const resolved = await resolveDraft(tx, draft, problems, { broken, onRecord: 'refuse' });
  refuseKept(resolved, problems);
  problems.refuse();
  await writeDraft(tx, resolved, journal);
  await warnOfOutsiders(tx, resolved.draft.attempts, resolved.responses, problems);
  return { first: (list) => ({ type: kinds[list].type, id: firstId(list, resolved) }) };
}

function firstId(list: DraftList, { draft, names, tenures, claims }: ResolvedDraft): string {
  const { kind } = kinds[list];
  const [item] = draft[list];
  const id =
    list === 'tenures'
      ? tenures.added[0]?.id
      : list === 'claims'
        ? claims.added[0]?.id
        : kind && item && 'slug' in item.value
          ? names.id({ kind, slug: item.value.slug })
          : undefined;
  if (!id) throw new RangeError(`Nothing was put on record in ${list}.`);
  return id;
}

/** Tenures and claims have no slug that could be taken. */
function refuseKept({ draft, tenures, claims }: ResolvedDraft, problems: Edit['problems']): void {
  const refuse = (entry: Entry, path: Path, message: string) => problems.add(entry, path, message, 'TAKEN');
  for (const { entry, value, key } of claims.kept)
    refuse(
      entry,
      ['key'],
      `the source ${value.source.slug} has a claim "${key}" already; give another key, or none`,
    );
  for (const { entry, value } of draft.tenures)
    if (tenures.isKept(value))
      refuse(
        entry,
        ['holder'],
        `the tenure of ${value.holder.slug} as ${value.office.slug} with that start is on record already`,
      );
}

/** Claims may name a response by its id; a draft names it by attempt and party. */
async function nameResponses(tx: Edit['tx'], entries: readonly InputEntry[]): Promise<InputEntry[]> {
  const responseId = (saying: unknown) => {
    const given = typeof saying === 'object' && saying && 'response' in saying ? saying.response : null;
    const decoded = typeof given === 'string' ? decodeId(given) : null;
    return decoded?.type === 'PartyResponse' ? decoded.uuid : null;
  };
  const sayingsOf = ({ raw }: InputEntry): unknown[] =>
    typeof raw === 'object' && raw && 'says' in raw && Array.isArray(raw.says) ? raw.says : [];
  const ids = entries.flatMap((entry) => sayingsOf(entry).flatMap((saying) => responseId(saying) ?? []));
  if (ids.length === 0) return [...entries];
  const names = await readNames(tx, new Map([['response', new Set(ids)]]));
  return entries.map((entry) => ({
    ...entry,
    raw: {
      ...(entry.raw as object),
      says: sayingsOf(entry).map((saying) => {
        const name = names.get(responseId(saying) ?? '');
        return name ? { ...(saying as object), response: name } : saying;
      }),
    },
  }));
}
