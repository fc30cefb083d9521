import sql, { type Sql } from 'sql-template-tag';
import type { Context } from './context.ts';
import { NotFoundError } from './errors.ts';
import { readReference } from './ids.ts';
import { batch } from './load.ts';
import { comment } from './page.ts';
import type { Found, Referable } from './references.ts';

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
  const { typeName, list } = referable;
  const reference = readReference(text, typeName, argument);
  const known = context.references?.find(referable, reference);
  if (known !== undefined) return known;
  const found = await batch<string, Found | null>(context, `${typeName} reference`, (wanted) =>
    lookUp(context, referable, wanted),
  ).load(reference.id === undefined ? `slug ${reference.slug}` : `id ${reference.id}`);
  if (!found)
    throw new NotFoundError(
      `${argument}: the record holds no ${typeName} under ${JSON.stringify(text)}; look its slug up with ${list}.`,
    );
  context.references?.learn(referable, reference, found);
  return found.id;
}

/** What ids and slugs name, each after the word that tells which of the two it is. */
async function lookUp(
  context: Context,
  { typeName, table, redirects }: Referable,
  wanted: readonly string[],
): Promise<(Found | null)[]> {
  const found = new Map<string, Found>();
  const read = async (name: string, from: Sql, survivor: Sql, moved: boolean) => {
    const missing = wanted.filter((each) => !found.has(each));
    if (missing.length === 0) return;
    const named = (kind: 'id' | 'slug') =>
      missing.filter((each) => each.startsWith(`${kind} `)).map((each) => each.slice(kind.length + 1));
    const rows = await context.db.query<{ id: string; slug: string; names: string }>(
      sql`${comment(name)} SELECT id, slug, ${survivor} AS names FROM ${from} WHERE slug = ANY (${named('slug')}::text[]) OR id = ANY (${named('id')}::uuid[]) LIMIT ${missing.length}`,
    );
    for (const { id, slug, names } of rows)
      for (const key of [`id ${id}`, `slug ${slug}`]) found.set(key, { id: names, moved });
  };
  await read(`${typeName} reference`, table, sql`id`, false);
  if (redirects) await read(`${typeName} redirect`, redirects, sql`survivor_id`, true);
  return wanted.map((each) => found.get(each) ?? null);
}
