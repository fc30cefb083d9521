import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InputError } from '../kernel/errors.ts';
import type { Draft } from './draft.ts';
import { type Problems, shown } from './problem.ts';

/**
 * Checks that every quote of the source whose bytes a file holds, and of the sources embedded in it, stands at its
 * offset. Which source it is, the sha256 of the bytes says. What stands elsewhere goes to `problems`.
 * @throws InputError when the file cannot be read or holds the text of no source of the draft.
 */
export async function checkQuotes(file: string, draft: Draft, problems: Problems): Promise<void> {
  const bytes = await readBytes(file);
  const found = createHash('sha256').update(bytes).digest('hex');
  const hashes = draft.sources.flatMap(({ value }) => value.contentSha256 ?? []);
  if (!hashes.includes(found))
    throw new InputError(
      `${file}: the sha256 of the file is ${found}, and ${hashes.length > 0 ? `${hashes.join(' or ')} is expected` : 'no source of the draft has a contentSha256'}; give the text that the offsets were counted in.`,
    );
  const text = [...decode(file, bytes)];
  const sources = sourcesWithin(draft, found);
  for (const { entry, value } of draft.claims) {
    if (value.quote === undefined || !sources.has(value.source.slug)) continue;
    const message = findFault(text, [...value.quote], value.start);
    if (message) problems.add(entry, [value.start === undefined ? 'quote' : 'start'], message);
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new InputError(`${file}: the file cannot be read; give the path of the text of a source.`, {
      cause: error,
    });
  }
}

/** Offsets refer to the text as it is, so that a byte order mark counts. */
function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`${file}: the file is not UTF-8 text, in which offsets can be counted.`, {
      cause: error,
    });
  }
}

/** The slugs of the sources with these bytes and of those embedded in them, at any depth. */
function sourcesWithin(draft: Draft, sha256: string): ReadonlySet<string> {
  const within = new Set(
    draft.sources.filter(({ value }) => value.contentSha256 === sha256).map(({ value }) => value.slug),
  );
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
