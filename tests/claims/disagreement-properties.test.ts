import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClaimFact } from '../../src/claims/claim.ts';
import { areCompatible, axisOf } from '../../src/claims/comparison.ts';
import { disagreementId, type FoundDisagreement, findDisagreements } from '../../src/claims/disagreement.ts';
import { Stance } from '../../src/generated/prisma/enums.ts';
import { datesDisagree, uniteDates } from '../../src/kernel/dates/date-compare.ts';
import { claim, hierarchy, type Said } from './facts.ts';

const day = fc.integer({ min: 1, max: 12 }).map((n) => `2025-05-${String(n).padStart(2, '0')}`);
const date = fc.oneof(
  { weight: 4, arbitrary: day },
  { weight: 4, arbitrary: fc.tuple(day, day).map((days) => [...days].sort().join('/')) },
  day.map((d) => `../${d}`),
  day.map((d) => `${d}/..`),
  day.map((d) => `${d}/`),
  fc.uniqueArray(day, { minLength: 2, maxLength: 3 }).map((days) => `{${[...days].sort().join(',')}}`),
  fc
    .tuple(
      day,
      fc.integer({ min: 0, max: 23 }),
      fc.constantFrom('', ' in Asia/Karachi', ' in -08:00', ' in UTC'),
    )
    .map(([d, hour, zone]) => `${d}T${String(hour).padStart(2, '0')}:17${zone}`),
  fc.constantFrom('2025-05', '2025', '/', '{..2025-05-04,2025-05-09..}'),
);
const actorId = fc.constantFrom(
  ...['rubio', 'trump', 'state-department', 'united-states', 'dar', 'pakistan', 'unidentified-envoy'],
);
const placeId = fc.constantFrom('pahalgam', 'anantnag', 'srinagar', 'kashmir', 'washington');
const value = fc.oneof(
  { weight: 3, arbitrary: date.map((given) => ({ field: 'DATE' as const, date: given })) },
  { weight: 2, arbitrary: actorId.map((id) => ({ field: 'INITIATOR' as const, actorId: id })) },
  placeId.map((id) => ({ field: 'PLACE' as const, placeId: id })),
  fc.constantFrom(...Object.values(Stance)).map((textual) => ({ field: 'STANCE' as const, textual })),
  fc.constant({ field: 'OCCURRENCE' as const }),
);
const said: fc.Arbitrary<Omit<Said, 'id'>> = fc
  .tuple(
    value,
    fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6'),
    fc.option(fc.constantFrom('dar', 'rubio'), { nil: undefined }),
    fc.constantFrom('AFFIRMS' as const, 'AFFIRMS' as const, 'AFFIRMS' as const, 'DENIES' as const),
  )
  .map(([given, source, by, polarity]) => ({ ...given, source, by, polarity }));
const claims = fc
  .array(said, { maxLength: 14 })
  .map((all) => all.map((one, index) => claim({ ...one, id: `claim ${String(index).padStart(3, '0')}` })));

/** Whether two claims, or the voices behind them, cannot both be right by rule 1 or 2. */
function exclude(all: readonly ClaimFact[], one: ClaimFact, other: ClaimFact): boolean {
  if (one.field !== other.field || one.polarity === 'DENIES' || other.polarity === 'DENIES') return false;
  if (one.field === 'DATE') return datesDisagree(ofVoice(all, one), ofVoice(all, other));
  if (!['INITIATOR', 'PLACE', 'STANCE'].includes(one.field)) return false;
  const [a, b] = [one, other].map((each) => axisOf(each.field, each.value, hierarchy));
  return a !== null && a === b && !areCompatible(one.field, one.value, other.value, hierarchy);
}

function ofVoice(all: readonly ClaimFact[], { sourceId, rootSpeaker }: ClaimFact) {
  const same = all.filter(
    (each) =>
      each.field === 'DATE' &&
      each.polarity === 'AFFIRMS' &&
      each.sourceId === sourceId &&
      each.rootSpeaker === rootSpeaker,
  );
  return uniteDates(same.flatMap((each) => each.value.date ?? []));
}

function claimOf(all: readonly ClaimFact[], id: string | undefined): ClaimFact {
  const found = all.find((each) => each.id === id);
  if (!found) throw new Error(`no claim ${id}`);
  return found;
}

function byValue({ rule }: FoundDisagreement): boolean {
  return rule !== 'AFFIRMED_AND_DENIED';
}

