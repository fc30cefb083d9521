import { readClaimName } from '../claims/claim-name.ts';
import type { Tx } from '../kernel/db.ts';
import { DomainError } from '../kernel/errors.ts';
import { readReference } from '../kernel/ids.ts';
import { findClaims, findOrigin, findSlugs, findSlugsById, findVersion } from './draft.store.ts';
import type { RefKind } from './draft-reference.ts';
import type { VersionedType } from './form.ts';
import { hintFor } from './hint.ts';
import type { InputProblems } from './input-problem.ts';
import { kinds } from './kinds.ts';
import { MissingError, StaleError, type Subject } from './outcome.ts';
import { shown } from './problem.ts';

/**
 * The record that an input names by its id or slug; a claim by its id or as source-slug#key; the survivor of an actor that was merged.
 * @throws InvalidError where the text is neither, MissingError where there is no such record.
 */
export async function findSubject(
  tx: Tx,
  type: VersionedType,
  given: unknown,
  field: string,
  problems: InputProblems,
): Promise<Subject> {
  const text = String(given);
  const missing = (hint = '') =>
    new MissingError(
      `${field}: the record holds no ${type} under ${JSON.stringify(text.slice(0, 80))}${hint}; give an id as this service returned it${otherNames(type)}.`,
    );
  if (type === 'Claim' && text.includes('#')) {
    const name = readClaimName(text);
    const [claim] = name ? await findClaims(tx, [name]) : [];
    if (!claim) throw missing();
    return { type, id: claim.id };
  }
  const reference = readGiven(text, type, field, problems);
  const kind = kindOf(type);
  if (reference.id === undefined) {
    const [row] = kind ? await findSlugs(tx, { [kind]: [reference.slug] }) : [];
    if (!row) throw missing(kind ? await hintFor(tx, kind, reference.slug) : '');
    return { type, id: row.id };
  }
  if ((await findVersion(tx, type, reference.id)) !== null) return { type, id: reference.id };
  const [survivor] = type === 'Actor' ? await findSlugsById(tx, 'actor', [reference.id]) : [];
  const [row] = survivor ? await findSlugs(tx, { actor: [survivor.slug] }) : [];
  if (!row) throw missing();
  return { type, id: row.id };
}

function kindOf(type: VersionedType): RefKind | null {
  return Object.values(kinds).find((each) => each.type === type)?.kind ?? null;
}

/** What names a record beside its id. */
function otherNames(type: VersionedType): string {
  if (type === 'Claim') return ', or source-slug#key';
  return kindOf(type) ? ', or a slug that is on record' : '';
}

function readGiven(text: string, type: VersionedType, field: string, problems: InputProblems) {
  try {
    return readReference(text, type, field);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    problems.add(
      { path: [], raw: { [field]: text } },
      [field],
      error.message.replace(`${field}: `, '').replace(/\.$/, ''),
    );
    problems.refuse();
    throw error;
  }
}

/**
 * Refuses a change of a version that is not the one on record. Called when the record is held, so that the version
 * stays.
 * @param given what the input names the record by
 * @throws StaleError
 */
export async function checkVersion(tx: Tx, subject: Subject, seen: unknown, given?: unknown): Promise<void> {
  if (seen === undefined || seen === null) return;
  const version = await findVersion(tx, subject.type, subject.id);
  if (version === seen) return;
  const what =
    version !== null && Number(seen) > version
      ? 'it has not come that far. Read the version that it has, and send the change again with that one.'
      : 'somebody else has changed it. Look at what stands there now, and send the change again with that version.';
  throw new StaleError(
    `version: ${String(seen)} was given, and the record is at version ${version}: ${what}${await describeMerge(tx, subject, given)}`,
    subject,
  );
}

/** Whose version it is, where an actor is named by what was merged into it. */
async function describeMerge(tx: Tx, { type, id }: Subject, given: unknown): Promise<string> {
  if (type !== 'Actor' || given === undefined) return '';
  const [survivor] = await findSlugsById(tx, 'actor', [id]);
  const named = readReference(String(given), type, 'id');
  const isSame = named.id === undefined ? named.slug === survivor?.slug : named.id === id;
  return isSame ? '' : ` ${shown(given)} was merged into ${survivor?.slug}, whose version this is.`;
}

/** What a dataset says is the dataset's; it changes when the dataset is imported again. */
export async function refuseImported(
  tx: Tx,
  { type, id }: Subject,
  field: string,
  problems: InputProblems,
): Promise<void> {
  if ((await findOrigin(tx, type, id)) !== 'DATASET') return;
  problems.add(
    { path: [], raw: { [field]: id } },
    [field],
    'the record came from a dataset and says what the dataset says; add a claim about it, or put a record of your own beside it',
  );
  problems.refuse();
}
