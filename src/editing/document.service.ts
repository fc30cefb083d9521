import { createHash } from 'node:crypto';
import { putOnRecord } from './create.service.ts';
import type { Draft } from './draft.ts';
import type { DraftList } from './draft-shape.ts';
import type { Edit, EditInput } from './edit.service.ts';
import { toEntry } from './input-entry.ts';
import type { InputEntry } from './input-problem.ts';
import type { Subject } from './outcome.ts';
import { placeQuotes } from './quotes.ts';

/** The lists that a document brings along beside its source. */
export const documentLists = [
  'actors',
  'offices',
  'tenures',
  'places',
  'issues',
  'conflicts',
  'events',
  'sources',
  'attempts',
  'positions',
  'claims',
] as const satisfies readonly DraftList[];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Puts a document on record: its source, what it claims, and the records that the claims are about. A claim without a
 * source is one of the document. Where the text is given, every quote is looked up in it; it is not kept.
 */
export async function recordSource(edit: Edit, input: EditInput): Promise<Subject> {
  const { source, text } = input;
  const main = toEntry('sources', source as Fields, ['source'], edit.problems);
  const entries: Partial<Record<DraftList, InputEntry[]>> = {};
  for (const list of documentLists)
    entries[list] = itemsOf(input[list]).map((item, index) =>
      toEntry(list, list === 'claims' ? withSource(item, main) : item, [list, index], edit.problems),
    );
  entries.sources = [main, ...(entries.sources ?? [])];
  const put = await putOnRecord(edit, entries, (draft) => checkText(draft, text, main, edit.problems));
  return put.first('sources');
}

function itemsOf(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list : [];
}

function withSource(claim: Fields, { raw }: InputEntry): Fields {
  const slug = typeof raw === 'object' && raw && 'slug' in raw ? raw.slug : undefined;
  return { ...claim, source: claim.source ?? slug };
}

/** The text is that of the document's source: its hash and its quotes have to agree with it. */
function checkText(draft: Draft, text: unknown, { path, raw }: InputEntry, problems: Edit['problems']): void {
  if (typeof text !== 'string') return;
  const main = draft.sources.find(({ entry }) => entry.path === path)?.value;
  if (!main) return;
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (main.contentSha256 !== undefined && main.contentSha256 !== sha256)
    problems.add(
      { path, raw },
      ['contentSha256'],
      `the sha256 of the text that is given is ${sha256}; give that, or the text that the offsets were counted in`,
    );
  if (main.embeddedIn === undefined) main.contentSha256 ??= sha256;
  placeQuotes(text, main.slug, draft, problems);
}
