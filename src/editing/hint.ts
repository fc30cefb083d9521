import type { Tx } from '../kernel/db.ts';
import { findAlike } from './draft.store.ts';
import type { RefKind } from './draft-reference.ts';
import { suggest } from './suggest.ts';

/** What was probably meant by a slug that is not on record, as a message ends; `known` are slugs given beside it. */
export async function hintFor(
  tx: Tx,
  kind: RefKind,
  slug: string,
  known: Iterable<string> = [],
): Promise<string> {
  const suggestion = suggest(slug, [...known, ...(await findAlike(tx, kind, slug))]);
  return suggestion ? ` (did you mean "${suggestion}"?)` : '';
}
