import { isDisplayName } from '../auth/viewer.ts';
import { foldText } from '../claims/comparison.ts';
import { InputError } from '../kernel/errors.ts';
import type { RedactionRequest, Replacement } from './redaction.ts';

/** What the command line is given. */
export interface RedactionOptions {
  readonly with?: string | undefined;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
}

const usual = '[redacted]';
const shortest = 3;
const longestReason = 1_000;

/**
 * Reads what is to be taken out and what comes in its place. No refusal repeats the text: what is printed may be kept.
 * @throws InputError
 */
export function readReplacement(text: string | undefined, instead: string = usual): Replacement {
  if (text === undefined)
    throw new InputError(
      `--text: nothing was given, and a text of ${shortest} characters or more is taken; give --text - to have it read from standard input, or asked for in a terminal.`,
    );
  const what = text.trim();
  if ([...what].length < shortest)
    throw new InputError(
      `--text: a text of ${[...what].length} characters was given, and ${shortest} or more are taken, since a shorter one stands in many words; give more of what stands around it.`,
    );
  if (what.includes('\0'))
    throw new InputError('--text: a text with the character 0 was given, which no text of the record has.');
  if (!isDisplayName(instead))
    throw new InputError(
      '--with: 1 to 100 characters in one line are taken, without spaces at their ends; leave it out for [redacted].',
    );
  if (foldText(instead).includes(foldText(what)))
    throw new InputError(
      '--with: the replacement holds the text itself; give another, or leave it out for [redacted].',
    );
  return { what, instead };
}

/** Reads who takes the text out and why, which is kept and can be shown. @throws InputError */
export function readRedaction(replacement: Replacement, { by, reason }: RedactionOptions): RedactionRequest {
  const name = by?.trim() ?? '';
  if (!isDisplayName(name))
    throw new InputError(
      '--by: 1 to 100 characters in one line are taken; name who answers for the redaction, such as --by "Records office".',
    );
  const why = reason?.trim() ?? '';
  if (why === '' || [...why].length > longestReason || why.includes('\0'))
    throw new InputError(
      `--reason: 1 to ${longestReason} characters are taken; say why the text goes, such as --reason "Order of a court, 12 May 2026".`,
    );
  for (const [option, given] of Object.entries({ by: name, reason: why }))
    if (foldText(given).includes(foldText(replacement.what)))
      throw new InputError(`--${option}: it holds the text that is to go, and it stays; say it without.`);
  return { ...replacement, by: name, reason: why };
}
