import { Prisma } from '../generated/prisma/client.ts';
import type { ClaimField, Origin } from '../generated/prisma/enums.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import type { ClaimFact, Hierarchy } from './claim.ts';
import {
  type AttemptFacts,
  type ClaimRow,
  type Derived,
  deleteDisagreements,
  type EventFacts,
  listActiveClaims,
  listAttemptFacts,
  listEventFacts,
  listPositionFacts,
  listSources,
  type PositionFacts,
  readHierarchy,
  type SourceRow,
  type SubjectKind,
  updateDerived,
} from './derive.store.ts';
import { disagreementId, type FoundDisagreement, findDisagreements } from './disagreement.ts';
import { countIndependentSources } from './independence.ts';
import { findUnsupported, type RecordedValue, recorded } from './support.ts';

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
 * `independentSourceCount`. Runs in the transaction that changed the records or their claims, so that no reader
 * sees the one without the other; a repeat changes nothing.
 */
export async function refreshDerived(tx: Tx, changed: ChangedRecords): Promise<void> {
  for (const chunk of chunksOf(changed)) await refreshChunk(tx, chunk);
}

function* chunksOf(changed: ChangedRecords): Generator<Required<ChangedRecords>> {
  const all = { events: [], attempts: [], positions: [], conflicts: [], ...changed };
  const longest = Math.max(
    all.events.length,
    all.attempts.length,
    all.positions.length,
    all.conflicts.length,
  );
  for (let at = 0; at < longest; at += recordsAtOnce) {
    const part = (ids: readonly string[]) => ids.slice(at, at + recordsAtOnce);
    yield {
      events: part(all.events),
      attempts: part(all.attempts),
      positions: part(all.positions),
      conflicts: part(all.conflicts),
    };
  }
}

interface Subject {
  kind: SubjectKind;
  id: string;
  origin: Origin;
  conflictId: string | null;
  retracted: boolean;
}

async function refreshChunk(tx: Tx, changed: Required<ChangedRecords>): Promise<void> {
  const [events, attempts, positions] = [
    await listEventFacts(tx, changed.events),
    await listAttemptFacts(tx, changed.attempts),
    await listPositionFacts(tx, changed.positions),
  ];
  const responses = attempts.flatMap((attempt) => attempt.responses.map(({ id }) => id));
  const subjects = { ...changed, responses };
  const rows = await listActiveClaims(tx, subjects);
  const sources = new Map(
    (await listSources(tx, [...new Set(rows.map((row) => row.source_id))])).map((source) => [
      source.id,
      source,
    ]),
  );
  const hierarchy = await readHierarchy(tx, actorsIn(rows, events, attempts), placesIn(rows, events));
  const claimsOf = new ClaimsBySubject(rows);

  const found = new Map<string, FoundDisagreement[]>();
  const toWrite: { subject: Subject; disagreement: FoundDisagreement }[] = [];
  for (const subject of subjectsOf(changed, events, attempts, positions)) {
    if (subject.retracted) continue;
    const disagreements = findDisagreements(claimsOf.facts(subject.id), hierarchy);
    found.set(subject.id, disagreements);
    toWrite.push(...disagreements.map((disagreement) => ({ subject, disagreement })));
  }
  await deleteDisagreements(tx, subjects);
  await insertDisagreements(tx, toWrite);

  const derive = (id: string, responseIds: readonly string[], values: RecordedValue[]): Derived => ({
    id,
    contested: [id, ...responseIds].some((subject) => (found.get(subject)?.length ?? 0) > 0),
    differsFromClaims: unsupported(id, responseIds, values),
    independentSourceCount: countSources(claimsOf.rows(id), sources),
  });
  const unsupported = (id: string, responseIds: readonly string[], values: RecordedValue[]): ClaimField[] =>
    findUnsupported(
      values,
      [id, ...responseIds].flatMap((subject) => claimsOf.facts(subject)),
      hierarchy,
    );
  await updateDerived(
    tx,
    'events',
    events.map((event) => derive(event.id, [], valuesOfEvent(event))),
  );
  await updateDerived(
    tx,
    'attempts',
    attempts.map((attempt) => {
      const ids = attempt.responses.map(({ id }) => id);
      const derived = derive(attempt.id, ids, valuesOfAttempt(attempt));
      return unansweredClaims(attempt, claimsOf, hierarchy)
        ? { ...derived, differsFromClaims: [...derived.differsFromClaims, 'RESPONSE'] }
        : derived;
    }),
  );
  await updateDerived(
    tx,
    'positions',
    positions.map((position) => derive(position.id, [], valuesOfPosition(position))),
  );
}

class ClaimsBySubject {
  readonly #rows = new Map<string, ClaimRow[]>();

  constructor(rows: readonly ClaimRow[]) {
    for (const row of rows) {
      const subject =
        row.event_id ?? row.attempt_id ?? row.response_id ?? row.position_id ?? row.conflict_id ?? '';
      const known = this.#rows.get(subject);
      if (known) known.push(row);
      else this.#rows.set(subject, [row]);
    }
  }

  rows(subject: string): readonly ClaimRow[] {
    return this.#rows.get(subject) ?? [];
  }

  facts(subject: string): ClaimFact[] {
    return this.rows(subject).map(toFact);
  }
}

function toFact(row: ClaimRow): ClaimFact {
  return {
    id: row.id,
    sourceId: row.source_id,
    rootSpeaker: row.root_speaker,
    field: row.field,
    polarity: row.polarity,
    valueText: row.value_text,
    value: {
      actorId: row.value_actor_id,
      placeId: row.value_place_id,
      eventId: row.value_event_id,
      role: row.value_role,
      relation: row.value_relation,
      date: row.value_date,
      textual: row.value_textual,
    },
  };
}

