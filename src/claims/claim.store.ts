import sql, { type Sql } from 'sql-template-tag';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from '../kernel/db.ts';
import { insertAll } from '../kernel/insert-all.ts';
import { comment } from '../kernel/page.ts';
import type { ClaimedValue } from './claim.ts';
import type { Slugs } from './claim-value.ts';

export interface StoredVoice {
  row: Prisma.AttributionCreateManyInput;
  tenureIds: readonly string[];
}

/** Inserts the voices of claims with the offices in which they speak. */
export async function insertChains(tx: Tx, voices: readonly StoredVoice[]): Promise<void> {
  await insertAll(
    voices.map(({ row }) => row),
    (data) => tx.attribution.createMany({ data }),
  );
  await insertAll(
    voices.flatMap(({ row: { claimId, position }, tenureIds }) =>
      tenureIds.map((tenureId) => ({ claimId, position, tenureId })),
    ),
    (data) => tx.attributionTenure.createMany({ data }),
  );
}

/** The slugs of the actors, places and events that values refer to. */
export async function findSlugs(tx: Tx, values: readonly Partial<ClaimedValue>[]): Promise<Slugs> {
  const slugs = new Map<string, string>();
  const read = async (table: Sql, name: string, ids: readonly (string | null | undefined)[]) => {
    const wanted = [...new Set(ids.filter((id) => id != null))];
    if (wanted.length === 0) return;
    const rows = await tx.$queryRaw<{ id: string; slug: string }[]>(
      sql`${comment(`slugs of claimed ${name}`)} SELECT id, slug FROM ${table} WHERE id = ANY (${wanted}::uuid[])`,
    );
    for (const { id, slug } of rows) slugs.set(id, slug);
  };
  await read(
    sql`actor`,
    'actors',
    values.map(({ actorId }) => actorId),
  );
  await read(
    sql`place`,
    'places',
    values.map(({ placeId }) => placeId),
  );
  await read(
    sql`event`,
    'events',
    values.map(({ eventId }) => eventId),
  );
  return slugs;
}

/** The root speakers of claims on record, by the claims' ids. */
export async function findRootSpeakers(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; speaker: string | null }[]>(
    sql`${comment('root speakers of claims')} SELECT id, root_speaker_id AS speaker FROM claim WHERE id = ANY (${[...ids]}::uuid[])`,
  );
  return new Map(rows.map(({ id, speaker }) => [id, speaker]));
}
