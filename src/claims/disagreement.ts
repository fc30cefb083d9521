import { v5 as uuidv5 } from 'uuid';
import type { ClaimField, DisagreementRule, Polarity } from '../generated/prisma/enums.ts';
import { datesDisagree, type UnitedDate, uniteDates } from '../kernel/dates/date-compare.ts';
import { readRanges } from '../kernel/dates/ranges.ts';
import type { ClaimedValue, ClaimFact, Hierarchy } from './claim.ts';
import { areCompatible, axisOf, singleValuedFields, specificity, valueKey } from './comparison.ts';

/** One side: what it says, in the words of its first claim, and the claims that say it, oldest first. */
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

/** Claims that stand together as one thing to compare. */
interface Unit<T> {
  content: T;
  claims: ClaimFact[];
}

/**
 * Finds the disagreements among the active claims on one subject. Ids of claims are in the order in which they
 * were recorded. Differences of wording, speech act, purpose and label are shown side by side and are none.
 */
export function findDisagreements(claims: readonly ClaimFact[], hierarchy: Hierarchy): FoundDisagreement[] {
  const ordered = [...claims].sort((a, b) => (a.id < b.id ? -1 : 1));
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
  const units: Unit<UnitedDate>[] = [...byVoice.values()].map((ofVoice) => ({
    content: uniteDates(ofVoice.flatMap(({ value }) => (value.date ? [value.date] : []))),
    claims: ofVoice,
  }));
  const sides = formSides(
    units,
    (a, b) => !datesDisagree(a, b),
    ({ ranges }) => -readRanges(ranges).reduce((length, { start, end }) => length + end - start, 0),
  );
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
    const sides = formSides(
      units,
      (a, b) => areCompatible(field, a, b, hierarchy),
      (value) => specificity(value, hierarchy),
    );
    return toDisagreement(field, 'VALUES_DIFFER', axis, sides);
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
    return opposed ? toDisagreement(field, 'AFFIRMED_AND_DENIED', about, [affirming, denying]) : [];
  });
}

/**
 * Forms the sides of a comparison. The most specific units make the sides, each incompatible with every other;
 * any further unit joins the only side that it is compatible with, and none where there are several.
 */
function formSides<T>(
  units: readonly Unit<T>[],
  compatible: (a: T, b: T) => boolean,
  specific: (content: T) => number,
): ClaimFact[][] {
  const sorted = [...units].sort((a, b) => specific(b.content) - specific(a.content));
  const makers: Unit<T>[] = [];
  const others: Unit<T>[] = [];
  for (const unit of sorted) {
    const standsAlone = makers.every((maker) => !compatible(maker.content, unit.content));
    (standsAlone ? makers : others).push(unit);
  }
  const sides = makers.map(({ claims }) => [...claims]);
  for (const unit of others) {
    const open = makers.flatMap((maker, index) => (compatible(maker.content, unit.content) ? [index] : []));
    if (open.length === 1) sides[open[0] ?? -1]?.push(...unit.claims);
  }
  return sides;
}

function toDisagreement(
  field: ClaimField,
  rule: DisagreementRule,
  about: string,
  members: readonly ClaimFact[][],
): FoundDisagreement[] {
  if (members.length < 2) return [];
  const sides = members
    .flatMap((claims) => {
      const ordered = [...claims].sort((a, b) => (a.id < b.id ? -1 : 1));
      const [first] = ordered;
      return first ? [{ first, ordered }] : [];
    })
    .sort((a, b) => (a.first.id < b.first.id ? -1 : 1));
  const second = sides[1];
  if (!second) return [];
  return [
    {
      field,
      rule,
      about,
      beganWithId: second.first.id,
      sides: sides.map(({ first, ordered }) => ({
        value: first.value,
        valueText: first.valueText,
        polarity: first.polarity,
        claimIds: ordered.map(({ id }) => id),
      })),
    },
  ];
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
