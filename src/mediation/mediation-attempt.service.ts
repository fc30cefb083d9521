import type {
  AttemptEventRole,
  MediationInitiator,
  MediationKind,
  MediationStrategy,
  MediationVenue,
  PartyAnswer,
} from '../generated/prisma/enums.ts';
import { dateColumn, dateOrNull } from '../kernel/date-column.ts';
import type { HistoricalDate } from '../kernel/dates/historical-date.ts';
import type { Tx } from '../kernel/db.ts';
import { newId } from '../kernel/ids.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { type Stated, stated } from '../kernel/stated.ts';
import { refreshOutcomes } from './outcome.service.ts';

export interface ResponseInput {
  /** Made where it is left out. */
  id?: string;
  partyId: string;
  answer: PartyAnswer;
  inferred?: boolean;
  date?: HistoricalDate | null;
  conditions?: readonly string[];
}

export interface AttemptInput {
  /** Made where it is left out. */
  id?: string;
  slug: string;
  title: string;
  summary?: string | null;
  conflictId?: string | null;
  kind?: MediationKind;
  strategy?: MediationStrategy;
  initiatedBy?: MediationInitiator;
  venue?: MediationVenue;
  date: Stated<HistoricalDate>;
  proposalOriginator: Stated<{ id: string }>;
  issueIds?: readonly string[];
  mediators: readonly { actorId: string; tenureIds?: readonly string[] }[];
  responses: readonly ResponseInput[];
  events?: readonly { eventId: string; role: AttemptEventRole }[];
  /** Attempts on record or among those recorded together; both directions are stored. */
  possiblySameAsIds?: readonly string[];
}

type Attempt = AttemptInput & { id: string };

/**
 * Puts curated mediation attempts on record with all that is theirs, derives their outcomes, and gives their ids.
 * An attempt that was on record before may be said to be the same as a new one.
 */
export async function recordAttempts(tx: Tx, inputs: readonly AttemptInput[]): Promise<string[]> {
  const attempts = inputs.map((input) => ({ ...input, id: input.id ?? newId() }));
  const ids = attempts.map(({ id }) => id);
  await insertAll(attempts.map(attemptRow), (data) => tx.mediationAttempt.createMany({ data }));
  await insertIssues(tx, attempts);
  await insertMediators(tx, attempts);
  await insertAll(
    attempts.flatMap(({ id, responses }) =>
      responses.map((response, index) => ({
        ...response,
        id: response.id ?? newId(),
        attemptId: id,
        position: index + 1,
        date: dateColumn(response.date),
        conditions: [...(response.conditions ?? [])],
      })),
    ),
    (data) => tx.partyResponse.createMany({ data }),
  );
  await insertEvents(tx, attempts);
  await insertSameAs(tx, attempts);
  await refreshOutcomes(tx, ids);
  return ids;
}

/**
 * Gives an attempt on record these values, but for its responses; of its lists, those that are named in `given` are
 * replaced. Its outcome is derived anew.
 */
export async function updateAttempt(tx: Tx, attempt: Attempt, given: ReadonlySet<string>): Promise<void> {
  const { id } = attempt;
  const where = { attemptId: id };
  const { slug: _, ...values } = attemptRow(attempt);
  await tx.mediationAttempt.update({
    where: { id },
    data: {
      ...values,
      summary: values.summary ?? null,
      conflictId: values.conflictId ?? null,
      kind: values.kind ?? 'NOT_STATED',
      strategy: values.strategy ?? 'NOT_STATED',
      initiatedBy: values.initiatedBy ?? 'NOT_STATED',
      venue: values.venue ?? 'NOT_STATED',
      date: dateOrNull(stated(attempt.date).value),
      dateAbsence: values.dateAbsence ?? null,
      proposalOriginatorId: values.proposalOriginatorId ?? null,
      proposalOriginatorAbsence: values.proposalOriginatorAbsence ?? null,
    },
  });
  if (given.has('issues')) {
    await tx.attemptIssue.deleteMany({ where });
    await insertIssues(tx, [attempt]);
  }
  if (given.has('mediators')) {
    await tx.mediator.deleteMany({ where });
    await insertMediators(tx, [attempt]);
  }
  if (given.has('events')) {
    await tx.attemptEvent.deleteMany({ where });
    await insertEvents(tx, [attempt]);
  }
  if (given.has('possiblySameAs')) {
    await tx.attemptSameAs.deleteMany({ where: { OR: [{ attemptId: id }, { otherId: id }] } });
    await insertSameAs(tx, [attempt]);
  }
  await refreshOutcomes(tx, [id]);
}

