import { z } from 'zod';
import { readSeedFolder } from './seed-file.ts';
import { type Problems, type SeedEntry, shown } from './seed-problem.ts';
import { type SeedList, type SeedValue, seedLists, seedShapes } from './seed-shape.ts';

/** An entry of a list as it was read, with where it stands. */
export interface SeedItem<L extends SeedList> {
  entry: SeedEntry;
  value: SeedValue<L>;
}

/** All entries of a folder by list, in the order of the files and in them. */
export type Seed = { [L in SeedList]: SeedItem<L>[] };

/**
 * Reads a folder of seed files and checks the shape of every entry.
 * @throws InputError with one line for each problem.
 */
export async function readSeed(folder: string, problems: Problems): Promise<Seed> {
  const entries = await readSeedFolder(folder, seedLists, problems);
  const read = <L extends SeedList>(list: L): SeedItem<L>[] =>
    entries[list].flatMap((entry) => readItem(list, entry, problems));
  const seed = {
    actors: read('actors'),
    offices: read('offices'),
    tenures: read('tenures'),
    places: read('places'),
    issues: read('issues'),
    conflicts: read('conflicts'),
    events: read('events'),
    sources: read('sources'),
    attempts: read('attempts'),
    positions: read('positions'),
    claims: read('claims'),
  };
  problems.refuse();
  return seed;
}
