import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countIndependentSources, type SourceLinks } from '../../src/claims/independence.ts';
import { joinByWording } from '../../src/claims/wording.ts';

interface Source extends Partial<SourceLinks> {
  /** The first speaker of each claim on the record, null where the source itself says it. */
  speakers?: (string | null)[];
  /** The passages of further claims, which the source makes itself. */
  passages?: (string | null)[];
}

/** Counts the groups of those that have a claim; the others are only there to be copied or to embed. */
function count(sources: Record<string, Source>): number | null {
  const links = new Map(
    Object.entries(sources).map(([id, { embeddedInId, republishesId, reportsOnId }]) => [
      id,
      {
        embeddedInId: embeddedInId ?? null,
        republishesId: republishesId ?? null,
        reportsOnId: reportsOnId ?? null,
      },
    ]),
  );
  const reporting = Object.entries(sources).map(([id, { speakers = [], passages = [] }]) => ({
    id,
    claims: [
      ...speakers.map((firstSpeaker) => ({ firstSpeaker, passage: null })),
      ...passages.map((passage) => ({ firstSpeaker: null, passage })),
    ],
  }));
  return countIndependentSources(
    reporting.filter(({ claims }) => claims.length > 0),
    links,
  );
}

const own = { speakers: [null] };

describe('sources that depend on each other', () => {
  test.each<[string, Record<string, Source>, number | null]>([
    ['no source', {}, null],
    ['one source', { a: own }, 1],
    ['two that have nothing to do with each other', { a: own, b: own }, 2],
    ['a copy', { a: own, b: { ...own, republishesId: 'a' } }, 1],
    ['a copy of a copy', { a: own, b: { ...own, republishesId: 'a' }, c: { ...own, republishesId: 'b' } }, 1],
    [
      'a copy of a copy where the one between does not report on the record',
      { a: own, b: { republishesId: 'a' }, c: { ...own, republishesId: 'b' } },
      1,
    ],
    [
      'two copies of one that does not report on the record',
      { wire: {}, a: { ...own, republishesId: 'wire' }, b: { ...own, republishesId: 'wire' } },
      1,
    ],
    ['a post and the page that shows it', { page: own, post: { ...own, embeddedInId: 'page' } }, 1],
    [
      'two posts on a page that reports itself',
      { page: own, a: { ...own, embeddedInId: 'page' }, b: { ...own, embeddedInId: 'page' } },
      1,
    ],
    [
      'two posts on a page that does not report on the record',
      { page: {}, a: { ...own, embeddedInId: 'page' }, b: { ...own, embeddedInId: 'page' } },
      2,
    ],
    [
      'a post in a post that a page shows, where the one between does not report',
      { page: own, post: { embeddedInId: 'page' }, inner: { ...own, embeddedInId: 'post' } },
      1,
    ],
    [
      'a post on a copy of a page',
      {
        page: own,
        copy: { ...own, republishesId: 'page' },
        post: { ...own, embeddedInId: 'copy' },
        other: own,
      },
      2,
    ],
  ])('%s', (_, sources, expected) => {
    expect(count(sources)).toBe(expected);
  });
});

describe('sources that reach a record through one utterance', () => {
  const interview = { reportsOnId: 'interview' };

  test.each<[string, Source, Source, number]>([
    [
      'both by one speaker of one interview',
      { ...interview, speakers: ['dar', 'dar'] },
      { ...interview, speakers: ['dar'] },
      1,
    ],
    ['by two speakers', { ...interview, speakers: ['dar'] }, { ...interview, speakers: ['host'] }, 2],
    [
      'one of them also by another speaker',
      { ...interview, speakers: ['dar', 'host'] },
      { ...interview, speakers: ['dar'] },
      2,
    ],
    [
      'one of them also in its own voice',
      { ...interview, speakers: ['dar', null] },
      { ...interview, speakers: ['dar'] },
      2,
    ],
    ['both in their own voices', { ...interview, speakers: [null] }, { ...interview, speakers: [null] }, 2],
    [
      'one speaker of two interviews',
      { ...interview, speakers: ['dar'] },
      { reportsOnId: 'other', speakers: ['dar'] },
      2,
    ],
    ['one speaker of nothing that is known', { speakers: ['dar'] }, { speakers: ['dar'] }, 2],
  ])('%s', (_, a, b, expected) => {
    expect(count({ a, b, interview: {}, other: {} })).toBe(expected);
  });
});

