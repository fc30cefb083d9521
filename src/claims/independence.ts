import { joinByWording } from './wording.ts';

/** What a source has to do with others. */
export interface SourceLinks {
  embeddedInId: string | null;
  republishesId: string | null;
  reportsOnId: string | null;
}

/** A source that reports on a record, with its active claims there. */
export interface ReportingSource {
  id: string;
  claims: readonly { firstSpeaker: string | null; passage: string | null }[];
}

/**
 * Counts the groups of sources behind a record that do not depend on each other. Two sources are in one group
 * when one republishes or embeds the other or both republish one; when both reach the record only through one
 * utterance (the same `reportsOn`, or one the `reportsOn` of the other, and the same first speaker, not null, on
 * every claim); or when a passage of
 * one, of at least five words, contains one of the other's, also of at least five. Missing text joins nothing.
 * Null where there is no source.
 *
 * `links` holds at least the reporting sources and all that they copy or are embedded in, at any distance, whether
 * these report on the record or not: a copy of a copy is a copy. Two posts that one page shows are no copies of each
 * other; they are in one group only where the page reports, too.
 */
export function countIndependentSources(
  sources: readonly ReportingSource[],
  links: ReadonlyMap<string, SourceLinks>,
): number | null {
  if (sources.length === 0) return null;
  const groups = new Groups();
  const reporting = new Set(sources.map(({ id }) => id));
  for (const id of findBehind(reporting, links)) {
    const { republishesId = null, embeddedInId = null } = links.get(id) ?? {};
    if (republishesId) groups.join(id, republishesId);
    const page = findReportingPage(embeddedInId, reporting, links);
    if (page) groups.join(id, page);
  }
  for (const source of sources) {
    const utterance = utteranceOf(source, links);
    if (utterance) groups.join(source.id, utterance);
  }
  joinByWording(
    sources.flatMap(({ id, claims }) =>
      claims.flatMap(({ passage }) => (passage === null ? [] : [{ sourceId: id, passage }])),
    ),
    (one, other) => groups.join(one, other),
  );
  return new Set(sources.map(({ id }) => groups.rootOf(id))).size;
}

/** The sources and all that they copy or are embedded in. */
function findBehind(
  reporting: ReadonlySet<string>,
  links: ReadonlyMap<string, SourceLinks>,
): ReadonlySet<string> {
  const found = new Set(reporting);
  // What is added on the way is visited, too.
  for (const id of found)
    for (const behind of [links.get(id)?.republishesId, links.get(id)?.embeddedInId])
      if (behind) found.add(behind);
  return found;
}

/** The nearest page around a source that reports on the record itself. */
function findReportingPage(
  embeddedInId: string | null,
  reporting: ReadonlySet<string>,
  links: ReadonlyMap<string, SourceLinks>,
): string | null {
  let page = embeddedInId;
  while (page !== null && !reporting.has(page)) page = links.get(page)?.embeddedInId ?? null;
  return page;
}

/**
 * The one utterance through which a source reaches the record, or null where it has other ways. A source that reports
 * none is taken for the utterance itself: an interview and an article on it are one where both go back to its speaker.
 */
function utteranceOf(
  { id, claims }: ReportingSource,
  links: ReadonlyMap<string, SourceLinks>,
): string | null {
  const utteranceId = links.get(id)?.reportsOnId ?? id;
  const [first] = claims;
  if (!first?.firstSpeaker) return null;
  return claims.every(({ firstSpeaker }) => firstSpeaker === first.firstSpeaker)
    ? `${utteranceId} ${first.firstSpeaker}`
    : null;
}

/** Sets of things that belong together, joined pair by pair. */
class Groups {
  readonly #parent = new Map<string, string>();

  /** Shortens the way as it goes, so that long chains of joins stay cheap. */
  rootOf(id: string): string {
    let at = id;
    for (;;) {
      const up = this.#parent.get(at);
      if (up === undefined) return at;
      const further = this.#parent.get(up);
      if (further === undefined) return up;
      this.#parent.set(at, further);
      at = further;
    }
  }

  join(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.#parent.set(a, b);
  }
}
