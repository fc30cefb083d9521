import { beforeAll, describe, expect, test } from 'vitest';
import { recordActors } from '../../src/actors/actor.service.ts';
import { recordEvents } from '../../src/events/event.service.ts';
import type { AttemptEventRole, PartyAnswer } from '../../src/generated/prisma/enums.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { newId } from '../../src/kernel/ids.ts';
import { recordAttempts } from '../../src/mediation/mediation-attempt.service.ts';
import { refreshOutcomes } from '../../src/mediation/outcome.service.ts';
import { testDatabase } from '../setup/database.ts';
import { execute, type Nodes } from '../setup/execute.ts';

const db = await testDatabase();
const [party, meeting, ceasefire] = [newId(), newId(), newId()];

/** What is recorded of an attempt: its date, the answer of the party, the roles of the two events. */
const attempts: Record<
  string,
  { date?: string; answer: PartyAnswer; events?: [string, AttemptEventRole][] }
> = {
  'over-without-result': { date: '2025-05-10/2025-05-12', answer: 'ACCEPTED', events: [[meeting, 'TALKS']] },
  'going-on': { date: '2025-05-10/..', answer: 'ACCEPTED', events: [[meeting, 'TALKS']] },
  'end-unknown': { date: '2025-05-10/', answer: 'ACCEPTED', events: [[meeting, 'TALKS']] },
  'ends-with-time': { date: '2025/9999', answer: 'ACCEPTED', events: [[meeting, 'TALKS']] },
  undated: { answer: 'REJECTED', events: [[meeting, 'TALKS']] },
  'left-by-the-party': { date: '2025-05', answer: 'WITHDREW', events: [[meeting, 'TALKS']] },
  refused: { date: '2025-05', answer: 'REJECTED', events: [[meeting, 'OFFER']] },
  'without-answer': { answer: 'NO_RESPONSE' },
  denied: { answer: 'DENIES_ATTEMPT' },
  settled: {
    answer: 'ACCEPTED',
    events: [
      [meeting, 'TALKS'],
      [ceasefire, 'RESULT_CEASEFIRE'],
    ],
  },
};

async function ask<T>(document: string): Promise<T> {
  const { data, errors } = await execute<T>(db, document);
  expect(errors).toEqual([]);
  return data;
}

async function outcomes(filter = ''): Promise<Record<string, string>> {
  const { mediationAttempts } = await ask<{ mediationAttempts: Nodes<{ slug: string; outcome: string }> }>(
    `{ mediationAttempts${filter} { nodes { slug outcome } } }`,
  );
  return Object.fromEntries(mediationAttempts.nodes.map(({ slug, outcome }) => [slug, outcome]));
}

beforeAll(() =>
  db.prisma.$transaction(async (tx) => {
    await recordActors(tx, [{ id: party, slug: 'party', name: 'Party', kind: 'STATE' }]);
    const common = { title: 'An event', date: 'NOT_STATED', place: 'NOT_STATED' } as const;
    await recordEvents(tx, [
      { ...common, id: meeting, slug: 'meeting', type: 'MEETING' },
      { ...common, id: ceasefire, slug: 'ceasefire', type: 'CEASEFIRE' },
    ]);
    await recordAttempts(
      tx,
      Object.entries(attempts).map(([slug, { date, answer, events = [] }]) => ({
        slug,
        title: slug,
        date: date ? makeHistoricalDate({ edtf: date }) : 'NOT_STATED',
        proposalOriginator: 'NOT_STATED',
        mediators: [],
        responses: [{ partyId: party, answer }],
        events: events.map(([eventId, role]) => ({ eventId, role })),
      })),
    );
  }),
);

const expected = {
  'over-without-result': 'UNSUCCESSFUL',
  'going-on': 'ONGOING',
  'end-unknown': 'ONGOING',
  'ends-with-time': 'ONGOING',
  undated: 'ONGOING',
  'left-by-the-party': 'UNSUCCESSFUL',
  refused: 'OFFERED_ONLY',
  'without-answer': 'OFFERED_ONLY',
  denied: 'UNKNOWN',
  settled: 'CEASEFIRE',
};

describe('the outcome of an attempt', () => {
  test('follows from what is recorded with it', async () => {
    expect(await outcomes()).toEqual(expected);
  });

  test.each(['ONGOING', 'UNSUCCESSFUL', 'OFFERED_ONLY', 'UNKNOWN', 'CEASEFIRE', 'FULL_SETTLEMENT'])(
    'is what lists filter by: %s',
    async (outcome) => {
      const wanted = Object.entries(expected).filter(([, each]) => each === outcome);
      expect(await outcomes(`(filter: { outcomes: [${outcome}] })`)).toEqual(Object.fromEntries(wanted));
    },
  );

  test('falls back to the talks when the event of its result is retracted, and no version rises', async () => {
    const { id, version } = await db.prisma.mediationAttempt.findUniqueOrThrow({
      where: { slug: 'settled' },
    });
    const derived = async (retractedAt: Date | null) => {
      await db.prisma.$transaction(async (tx) => {
        const retractionReason = retractedAt && 'It never came into force.';
        await tx.event.update({ where: { id: ceasefire }, data: { retractedAt, retractionReason } });
        await refreshOutcomes(tx, [id]);
      });
      return db.prisma.mediationAttempt.findUniqueOrThrow({ where: { id } });
    };
    expect(await derived(new Date())).toMatchObject({ outcome: 'ONGOING', version });
    expect(await derived(null)).toMatchObject({ outcome: 'CEASEFIRE', version });
  });
});
