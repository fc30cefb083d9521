import type { ModelName } from '../kernel/load.ts';

/** The types that have revisions, as the column subject_type names them: those that implement Versioned. */
export const subjectTypes = [
  'Actor',
  'Office',
  'Tenure',
  'Place',
  'Conflict',
  'Issue',
  'Source',
  'Event',
  'MediationAttempt',
  'Position',
  'Claim',
  'Dataset',
] as const satisfies readonly ModelName[];

export type SubjectType = (typeof subjectTypes)[number];

export function isSubjectType(name: string): name is SubjectType {
  return (subjectTypes as readonly string[]).includes(name);
}

/** One entry of the column `changes`. */
export interface FieldChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The column `changes` of a row; what writes it has checked its shape, and the database that it is a list. */
export function storedChanges(value: unknown): readonly FieldChange[] {
  return value as readonly FieldChange[];
}
