import fc from 'fast-check';
import { recordActors } from '../../src/actors/actor.service.ts';
import { recordOffices, recordTenures } from '../../src/actors/office.service.ts';
import { type ClaimInput, recordClaims } from '../../src/claims/claim.service.ts';
import { refreshDerived } from '../../src/claims/derive.service.ts';
import { recordConflicts } from '../../src/conflicts/conflict.service.ts';
import { recordIssues } from '../../src/conflicts/issue.service.ts';
import { recordEvents } from '../../src/events/event.service.ts';
import type { ParticipationRole, PartyAnswer } from '../../src/generated/prisma/enums.ts';
import type { Tx } from '../../src/kernel/db.ts';
import { newId } from '../../src/kernel/ids.ts';
import { recordAttempts } from '../../src/mediation/mediation-attempt.service.ts';
import { recordPositions } from '../../src/positions/position.service.ts';
import { recordSources } from '../../src/sources/source.service.ts';

/** How many of each kind a random record has; all are named by their number. */
export const counts = { actors: 6, events: 3, attempts: 2 } as const;

const actor = fc.nat(counts.actors - 1);
const someActors = fc.uniqueArray(actor, { maxLength: 4 });
const roles: readonly ParticipationRole[] = ['INITIATOR', 'HOST', 'MEDIATOR'];
const answers: readonly PartyAnswer[] = ['ACCEPTED', 'REJECTED', 'NO_RESPONSE'];

const claim = fc.record({
  subject: fc.constantFrom('event', 'event', 'attempt', 'response', 'conflict'),
  which: fc.nat(1),
  field: fc.constantFrom(
    'INITIATOR',
    'INITIATOR',
    'MEDIATOR',
    'MEDIATOR',
    'PARTICIPANT',
    'ORIGINATOR',
    'OCCURRENCE',
  ),
  actor,
  role: fc.constantFrom(...roles),
  answer: fc.constantFrom(...answers),
  denies: fc.boolean(),
  source: fc.nat(1),
  chain: fc.array(actor, { maxLength: 2 }),
});

