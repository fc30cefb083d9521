import sql from 'sql-template-tag';
import type { Context } from './context.ts';
import { NotFoundError } from './errors.ts';
import { readReference } from './ids.ts';
import { batch } from './load.ts';
import { comment } from './page.ts';
import type { Referable } from './references.ts';

/**
 * The UUID behind an id or slug that an argument gives.
 * @throws InputError when the text is neither, NotFoundError when the record holds nothing under it: a
 *   misspelt slug in a filter is told, not answered with an empty list.
 */
export async function findReference(
  context: Context,
  referable: Referable,
  text: string,
  argument: string,
): Promise<string> {
  const { typeName, table, list } = referable;
  const reference = readReference(text, typeName, argument);
  const known = context.references?.find(referable, reference);
  if (known !== undefined) return known;
  const found = await batch<string, string | null>(context, `${typeName} reference`, async (wanted) => {
    const named = (kind: 'id' | 'slug') =>
      wanted.filter((each) => each.startsWith(`${kind} `)).map((each) => each.slice(kind.length + 1));
    const rows = await context.db.query<{ id: string; slug: string }>(
      sql`${comment(`${typeName} reference`)} SELECT id, slug FROM ${table} WHERE slug = ANY (${named('slug')}::text[]) OR id = ANY (${named('id')}::uuid[]) LIMIT ${wanted.length}`,
    );
    const ids = new Map<string, string>();
    for (const { id, slug } of rows) ids.set(`id ${id}`, id).set(`slug ${slug}`, id);
    return wanted.map((each) => ids.get(each) ?? null);
  }).load(reference.id === undefined ? `slug ${reference.slug}` : `id ${reference.id}`);
  if (!found)
    throw new NotFoundError(
      `${argument}: the record holds no ${typeName} under ${JSON.stringify(text)}; look its slug up with ${list}.`,
    );
  context.references?.learn(referable, reference, found);
  return found;
}
