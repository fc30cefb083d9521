import sql from 'sql-template-tag';
import type { Db } from '../kernel/db.ts';

/** Whether nothing has been put on record yet. */
export async function isRecordEmpty(db: Pick<Db, 'query'>): Promise<boolean> {
  const [row] = await db.query<{ filled: boolean }>(
    sql`/* is record empty */ SELECT EXISTS (SELECT FROM source) OR EXISTS (SELECT FROM actor) AS filled`,
  );
  return row?.filled === false;
}
