import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InputError } from '../kernel/errors.ts';
import type { Draft } from './draft.ts';
import type { Problems } from './problem.ts';
import { placeQuotes } from './quotes.ts';

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
  const text = decode(file, bytes);
  for (const { value } of draft.sources)
    if (value.contentSha256 === found) placeQuotes(text, value.slug, draft, problems);
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
