import { v5 as uuidv5 } from 'uuid';
import type { ClaimField, DisagreementRule, Polarity } from '../generated/prisma/enums.ts';
import { datesDisagree, uniteDates } from '../kernel/dates/date-compare.ts';
import type { ClaimedValue, ClaimFact, Hierarchy } from './claim.ts';
import { areCompatible, axisOf, singleValuedFields, valueKey } from './comparison.ts';
import { groupBy } from './group.ts';
import { type FormedSide, formSides } from './sides.ts';

/**
 * One side: what it says, in the words of the most specific claim that makes it, the first of these, and its claims,
 * oldest first. The values of two sides are never compatible.
 */
export interface Side {
  value: ClaimedValue;
  valueText: string | null;
  polarity: Polarity;
  claimIds: string[];
}

/** Two or more sides that cannot all be right about one field of one subject, the first claimed at the front. */
export interface FoundDisagreement {
  field: ClaimField;
  rule: DisagreementRule;
  /** Tells disagreements of one field and rule apart: the axis, or the value affirmed and denied. */
  about: string;
  sides: Side[];
  /** The claim with which the second side came up. */
  beganWithId: string;
}

/**
 * Finds the disagreements among the active claims on one subject. Ids of claims are in the order in which they
 * were recorded. Differences of wording, speech act, purpose and label are shown side by side and are none.
 */
export function findDisagreements(claims: readonly ClaimFact[], hierarchy: Hierarchy): FoundDisagreement[] {
  const ordered = inOrder(claims);
  const found: FoundDisagreement[] = [];
  for (const [field, ofField] of groupBy(ordered, ({ field }) => field)) {
    const affirmed = ofField.filter(({ polarity }) => polarity === 'AFFIRMS');
    if (field === 'DATE') found.push(...compareDates(affirmed));
    if (singleValuedFields.has(field)) found.push(...compareValues(field, affirmed, hierarchy));
    found.push(...comparePolarities(field, ofField));
  }
  return found;
}

/** The id of a disagreement: the same as long as subject, field and rule are, also when it goes and comes back. */
export function disagreementId(subjectId: string, found: FoundDisagreement): string {
  return uuidv5(`${found.field} ${found.rule} ${found.about}`, subjectId);
}

/** Rule 1: dates of one source with one root speaker are united into one set; sets that do not overlap disagree. */
function compareDates(claims: readonly ClaimFact[]): FoundDisagreement[] {
  const byVoice = groupBy(claims, ({ sourceId, rootSpeaker }) => `${sourceId} ${rootSpeaker ?? ''}`);
  const united = [...byVoice.values()].map((ofVoice) => {
    const spelled = groupBy(ofVoice, ({ value: { date } }) => `${date?.edtf} ${date?.timeZone ?? ''}`);
    const dates = [...spelled.values()].flatMap(([first]) => first?.value.date ?? []);
    return { content: uniteDates(dates), key: [...spelled.keys()].sort().join(', '), claims: ofVoice };
  });
  // What many claims or voices say alike is compared once.
  const units = [...groupBy(united, ({ key }) => key).values()].flatMap((same) =>
    same[0] ? [{ content: same[0].content, claims: same.flatMap(({ claims }) => claims) }] : [],
  );
  const sides = formSides(units, (a, b) => !datesDisagree(a, b));
  return toDisagreement('DATE', 'DATES_DO_NOT_OVERLAP', '', sides);
}

/** Rule 2: values differ in a field that can have only one. */
function compareValues(
  field: ClaimField,
  claims: readonly ClaimFact[],
  hierarchy: Hierarchy,
): FoundDisagreement[] {
  const byAxis = groupBy(claims, ({ value }) => axisOf(field, value, hierarchy));
  return [...byAxis].flatMap(([axis, ofAxis]) => {
    if (axis === null) return [];
    const units = [...groupBy(ofAxis, ({ value }) => valueKey(field, value)).values()].flatMap((same) =>
      same[0] ? [{ content: same[0].value, claims: same }] : [],
    );
    const sides = formSides(units, (a, b) => areCompatible(field, a, b, hierarchy));
    const specificity = ({ value: { actorId, placeId } }: ClaimFact) =>
      hierarchy.above(actorId ?? placeId ?? '').length;
    return toDisagreement(field, 'VALUES_DIFFER', axis, sides, specificity);
  });
}

/** Rule 3: a value is affirmed and denied, by claims that differ in source or in root speaker. */
function comparePolarities(field: ClaimField, claims: readonly ClaimFact[]): FoundDisagreement[] {
  return [...groupBy(claims, ({ value }) => valueKey(field, value))].flatMap(([about, same]) => {
    const affirming = same.filter(({ polarity }) => polarity === 'AFFIRMS');
    const denying = same.filter(({ polarity }) => polarity === 'DENIES');
    const opposed = affirming.some((yes) =>
      denying.some((no) => yes.sourceId !== no.sourceId || yes.rootSpeaker !== no.rootSpeaker),
    );
    if (!opposed) return [];
    const sides = [affirming, denying].map((makers) => ({ makers, joiners: [] }));
    return toDisagreement(field, 'AFFIRMED_AND_DENIED', about, sides);
  });
}

function toDisagreement(
  field: ClaimField,
  rule: DisagreementRule,
  about: string,
  formed: readonly FormedSide[],
  specificity: (claim: ClaimFact) => number = () => 0,
): FoundDisagreement[] {
  const sides = formed
    .flatMap(({ makers, joiners }) => {
      const [maker] = inOrder(makers).sort((a, b) => specificity(b) - specificity(a));
      const claimIds = inOrder([...makers, ...joiners]).map(({ id }) => id);
      return maker
        ? [{ value: maker.value, valueText: maker.valueText, polarity: maker.polarity, claimIds }]
        : [];
    })
    .sort((a, b) => compareText(a.claimIds[0], b.claimIds[0]));
  const beganWithId = sides[1]?.claimIds[0];
  return beganWithId === undefined ? [] : [{ field, rule, about, beganWithId, sides }];
}

/** Ids tell the order in which claims were recorded. */
function inOrder(claims: readonly ClaimFact[]): ClaimFact[] {
  return [...claims].sort((a, b) => compareText(a.id, b.id));
}

function compareText(a = '', b = ''): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
