import type {
  Channel,
  CodingScheme,
  EventRelationType,
  EventType,
  ParticipationRole,
  QuadClass,
} from '../generated/prisma/enums.ts';
import { dateColumn, dateOrNull } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { type Stated, stated } from '../kernel/stated.ts';
import { relateEvents, replaceRelations } from './event-relation.service.ts';

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

type Event = EventInput & { id: string };

/**
 * Puts curated events on record with all that is theirs, and gives their ids. An event that was on record before
 * may gain the inverse of a relation.
 * @throws InputError when an event would have more relations than a list may hold.
 */
export async function recordEvents(tx: Tx, inputs: readonly EventInput[]): Promise<string[]> {
  const events = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  await insertAll(events.map(eventRow), (data) => tx.event.createMany({ data }));
  await insertIssues(tx, events);
  await insertParticipants(tx, events);
  await insertCodings(tx, events);
  await relateEvents(
    tx,
    events.flatMap(({ id, relations = [] }) =>
      relations.map(({ type, eventId, inferred }) => ({ eventId: id, type, otherId: eventId, inferred })),
    ),
  );
  return events.map(({ id }) => id);
}

/**
 * Gives an event on record these values; of its lists, those that are named in `given` are replaced. Relations that
 * it no longer has lose their inverse.
 * @throws InputError when an event would have more relations than a list may hold.
 */
export async function updateEvent(tx: Tx, event: Event, given: ReadonlySet<string>): Promise<void> {
  const { id } = event;
  const where = { eventId: id };
  const { slug: _, ...values } = eventRow(event);
  await tx.event.update({
    where: { id },
    data: {
      ...values,
      summary: values.summary ?? null,
      date: dateOrNull(stated(event.date).value),
      dateAbsence: values.dateAbsence ?? null,
      placeId: values.placeId ?? null,
      placeAbsence: values.placeAbsence ?? null,
      channel: values.channel ?? 'NOT_STATED',
      repeated: values.repeated ?? false,
      count: values.count ?? null,
      countApproximate: values.countApproximate ?? false,
      conflictId: values.conflictId ?? null,
    },
  });
  if (given.has('issues')) {
    await tx.eventIssue.deleteMany({ where });
    await insertIssues(tx, [event]);
  }
  if (given.has('participants')) {
    await tx.participation.deleteMany({ where });
    await insertParticipants(tx, [event]);
  }
  if (given.has('codings')) {
    await tx.eventCoding.deleteMany({ where });
    await insertCodings(tx, [event]);
  }
  if (given.has('relations'))
    await replaceRelations(
      tx,
      id,
      (event.relations ?? []).map(({ type, eventId, inferred }) => ({
        ...{ eventId: id, type, otherId: eventId, inferred },
      })),
    );
}

async function insertIssues(tx: Tx, events: readonly Event[]): Promise<void> {
  await insertAll(
    events.flatMap(({ id, issueIds = [] }) =>
      issueIds.map((issueId, index) => ({ eventId: id, position: index + 1, issueId })),
    ),
    (data) => tx.eventIssue.createMany({ data }),
  );
}

async function insertCodings(tx: Tx, events: readonly Event[]): Promise<void> {
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
}

function eventRow(event: Event) {
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

async function insertParticipants(tx: Tx, events: readonly Event[]): Promise<void> {
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
