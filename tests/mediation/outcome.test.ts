import { describe, expect, test } from 'vitest';
import { AttemptEventRole, type MediationOutcome, PartyAnswer } from '../../src/generated/prisma/enums.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { deriveOutcome, endOfAttempt, outcomeNow } from '../../src/mediation/outcome.ts';

const answers = Object.values(PartyAnswer);
const roles = Object.values(AttemptEventRole);
const now = new Date('2025-09-16T12:00:00Z');

/** The outcome of an attempt with an event in one role, or none, and the answers of its parties. */
function outcomeOf(
  role: AttemptEventRole | null,
  given: readonly PartyAnswer[],
  date?: string,
): MediationOutcome {
  const { outcome, reason } = deriveOutcome({ roles: new Set(role ? [role] : []), answers: new Set(given) });
  const latest = date === undefined ? null : makeHistoricalDate({ edtf: date }).latest;
  return outcomeNow({ outcome, outcomeReason: reason, ongoingUntil: endOfAttempt(latest) }, now).outcome;
}

/** Whatever the answers are, these roles decide. */
const decided: Partial<Record<AttemptEventRole, MediationOutcome>> = {
  RESULT_FULL: 'FULL_SETTLEMENT',
  RESULT_PARTIAL: 'PARTIAL_SETTLEMENT',
  RESULT_CEASEFIRE: 'CEASEFIRE',
  BREAKDOWN: 'UNSUCCESSFUL',
};

// One row for each answer, one column for each, of an attempt without talks: o OFFERED_ONLY, x UNSUCCESSFUL, . UNKNOWN.
const withoutTalks = `
  ACCEPTED               . . o . o x . . .
  ACCEPTED_CONDITIONALLY . . o . o x . . .
  REJECTED               o o o o o x o o o
  DEFERRED               . . o . o x . . .
  NO_RESPONSE            o o o o o x o o o
  WITHDREW               x x x x x x x x x
  DENIES_ATTEMPT         . . o . o x . . .
  UNKNOWN                . . o . o x . . .
  NOT_STATED             . . o . o x . . .`;

const marks: Record<string, MediationOutcome> = { o: 'OFFERED_ONLY', x: 'UNSUCCESSFUL', '.': 'UNKNOWN' };
const table = withoutTalks
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [one = '', ...row] = line.trim().split(/\s+/);
    return row.map((mark, column) => ({ one, other: answers[column], expected: marks[mark] }));
  });

test('the table has a row and a column for every answer', () => {
  expect(table.map(({ one }) => one).filter((_, index) => index % answers.length === 0)).toEqual(answers);
  expect(table).toHaveLength(answers.length ** 2);
  expect(table.every(({ other, expected }) => other && expected)).toBe(true);
});

describe.each([null, ...roles])('with an event in the role %s', (role) => {
  test.each(table)('$one and $other', ({ one, other, expected }) => {
    const pair = [one, other].filter((answer) => answers.some((known) => known === answer)) as PartyAnswer[];
    const withTalks = pair.includes('WITHDREW') ? 'UNSUCCESSFUL' : 'ONGOING';
    const wanted = (role && decided[role]) ?? (role === 'TALKS' ? withTalks : expected);
    expect(outcomeOf(role, pair)).toBe(wanted);
    expect(outcomeOf(role, [...pair].reverse())).toBe(wanted);
  });
});

describe('of several events', () => {
  test('the furthest result gives the outcome, whatever broke down and whoever withdrew', () => {
    const order = [
      'RESULT_FULL',
      'RESULT_PARTIAL',
      'RESULT_CEASEFIRE',
      'BREAKDOWN',
      'TALKS',
      'OFFER',
    ] as const;
    const outcomes = order.map(
      (_, index) => deriveOutcome({ roles: new Set(order.slice(index)), answers: new Set() }).outcome,
    );
    expect(outcomes).toEqual([
      'FULL_SETTLEMENT',
      'PARTIAL_SETTLEMENT',
      'CEASEFIRE',
      'UNSUCCESSFUL',
      'ONGOING',
      'UNKNOWN',
    ]);
    expect(deriveOutcome({ roles: new Set(order), answers: new Set(['WITHDREW']) }).outcome).toBe(
      'FULL_SETTLEMENT',
    );
  });

  test('a meeting of the mediator with one party is no talks', () => {
    expect(
      deriveOutcome({ roles: new Set(['OFFER', 'ANSWER']), answers: new Set(['ACCEPTED']) }).outcome,
    ).toBe('UNKNOWN');
  });

  test('an attempt without parties and events is unknown', () => {
    expect(outcomeOf(null, [])).toBe('UNKNOWN');
  });
});

describe('talks', () => {
  test.each<[string, string | undefined, MediationOutcome]>([
    ['an end that is past', '2025-05-10/2025-05-12', 'UNSUCCESSFUL'],
    ['one day that is past', '2025-05-10', 'UNSUCCESSFUL'],
    ['a day by which it was over', '[..2025-05-10]', 'UNSUCCESSFUL'],
    ['an end to come', '2025-05-10/2025-12', 'ONGOING'],
    ['today', '2025-09-16', 'ONGOING'],
    ['yesterday, which is not over everywhere until noon', '2025-09-15', 'UNSUCCESSFUL'],
    ['an open end', '2025-05-10/..', 'ONGOING'],
    ['an unknown end', '2025-05-10/', 'ONGOING'],
    ['an unknown date', '/', 'ONGOING'],
    ['a last stretch that is open', '{2025-05-01,2025-05-11..}', 'ONGOING'],
    ['no date', undefined, 'ONGOING'],
  ])('%s', (_, date, expected) => {
    expect(outcomeOf('TALKS', ['ACCEPTED', 'ACCEPTED'], date)).toBe(expected);
    expect(outcomeOf('TALKS', ['REJECTED', 'ACCEPTED'], date)).toBe(expected);
  });

  test('end when the last second of their date is past furthest west', () => {
    expect(endOfAttempt('2025-09-15T23:59:59')?.toISOString()).toBe('2025-09-16T12:00:00.000Z');
    expect(endOfAttempt('0001-01-01T08:17:59')?.toISOString()).toBe('0001-01-01T20:18:00.000Z');
  });

  test.each([null, undefined, '9999-12-31T23:59:59'])('never end with a date that ends at %s', (latest) => {
    expect(endOfAttempt(latest)).toBe(null);
  });

  test('say why they count as over', () => {
    const stored = { outcome: 'ONGOING', outcomeReason: 'There were talks.', ongoingUntil: now } as const;
    expect(outcomeNow(stored, now).reason).toContain('ended without a result');
    expect(outcomeNow(stored, new Date(now.getTime() - 1))).toEqual({
      outcome: 'ONGOING',
      reason: 'There were talks.',
    });
  });

  test('the end of the date says nothing of other outcomes', () => {
    for (const role of roles.filter((each) => each !== 'TALKS'))
      expect(outcomeOf(role, ['REJECTED'], '2025-05-10')).toBe(outcomeOf(role, ['REJECTED']));
  });
});

test('every outcome comes with the line that gave it', () => {
  for (const role of [null, ...roles])
    for (const answer of answers) {
      const { reason } = deriveOutcome({ roles: new Set(role ? [role] : []), answers: new Set([answer]) });
      expect(reason).toMatch(/^[A-Z].+\.$/);
    }
});
