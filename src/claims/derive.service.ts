import type { Tx } from '../kernel/db.ts';
import {
  type Derived,
  listActiveClaims,
  listAttemptFacts,
  listEventFacts,
  listPositionFacts,
  listRelatedEvents,
  lockSubjects,
  readHierarchy,
  readSourceLinks,
  updateDerived,
} from './derive.store.ts';
import { type DisputedSubject, replaceDisagreements, type SubjectIds } from './disagreement.store.ts';
import { findDisagreements } from './disagreement.ts';
import { groupBy } from './group.ts';
import { countIndependentSources, type SourceLinks } from './independence.ts';
import {
  type AttemptFacts,
  type EventFacts,
  type PositionFacts,
  type RecordFacts,
  type SubjectClaim,
  valuesOfAttempt,
  valuesOfEvent,
  valuesOfPosition,
  valuesOfResponse,
} from './record-facts.ts';
import { findUnsupported } from './support.ts';

/** Records whose claims, or whose own values, a transaction has changed. */
export interface ChangedRecords {
  events?: readonly string[];
  attempts?: readonly string[];
  positions?: readonly string[];
  conflicts?: readonly string[];
}

const recordsAtOnce = 500;

/**
 * Derives anew what the claims on records say together: disagreements, `contested`, `differsFromClaims` and
 * `independentSourceCount`, also of the events that are related to them. Runs in the transaction that changed the
 * records or their claims, so that no reader sees the one without the other; that transaction keeps or holds the ties.
 * A repeat changes nothing. Holds the records until the transaction ends, so that two that add claims to one see each
 * other's.
 *
 * @returns the records that it looked at
 */
export async function refreshDerived(tx: Tx, changed: ChangedRecords): Promise<Required<ChangedRecords>> {
  const own = {
    events: distinct(changed.events ?? []),
    attempts: distinct(changed.attempts ?? []),
    positions: distinct(changed.positions ?? []),
    conflicts: distinct(changed.conflicts ?? []),
  };
  const all = { ...own, events: await lockWithRelated(tx, own) };
  for (const chunk of chunksOf(all)) await refreshChunk(tx, chunk);
  return all;
}

/** Locks what is derived anew, also the events that others relate to these while the lock is waited for. */
async function lockWithRelated(tx: Tx, own: Required<ChangedRecords>): Promise<string[]> {
  const withRelated = async () => distinct([...own.events, ...(await listRelatedEvents(tx, own.events))]);
  const events = await withRelated();
  await lockSubjects(tx, { ...own, events });
  // Who relates an event to another holds both: once these are held, no relation is added.
  const now = await withRelated();
  const missed = now.filter((id) => !events.includes(id));
  await lockSubjects(tx, { events: missed, attempts: [], positions: [], conflicts: [] });
  return distinct([...events, ...now]);
}

function* chunksOf(lists: Required<ChangedRecords>): Generator<Required<ChangedRecords>> {
  const longest = Math.max(...Object.values(lists).map(({ length }) => length));
  for (let at = 0; at < longest; at += recordsAtOnce) {
    const part = (ids: readonly string[]) => ids.slice(at, at + recordsAtOnce);
    yield {
      events: part(lists.events),
      attempts: part(lists.attempts),
      positions: part(lists.positions),
      conflicts: part(lists.conflicts),
    };
  }
}

