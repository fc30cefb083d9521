import type { ClaimField } from '../generated/prisma/enums.ts';
import { dateValueKey } from '../kernel/dates/date-compare.ts';
import type { ClaimedValue, Hierarchy } from './claim.ts';

/**
 * How the values of a field compare. A value that belongs to no group differs from nothing: what it says is that
 * the matter is open. Neighbouring words of one group are a coder's choice and no dispute. Groups of different
 * axes speak of different things.
 */
interface Group {
  axis: string;
  group: string;
}

const stanceGroups: Readonly<Record<string, Group>> = {
  SUPPORT: { axis: 'course', group: 'for' },
  ACCEPT: { axis: 'course', group: 'for' },
  ACCEPT_CONDITIONALLY: { axis: 'course', group: 'for' },
  OPPOSE: { axis: 'course', group: 'against' },
  REJECT: { axis: 'course', group: 'against' },
  AFFIRM_PREMISE: { axis: 'premise', group: 'affirmed' },
  DENY_PREMISE: { axis: 'premise', group: 'denied' },
};

const responseGroups: Readonly<Record<string, Group>> = {
  ACCEPTED: { axis: '', group: 'accepted' },
  ACCEPTED_CONDITIONALLY: { axis: '', group: 'accepted' },
  REJECTED: { axis: '', group: 'refused' },
  WITHDREW: { axis: '', group: 'refused' },
  DENIES_ATTEMPT: { axis: '', group: 'denied' },
};

const outcomeGroups: Readonly<Record<string, Group>> = {
  OFFERED_ONLY: { axis: '', group: 'none' },
  UNSUCCESSFUL: { axis: '', group: 'none' },
  CEASEFIRE: { axis: '', group: 'ceasefire' },
  PARTIAL_SETTLEMENT: { axis: '', group: 'partial' },
  FULL_SETTLEMENT: { axis: '', group: 'full' },
};

const vocabularies: Partial<Record<ClaimField, Readonly<Record<string, Group>>>> = {
  STANCE: stanceGroups,
  RESPONSE: responseGroups,
  OUTCOME: outcomeGroups,
};

/** Fields that can have only one value, compared by VALUES_DIFFER. Dates have a rule of their own. */
export const singleValuedFields: ReadonlySet<ClaimField> = new Set([
  'PLACE',
  'INITIATOR',
  'ORIGINATOR',
  'RESPONSE',
  'OUTCOME',
  'STANCE',
]);

/** The axis on which a value can differ from others, or null where it differs from nothing. */
export function axisOf(field: ClaimField, value: ClaimedValue, hierarchy: Hierarchy): string | null {
  const groups = vocabularies[field];
  if (groups) return groups[value.textual ?? '']?.axis ?? null;
  if (value.placeId) return '';
  if (value.actorId) return hierarchy.isUnidentified(value.actorId) ? null : '';
  return null;
}

/** Whether two values of one field and axis can both be right: equal, neighbours, or one within the other. */
export function areCompatible(
  field: ClaimField,
  one: ClaimedValue,
  other: ClaimedValue,
  hierarchy: Hierarchy,
): boolean {
  const groups = vocabularies[field];
  if (groups) {
    const [a, b] = [groups[one.textual ?? ''], groups[other.textual ?? '']];
    return !a || !b || a.axis !== b.axis || a.group === b.group;
  }
  const [a, b] = [one.placeId ?? one.actorId, other.placeId ?? other.actorId];
  if (!a || !b || a === b) return true;
  if (hierarchy.isUnidentified(a) || hierarchy.isUnidentified(b)) return true;
  return hierarchy.above(a).includes(b) || hierarchy.above(b).includes(a);
}

/**
 * Whether one value bears the other out: the same, a neighbouring word, or one within the other. A value that leaves
 * the matter open is compatible with all others and bears out none but itself.
 */
export function bearsOut(
  field: ClaimField,
  one: ClaimedValue,
  other: ClaimedValue,
  hierarchy: Hierarchy,
): boolean {
  const reference = one.placeId ?? one.actorId;
  if (reference !== null && reference === (other.placeId ?? other.actorId)) return true;
  if (one.textual !== null && valueKey(field, one) === valueKey(field, other)) return true;
  const axis = axisOf(field, one, hierarchy);
  return (
    axis !== null && axis === axisOf(field, other, hierarchy) && areCompatible(field, one, other, hierarchy)
  );
}

/**
 * A key that is equal for values that assert the same, as where one voice affirms and another denies it:
 * references by id, dates by the moments that they mean, words of a vocabulary by their group, other words in
 * whatever case and spacing.
 */
export function valueKey(field: ClaimField, value: ClaimedValue): string {
  const groups = vocabularies[field];
  const group = groups?.[value.textual ?? ''];
  if (group) return `${group.axis} ${group.group}`.trim();
  if (value.date) return dateValueKey(value.date);
  const textual = groups ? value.textual : value.textual && foldText(value.textual);
  return [value.role, value.relation, value.actorId, value.placeId, value.eventId, textual]
    .filter((part) => part !== null)
    .join(' ');
}

/** A text as it is compared with others: in small letters, with single spaces. */
export function foldText(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
