import { withInverses } from '../events/event-relation.ts';
import type { Draft, DraftItem } from './draft.ts';
import { claimName, claimRefName, singleClaims } from './draft-claim.ts';
import type { Ref } from './draft-reference.ts';
import type { Entry, Path, Problems } from './problem.ts';

/** Checks what a folder must hold to by itself, whatever is on record. What is wrong goes to `problems`. */
export function checkDraft(draft: Draft, problems: Problems): void {
  checkDuplicates(draft, problems);
  checkIdentifiers(draft, problems);
  checkTrees(draft, problems);
  checkRelations(draft, problems);
}

interface Keyed {
  entry: Entry;
  key: string;
}

function checkDuplicates(draft: Draft, problems: Problems): void {
  const { tenures: _, claims: __, ...slugged } = draft;
  for (const items of Object.values<DraftItem<{ slug: string }>[]>(slugged))
    refuseTwice(
      items.map(({ entry, value }) => ({ entry, key: value.slug })),
      'slug',
      problems,
    );
  refuseTwice(
    draft.tenures.map(({ entry, value: { holder, office, started } }) => ({
      entry,
      key: `${holder.slug} as ${office.slug}${started ? ` from ${started.edtf}` : ''}`,
    })),
    'holder',
    problems,
  );
  refuseTwice(
    singleClaims(draft.claims).flatMap(({ entry, value, key }) =>
      key === undefined ? [] : [{ entry, key: claimName(value.source.slug, key) }],
    ),
    'key',
    problems,
  );
}

function refuseTwice(items: readonly Keyed[], field: string, problems: Problems): void {
  const first = new Map<string, Entry>();
  for (const { entry, key } of items) {
    const earlier = first.get(key);
    if (!earlier) first.set(key, entry);
    else
      problems.add(
        entry,
        [field],
        `"${key}" is given twice; it is also at ${problems.placeOf(earlier)}`,
        'DUPLICATE',
      );
  }
}

/** A code of a scheme names one actor, or one place, at a time. */
function checkIdentifiers(draft: Draft, problems: Problems): void {
  for (const items of [draft.actors, draft.places]) {
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
            'TAKEN',
          );
        uses.set(`${scheme} ${code}`, [...earlier, use]);
      }
  }
}

interface Child extends Keyed {
  parent?: string;
}

function checkTrees(draft: Draft, problems: Problems): void {
  const check = <T extends { slug: string }>(
    items: readonly DraftItem<T>[],
    field: string,
    parentOf: (value: T) => Ref | undefined,
  ) =>
    refuseLoops(
      items.map(({ entry, value }) => ({ entry, key: value.slug, parent: parentOf(value)?.slug })),
      [field],
      problems,
    );
  check(draft.actors, 'memberOf', ({ memberOf }) => memberOf);
  check(draft.places, 'partOf', ({ partOf }) => partOf);
  check(draft.issues, 'broader', ({ broader }) => broader);
  check(draft.sources, 'embeddedIn', ({ embeddedIn }) => embeddedIn);
  check(draft.sources, 'reportsOn', ({ reportsOn }) => reportsOn);
  check(draft.sources, 'republishes', ({ republishes }) => republishes);
  refuseLoops(
    singleClaims(draft.claims).flatMap(({ entry, value: { source, supersedes }, key }) =>
      key === undefined
        ? []
        : [{ entry, key: claimName(source.slug, key), parent: supersedes && claimRefName(supersedes) }],
    ),
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
        'LOOP',
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
function checkRelations(draft: Draft, problems: Problems): void {
  const stated = new Set<string>();
  for (const { entry, value } of draft.events)
    for (const [index, { type, event }] of (value.relations ?? []).entries()) {
      const path = ['relations', index, 'event'];
      if (event.slug === value.slug) problems.add(entry, path, 'an event cannot be related to itself');
      const opposite = opposites[type];
      if (!opposite) continue;
      if (stated.has(`${value.slug} ${opposite} ${event.slug}`))
        problems.add(entry, path, `${value.slug} is ${type} and ${opposite} of ${event.slug}; give one`);
      stated.add(`${value.slug} ${type} ${event.slug}`).add(`${event.slug} ${opposite} ${value.slug}`);
    }
  checkRelationCounts(draft, problems);
  for (const { entry, value } of draft.attempts)
    for (const [index, { slug }] of (value.possiblySameAs ?? []).entries())
      if (slug === value.slug)
        problems.add(entry, ['possiblySameAs', index], 'an attempt cannot be compared with itself');
}

function checkRelationCounts(draft: Draft, problems: Problems): void {
  const counts = new Map<string, number>();
  const stated = draft.events.flatMap(({ value }) =>
    (value.relations ?? []).map(({ type, event }) => ({ eventId: value.slug, type, otherId: event.slug })),
  );
  for (const { eventId } of withInverses(stated)) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  for (const { entry, value } of draft.events) {
    const count = counts.get(value.slug) ?? 0;
    if (count > maxRelations)
      problems.add(
        entry,
        ['relations'],
        `${value.slug} has ${count} relations, counting the inverse ones; at most ${maxRelations} are accepted`,
      );
  }
}
