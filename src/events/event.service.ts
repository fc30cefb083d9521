import type {
  Channel,
  CodingScheme,
  EventRelationType,
  EventType,
  ParticipationRole,
  QuadClass,
} from '../generated/prisma/enums.ts';
import { dateColumn } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { type Stated, stated } from '../kernel/stated.ts';
import { relateEvents } from './event-relation.service.ts';

export interface ParticipationInput {
  actorId: string;
  role: ParticipationRole;
  inferred?: boolean;
  /** The holdings of office in which the actor takes part. */
  tenureIds?: readonly string[];
}

export interface EventCodingInput {
  scheme: CodingScheme;
  code: string;
  label: string;
  mode?: string | null;
  contexts?: readonly string[];
  /** From -10 to 10. */
  goldstein?: number | null;
  quadClass?: QuadClass | null;
}

export interface EventInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  type: EventType;
  title: string;
  summary?: string | null;
  date: Stated<HistoricalDate>;
  place: Stated<{ id: string }>;
  channel?: Channel;
  repeated?: boolean;
  count?: number | null;
  countApproximate?: boolean;
  conflictId?: string | null;
  issueIds?: readonly string[];
  participants?: readonly ParticipationInput[];
  /** To events on record or among those recorded together; the inverse is added by itself. */
  relations?: readonly { type: EventRelationType; eventId: string; inferred?: boolean }[];
  codings?: readonly EventCodingInput[];
}

/**
 * Puts curated events on record with all that is theirs, and gives their ids. An event that was on record before
 * may gain the inverse of a relation.
 * @throws InputError when an event would have more relations than a list may hold.
 */
export async function recordEvents(tx: Tx, inputs: readonly EventInput[]): Promise<string[]> {
  const events = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  const ids = events.map(({ id }) => id);
  await insertAll(events.map(eventRow), (data) => tx.event.createMany({ data }));
  await insertAll(
    events.flatMap(({ id, issueIds = [] }) =>
      issueIds.map((issueId, index) => ({ eventId: id, position: index + 1, issueId })),
    ),
    (data) => tx.eventIssue.createMany({ data }),
  );
  await insertParticipants(tx, events);
  await insertAll(
    events.flatMap(({ id, codings = [] }) =>
      codings.map(({ contexts = [], ...coding }, index) => ({
        ...coding,
        eventId: id,
        position: index + 1,
        contexts: [...contexts],
      })),
    ),
    (data) => tx.eventCoding.createMany({ data }),
  );
  await relateEvents(
    tx,
    events.flatMap(({ id, relations = [] }) =>
      relations.map(({ type, eventId, inferred }) => ({ eventId: id, type, otherId: eventId, inferred })),
    ),
  );
  return ids;
}

function eventRow(event: EventInput & { id: string }) {
  const date = stated(event.date);
  const place = stated(event.place);
  const { id, slug, type, title, summary, channel, repeated, count, countApproximate, conflictId } = event;
  return {
    ...{ id, slug, type, title, summary, channel, repeated, count, countApproximate, conflictId },
    date: dateColumn(date.value),
    dateAbsence: date.absence,
    placeId: place.value?.id,
    placeAbsence: place.absence,
  };
}

async function insertParticipants(tx: Tx, events: readonly (EventInput & { id: string })[]): Promise<void> {
  const rows = events.flatMap(({ id, participants = [] }) =>
    participants.map((participant, index) => ({ ...participant, eventId: id, position: index + 1 })),
  );
  await insertAll(
    rows.map(({ eventId, position, actorId, role, inferred }) => ({
      eventId,
      position,
      actorId,
      role,
      inferred,
    })),
    (data) => tx.participation.createMany({ data }),
  );
  await insertAll(
    rows.flatMap(({ eventId, position, tenureIds = [] }) =>
      tenureIds.map((tenureId) => ({ eventId, position, tenureId })),
    ),
    (data) => tx.participationTenure.createMany({ data }),
  );
}
