import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findCodes, findPublished, findResponses } from './draft.store.ts';
import type { Broken, Draft } from './draft.ts';
import { checkDraft } from './draft-check.ts';
import { Claims } from './draft-claim.ts';
import { Names, type OnRecord } from './draft-names.ts';
import { type Ref, references } from './draft-reference.ts';
import { Tenures } from './draft-tenures.ts';
import type { Problems } from './problem.ts';

/** A draft with everything that it refers to found in the folder or in the record. */
export interface ResolvedDraft {
  draft: Draft;
  names: Names;
  tenures: Tenures;
  claims: Claims;
  responses: Responses;
  /** When the sources of the claims were published, by slug. */
  published: ReadonlyMap<string, HistoricalDate | null>;
}

/**
 * Finds what a draft refers to, and checks all of it against itself and the record.
 * @param broken entries that have the wrong shape: what refers to them is no reference to nothing
 * @throws DomainError with every problem there is, of those that were there before as well.
 */
export async function resolveDraft(
  tx: Tx,
  given: Draft,
  problems: Problems,
  { broken = [], onRecord }: { broken?: readonly Broken[]; onRecord: OnRecord },
): Promise<ResolvedDraft> {
  const names = await Names.find(tx, given, broken, onRecord, problems);
  checkDraft(given, problems);
  const draft = names.sound(given);
  const tenures = await Tenures.find(tx, draft, names, problems);
  const responses = await Responses.find(tx, draft, names, onRecord);
  const claims = await Claims.find(tx, draft, names, problems);
  const published = await readPublished(tx, draft);
  checkOffices(draft, tenures, published, problems);
  responses.check(draft, broken, problems);
  await checkCodes(tx, draft, names, onRecord === 'change', problems);
  problems.refuse();
  return { draft, names, tenures, claims, responses, published };
}

async function readPublished(tx: Tx, draft: Draft): Promise<ReadonlyMap<string, HistoricalDate | null>> {
  const given = draft.sources.map(({ value }) => [value.slug, value.published ?? null] as const);
  const others = draft.claims.map(({ value }) => value.source.slug);
  const rows = others.length > 0 ? await findPublished(tx, [...new Set(others)]) : [];
  return new Map([...given, ...rows.map(({ slug, published }) => [slug, published] as const)]);
}

function checkOffices(
  draft: Draft,
  tenures: Tenures,
  published: ResolvedDraft['published'],
  problems: Problems,
): void {
  const dateOf = <T extends object>(date: T | string) => (typeof date === 'string' ? null : date);
  for (const { entry, value } of draft.events)
    for (const [index, { actor, speakingAs }] of (value.participants ?? []).entries())
      tenures.check(entry, ['participants', index], actor, speakingAs, dateOf(value.date), problems);
  for (const { entry, value } of draft.attempts)
    for (const [index, { actor, speakingAs }] of value.mediators.entries())
      tenures.check(entry, ['mediators', index], actor, speakingAs, dateOf(value.date), problems);
  for (const { entry, value } of draft.claims)
    for (const [index, { speaker, speakingAs, said }] of (value.chain ?? []).entries()) {
      const at = said ?? published.get(value.source.slug);
      tenures.check(entry, ['chain', index], speaker, speakingAs, at, problems);
    }
}

const first = '0001-01-01';
const last = '9999-12-31';

/** Codes of actors and places that somebody else on record has for the same time. */
async function checkCodes(
  tx: Tx,
  draft: Draft,
  names: Names,
  changes: boolean,
  problems: Problems,
): Promise<void> {
  for (const [kind, items] of [
    ['actor', draft.actors],
    ['place', draft.places],
  ] as const) {
    const wanted = items
      .filter(({ value }) => changes || names.isNew(kind, value.slug))
      .flatMap(({ entry, value: { slug, identifiers } }) =>
        (identifiers ?? []).map((identifier, index) => ({ entry, index, owner: slug, ...identifier })),
      );
    const found = wanted.length > 0 ? await findCodes(tx, kind, wanted) : [];
    for (const { entry, index, owner, scheme, value, validFrom = first, validTo = last } of wanted) {
      const clash = found.find(
        (code) =>
          code.slug !== owner &&
          code.scheme === scheme &&
          code.value === value &&
          (code.validFrom ?? first) <= validTo &&
          validFrom <= (code.validTo ?? last),
      );
      if (clash)
        problems.add(
          entry,
          ['identifiers', index],
          `${scheme} "${value}" is the code of ${clash.slug} on record; a code names one ${kind} at a time`,
          'TAKEN',
        );
    }
  }
}

/** The ids of responses by attempt and party: those on record, and new ones for attempts that the folder adds. */
export class Responses {
  readonly #ids: Map<string, string>;

  private constructor(ids: Map<string, string>) {
    this.#ids = ids;
  }

  static async find(tx: Tx, draft: Draft, names: Names, onRecord: OnRecord): Promise<Responses> {
    const attempts = new Set<string>();
    for (const { value } of draft.claims)
      for (const { ref } of references(value.says)) if (ref.kind === 'attempt') attempts.add(ref.slug);
    const changed = onRecord === 'change' ? draft.attempts : [];
    for (const { value } of changed) attempts.add(value.slug);
    const rows = await findResponses(tx, [...attempts]);
    const ids = new Map(rows.map(({ id, attempt, party }) => [`${attempt}/${party}`, id]));
    const added = draft.attempts.filter(({ value }) => names.isNew('attempt', value.slug));
    for (const { value } of [...added, ...changed])
      for (const { party } of value.responses) {
        const name = `${value.slug}/${party.slug}`;
        if (!ids.has(name)) ids.set(name, newId());
      }
    return new Responses(ids);
  }

  /** Refuses claims about the response of a party that the attempt has none of. */
  check(draft: Draft, broken: readonly Broken[], problems: Problems): void {
    const unread = new Set(broken.flatMap(({ list, value }) => (list === 'attempts' ? [value.slug] : [])));
    for (const { entry, value } of draft.claims)
      for (const [index, { response }] of value.says.entries())
        if (
          response &&
          !unread.has(response.attempt.slug) &&
          !this.#ids.has(`${response.attempt.slug}/${response.party.slug}`)
        )
          problems.add(
            entry,
            ['says', index, 'response'],
            `the attempt ${response.attempt.slug} has no response of ${response.party.slug} here or in the record`,
            'UNKNOWN_REFERENCE',
          );
  }

  id(response: { attempt: Ref<'attempt'>; party: Ref<'actor'> }): string {
    const name = `${response.attempt.slug}/${response.party.slug}`;
    const id = this.#ids.get(name);
    if (!id) throw new RangeError(`The response ${name} has no id.`);
    return id;
  }
}
