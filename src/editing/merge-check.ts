import type { Dispute } from '../claims/disagreement.read.ts';
import {
  type Code,
  findClashes,
  type MergeProblem,
  type MergingActor,
  mostListed,
  type NameRow,
  problem,
  type SharedAttempt,
} from './merge.ts';

/** What is known of two actors before they become one. */
export interface Merging {
  merged: MergingActor;
  survivor: MergingActor;
  /** What stands above the survivor, nearest first. */
  aboveSurvivor: readonly { id: string; slug: string }[];
  shared: readonly SharedAttempt[];
  /** The names of both. */
  names: readonly NameRow[];
  mergedCodes: readonly Code[];
  survivorCodes: readonly Code[];
}

/** What stands in the way of a merge by what the two actors are, all at once. */
export function checkMerge(merging: Merging): MergeProblem[] {
  const { merged, survivor, names, mergedCodes, survivorCodes } = merging;
  const problems: MergeProblem[] = [];
  if (merged.kind !== survivor.kind && [merged.kind, survivor.kind].includes('PERSON'))
    problems.push(
      problem(
        'KINDS_DIFFER',
        `${merged.slug} is of kind ${merged.kind} and ${survivor.slug} of kind ${survivor.kind}; a person can be merged only with a person. Correct the kind of one where it is wrong.`,
      ),
    );
  problems.push(...checkMembership(merging), ...checkAnswers(merging));
  for (const [kept, added] of findClashes(survivorCodes, mergedCodes))
    problems.push(
      problem(
        'CODES_CLASH',
        `${survivor.slug} is ${kept.scheme} "${kept.value}" and ${merged.slug} "${added.value}" for the same time; in this scheme one actor has one code.`,
      ),
    );
  if (names.length > mostListed)
    problems.push(
      problem(
        'TOO_MANY_NAMES',
        `${survivor.slug} would have ${names.length} names; at most ${mostListed} are taken.`,
      ),
    );
  const codes = mergedCodes.length + survivorCodes.length;
  if (codes > mostListed)
    problems.push(
      problem(
        'TOO_MANY_IDENTIFIERS',
        `${survivor.slug} would have ${codes} identifiers; at most ${mostListed} are taken.`,
      ),
    );
  return problems;
}

/** A member of the merged one takes its place; whoever stands between the two would be above and below the survivor. */
function checkMembership({ merged, survivor, aboveSurvivor }: Merging): MergeProblem[] {
  const place = aboveSurvivor.findIndex(({ id }) => id === merged.id);
  if (place <= 0) return [];
  const between = aboveSurvivor.slice(0, place).map(({ slug }) => slug);
  return [
    problem(
      'MEMBERSHIP_LOOP',
      `${survivor.slug} belongs to ${merged.slug} through ${between.join(' and ')}, which would belong to what belongs to it; correct a membership first.`,
    ),
  ];
}

function checkAnswers({ merged, survivor, shared }: Merging): MergeProblem[] {
  return shared
    .filter(differ)
    .map(({ attempt, mergedAnswer, survivorAnswer }) =>
      problem(
        'ANSWERS_DIFFER',
        `Both are parties of the attempt ${attempt}, where ${survivor.slug} has the answer ${survivorAnswer} and ${merged.slug} ${mergedAnswer}; one party has one answer.`,
      ),
    );
}

function differ({ mergedAnswer, survivorAnswer }: SharedAttempt): boolean {
  return mergedAnswer !== survivorAnswer;
}

/** What new disagreements stand in the way; those between answers that differ have been told by them. */
export function refuseDisputes(
  disputes: readonly Dispute[],
  { merged, survivor, shared }: Pick<Merging, 'merged' | 'survivor' | 'shared'>,
): MergeProblem[] {
  const told = new Set(shared.filter(differ).map(({ survivorResponseId }) => survivorResponseId));
  return disputes
    .filter(({ subjectId }) => !told.has(subjectId))
    .map(({ record, slug, field, rule }) =>
      problem(
        'NEW_DISAGREEMENT',
        `The claims on ${field} of the ${record} ${slug} would disagree (${rule}) once ${merged.slug} is ${survivor.slug}, and do not now.`,
      ),
    );
}
