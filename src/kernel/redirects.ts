import sql from 'sql-template-tag';
import type { Context } from './context.ts';
import { batch } from './load.ts';
import { comment } from './page.ts';
import type { Rows } from './plan.ts';
import type { Moving } from './references.ts';

const moving = new Map<string, Moving>();

/** Lets `node`, `nodes` and the planner follow the ids and slugs of a type that another row has taken over. */
export function followRedirects(referable: Moving): void {
  moving.set(referable.typeName, referable);
}

/**
 * Rows that arguments name, by the id or slug that they have now. Only for what a client gives: keys of the database
 * never lead to a redirect, and need not pay for the look.
 */
export function throughRedirects(rows: Rows): Rows {
  const referable = moving.get(rows.type);
  if (!referable || 'select' in rows) return rows;
  const { table, redirects } = referable;
  if ('id' in rows) {
    const { id } = rows;
    const now = sql`SELECT moved.survivor_id FROM ${redirects} moved WHERE moved.id = ${id}`;
    return { ...rows, id: sql`coalesce((${now}), ${id})` };
  }
  const { slug } = rows;
  const now = sql`SELECT kept.slug FROM ${redirects} moved JOIN ${table} kept ON kept.id = moved.survivor_id WHERE moved.slug = ${slug}`;
  return { ...rows, slug: sql`coalesce((${now}), ${slug})` };
}

/** The id of the row that took over an id which has none of its own; null where there is none either. */
export async function findSurvivor(context: Context, typeName: string, id: string): Promise<string | null> {
  const referable = moving.get(typeName);
  if (!referable) return null;
  return batch<string, string | null>(context, `${typeName} survivors`, async (ids) => {
    const rows = await context.db.query<{ id: string; survivor: string }>(
      sql`${comment(`${typeName} survivors`)} SELECT id, survivor_id AS survivor FROM ${referable.redirects} WHERE id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`,
    );
    const survivors = new Map(rows.map((row) => [row.id, row.survivor]));
    return ids.map((each) => survivors.get(each) ?? null);
  }).load(id);
}