/** A record in which a few actors meet in everything that a record can say of an actor. */
export const world = fc.record({
  /** Of what each is a member: one before it, or nothing. */
  memberOf: fc.tuple(
    ...Array.from({ length: counts.actors }, (_, n) => fc.option(fc.nat(Math.max(0, n - 1)), { freq: 2 })),
  ),
  persons: fc.boolean(),
  participants: fc.array(
    fc.uniqueArray(fc.record({ actor, role: fc.constantFrom(...roles), inferred: fc.boolean() }), {
      maxLength: 6,
      selector: (each) => `${each.actor} ${each.role}`,
    }),
    { minLength: counts.events, maxLength: counts.events },
  ),
  attempts: fc.array(
    fc.record({
      mediators: someActors,
      parties: fc.uniqueArray(fc.record({ actor, answer: fc.constantFrom(...answers) }), {
        maxLength: 4,
        selector: (each) => each.actor,
      }),
      originator: actor,
    }),
    { minLength: counts.attempts, maxLength: counts.attempts },
  ),
  parties: someActors,
  names: fc.array(fc.record({ text: fc.constantFrom('war', 'dispute'), actor }), { maxLength: 3 }),
  holders: someActors,
  publishers: fc.tuple(actor, actor),
  claims: fc.array(claim, { minLength: 8, maxLength: 20, size: 'max' }),
});
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Puts a random record into an empty database and gives the ids of its actors. */
export async function recordWorld(tx: Tx, made: World): Promise<string[]> {
  const actors = Array.from({ length: counts.actors }, () => newId());
  const idOf = (n: number) => actors[n] ?? '';
  await recordActors(
    tx,
    actors.map((id, n) => ({
      id,
      slug: `actor-${n}`,
      name: `Actor ${n % 4}`,
      kind: made.persons && n >= 4 ? 'PERSON' : 'STATE',
      memberOfId: n > 0 && made.memberOf[n] != null ? idOf(made.memberOf[n] ?? 0) : null,
      names: [
        { text: 'They', kind: 'ALIAS' },
        { text: `Name ${n}`, kind: 'ALIAS', language: 'fr' },
      ],
      identifiers: [{ scheme: 'ACLED', value: `Actor ${n}` }],
    })),
  );
  const [office] = await recordOffices(tx, [
    { slug: 'office', title: 'Office', bodyId: idOf(0), rank: 'OTHER' },
  ]);
  const persons = made.persons ? [4, 5] : [];
  const tenures = await recordTenures(
    tx,
    persons.map((n) => ({ holderId: idOf(n), officeId: office ?? '' })),
  );
  const actsAs = (n: number) => tenures.filter((_, index) => persons[index] === n);
  await recordIssues(tx, [{ slug: 'issue', name: 'Issue' }]);
  const [conflictId = ''] = await recordConflicts(tx, [
    {
      slug: 'conflict',
      name: 'Conflict',
      partyIds: made.parties.map(idOf),
      names: made.names.map(({ text, actor: n }) => ({ text, usedById: idOf(n) })),
    },
  ]);
  const events = await recordEvents(
    tx,
    made.participants.map((participants, n) => ({
      slug: `event-${n}`,
      type: 'MEETING' as const,
      title: 'Event',
      date: 'NOT_STATED' as const,
      place: 'NOT_STATED' as const,
      conflictId,
      participants: participants.map((each) => ({
        actorId: idOf(each.actor),
        role: each.role,
        inferred: each.inferred,
        tenureIds: actsAs(each.actor),
      })),
    })),
  );
  const responses = made.attempts.map(({ parties }) => parties.map(() => newId()));
  const attempts = await recordAttempts(
    tx,
    made.attempts.map(({ mediators, parties, originator }, n) => ({
      slug: `attempt-${n}`,
      title: 'Attempt',
      date: 'NOT_STATED' as const,
      conflictId,
      proposalOriginator: { id: idOf(originator) },
      mediators: mediators.map((each) => ({ actorId: idOf(each), tenureIds: actsAs(each) })),
      responses: parties.map((each, index) => ({
        id: responses[n]?.[index] ?? '',
        partyId: idOf(each.actor),
        answer: each.answer,
        conditions: [`Condition ${each.actor % 2}`],
      })),
    })),
  );
  const [issueId = ''] = (await tx.issue.findMany({ select: { id: true } })).map(({ id }) => id);
  const positions = await recordPositions(
    tx,
    made.holders.map((n) => ({
      slug: `position-${n}`,
      holderId: idOf(n),
      issueId,
      stance: 'SUPPORT' as const,
      summary: 'For it.',
    })),
  );
  const sources = await recordSources(
    tx,
    made.publishers.map((n, index) => ({
      slug: `source-${index}`,
      kind: 'NEWS_ARTICLE' as const,
      title: 'Source',
      publisherId: idOf(n),
      authorId: idOf((n + 1) % counts.actors),
    })),
  );
  const subjects = { event: events, attempt: attempts, response: responses.flat(), conflict: [conflictId] };
  await recordClaims(
    tx,
    made.claims.flatMap((each, index): ClaimInput[] => {
      const of = subjects[each.subject];
      const id = of[each.which % Math.max(1, of.length)];
      if (!id) return [];
      return [
        {
          sourceId: sources[each.source] ?? '',
          key: `claim-${index}`,
          subject: { kind: each.subject, id },
          ...claimedValue(each, idOf),
          polarity: each.denies ? 'DENIES' : 'AFFIRMS',
          directness: 'NARRATOR',
          chain: each.chain.map((n) => ({ speakerId: idOf(n), act: 'ASSERT', hearerId: idOf((n + 1) % 6) })),
        },
      ];
    }),
  );
  await refreshDerived(tx, { events, attempts, positions, conflicts: [conflictId] });
  return actors;
}

/** What is claimed, in a field that the subject has. */
function claimedValue(
  { subject, field, actor: n, role, answer }: World['claims'][number],
  idOf: (n: number) => string,
): Pick<ClaimInput, 'field' | 'value'> {
  const actorId = idOf(n);
  if (subject === 'response') return { field: 'RESPONSE', value: { textual: answer } };
  if (subject === 'conflict' || field === 'OCCURRENCE') return { field: 'OCCURRENCE', value: {} };
  if (field === 'ORIGINATOR' && subject !== 'attempt') return { field: 'INITIATOR', value: { actorId } };
  if (field === 'PARTICIPANT') return { field, value: { actorId, role } };
  return { field, value: { actorId } };
}
