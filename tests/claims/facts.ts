import type { ClaimedValue, ClaimFact, Hierarchy } from '../../src/claims/claim.ts';
import { type FoundDisagreement, findDisagreements } from '../../src/claims/disagreement.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';

export const nothing: ClaimedValue = {
  actorId: null,
  placeId: null,
  eventId: null,
  role: null,
  relation: null,
  date: null,
  textual: null,
};

type Value = Partial<Omit<ClaimedValue, 'date'>> & {
  /** EDTF, or `EDTF in ZONE`. */
  date?: string;
};

export interface Said extends Partial<Pick<ClaimFact, 'field' | 'polarity'>>, Value {
  /** Letters sort as claims were recorded. */
  id: string;
  /** A source of its own where it is left out. */
  source?: string;
  /** The root speaker; the source itself where it is left out. */
  by?: string;
}

export function dateOf(text: string) {
  const [edtf = '', timeZone] = text.split(' in ');
  return makeHistoricalDate({ edtf, timeZone });
}

/** A claim as the rules see it: an affirmed one about the occurrence where nothing else is said. */
export function claim({ id, source, by, field = 'OCCURRENCE', polarity = 'AFFIRMS', date, ...value }: Said) {
  const claimed = { ...nothing, ...value, date: date === undefined ? null : dateOf(date) };
  return {
    id,
    sourceId: source ?? `source of ${id}`,
    rootSpeaker: by ?? null,
    field,
    polarity,
    value: claimed,
    valueText: date ?? value.textual ?? value.actorId ?? value.placeId ?? value.eventId ?? null,
  } satisfies ClaimFact;
}

const above: Record<string, string[]> = {
  rubio: ['state-department', 'united-states'],
  'state-department': ['united-states'],
  trump: ['united-states'],
  dar: ['pakistan'],
  pahalgam: ['anantnag', 'kashmir'],
  anantnag: ['kashmir'],
  srinagar: ['kashmir'],
};

/** Two states with their people, one valley with its towns, and gunmen whom nobody has identified. */
export const hierarchy: Hierarchy = {
  above: (id) => above[id] ?? [],
  isUnidentified: (id) => id.startsWith('unidentified'),
};

/** What is found, short: each side is its claims, `a b | c`. */
export function sidesOf(found: readonly FoundDisagreement[]): string[] {
  return found.map(
    ({ field, rule, sides }) =>
      `${field} ${rule}: ${sides.map(({ claimIds }) => claimIds.join(' ')).join(' | ')}`,
  );
}

/** The sides of the only disagreement that a rule finds, null where it finds none. */
export function disputed(said: readonly Said[]): string | null {
  const found = findDisagreements(said.map(claim), hierarchy);
  if (found.length > 1) throw new Error(`more than one: ${sidesOf(found).join('; ')}`);
  return found[0] ? found[0].sides.map(({ claimIds }) => claimIds.join(' ')).join(' | ') : null;
}
