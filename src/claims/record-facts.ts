import { relationKey, withInverses } from '../events/event-relation.ts';
import type {
  EventRelationType,
  Origin,
  ParticipationRole,
  PartyAnswer,
  Stance,
} from '../generated/prisma/enums.ts';
import type { DatePrecision, HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { ClaimFact } from './claim.ts';
import { type RecordedValue, recorded } from './support.ts';

/** An active claim with what it is about and how it reaches the record. */
export interface SubjectClaim extends ClaimFact {
  subjectId: string;
  firstSpeaker: string | null;
  passage: string | null;
}

/** What every record has. */
export interface RecordFacts {
  id: string;
  retracted: boolean;
  origin: Origin;
}

/** What an event records and does not mark as inferred. */
export interface EventFacts extends RecordFacts {
  date: HistoricalDate | null;
  placeId: string | null;
  count: number | null;
  participants: { role: ParticipationRole; actor: string }[];
  /** Each with the relations to this event that are claimed on the other one. */
  relations: { type: EventRelationType; event: string; claimedThere: EventRelationType[] }[];
}

/** What an attempt records. */
export interface AttemptFacts extends RecordFacts {
  date: HistoricalDate | null;
  originator: string | null;
  mediators: string[];
  responses: { id: string; answer: PartyAnswer; inferred: boolean }[];
}

/** What a position records. */
export interface PositionFacts extends RecordFacts {
  stance: Stance;
  conditions: string[];
}

export function valuesOfEvent(event: EventFacts): RecordedValue[] {
  return [
    recorded.occurrence(),
    ...dateOf(event),
    ...(event.placeId ? [recorded.place(event.placeId)] : []),
    ...event.participants.map(({ role, actor }) => recorded.participant(role, actor)),
    ...(event.count === null ? [] : [recorded.text('COUNT', String(event.count))]),
    ...event.relations
      .filter((relation) => !isClaimedThere(event.id, relation))
      .map(({ type, event: other }) => recorded.relation(type, other)),
  ];
}

/** The date that a record gives; none where the editor inferred every part of it. */
function dateOf({ date }: Pick<EventFacts, 'date'>): RecordedValue[] {
  if (!date) return [];
  const parts = (['YEAR', 'MONTH', 'DAY'] as const).slice(0, partsOf[date.precision] ?? 3);
  return parts.every((part) => date.inferred.includes(part)) ? [] : [recorded.date(date)];
}

/** How many parts of the calendar a date of some precision has, where these are not all three. */
const partsOf: Partial<Record<DatePrecision, number>> = {
  CENTURY: 1,
  DECADE: 1,
  YEAR: 1,
  SEASON: 2,
  MONTH: 2,
};

/** Whether the inverse is claimed on the other event: "B came after A" supports that A came before B. */
function isClaimedThere(eventId: string, relation: EventFacts['relations'][number]): boolean {
  const { type, event: otherId, claimedThere } = relation;
  const said = claimedThere.map((claimed) => ({ eventId: otherId, type: claimed, otherId: eventId }));
  return withInverses(said).some((row) => relationKey(row) === relationKey({ eventId, type, otherId }));
}

export function valuesOfAttempt(attempt: AttemptFacts): RecordedValue[] {
  return [
    recorded.occurrence(),
    ...dateOf(attempt),
    ...attempt.mediators.map((actor) => recorded.mediator(actor)),
    ...(attempt.originator ? [recorded.originator(attempt.originator)] : []),
  ];
}

/** The answer that a response records; none where it is inferred or says that nothing is known. */
export function valuesOfResponse({
  answer,
  inferred,
}: Pick<AttemptFacts['responses'][number], 'answer' | 'inferred'>): RecordedValue[] {
  return inferred || answer === 'NOT_STATED' || answer === 'UNKNOWN'
    ? []
    : [recorded.text('RESPONSE', answer)];
}

export function valuesOfPosition(position: PositionFacts): RecordedValue[] {
  return [
    recorded.text('STANCE', position.stance),
    ...position.conditions.map((text) => recorded.text('CONDITION', text)),
  ];
}