test('an interview and an article on it are one source where both go back to its speaker', () => {
  const interview = { speakers: ['dar'] };
  expect(count({ interview, a: { reportsOnId: 'interview', speakers: ['dar'] } })).toBe(1);
  expect(count({ interview, a: { reportsOnId: 'interview', speakers: [null] } })).toBe(2);
});

describe('sources with one wording', () => {
  const article = 'the April 20 terror attack on tourists in Jammu and Kashmir’s Pahalgam';

  test.each<[string, string | null, string | null, number]>([
    ['the same words', article, article, 1],
    ['one holds the other', article, 'the April 20 terror attack', 1],
    ['in another case and spacing', article, ' THE  April\n20 terror ATTACK ', 1],
    ['with and without articles', 'an attack on a town in Kashmir', 'attack on the town in Kashmir', 1],
    [
      'with and without quotation marks',
      "he said, 'India says it is bilateral'",
      'He said “India says it is bilateral”',
      1,
    ],
    ['with and without a full stop', 'India says it is bilateral.', 'India says it is bilateral', 1],
    [
      'an apostrophe of either shape',
      'we don’t mind third party talks',
      "We don't mind third party talks",
      1,
    ],
    ['words between', 'India says it is a bilateral issue', 'India says it is an old bilateral issue', 2],
    ['the same date, told otherwise', article, 'the Pahalgam terror attack of April 22', 2],
    ['four words, though the same', 'India says no again', 'India says no again', 2],
    ['four words in a longer passage', 'April 20 terror attack', article, 2],
    ['a word that only begins alike', 'the attack on tourists in Jam', article, 2],
    ['nothing but articles', 'the a an the the', 'the a an the the', 2],
    ['no text on one side', null, article, 2],
    ['no text at all', null, null, 2],
  ])('%s', (_, one, other, expected) => {
    expect(count({ a: { passages: [one] }, b: { passages: [other] } })).toBe(expected);
    expect(count({ a: { passages: [other] }, b: { passages: [one] } })).toBe(expected);
  });

  test('five words count as they stand, articles among them', () => {
    const passages = ['the end of a war'];
    expect(count({ a: { passages }, b: { passages } })).toBe(1);
  });

  test('groups are joined through a third source', () => {
    const sources = {
      a: { passages: ['on May 11 at 8.17 am'] },
      b: { passages: ['the call came on May 11 at 8.17 am', 'India says it is a bilateral issue'] },
      c: { passages: ['He said India says it is a bilateral issue'] },
    };
    expect(count(sources)).toBe(1);
    expect(count({ a: sources.a, c: sources.c })).toBe(2);
  });
});