function subjectsOf(
  changed: Required<ChangedRecords>,
  events: readonly EventFacts[],
  attempts: readonly AttemptFacts[],
  positions: readonly PositionFacts[],
): Subject[] {
  const of = (kind: SubjectKind) => (record: EventFacts | AttemptFacts | PositionFacts) => ({
    kind,
    id: record.id,
    origin: record.origin,
    conflictId: record.conflict_id,
    retracted: record.retracted,
  });
  return [
    ...events.map(of('event')),
    ...attempts.flatMap((attempt) => [
      of('attempt')(attempt),
      ...attempt.responses.map(({ id }) => ({ ...of('response')(attempt), id })),
    ]),
    ...positions.map(of('position')),
    ...changed.conflicts.map((id) => ({
      kind: 'conflict' as const,
      id,
      origin: 'CURATED' as const,
      conflictId: id,
      retracted: false,
    })),
  ];
}

function valuesOfEvent(event: EventFacts): RecordedValue[] {
  return [
    recorded.occurrence(),
    ...(event.date ? [recorded.date(event.date)] : []),
    ...(event.place_id ? [recorded.place(event.place_id)] : []),
    ...event.participants.map(({ role, actor }) => recorded.participant(role, actor)),
    ...(event.count === null ? [] : [recorded.text('COUNT', String(event.count))]),
    ...event.relations
      .filter(({ claimed }) => !claimed)
      .map(({ type, event: other }) => recorded.relation(type, other)),
  ];
}

function valuesOfAttempt(attempt: AttemptFacts): RecordedValue[] {
  return [
    recorded.occurrence(),
    ...(attempt.date ? [recorded.date(attempt.date)] : []),
    ...attempt.mediators.map((actor) => recorded.mediator(actor)),
    ...(attempt.originator ? [recorded.originator(attempt.originator)] : []),
  ];
}

function valuesOfPosition(position: PositionFacts): RecordedValue[] {
  return [
    recorded.text('STANCE', position.stance),
    ...position.conditions.map((text) => recorded.text('CONDITION', text)),
  ];
}

const informative = (answer: string): boolean => answer !== 'NOT_STATED' && answer !== 'UNKNOWN';

/** Whether a response that is no inference has no claim of its own that supports it. */
function unansweredClaims(attempt: AttemptFacts, claimsOf: ClaimsBySubject, hierarchy: Hierarchy): boolean {
  return attempt.responses.some(
    ({ id, answer, inferred }) =>
      !inferred &&
      informative(answer) &&
      findUnsupported([recorded.text('RESPONSE', answer)], claimsOf.facts(id), hierarchy).length > 0,
  );
}

function countSources(rows: readonly ClaimRow[], sources: ReadonlyMap<string, SourceRow>): number | null {
  const bySource = new Map<string, ClaimRow[]>();
  for (const row of rows) {
    const known = bySource.get(row.source_id);
    if (known) known.push(row);
    else bySource.set(row.source_id, [row]);
  }
  return countIndependentSources(
    [...bySource].map(([id, claims]) => ({
      id,
      embeddedInId: sources.get(id)?.embedded_in_id ?? null,
      republishesId: sources.get(id)?.republishes_id ?? null,
      reportsOnId: sources.get(id)?.reports_on_id ?? null,
      claims: claims.map((row) => ({ firstSpeaker: row.first_speaker, passage: row.passage_exact })),
    })),
  );
}

function actorsIn(
  rows: readonly ClaimRow[],
  events: readonly EventFacts[],
  attempts: readonly AttemptFacts[],
) {
  return unique([
    ...rows.map((row) => row.value_actor_id),
    ...events.flatMap((event) => event.participants.map(({ actor }) => actor)),
    ...attempts.flatMap((attempt) => [...attempt.mediators, attempt.originator]),
  ]);
}

function placesIn(rows: readonly ClaimRow[], events: readonly EventFacts[]): string[] {
  return unique([...rows.map((row) => row.value_place_id), ...events.map((event) => event.place_id)]);
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

async function insertDisagreements(
  tx: Tx,
  found: readonly { subject: Subject; disagreement: FoundDisagreement }[],
): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ subject, disagreement }) => ({
    subject,
    disagreement,
    id: disagreementId(subject.id, disagreement),
  }));
  const sides = rows.flatMap(({ id, disagreement }) =>
    disagreement.sides.map((side, index) => ({ id: newId(), disagreementId: id, position: index + 1, side })),
  );
  await tx.disagreement.createMany({
    data: rows.map(({ id, subject, disagreement }) => ({
      id,
      [`${subject.kind}Id`]: subject.id,
      field: disagreement.field,
      rule: disagreement.rule,
      about: disagreement.about,
      beganWithId: disagreement.beganWithId,
      origin: subject.origin,
      scopeConflictId: subject.conflictId,
    })),
  });
  await tx.disagreementSide.createMany({
    data: sides.map(({ id, disagreementId: of, position, side }) => ({
      id,
      disagreementId: of,
      position,
      valueActorId: side.value.actorId,
      valuePlaceId: side.value.placeId,
      valueEventId: side.value.eventId,
      valueRole: side.value.role,
      valueRelation: side.value.relation,
      valueDate: side.value.date ? { ...side.value.date } : Prisma.DbNull,
      valueTextual: side.value.textual,
      valueText: side.valueText,
      polarity: side.polarity,
      claimCount: side.claimIds.length,
    })),
  });
  await tx.disagreementClaim.createMany({
    data: sides.flatMap(({ id, side }) => side.claimIds.map((claimId) => ({ sideId: id, claimId }))),
  });
}
