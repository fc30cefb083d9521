import { withInverses } from '../events/event-relation.ts';
import { claimName, singleClaims } from './seed-claim.ts';
import type { Seed, SeedItem } from './seed-folder.ts';
import type { Path, Problems, SeedEntry } from './seed-problem.ts';
import type { Ref } from './seed-reference.ts';

/** Checks what a folder must hold to by itself, whatever is on record. What is wrong goes to `problems`. */
export function checkSeed(seed: Seed, problems: Problems): void {
  checkDuplicates(seed, problems);
  checkIdentifiers(seed, problems);
  checkTrees(seed, problems);
  checkRelations(seed, problems);
}

interface Keyed {
  entry: SeedEntry;
  key: string;
}

function checkDuplicates(seed: Seed, problems: Problems): void {
  const { tenures: _, claims: __, ...slugged } = seed;
  for (const items of Object.values<SeedItem<{ slug: string }>[]>(slugged))
    refuseTwice(
      items.map(({ entry, value }) => ({ entry, key: value.slug })),
      'slug',
      problems,
    );
  refuseTwice(
    seed.tenures.map(({ entry, value: { holder, office, started } }) => ({
      entry,
      key: `${holder.slug} as ${office.slug}${started ? ` from ${started.edtf}` : ''}`,
    })),
    'holder',
    problems,
  );
  refuseTwice(
    singleClaims(seed.claims).map(({ entry, value, key }) => ({
      entry,
      key: claimName(value.source.slug, key),
    })),
    'key',
    problems,
  );
}

function refuseTwice(items: readonly Keyed[], field: string, problems: Problems): void {
  const first = new Map<string, SeedEntry>();
  for (const { entry, key } of items) {
    const earlier = first.get(key);
    if (!earlier) first.set(key, entry);
    else
      problems.add(
        entry,
        [field],
        `"${key}" stands in the folder twice; it is also at ${earlier.file.name}:${earlier.file.lineOf(earlier.path)}`,
      );
  }
}

/** A code of a scheme names one actor, or one place, at a time. */
function checkIdentifiers(seed: Seed, problems: Problems): void {
  for (const items of [seed.actors, seed.places]) {
    const uses = new Map<string, { slug: string; from: string; to: string }[]>();
    for (const { entry, value } of items)
      for (const [index, { scheme, value: code, validFrom, validTo }] of (
        value.identifiers ?? []
      ).entries()) {
        const use = { slug: value.slug, from: validFrom ?? '0000', to: validTo ?? '9999-99' };
        const earlier = uses.get(`${scheme} ${code}`) ?? [];
        const clash = earlier.find(({ from, to }) => from <= use.to && use.from <= to);
        if (clash)
          problems.add(
            entry,
            ['identifiers', index],
            `${scheme} "${code}" is given to ${clash.slug} for the same time; a code names one at a time`,
          );
        uses.set(`${scheme} ${code}`, [...earlier, use]);
      }
  }
}

interface Child extends Keyed {
  parent?: string;
}

function checkTrees(seed: Seed, problems: Problems): void {
  const check = <T extends { slug: string }>(
    items: readonly SeedItem<T>[],
    field: string,
    parentOf: (value: T) => Ref | undefined,
  ) =>
    refuseLoops(
      items.map(({ entry, value }) => ({ entry, key: value.slug, parent: parentOf(value)?.slug })),
      [field],
      problems,
    );
  check(seed.actors, 'memberOf', ({ memberOf }) => memberOf);
  check(seed.places, 'partOf', ({ partOf }) => partOf);
  check(seed.issues, 'broader', ({ broader }) => broader);
  check(seed.sources, 'embeddedIn', ({ embeddedIn }) => embeddedIn);
  check(seed.sources, 'reportsOn', ({ reportsOn }) => reportsOn);
  check(seed.sources, 'republishes', ({ republishes }) => republishes);
  refuseLoops(
    singleClaims(seed.claims).map(({ entry, value: { source, supersedes }, key }) => ({
      entry,
      key: claimName(source.slug, key),
      parent: supersedes && claimName(supersedes.source.slug, supersedes.key),
    })),
    ['supersedes'],
    problems,
  );
}

/** Follows each item upwards until the top, or something that was followed before. */
function refuseLoops(items: readonly Child[], path: Path, problems: Problems): void {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const followed = new Set<string>();
  for (const start of items) {
    const way: string[] = [];
    let item: Child | undefined = start;
    while (item && !followed.has(item.key)) {
      followed.add(item.key);
      way.push(item.key);
      item = item.parent === undefined ? undefined : byKey.get(item.parent);
    }
    const again = item ? way.indexOf(item.key) : -1;
    if (item && again >= 0)
      problems.add(
        item.entry,
        path,
        `"${item.key}" leads back to itself: ${[...way.slice(again), item.key].join(' → ')}`,
      );
  }
}

/** As many rows as a list that is given whole may have. */
const maxRelations = 200;

const opposites: Readonly<Record<string, string>> = {
  BEFORE: 'AFTER',
  AFTER: 'BEFORE',
  PART_OF: 'HAS_PART',
  HAS_PART: 'PART_OF',
};

/** No event relates to itself, nor to another in a way and in its opposite. */
function checkRelations(seed: Seed, problems: Problems): void {
  const stated = new Set<string>();
  for (const { entry, value } of seed.events)
    for (const [index, { type, event }] of (value.relations ?? []).entries()) {
      const path = ['relations', index, 'event'];
      if (event.slug === value.slug) problems.add(entry, path, 'an event cannot be related to itself');
      const opposite = opposites[type];
      if (!opposite) continue;
      if (stated.has(`${value.slug} ${opposite} ${event.slug}`))
        problems.add(entry, path, `${value.slug} is ${type} and ${opposite} of ${event.slug}; give one`);
      stated.add(`${value.slug} ${type} ${event.slug}`).add(`${event.slug} ${opposite} ${value.slug}`);
    }
  checkRelationCounts(seed, problems);
  for (const { entry, value } of seed.attempts)
    for (const [index, { slug }] of (value.possiblySameAs ?? []).entries())
      if (slug === value.slug)
        problems.add(entry, ['possiblySameAs', index], 'an attempt cannot be compared with itself');
}

function checkRelationCounts(seed: Seed, problems: Problems): void {
  const counts = new Map<string, number>();
  const stated = seed.events.flatMap(({ value }) =>
    (value.relations ?? []).map(({ type, event }) => ({ eventId: value.slug, type, otherId: event.slug })),
  );
  for (const { eventId } of withInverses(stated)) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  for (const { entry, value } of seed.events) {
    const count = counts.get(value.slug) ?? 0;
    if (count > maxRelations)
      problems.add(
        entry,
        ['relations'],
        `${value.slug} has ${count} relations, counting the inverse ones; at most ${maxRelations} are accepted`,
      );
  }
}