describe('the disagreements among any claims', () => {
  test('do not depend on the order in which the claims are given', () => {
    const shuffled = claims.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, mixed]) => {
        expect(findDisagreements(mixed, hierarchy)).toEqual(findDisagreements(all, hierarchy));
      }),
      { numRuns: 400 },
    );
  });

  test('have two sides at least, in the order of their first claims, and the second began them', () => {
    fc.assert(
      fc.property(claims, (all) => {
        for (const { sides, beganWithId } of findDisagreements(all, hierarchy)) {
          expect(sides.length).toBeGreaterThan(1);
          const firsts = sides.map(({ claimIds }) => claimIds[0]);
          expect(firsts).toEqual([...firsts].sort());
          expect(beganWithId).toBe(firsts[1]);
          for (const { claimIds } of sides) expect(claimIds).toEqual([...claimIds].sort());
        }
      }),
    );
  });

  test('have every claim on one side at most', () => {
    fc.assert(
      fc.property(claims, (all) => {
        for (const { sides } of findDisagreements(all, hierarchy)) {
          const ids = sides.flatMap(({ claimIds }) => claimIds);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  test('have sides whose values exclude one another, each pair', () => {
    fc.assert(
      fc.property(claims, (all) => {
        for (const { sides } of findDisagreements(all, hierarchy).filter(byValue))
          for (const one of sides)
            for (const other of sides) {
              if (one === other) continue;
              // What a side shows is the value of a claim of its own.
              const shown = (side: typeof one) =>
                side.claimIds.map((id) => claimOf(all, id)).filter(({ value: its }) => its === side.value);
              expect(shown(one).some((a) => shown(other).some((b) => exclude(all, a, b)))).toBe(true);
            }
      }),
      { numRuns: 300 },
    );
  });

  test('are found wherever two claims exclude one another, and only there', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const found = new Set(
          findDisagreements(all, hierarchy)
            .filter(byValue)
            .map(({ field }) => field),
        );
        const expected = new Set(
          all.flatMap((one) => (all.some((other) => exclude(all, one, other)) ? [one.field] : [])),
        );
        expect(found).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test('leave a claim out only where it fits several sides', () => {
    fc.assert(
      fc.property(claims, (all) => {
        for (const { field, about, sides } of findDisagreements(all, hierarchy).filter(byValue)) {
          const placed = new Set(sides.flatMap(({ claimIds }) => claimIds));
          const left = all.filter(
            (one) =>
              one.field === field &&
              one.polarity === 'AFFIRMS' &&
              !placed.has(one.id) &&
              (field === 'DATE' || axisOf(field, one.value, hierarchy) === about),
          );
          for (const one of left) {
            const fitting = sides.filter(({ claimIds }) =>
              claimIds.some((id) => !exclude(all, one, claimOf(all, id))),
            );
            expect(fitting.length).toBeGreaterThan(1);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('keep their ids as claims come and go, and have ids of their own', () => {
    const subject = '0197f3a0-0000-7000-8000-000000000001';
    const more = fc.tuple(claims, fc.nat({ max: 14 }));
    fc.assert(
      fc.property(more, ([all, kept]) => {
        const idsOf = (some: readonly ClaimFact[]) =>
          new Map(
            findDisagreements(some, hierarchy).map((found) => [
              `${found.field} ${found.rule} ${found.about}`,
              disagreementId(subject, found),
            ]),
          );
        const [before, after] = [idsOf(all.slice(0, kept)), idsOf(all)];
        expect(new Set(after.values()).size).toBe(after.size);
        for (const [key, id] of before) expect(after.get(key) ?? id).toBe(id);
      }),
    );
  });

  test('have other ids on another subject', () => {
    const [found] = findDisagreements(
      [
        claim({ id: 'a', field: 'PLACE', placeId: 'pahalgam' }),
        claim({ id: 'b', field: 'PLACE', placeId: 'srinagar' }),
      ],
      hierarchy,
    );
    if (!found) throw new Error('two towns do not disagree');
    const [one, other] = ['0197f3a0-0000-7000-8000-000000000001', '0197f3a0-0000-7000-8000-000000000002'];
    expect(disagreementId(one, found)).not.toBe(disagreementId(other, found));
  });

  test.each([
    ['20,000 voices', (index: number) => `source ${index}`],
    ['two voices', (index: number) => `source ${index % 2}`],
  ])('are found among 20,000 claims by %s on one record', (_, sourceOf) => {
    const days = Array.from({ length: 20 }, (__, index) => `2025-05-${String(1 + index).padStart(2, '0')}`);
    const all = Array.from({ length: 20_000 }, (__, index) =>
      claim({
        id: `claim ${String(index).padStart(5, '0')}`,
        source: sourceOf(index),
        field: 'DATE',
        date: days[index % days.length],
      }),
    );
    const sizes = findDisagreements(all, hierarchy)[0]?.sides.map(({ claimIds }) => claimIds.length);
    expect(sizes).toEqual(sourceOf(0) === sourceOf(2) ? [10_000, 10_000] : Array(20).fill(1000));
  });
});
