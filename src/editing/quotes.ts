import type { Draft } from './draft.ts';
import { type Problems, shown } from './problem.ts';

/**
 * Checks that every quote of a source whose text is at hand, and of the sources embedded in it, stands at its offset.
 * What stands elsewhere goes to `problems`.
 */
export function checkQuotesIn(text: string, source: string, draft: Draft, problems: Problems): void {
  const characters = [...text];
  const sources = sourcesWithin(draft, source);
  for (const { entry, value } of draft.claims) {
    if (value.quote === undefined || !sources.has(value.source.slug)) continue;
    const message = findFault(characters, [...value.quote], value.start);
    if (message)
      problems.add(entry, [value.start === undefined ? 'quote' : 'start'], message, 'QUOTE_NOT_FOUND');
  }
}

/** The slugs of a source and of those embedded in it, at any depth. */
function sourcesWithin(draft: Draft, source: string): ReadonlySet<string> {
  const within = new Set([source]);
  for (const outer of within)
    for (const { value } of draft.sources) if (value.embeddedIn?.slug === outer) within.add(value.slug);
  return within;
}

function findFault(
  text: readonly string[],
  quote: readonly string[],
  start: number | undefined,
): string | null {
  if (start !== undefined && quote.every((character, index) => text[start + index] === character))
    return null;
  const places = findPlaces(text, quote);
  const hint =
    places.length > 0
      ? `it stands at ${places.join(' and ')}`
      : 'it stands nowhere in the text as it is given';
  if (start === undefined) return `the quote has no start, and the text is at hand; ${hint}`;
  return `at ${start} the text has ${shown(text.slice(start, start + quote.length).join(''))} and not the quote ${shown(quote.join(''))}; ${hint}`;
}

/** Offsets at which a quote stands, three at most. */
function findPlaces(text: readonly string[], quote: readonly string[]): number[] {
  const places: number[] = [];
  for (let at = 0; at + quote.length <= text.length && places.length < 3; at += 1)
    if (quote.every((character, index) => text[at + index] === character)) places.push(at);
  return places;
}
