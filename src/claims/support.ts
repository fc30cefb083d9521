import type { ClaimField, EventRelationType, ParticipationRole } from '../generated/prisma/enums.ts';
import { datesDisagree } from '../kernel/dates/date-compare.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { ClaimedValue, ClaimFact, Hierarchy } from './claim.ts';
import { bearsOut } from './comparison.ts';

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
 * The fields whose recorded value no active affirming claim supports. Dates support one another where they overlap,
 * other values where one bears the other out: a claim that leaves the matter open supports nothing else. Any
 * affirming claim about a record supports that it occurred, but for a party's that there was no such attempt.
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
  if (field === 'OCCURRENCE') return claim.value.textual !== 'DENIES_ATTEMPT' || claim.field !== 'RESPONSE';
  if (field === 'INITIATOR' || field === 'MEDIATOR' || field === 'PARTICIPANT')
    return takesPart(claim, value) && bearsOut(field, claim.value, value, hierarchy);
  if (claim.field !== field) return false;
  switch (field) {
    case 'DATE':
      return !!claim.value.date && !!value.date && !datesDisagree(value.date, claim.value.date);
    case 'RELATION':
      return claim.value.relation === value.relation && claim.value.eventId === value.eventId;
    case 'COUNT':
      return Number.parseInt(claim.value.textual ?? '', 10) === Number(value.textual);
    default:
      return bearsOut(field, claim.value, value, hierarchy);
  }
}

/** Whether a claim says that somebody has the role: by the field of the role, or as a participant in it. */
function takesPart(claim: ClaimFact, value: ClaimedValue): boolean {
  if (!claim.value.actorId) return false;
  return claim.field === 'PARTICIPANT' ? claim.value.role === value.role : claim.field === value.role;
}
