import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../kernel/db.ts';
import { findSlugs } from './draft.store.ts';
import type { Draft } from './draft.ts';
import type { DraftList } from './draft-shape.ts';
import type { Form } from './form.ts';

/** Who acts, in which offices. */
interface Acting {
  readonly actor: string;
  readonly speakingAs?: readonly string[];
}

/**
 * The fields that an input gives, without a list of those who act that is given as it stands: which of several tenures
 * of an office is meant was chosen when the list was put on record, and would be chosen anew without a trace.
 */
export async function findGivenAnew(
  tx: Tx,
  list: DraftList,
  before: Form,
  patch: Readonly<Record<string, unknown>>,
  draft: Draft,
): Promise<ReadonlySet<string>> {
  const given = new Set(Object.keys(patch));
  const field = list === 'events' ? 'participants' : 'mediators';
  if (!(list === 'events' || list === 'attempts') || !given.has(field)) return given;
  const was = (before[field] ?? []) as readonly Acting[];
  const now = [
    ...draft.events.flatMap(({ value }) => value.participants ?? []),
    ...draft.attempts.flatMap(({ value }) => value.mediators),
  ].map(({ actor, speakingAs, ...rest }) => ({
    ...{ ...rest, actor: actor.slug },
    speakingAs: speakingAs?.map(({ slug }) => slug),
  }));
  // By their ids: an actor may be named by the slug of one that was merged into it.
  const found = await findSlugs(tx, { actor: [...was, ...now].map(({ actor }) => actor) });
  const ids = new Map(found.map(({ slug, id }) => [slug, id]));
  const plain = ({ actor, speakingAs = [], ...rest }: Acting) => ({
    ...{ inferred: false, ...rest },
    ...{ actor: ids.get(actor), speakingAs },
  });
  if (isDeepStrictEqual(now.map(plain), was.map(plain))) given.delete(field);
  return given;
}