/**
 * Puts on record what one party answered to an attempt, in the place of what it was said to have answered before,
 * and derives the outcome anew. Gives the id of the response.
 */
export async function recordResponse(
  tx: Tx,
  attemptId: string,
  { id: own = newId(), partyId, answer, inferred = false, date, conditions = [] }: ResponseInput,
): Promise<string> {
  const values = { answer, inferred, date: dateOrNull(date), conditions: [...conditions] };
  const last = await tx.partyResponse.aggregate({ where: { attemptId }, _max: { position: true } });
  const { id } = await tx.partyResponse.upsert({
    where: { attemptId_partyId: { attemptId, partyId } },
    create: { ...values, id: own, attemptId, partyId, position: (last._max.position ?? 0) + 1 },
    update: values,
    select: { id: true },
  });
  await refreshOutcomes(tx, [attemptId]);
  return id;
}

async function insertIssues(tx: Tx, attempts: readonly Attempt[]): Promise<void> {
  await insertAll(
    attempts.flatMap(({ id, issueIds = [] }) =>
      issueIds.map((issueId, index) => ({ attemptId: id, position: index + 1, issueId })),
    ),
    (data) => tx.attemptIssue.createMany({ data }),
  );
}

async function insertEvents(tx: Tx, attempts: readonly Attempt[]): Promise<void> {
  await insertAll(
    attempts.flatMap(({ id, events = [] }) =>
      events.map(({ eventId, role }, index) => ({ attemptId: id, position: index + 1, eventId, role })),
    ),
    (data) => tx.attemptEvent.createMany({ data }),
  );
}

function attemptRow(attempt: Attempt) {
  const date = stated(attempt.date);
  const originator = stated(attempt.proposalOriginator);
  const { id, slug, title, summary, conflictId, kind, strategy, initiatedBy, venue } = attempt;
  return {
    ...{ id, slug, title, summary, conflictId, kind, strategy, initiatedBy, venue },
    date: dateColumn(date.value),
    dateAbsence: date.absence,
    proposalOriginatorId: originator.value?.id,
    proposalOriginatorAbsence: originator.absence,
  };
}

async function insertMediators(tx: Tx, attempts: readonly Attempt[]): Promise<void> {
  const rows = attempts.flatMap(({ id, mediators }) =>
    mediators.map((mediator, index) => ({ ...mediator, attemptId: id, position: index + 1 })),
  );
  await insertAll(
    rows.map(({ attemptId, position, actorId }) => ({ attemptId, position, actorId })),
    (data) => tx.mediator.createMany({ data }),
  );
  await insertAll(
    rows.flatMap(({ attemptId, position, tenureIds = [] }) =>
      tenureIds.map((tenureId) => ({ attemptId, position, tenureId })),
    ),
    (data) => tx.mediatorTenure.createMany({ data }),
  );
}

async function insertSameAs(tx: Tx, attempts: readonly Attempt[]): Promise<void> {
  const rows = attempts.flatMap(({ id, possiblySameAsIds = [] }) =>
    possiblySameAsIds.flatMap((otherId) => [
      { attemptId: id, otherId },
      { attemptId: otherId, otherId: id },
    ]),
  );
  await insertAll(rows, (data) => tx.attemptSameAs.createMany({ data, skipDuplicates: true }));
}
