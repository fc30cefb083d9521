import type { ClaimField } from '../generated/prisma/enums.ts';
import type { ClaimedValue } from './claim.ts';

/** The kinds of record that a claim can be about, and the column that names the one. */
export const subjectColumns = {
  event: 'eventId',
  attempt: 'attemptId',
  response: 'responseId',
  position: 'positionId',
  conflict: 'conflictId',
} as const;

export type SubjectKind = keyof typeof subjectColumns;

export const subjectKinds: readonly SubjectKind[] = ['event', 'attempt', 'response', 'position', 'conflict'];

export interface ClaimSubject {
  kind: SubjectKind;
  id: string;
}

const undertakings: readonly SubjectKind[] = ['event', 'attempt'];

/** The kinds of record that have the field. The database refuses others. */
export const fieldSubjects: Readonly<Record<ClaimField, readonly SubjectKind[]>> = {
  OCCURRENCE: subjectKinds,
  DATE: subjectKinds,
  PLACE: subjectKinds,
  PARTICIPANT: undertakings,
  INITIATOR: undertakings,
  MEDIATOR: undertakings,
  RESPONSE: ['response'],
  OUTCOME: ['attempt'],
  ORIGINATOR: ['attempt'],
  STANCE: ['position'],
  CONDITION: subjectKinds,
  LABEL: subjectKinds,
  RELATION: ['event'],
  COUNT: ['event'],
  OTHER: subjectKinds,
};

/** Slugs by id: what a value is called in text. */
export type Slugs = ReadonlyMap<string, string>;

/**
 * A claimed value in words: `india`, `HOST india` in a role, `DURING some-meeting` for a relation, EDTF for a
 * date, a value of an enum and other text as it is; null where the field is OCCURRENCE.
 */
export function valueText(value: Partial<ClaimedValue>, slugs: Slugs): string | null {
  if (value.date) return value.date.edtf;
  const reference = value.actorId ?? value.placeId ?? value.eventId;
  if (!reference) return value.textual ?? null;
  return [value.role ?? value.relation, slugs.get(reference)].filter(Boolean).join(' ');
}
