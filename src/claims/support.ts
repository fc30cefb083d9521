import type { ClaimField, EventRelationType, ParticipationRole } from '../generated/prisma/enums.ts';
import { datesDisagree } from '../kernel/dates/date-compare.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { ClaimedValue, ClaimFact, Hierarchy } from './claim.ts';
import { areCompatible } from './comparison.ts';

/** A value that an editor recorded and did not mark as inferred: what some claim ought to support. */
export interface RecordedValue {
  field: ClaimField;
  value: ClaimedValue;
}

const nothing: ClaimedValue = {
  actorId: null,
  placeId: null,
  eventId: null,
  role: null,
  relation: null,
  date: null,
  textual: null,
};

/** A recorded value of a field, by what it is. */
export const recorded = {
  occurrence: (): RecordedValue => ({ field: 'OCCURRENCE', value: nothing }),
  date: (date: HistoricalDate): RecordedValue => ({ field: 'DATE', value: { ...nothing, date } }),
  place: (placeId: string): RecordedValue => ({ field: 'PLACE', value: { ...nothing, placeId } }),
  participant: (role: ParticipationRole, actorId: string): RecordedValue => ({
    field: role === 'INITIATOR' || role === 'MEDIATOR' ? role : 'PARTICIPANT',
    value: { ...nothing, role, actorId },
  }),
  mediator: (actorId: string): RecordedValue => ({
    field: 'MEDIATOR',
    value: { ...nothing, role: 'MEDIATOR', actorId },
  }),
  originator: (actorId: string): RecordedValue => ({ field: 'ORIGINATOR', value: { ...nothing, actorId } }),
  relation: (relation: EventRelationType, eventId: string): RecordedValue => ({
    field: 'RELATION',
    value: { ...nothing, relation, eventId },
  }),
  text: (field: 'RESPONSE' | 'STANCE' | 'CONDITION' | 'COUNT', textual: string): RecordedValue => ({
    field,
    value: { ...nothing, textual },
  }),
};

/**
 * The fields whose recorded value no active affirming claim supports. A claim supports what it is compatible with
 * by the rules of disagreement; any affirming claim about a record supports that it occurred.
 */
export function findUnsupported(
  values: readonly RecordedValue[],
  claims: readonly ClaimFact[],
  hierarchy: Hierarchy,
): ClaimField[] {
  const affirming = claims.filter(({ polarity }) => polarity === 'AFFIRMS');
  const unsupported = values.filter((value) => !affirming.some((claim) => supports(claim, value, hierarchy)));
  return [...new Set(unsupported.map(({ field }) => field))];
}

function supports(claim: ClaimFact, { field, value }: RecordedValue, hierarchy: Hierarchy): boolean {
  switch (field) {
    case 'OCCURRENCE':
      return true;
    case 'DATE':
      return (
        claim.field === 'DATE' &&
        !!claim.value.date &&
        !!value.date &&
        !datesDisagree(value.date, claim.value.date)
      );
    case 'INITIATOR':
    case 'MEDIATOR':
    case 'PARTICIPANT':
      return takesPart(claim, value) && areCompatible('INITIATOR', claim.value, value, hierarchy);
    case 'RELATION':
      return (
        claim.field === 'RELATION' &&
        claim.value.relation === value.relation &&
        claim.value.eventId === value.eventId
      );
    case 'CONDITION':
      return claim.field === 'CONDITION' && sameWords(claim.value.textual, value.textual);
    case 'COUNT':
      return (
        claim.field === 'COUNT' && Number.parseInt(claim.value.textual ?? '', 10) === Number(value.textual)
      );
    default:
      return claim.field === field && claim.value.textual === null
        ? (claim.value.actorId ?? claim.value.placeId) !== null &&
            areCompatible(field, claim.value, value, hierarchy)
        : claim.field === field && areCompatible(field, claim.value, value, hierarchy);
  }
}

/** Whether a claim says that somebody has the role: by the field of the role, or as a participant in it. */
function takesPart(claim: ClaimFact, value: ClaimedValue): boolean {
  if (!claim.value.actorId) return false;
  return claim.field === 'PARTICIPANT' ? claim.value.role === value.role : claim.field === value.role;
}

function sameWords(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();
}
