import type {
  ClaimField,
  EventRelationType,
  ParticipationRole,
  Polarity,
} from '../generated/prisma/enums.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';

/** What is claimed for a field, by reference: at most one kind of value is set, none where the field is OCCURRENCE. */
export interface ClaimedValue {
  actorId: string | null;
  placeId: string | null;
  eventId: string | null;
  role: ParticipationRole | null;
  relation: EventRelationType | null;
  date: HistoricalDate | null;
  textual: string | null;
}

/** What the rules need to know of an active claim. */
export interface ClaimFact {
  id: string;
  sourceId: string;
  /** The one whose words they are: an actor, a described voice, or the source itself (null). */
  rootSpeaker: string | null;
  field: ClaimField;
  polarity: Polarity;
  value: ClaimedValue;
  valueText: string | null;
}

/** What stands above what: the states of people and bodies, the places that hold places. */
export interface Hierarchy {
  /** Everything above an actor or place, nearest first; empty at the top. */
  above(id: string): readonly string[];
  /** Whether an actor is one that nobody has identified. */
  isUnidentified(actorId: string): boolean;
}
