import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { findCodes, findResponses } from './seed.store.ts';
import { Claims } from './seed-claim.ts';
import type { Seed } from './seed-folder.ts';
import { Names } from './seed-names.ts';
import type { Problems } from './seed-problem.ts';
import { type Ref, references } from './seed-reference.ts';
import { Tenures } from './seed-tenures.ts';

/** A seed with everything that it refers to found in the folder or in the record. */
export interface ResolvedSeed {
  seed: Seed;
  names: Names;
  tenures: Tenures;
  claims: Claims;
  responses: Responses;
}

/**
 * Finds what a seed refers to.
 * @throws InputError with one line for each reference that leads nowhere or to something that does not fit.
 */
export async function resolveSeed(tx: Tx, seed: Seed, problems: Problems): Promise<ResolvedSeed> {
  const names = await Names.find(tx, seed, problems);
  problems.refuse();
  const tenures = await Tenures.find(tx, seed, names, problems);
  const responses = await Responses.find(tx, seed, names);
  const claims = await Claims.find(tx, seed, names, problems);
  checkOffices(seed, tenures, problems);
  responses.check(seed, problems);
  await checkCodes(tx, seed, names, problems);
  problems.refuse();
  return { seed, names, tenures, claims, responses };
}

function checkOffices(seed: Seed, tenures: Tenures, problems: Problems): void {
  for (const { entry, value } of seed.events)
    for (const [index, { actor, speakingAs }] of (value.participants ?? []).entries())
      tenures.check(entry, ['participants', index], actor, speakingAs, problems);
  for (const { entry, value } of seed.attempts)
    for (const [index, { actor, speakingAs }] of value.mediators.entries())
      tenures.check(entry, ['mediators', index], actor, speakingAs, problems);
  for (const { entry, value } of seed.claims)
    for (const [index, { speaker, speakingAs }] of (value.chain ?? []).entries())
      tenures.check(entry, ['chain', index], speaker, speakingAs, problems);
}

/** Codes of new actors and places that somebody on record has for the same time. */
async function checkCodes(tx: Tx, seed: Seed, names: Names, problems: Problems): Promise<void> {
  for (const [kind, items] of [
    ['actor', seed.actors],
    ['place', seed.places],
  ] as const) {
    const added = items
      .filter(({ value }) => names.isNew(kind, value.slug))
      .flatMap(({ entry, value }) =>
        (value.identifiers ?? []).map((identifier, index) => ({ entry, index, ...identifier })),
      );
    const onRecord = await findCodes(tx, kind, added);
    for (const { entry, index, scheme, value, validFrom = '0001-01-01', validTo = '9999-12-31' } of added) {
      const clash = onRecord.find(
        (code) =>
          code.scheme === scheme &&
          code.value === value &&
          (code.validFrom ?? '0001-01-01') <= validTo &&
          validFrom <= (code.validTo ?? '9999-12-31'),
      );
      if (clash)
        problems.add(
          entry,
          ['identifiers', index],
          `${scheme} "${value}" is the code of ${clash.slug} on record; a code names one ${kind} at a time`,
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

  static async find(tx: Tx, seed: Seed, names: Names): Promise<Responses> {
    const attempts = new Set<string>();
    for (const { value } of seed.claims)
      for (const { ref } of references(value.says)) if (ref.kind === 'attempt') attempts.add(ref.slug);
    const rows = await findResponses(tx, [...attempts]);
    const ids = new Map(rows.map(({ id, attempt, party }) => [`${attempt}/${party}`, id]));
    for (const { value } of seed.attempts)
      if (names.isNew('attempt', value.slug))
        for (const { party } of value.responses) ids.set(`${value.slug}/${party.slug}`, newId());
    return new Responses(ids);
  }

  /** Refuses claims about the response of a party that the attempt has none of. */
  check(seed: Seed, problems: Problems): void {
    for (const { entry, value } of seed.claims)
      for (const [index, { response }] of value.says.entries())
        if (response && !this.#ids.has(`${response.attempt.slug}/${response.party.slug}`))
          problems.add(
            entry,
            ['says', index, 'response'],
            `the attempt ${response.attempt.slug} has no response of ${response.party.slug} here or in the record`,
          );
  }

  id(response: { attempt: Ref<'attempt'>; party: Ref<'actor'> }): string {
    const name = `${response.attempt.slug}/${response.party.slug}`;
    const id = this.#ids.get(name);
    if (!id) throw new RangeError(`The response ${name} has no id.`);
    return id;
  }
}