async function refreshChunk(tx: Tx, changed: Required<ChangedRecords>): Promise<void> {
  const events = await listEventFacts(tx, changed.events);
  const attempts = await listAttemptFacts(tx, changed.attempts);
  const positions = await listPositionFacts(tx, changed.positions);
  const ids: SubjectIds = {
    ...changed,
    responses: attempts.flatMap(({ responses }) => responses.map(({ id }) => id)),
  };
  const claims = await listActiveClaims(tx, ids);
  const links = await readSourceLinks(tx, distinct(claims.map(({ sourceId }) => sourceId)));
  const hierarchy = await readHierarchy(tx, actorsIn(claims, events, attempts), placesIn(claims, events));
  const bySubject = groupBy(claims, ({ subjectId }) => subjectId);
  const claimsOn = (subjects: readonly string[]) => subjects.flatMap((id) => bySubject.get(id) ?? []);

  const found = subjectsOf(changed.conflicts, events, attempts, positions).flatMap((subject) =>
    findDisagreements(claimsOn([subject.id]), hierarchy).map((disagreement) => ({ subject, disagreement })),
  );
  await replaceDisagreements(tx, ids, found);

  const disputed = new Set(found.map(({ subject }) => subject.id));
  const derive = (
    id: string,
    partIds: readonly string[],
    differsFromClaims: Derived['differsFromClaims'],
  ) => ({
    id,
    contested: [id, ...partIds].some((part) => disputed.has(part)),
    differsFromClaims,
    independentSourceCount: countSources(claimsOn([id]), links),
  });
  const ofEvents = events.map((event) =>
    derive(event.id, [], findUnsupported(valuesOfEvent(event), claimsOn([event.id]), hierarchy)),
  );
  const ofAttempts = attempts.map((attempt) => {
    const partIds = attempt.responses.map(({ id }) => id);
    const answers = attempt.responses.flatMap((response) =>
      findUnsupported(valuesOfResponse(response), claimsOn([response.id]), hierarchy),
    );
    const own = findUnsupported(valuesOfAttempt(attempt), claimsOn([attempt.id, ...partIds]), hierarchy);
    return derive(attempt.id, partIds, distinct([...own, ...answers]));
  });
  const ofPositions = positions.map((position) =>
    derive(position.id, [], findUnsupported(valuesOfPosition(position), claimsOn([position.id]), hierarchy)),
  );
  await updateDerived(tx, 'events', ofEvents);
  await updateDerived(tx, 'attempts', ofAttempts);
  await updateDerived(tx, 'positions', ofPositions);
}

/** What can be disputed: records that stand, the responses of attempts, and conflicts. */
function subjectsOf(
  conflicts: readonly string[],
  events: readonly EventFacts[],
  attempts: readonly AttemptFacts[],
  positions: readonly PositionFacts[],
): DisputedSubject[] {
  const standing = ({ retracted }: RecordFacts) => !retracted;
  const as = (kind: DisputedSubject['kind'], { id, origin }: RecordFacts) => ({ kind, id, origin });
  return [
    ...events.filter(standing).map((event) => as('event', event)),
    ...attempts
      .filter(standing)
      .flatMap((attempt) => [
        as('attempt', attempt),
        ...attempt.responses.map(({ id }) => as('response', { ...attempt, id })),
      ]),
    ...positions.filter(standing).map((position) => as('position', position)),
    ...conflicts.map((id) => ({ kind: 'conflict' as const, id, origin: 'CURATED' as const })),
  ];
}

function countSources(
  claims: readonly SubjectClaim[],
  links: ReadonlyMap<string, SourceLinks>,
): number | null {
  const bySource = groupBy(claims, ({ sourceId }) => sourceId);
  return countIndependentSources(
    [...bySource].map(([id, ofSource]) => ({ id, claims: ofSource })),
    links,
  );
}

function actorsIn(
  claims: readonly SubjectClaim[],
  events: readonly EventFacts[],
  attempts: readonly AttemptFacts[],
): string[] {
  return distinct(
    [
      ...claims.map(({ value }) => value.actorId),
      ...events.flatMap(({ participants }) => participants.map(({ actor }) => actor)),
      ...attempts.flatMap(({ mediators, originator }) => [...mediators, originator]),
    ].filter((id) => id !== null),
  );
}

function placesIn(claims: readonly SubjectClaim[], events: readonly EventFacts[]): string[] {
  return distinct(
    [...claims.map(({ value }) => value.placeId), ...events.map(({ placeId }) => placeId)].filter(
      (id) => id !== null,
    ),
  );
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
