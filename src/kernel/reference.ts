import sql, { type Sql } from 'sql-template-tag';
import { validate as isUuid } from 'uuid';
import type { Context } from './context.ts';
import { NotFoundError } from './errors.ts';
import { readReference } from './ids.ts';
import { batch } from './load.ts';
import { comment } from './page.ts';

/** A type whose rows an argument may name by id or slug, and the table that holds them. */
export interface Referable {
  typeName: string;
  table: Sql;
}

/**
 * The UUID behind an id or slug that an argument gives.
 * @throws InputError when the text is neither, NotFoundError when the record holds nothing under it: a
 *   misspelt slug in a filter is told, not answered with an empty list.
 */
export async function findReference(
  context: Context,
  { typeName, table }: Referable,
  text: string,
  argument: string,
): Promise<string> {
  const reference = readReference(text, typeName, argument);
  const found = await batch<string, string | null>(context, `${typeName} reference`, async (texts) => {
    const rows = await context.db.query<{ id: string; slug: string }>(
      sql`${comment(`${typeName} reference`)} SELECT id, slug FROM ${table} WHERE slug = ANY (${[...texts]}::text[]) OR id = ANY (${texts.filter((wanted) => isUuid(wanted))}::uuid[]) LIMIT ${texts.length}`,
    );
    const byText = new Map(rows.flatMap(({ id, slug }) => [[id, id] as const, [slug, id] as const]));
    return texts.map((wanted) => byText.get(wanted) ?? null);
  }).load(reference.id ?? reference.slug);
  if (!found)
    throw new NotFoundError(
      `${argument}: the record holds no ${typeName} under ${JSON.stringify(text)}; look its slug up in the list of its type.`,
    );
  return found;
}
