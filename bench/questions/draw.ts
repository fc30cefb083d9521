import type pg from 'pg';
import { shuffled } from '../random.ts';

/** How many sets of values a question has. */
export const sets = 24;

/** Actors by the curated events in which they take part, the hottest first. */
export async function actorsByActivity(client: pg.Client): Promise<{ id: string; events: number }[]> {
  const { rows } = await client.query<{ id: string; events: number }>(
    `SELECT actor_id AS id, count(*)::int AS events FROM event_actor WHERE origin = 'CURATED' AND NOT retracted GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return rows;
}

/** Some of the hottest, some of the middle and some of the coldest, in a random order. */
export function hotAndCold<T>(random: () => number, ranked: readonly T[]): T[] {
  const hot = ranked.slice(0, Math.ceil(sets / 3));
  const rest = ranked.slice(hot.length);
  const middle = shuffled(random, rest.slice(0, Math.ceil(rest.length / 2))).slice(0, sets / 3);
  const cold = shuffled(random, rest.slice(Math.ceil(rest.length / 2))).slice(0, sets / 3);
  return shuffled(random, [...hot, ...middle, ...cold]);
}
