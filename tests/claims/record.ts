import { recordActors } from '../../src/actors/actor.service.ts';
import { type ClaimInput, recordClaims } from '../../src/claims/claim.service.ts';
import { type ChangedRecords, refreshDerived } from '../../src/claims/derive.service.ts';
import { recordConflicts } from '../../src/conflicts/conflict.service.ts';
import { recordIssues } from '../../src/conflicts/issue.service.ts';
import { recordEvents } from '../../src/events/event.service.ts';
import { newId } from '../../src/kernel/ids.ts';
import { recordAttempts } from '../../src/mediation/mediation-attempt.service.ts';
import { recordPlaces } from '../../src/places/place.service.ts';
import { recordPositions } from '../../src/positions/position.service.ts';
import { recordSources } from '../../src/sources/source.service.ts';
import type { TestDatabase } from '../setup/database.ts';
import { dateOf } from './facts.ts';

const names = [
  ...['pakistan', 'united-states', 'dar', 'rubio', 'gunmen', 'kashmir', 'pahalgam', 'srinagar', 'conflict'],
  ...[
    'mediation',
    'attack',
    'meeting',
    'later-meeting',
    'offer',
    'answer',
    'stance',
    'page',
    'post',
    'wire',
    'daily',
  ],
] as const;
export type Name = (typeof names)[number];

/** A small record of its own ids: a conflict, three events, an attempt with one response, a position, four sources. */
export async function recordScene(db: TestDatabase): Promise<Record<Name, string>> {
  const id = Object.fromEntries(names.map((name) => [name, newId()])) as Record<Name, string>;
  await db.prisma.$transaction(async (tx) => {
    await recordActors(tx, [
      { id: id.pakistan, slug: 'pakistan', name: 'Pakistan', kind: 'STATE' },
      { id: id['united-states'], slug: 'united-states', name: 'United States', kind: 'STATE' },
      { id: id.dar, slug: 'dar', name: 'Dar', kind: 'PERSON', memberOfId: id.pakistan },
      { id: id.rubio, slug: 'rubio', name: 'Rubio', kind: 'PERSON', memberOfId: id['united-states'] },
      { id: id.gunmen, slug: 'gunmen', name: 'gunmen', kind: 'UNIDENTIFIED' },
    ]);
    await recordPlaces(tx, [
      { id: id.kashmir, slug: 'kashmir', name: 'Kashmir' },
      { id: id.pahalgam, slug: 'pahalgam', name: 'Pahalgam', partOfId: id.kashmir },
      { id: id.srinagar, slug: 'srinagar', name: 'Srinagar', partOfId: id.kashmir },
    ]);
    await recordIssues(tx, [{ id: id.mediation, slug: 'mediation', name: 'Mediation' }]);
    await recordConflicts(tx, [{ id: id.conflict, slug: 'conflict', name: 'The conflict' }]);
    const common = { place: 'NOT_STATED', conflictId: id.conflict } as const;
    await recordEvents(tx, [
      {
        ...common,
        id: id.attack,
        slug: 'attack',
        type: 'ATTACK',
        title: 'Attack',
        date: dateOf('2025-04-20'),
        place: { id: id.pahalgam },
        participants: [
          { actorId: id.gunmen, role: 'PERPETRATOR' },
          { actorId: id.pakistan, role: 'AUDIENCE', inferred: true },
        ],
      },
      { ...common, id: id.meeting, slug: 'meeting', type: 'MEETING', title: 'Meeting', date: 'NOT_STATED' },
      {
        ...common,
        id: id['later-meeting'],
        slug: 'later-meeting',
        type: 'MEETING',
        title: 'Later meeting',
        date: 'NOT_STATED',
        relations: [{ type: 'AFTER', eventId: id.meeting }],
      },
    ]);
    await recordAttempts(tx, [
      {
        id: id.offer,
        slug: 'offer',
        title: 'Offer',
        conflictId: id.conflict,
        date: 'NOT_STATED',
        proposalOriginator: 'NOT_STATED',
        mediators: [{ actorId: id['united-states'] }],
        responses: [{ id: id.answer, partyId: id.pakistan, answer: 'ACCEPTED' }],
      },
    ]);
    await recordPositions(tx, [
      {
        id: id.stance,
        slug: 'stance',
        holderId: id.pakistan,
        issueId: id.mediation,
        stance: 'SUPPORT',
        summary: 'Pakistan welcomes mediation.',
        conflictId: id.conflict,
      },
    ]);
    await recordSources(tx, [
      { id: id.page, slug: 'page', kind: 'NEWS_ARTICLE', title: 'A page' },
      { id: id.post, slug: 'post', kind: 'SOCIAL_POST', title: 'A post', embeddedInId: id.page },
      { id: id.wire, slug: 'wire', kind: 'WIRE', title: 'A wire' },
      { id: id.daily, slug: 'daily', kind: 'NEWS_ARTICLE', title: 'A daily', republishesId: id.wire },
    ]);
  });
  return id;
}

export type Claimed = Omit<ClaimInput, 'directness' | 'chain' | 'value'> &
  Partial<Pick<ClaimInput, 'chain' | 'directness' | 'value'>>;

/** Records claims one by one, so that their order is that of the list, and derives what follows. */
export async function say(
  db: TestDatabase,
  changed: ChangedRecords,
  ...claims: Claimed[]
): Promise<string[]> {
  return db.prisma.$transaction(async (tx) => {
    const ids: string[] = [];
    for (const claim of claims)
      ids.push(...(await recordClaims(tx, [{ directness: 'NARRATOR', chain: [], value: {}, ...claim }])));
    await refreshDerived(tx, changed);
    return ids;
  });
}
