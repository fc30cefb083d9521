import type { AttemptEventRole, MediationOutcome, PartyAnswer } from '../generated/prisma/enums.ts';

/** What the outcome of an attempt is derived from. */
export interface OutcomeFacts {
  /** Roles of the linked events, retracted ones left out. */
  roles: ReadonlySet<AttemptEventRole>;
  answers: ReadonlySet<PartyAnswer>;
}

export interface Outcome {
  outcome: MediationOutcome;
  reason: string;
}

/**
 * Derives the outcome of an attempt; the first line that holds gives it. TALKS are meetings of the parties
 * under the mediator: a meeting of the mediator with one party is an OFFER or an ANSWER. Talks whose end is
 * past are told by `outcomeNow`, since that changes with the clock.
 */
export function deriveOutcome({ roles, answers }: OutcomeFacts): Outcome {
  if (roles.has('RESULT_FULL'))
    return { outcome: 'FULL_SETTLEMENT', reason: 'A linked event is a full settlement.' };
  if (roles.has('RESULT_PARTIAL'))
    return { outcome: 'PARTIAL_SETTLEMENT', reason: 'A linked event is a partial settlement.' };
  if (roles.has('RESULT_CEASEFIRE'))
    return { outcome: 'CEASEFIRE', reason: 'A linked event is a ceasefire.' };
  if (roles.has('BREAKDOWN'))
    return { outcome: 'UNSUCCESSFUL', reason: 'A linked event is a breakdown of the talks.' };
  if (answers.has('WITHDREW')) return { outcome: 'UNSUCCESSFUL', reason: 'A party withdrew.' };
  if (roles.has('TALKS'))
    return { outcome: 'ONGOING', reason: 'There were talks, and the attempt has no known end that is past.' };
  if (answers.has('REJECTED'))
    return { outcome: 'OFFERED_ONLY', reason: 'There were no talks, and a party rejected the attempt.' };
  if (answers.has('NO_RESPONSE'))
    return { outcome: 'OFFERED_ONLY', reason: 'There were no talks, and a party did not respond.' };
  if (answers.has('DENIES_ATTEMPT'))
    return {
      outcome: 'UNKNOWN',
      reason: 'A party denies that there was an attempt, and nothing else decides.',
    };
  return { outcome: 'UNKNOWN', reason: 'No talks, result, breakdown or refusal is on record.' };
}

/** What is stored of an attempt's outcome. */
export interface StoredOutcome {
  outcome: MediationOutcome;
  outcomeReason: string;
  ongoingUntil: Date | null;
}

export const talksOverReason = 'There were talks, and the attempt ended without a result on record.';

/** The outcome at a moment: talks whose known end is past gave no result. `outcomeCondition` says the same in SQL. */
export function outcomeNow(stored: StoredOutcome, now: Date): Outcome {
  if (stored.outcome === 'ONGOING' && stored.ongoingUntil && stored.ongoingUntil <= now)
    return { outcome: 'UNSUCCESSFUL', reason: talksOverReason };
  return { outcome: stored.outcome, reason: stored.outcomeReason };
}

/**
 * The moment from which the last second of an attempt's date is past wherever on Earth its clock is read: twelve
 * hours after it in UTC. Null where the end is open or unknown, or comes after the year 9999, where time stamps end.
 */
export function endOfAttempt(latest: string | null | undefined): Date | null {
  if (!latest) return null;
  const end = new Date(Date.parse(`${latest}Z`) + 1000 + 12 * 60 * 60 * 1000);
  return end.getUTCFullYear() > 9999 ? null : end;
}
