import { z } from 'zod';
import { Absence } from '../generated/prisma/enums.ts';
import { decodeId, slugPattern } from '../kernel/ids.ts';
import { absenceNames } from './absence.ts';
import { expecting, typed } from './draft-value.ts';

/** What a draft file can name by a slug. */
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

/** The type of the schema that a kind is. */
export const typeNames = {
  actor: 'Actor',
  office: 'Office',
  place: 'Place',
  issue: 'Issue',
  conflict: 'Conflict',
  source: 'Source',
  event: 'Event',
  attempt: 'MediationAttempt',
  position: 'Position',
} as const satisfies Record<RefKind, string>;

/** Something in the draft or in the record. A class of its own, so that all can be found in an entry. */
export class Ref<K extends RefKind = RefKind> {
  readonly kind: K;
  /** Its slug; where it is named by its id, the text given until the slug has been looked up. */
  slug: string;
  readonly id: string | undefined;
  constructor(kind: K, slug: string, id?: string) {
    this.kind = kind;
    this.slug = slug;
    this.id = id;
  }
}

/** A slug, or an id as the service returned it. */
export function ref<K extends RefKind>(kind: K) {
  const expected = expecting('a slug of small letters, digits and single hyphens, such as "some-name", is');
  const schema = z.string({ error: expected }).transform((given, context) => {
    if (slugPattern.test(given) && given.length <= 200) return new Ref(kind, given);
    const decoded = decodeId(given);
    if (decoded?.type === typeNames[kind]) return new Ref(kind, given, decoded.uuid);
    context.addIssue({ code: 'custom', message: expected({ input: given }) + asSlug(given) });
    return z.NEVER;
  });
  return typed(schema, 'ID');
}

/** Words with a capital at most at their beginning, which no id is. */
const words = /^[A-Z]?[a-z0-9]+(?:[ _-][A-Z]?[a-z0-9]+)*$/;

/** How a name would be spelt as a slug, as a message ends. */
function asSlug(given: unknown): string {
  if (typeof given !== 'string' || given.length > 200 || !words.test(given)) return '';
  return ` (did you mean "${given.toLowerCase().replaceAll(/[ _]/g, '-')}"?)`;
}

export function refOrAbsence<K extends RefKind>(kind: K) {
  const named = kind === 'actor' ? 'an actor' : `a ${kind}`;
  const expected = expecting(`the slug of ${named}, or ${absenceNames}, is`);
  const schema = z.union([z.enum(Absence), ref(kind)], {
    error: (issue) => expected(issue) + asSlug(issue.input),
  });
  return typed(schema, 'ID');
}

/** One party's response: attempt/party. */
export function responseRef() {
  const schema = pair('/', 'the slugs of an attempt and a party, attempt/party, are').transform(
    ([attempt, party]) => ({
      attempt: new Ref('attempt', attempt),
      party: new Ref('actor', party),
    }),
  );
  return typed(schema, 'ID');
}

/** A claim by its source and key: source#key. */
export function claimRef() {
  const named = pair('#', 'a claim by the slug of its source and its key, source#key, is').transform(
    ([source, key]): ClaimRef => ({ source: new Ref('source', source), key }),
  );
  const byId = z
    .string()
    .transform((given) => decodeId(given))
    .refine((decoded) => decoded?.type === 'Claim')
    .transform((decoded): ClaimRef => ({ id: decoded?.uuid ?? '' }));
  const schema = z.union([byId, named], {
    error: expecting('a claim by the slug of its source and its key, source#key, is'),
  });
  return typed(schema, 'ID');
}

/** A claim by its source and its key there, or by its id. */
export type ClaimRef = { source: Ref<'source'>; key: string; id?: undefined } | { id: string };

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
