import { z } from 'zod';
import { Absence } from '../generated/prisma/enums.ts';
import { slugPattern } from '../kernel/ids.ts';
import { expecting, slug } from './seed-value.ts';

/** What a seed file can name by a slug. */
export type RefKind =
  | 'actor'
  | 'office'
  | 'place'
  | 'issue'
  | 'conflict'
  | 'source'
  | 'event'
  | 'attempt'
  | 'position';

/** The slug of something in the folder or in the record. A class of its own, so that all can be found in an entry. */
export class Ref<K extends RefKind = RefKind> {
  readonly kind: K;
  readonly slug: string;
  constructor(kind: K, slug: string) {
    this.kind = kind;
    this.slug = slug;
  }
}

export function ref<K extends RefKind>(kind: K) {
  return slug().transform((given) => new Ref(kind, given));
}

export function refOrAbsence<K extends RefKind>(kind: K) {
  return z.union([z.enum(Absence), ref(kind)], {
    error: expecting(`a slug, or ${Object.values(Absence).join(', ')}, is`),
  });
}

/** One party's response: attempt/party. */
export function responseRef() {
  return pair('/', 'the slugs of an attempt and a party, attempt/party, are').transform(
    ([attempt, party]) => ({
      attempt: new Ref('attempt', attempt),
      party: new Ref('actor', party),
    }),
  );
}

/** A claim by its source and key: source#key. */
export function claimRef() {
  return pair('#', 'a claim by the slug of its source and its key, source#key, is').transform(
    ([source, key]) => ({
      source: new Ref('source', source),
      key,
    }),
  );
}

function pair(separator: string, expected: string) {
  const error = expecting(`${expected}`);
  return z.string({ error }).transform((given, context): [string, string] => {
    const [first = '', ...others] = given.split(separator);
    if (
      slugPattern.test(first) &&
      others.length === 1 &&
      others[0] &&
      (separator === '#' || slugPattern.test(others[0]))
    )
      return [first, others[0]];
    context.addIssue({ code: 'custom', message: error({ input: given }) });
    return z.NEVER;
  });
}

/** Every reference in a value, with where it stands. */
export function* references(
  value: unknown,
  path: PropertyKey[] = [],
): Generator<{ ref: Ref; path: PropertyKey[] }> {
  if (value instanceof Ref) yield { ref: value, path };
  else if (typeof value === 'object' && value !== null)
    for (const [key, inside] of Object.entries(value)) yield* references(inside, [...path, key]);
}
