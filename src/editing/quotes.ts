import type { Draft } from './draft.ts';
import { type Problems, shown } from './problem.ts';

/**
 * Looks up every quote of a source whose text is at hand, and of the sources embedded in it. One without an offset
 * gets the one at which it stands, between its prefix and suffix; what stands elsewhere, nowhere or in several such
 * places goes to `problems`.
 */
export function placeQuotes(text: string, source: string, draft: Draft, problems: Problems): void {
  const characters = [...text];
  const sources = sourcesWithin(draft, source);
  for (const { entry, value } of draft.claims) {
    const { quote, start, prefix = '', suffix = '' } = value;
    if (quote === undefined || !sources.has(value.source.slug)) continue;
    if (start === undefined) {
      const before = [...prefix];
      const found = findPlaces(characters, [...before, ...quote, ...suffix]);
      const places = found.map((at) => at + before.length);
      if (places.length === 1) [value.start] = places;
      else problems.add(entry, ['quote'], whereOf(quote, places), 'QUOTE_NOT_FOUND');
    } else if (!standsAt(characters, [...quote], start))
      problems.add(entry, ['start'], faultAt(characters, [...quote], start), 'QUOTE_NOT_FOUND');
  }
}

/** The slugs of a source and of those embedded in it, at any depth. */
function sourcesWithin(draft: Draft, source: string): ReadonlySet<string> {
  const within = new Set([source]);
  for (const outer of within)
    for (const { value } of draft.sources) if (value.embeddedIn?.slug === outer) within.add(value.slug);
  return within;
}

const nowhere =
  'stands nowhere in the text as it is given; letters, quotation marks, dashes and spaces have to be the same';

/** What is wrong with a quote that does not stand in one place. */
function whereOf(quote: string, places: readonly number[]): string {
  return places.length === 0
    ? `${shown(quote)} ${nowhere}, also in the prefix and the suffix that it may have`
    : `it stands at ${places.join(' and ')}; give the start of the one that is meant`;
}

function faultAt(text: readonly string[], quote: readonly string[], start: number): string {
  const places = findPlaces(text, quote);
  const hint = places.length > 0 ? `it stands at ${places.join(' and ')}` : `it ${nowhere}`;
  return `at ${start} the text has ${shown(text.slice(start, start + quote.length).join(''))} and not the quote ${shown(quote.join(''))}; ${hint}`;
}

function standsAt(text: readonly string[], quote: readonly string[], start: number): boolean {
  return quote.every((character, index) => text[start + index] === character);
}

/** Offsets at which a quote stands, three at most. */
function findPlaces(text: readonly string[], quote: readonly string[]): number[] {
  const [first = ''] = quote;
  const places: number[] = [];
  for (let at = text.indexOf(first); at >= 0 && places.length < 3; at = text.indexOf(first, at + 1))
    if (standsAt(text, quote, at)) places.push(at);
  return places;
}