const word = fc.constantFrom('a', 'The', 'India', 'says', '“it', 'is', 'bilateral', 'bilateral.', '–');
const passage = fc.array(word, { maxLength: 9 }).map((words) => words.join(' '));
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const source = fc.record({
  embeddedInId: fc.option(id, { freq: 3 }),
  republishesId: fc.option(id, { freq: 5 }),
  reportsOnId: fc.option(fc.constantFrom('x', 'y'), { freq: 1 }),
  claims: fc.array(
    fc.record({
      firstSpeaker: fc.option(fc.constantFrom('dar', 'rubio'), { freq: 3 }),
      passage: fc.option(passage, { freq: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

/** Words of a passage by the letter of the rule, null where they are too few. */
function words(text: string | null): string[] | null {
  if (text === null) return null;
  const all = text
    .toLowerCase()
    .replace(/[“”‘’'".–]/g, '')
    .split(/\s+/)
    .filter((each) => each !== '');
  const compared = all.filter((each) => !['a', 'an', 'the'].includes(each));
  return all.length < 5 || compared.length === 0 ? null : compared;
}

function holds(one: string[], other: string[]): boolean {
  return one.some((_, at) => other.every((each, index) => one[at + index] === each));
}

type Reporting = { id: string } & (typeof source extends fc.Arbitrary<infer T> ? T : never);

/** Compares every source with every other, again and again until no group grows. */
function countNaively(sources: readonly Reporting[]): number {
  const together = (one: Reporting, other: Reporting) =>
    one.republishesId === other.id ||
    one.embeddedInId === other.id ||
    (one.republishesId !== null && one.republishesId === other.republishesId) ||
    ((one.reportsOnId ?? one.id) === (other.reportsOnId ?? other.id) &&
      one.claims[0]?.firstSpeaker != null &&
      [...one.claims, ...other.claims].every(
        ({ firstSpeaker }) => firstSpeaker === one.claims[0]?.firstSpeaker,
      )) ||
    one.claims.some((a) =>
      other.claims.some((b) => {
        const [longer, shorter] = [words(a.passage), words(b.passage)];
        return longer !== null && shorter !== null && holds(longer, shorter);
      }),
    );
  const group = new Map(sources.map((each, index) => [each, index]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const one of sources)
      for (const other of sources) {
        const [a = 0, b = 0] = [group.get(one), group.get(other)];
        if (a === b || !together(one, other)) continue;
        for (const [each, of] of group) if (of === a) group.set(each, b);
        changed = true;
      }
  }
  return new Set(group.values()).size;
}

describe('the count', () => {
  test('equals that of comparing every source with every other', () => {
    const sources = fc
      .uniqueArray(fc.record({ id, source }), { minLength: 1, maxLength: 7, selector: (each) => each.id })
      .map((all) => {
        const known: (string | null)[] = all.map((each) => each.id);
        // Links lead to earlier sources of the record, so that there is no loop and nothing stands between.
        return all.map((each, index) => ({
          id: each.id,
          ...each.source,
          embeddedInId: known.slice(0, index).includes(each.source.embeddedInId)
            ? each.source.embeddedInId
            : null,
          republishesId: known.slice(0, index).includes(each.source.republishesId)
            ? each.source.republishesId
            : null,
        }));
      });
    fc.assert(
      fc.property(sources, (all) => {
        const links = new Map(all.map((each) => [each.id, each]));
        expect(countIndependentSources(all, links)).toBe(countNaively(all));
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the order of the sources or of the links', () => {
    const some = fc.array(source, { minLength: 1, maxLength: 7 }).chain((all) => {
      const named = all.map((each, index) => ({
        id: 'abcdefg'.charAt(index),
        ...each,
        embeddedInId:
          each.embeddedInId && each.embeddedInId < 'abcdefg'.charAt(index) ? each.embeddedInId : null,
      }));
      return fc.tuple(fc.constant(named), fc.shuffledSubarray(named, { minLength: named.length }));
    });
    fc.assert(
      fc.property(some, ([all, mixed]) => {
        const linksOf = (them: typeof all) => new Map(them.map((each) => [each.id, each]));
        expect(countIndependentSources(mixed, linksOf(mixed))).toBe(
          countIndependentSources(all, linksOf(all)),
        );
      }),
    );
  });
});

describe('20,000 passages on one record', () => {
  const number = 20_000;

  test('that all begin alike are told apart, each with a source of its own', () => {
    const sources = Array.from({ length: number }, (_, index) => ({
      id: `s${index}`,
      claims: [
        { firstSpeaker: null, passage: `India says it is a bilateral issue, number ${index} of its kind` },
      ],
    }));
    expect(countIndependentSources(sources, new Map())).toBe(number);
  });

  test('are compared a few times each, however alike they are', () => {
    let joins = 0;
    const passages = Array.from({ length: number }, (_, index) => ({
      sourceId: `s${index}`,
      passage: `India says it is a bilateral issue${index % 2 ? '' : ` as it told reporter ${index}`}`,
    }));
    joinByWording(passages, () => {
      joins++;
    });
    expect(joins).toBeGreaterThanOrEqual(number);
    expect(joins).toBeLessThan(4 * number);
  });

  test('in a chain of copies are one group', () => {
    const links = new Map(
      Array.from({ length: number }, (_, index) => [
        `s${index}`,
        { republishesId: index ? `s${index - 1}` : null, embeddedInId: null, reportsOnId: null },
      ]),
    );
    const sources = [...links.keys()].map((each) => ({
      id: each,
      claims: [{ firstSpeaker: null, passage: null }],
    }));
    expect(countIndependentSources(sources, links)).toBe(1);
    expect(countIndependentSources([...sources].reverse(), links)).toBe(1);
  });

  test('of posts on one page that reports are one group', () => {
    const links = new Map<string, SourceLinks>(
      Array.from({ length: number }, (_, index) => [
        `s${index}`,
        { republishesId: null, embeddedInId: index ? 's0' : null, reportsOnId: null },
      ]),
    );
    const sources = [...links.keys()].map((each) => ({
      id: each,
      claims: [{ firstSpeaker: null, passage: null }],
    }));
    expect(countIndependentSources(sources, links)).toBe(1);
  });
});
