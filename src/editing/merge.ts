import type { ChangedRecords } from '../claims/derive.service.ts';
import type { Dispute } from '../claims/disagreement.read.ts';
import type { ActorKind, ActorNameKind, IdentifierScheme, PartyAnswer } from '../generated/prisma/enums.ts';

export interface MergeInput {
  /** The actor that goes. */
  mergedId: string;
  /** The actor that stays, and has all that the other had. */
  survivorId: string;
}

/** An actor as it was before the merge. */
export interface MergingActor {
  id: string;
  slug: string;
  name: string;
  kind: ActorKind;
  memberOfId: string | null;
  version: number;
}

export type MergeProblemCode =
  | 'SAME_ACTOR'
  | 'ACTOR_NOT_FOUND'
  | 'ACTOR_MERGED'
  | 'KINDS_DIFFER'
  | 'MEMBERSHIP_LOOP'
  | 'ANSWERS_DIFFER'
  | 'CODES_CLASH'
  | 'TOO_MANY_NAMES'
  | 'TOO_MANY_IDENTIFIERS'
  | 'NEW_DISAGREEMENT';

/** Why two actors cannot become one. */
export interface MergeProblem {
  /** What of the input it is about: `mergedId`, `survivorId`, or nothing where it is about the two together. */
  path: string[];
  code: MergeProblemCode;
  message: string;
}

/** Records in whose own lists two entries became one. */
export type Collapsed = Record<'events' | 'attempts' | 'conflicts', string[]>;

export type Merged =
  | { kind: 'refused'; problems: MergeProblem[] }
  | {
      kind: 'merged';
      /** The two as they were; the merged one has no row any more. */
      merged: MergingActor;
      survivor: MergingActor;
      collapsed: Collapsed;
      /** Records whose disagreements and other derived values were derived anew, whether they changed by it or not. */
      refreshed: Required<ChangedRecords>;
    };

/** What is wrong with an actor that went before. */
export function mergedAlready(survivor: string, path: keyof MergeInput): MergeProblem {
  return problem(
    'ACTOR_MERGED',
    `The actor was merged into ${survivor} already; name ${survivor} in its place.`,
    path,
  );
}

export function problem(code: MergeProblemCode, message: string, ...path: string[]): MergeProblem {
  return { path, code, message };
}

/** As many names, and as many identifiers, as an actor may have: the database holds to it. */
export const mostListed = 200;

export interface NameRow {
  text: string;
  kind: ActorNameKind;
  language: string | null;
}

/** The names of both, the survivor's first. What was canonical for the merged one is an alias of the survivor. */
export function uniteNames(survivor: readonly NameRow[], merged: readonly NameRow[]): NameRow[] {
  const united = new Map(survivor.map((name) => [nameKey(name), name]));
  for (const { text, kind, language } of merged) {
    const key = nameKey({ text, language });
    if (!united.has(key)) united.set(key, { text, language, kind: kind === 'CANONICAL' ? 'ALIAS' : kind });
  }
  return [...united.values()];
}

function nameKey({ text, language }: Pick<NameRow, 'text' | 'language'>): string {
  return JSON.stringify([text, language]);
}

export interface Code {
  scheme: IdentifierScheme;
  value: string;
  validFrom: Date | null;
  validTo: Date | null;
}

/**
 * Lists in which a state has one code at a time, so that two codes are two states. Of the others one actor may have
 * several: codes of groups and of sectors, articles in several languages, items that were made twice, accounts.
 */
const oneCodeSchemes: ReadonlySet<IdentifierScheme> = new Set([
  'ISO3166_ALPHA2',
  'ISO3166_ALPHA3',
  'ISO3166_NUMERIC',
  'COW',
  'GLEDITSCH_WARD',
  'FIPS10_4',
]);

/** Pairs of codes that one actor cannot have both. */
export function findClashes<C extends Code>(survivor: readonly C[], merged: readonly C[]): [C, C][] {
  return survivor.flatMap((kept) =>
    merged
      .filter(
        (added) =>
          oneCodeSchemes.has(added.scheme) &&
          added.scheme === kept.scheme &&
          added.value !== kept.value &&
          beginsBeforeEndOf(added, kept) &&
          beginsBeforeEndOf(kept, added),
      )
      .map((added): [C, C] => [kept, added]),
  );
}

function beginsBeforeEndOf({ validFrom }: Code, { validTo }: Code): boolean {
  return validFrom === null || validTo === null || validFrom <= validTo;
}

/** An attempt to which both actors are parties, with what each of them answered. */
export interface SharedAttempt {
  attemptId: string;
  attempt: string;
  mergedResponseId: string;
  survivorResponseId: string;
  mergedAnswer: PartyAnswer;
  survivorAnswer: PartyAnswer;
  /** The earlier of the two places in the list. */
  position: number;
}

/**
 * The disagreements that are there after a merge and were not before, the merged actor read as the survivor and its
 * responses as the survivor's.
 */
export function findNewDisputes(
  before: readonly Dispute[],
  after: readonly Dispute[],
  { mergedId, survivorId }: MergeInput,
  shared: readonly SharedAttempt[],
): Dispute[] {
  const responses = new Map(shared.map((each) => [each.mergedResponseId, each.survivorResponseId]));
  const keyOf = ({ subjectId, field, rule, about }: Dispute) =>
    JSON.stringify([
      responses.get(subjectId) ?? subjectId,
      field,
      rule,
      about.replaceAll(mergedId, survivorId),
    ]);
  const known = new Set(before.map(keyOf));
  return after.filter((dispute) => !known.has(keyOf(dispute)));
}
