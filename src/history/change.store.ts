import sql from 'sql-template-tag';
import type { Context, Happening } from '../kernel/context.ts';
import type { Db } from '../kernel/db.ts';
import { batch } from '../kernel/load.ts';
import { comment } from '../kernel/page.ts';

/** The changes after a place, the first so many, in order. */
export async function listChangesAfter(
  db: Pick<Db, 'query'>,
  after: bigint,
  most: number,
): Promise<Happening[]> {
  const rows = await db.query<{ id: string; place: string }>(
    sql`${comment('changes after')} SELECT id, seq::text AS place FROM revision WHERE seq > ${String(after)}::bigint ORDER BY revision.seq LIMIT ${most}`,
  );
  return rows.map(({ id, place }) => ({ id, place: BigInt(place) }));
}

/** Whether a change is on record, and at its place. */
export async function isOnRecord(db: Pick<Db, 'query'>, { place, id }: Happening): Promise<boolean> {
  const found = await db.query(
    sql`${comment('change at place')} SELECT id FROM revision WHERE seq = ${String(place)}::bigint AND id = ${id}::uuid LIMIT 1`,
  );
  return found.length > 0;
}

/** The id of the actor that one was merged into; null where it was not. */
export function findSurvivor(context: Context, id: string): Promise<string | null> {
  return batch<string, string | null>(context, 'survivors', async (ids) => {
    const rows = await context.db.query<{ id: string; survivor: string }>(
      sql`${comment('survivors of merges')} SELECT id, survivor_id AS survivor FROM actor_redirect WHERE id = ANY (${[...ids]}::uuid[]) LIMIT ${ids.length}`,
    );
    const survivors = new Map(rows.map((row) => [row.id, row.survivor]));
    return ids.map((each) => survivors.get(each) ?? null);
  }).load(id);
}
