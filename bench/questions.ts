import { actorPage } from './questions/actor-page.ts';
import { attemptPage } from './questions/attempt-page.ts';
import { codedEvents } from './questions/coded-events.ts';
import { conflictAttempts } from './questions/conflict-attempts.ts';
import { conflictPage } from './questions/conflict-page.ts';
import { deepPage } from './questions/deep-page.ts';
import { disagreements } from './questions/disagreements.ts';
import { dyadEvents } from './questions/dyad-events.ts';
import { lastAttempts } from './questions/last-attempts.ts';
import { mediator } from './questions/mediator.ts';
import { counts } from './questions/month-counts.ts';
import { newest } from './questions/newest.ts';
import { nodes } from './questions/nodes.ts';
import { officeHolders } from './questions/office-holders.ts';
import { placeEvents } from './questions/place-events.ts';
import { positions } from './questions/positions.ts';
import { possibleDate } from './questions/possible-date.ts';
import { profile } from './questions/profile.ts';
import type { Question } from './questions/question.ts';
import { search } from './questions/search.ts';
import { sourceClaims } from './questions/source-claims.ts';
import { speakerClaims } from './questions/speaker-claims.ts';
import { timeline } from './questions/timeline.ts';
import { total } from './questions/total.ts';
import { wholeEvent } from './questions/whole-event.ts';

export type { Question } from './questions/question.ts';

/** What analysts ask, in the order in which it is reported. */
export const questions: readonly Question[] = [
  ...[newest, actorPage, mediator, wholeEvent, deepPage],
  ...[search, counts, timeline, total, possibleDate],
  ...[sourceClaims, positions, profile, disagreements, conflictAttempts, codedEvents],
  ...[speakerClaims, placeEvents, dyadEvents, conflictPage, nodes, officeHolders],
  ...[lastAttempts, attemptPage],
];
