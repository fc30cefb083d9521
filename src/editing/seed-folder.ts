import type { z } from 'zod';
import { readSeedFolder } from './seed-file.ts';
import type { Path, Problems, SeedEntry } from './seed-problem.ts';
import { type SeedList, type SeedValue, seedLists, seedShapes } from './seed-shape.ts';

/** An entry of a list as it was read, with where it stands. */
export interface SeedItem<T> {
  entry: SeedEntry;
  value: T;
}

/** All entries of a folder by list, in the order of the files and in them. */
export type Seed = { [L in SeedList]: SeedItem<SeedValue<L>>[] };

/** Reads a folder of seed files and checks the shape of every entry. What is wrong goes to `problems`. */
export async function readSeed(folder: string, problems: Problems): Promise<Seed> {
  const entries = await readSeedFolder(folder, seedLists, problems);
  const read = <T extends z.ZodType>(list: SeedList, shape: T): SeedItem<z.output<T>>[] =>
    entries[list].flatMap((entry) => {
      const parsed = shape.safeParse(entry.raw);
      if (parsed.success) return [{ entry, value: parsed.data }];
      for (const issue of parsed.error.issues)
        for (const path of pathsOf(issue)) problems.add(entry, path, issue.message);
      return [];
    });
  return {
    actors: read('actors', seedShapes.actors),
    offices: read('offices', seedShapes.offices),
    tenures: read('tenures', seedShapes.tenures),
    places: read('places', seedShapes.places),
    issues: read('issues', seedShapes.issues),
    conflicts: read('conflicts', seedShapes.conflicts),
    events: read('events', seedShapes.events),
    sources: read('sources', seedShapes.sources),
    attempts: read('attempts', seedShapes.attempts),
    positions: read('positions', seedShapes.positions),
    claims: read('claims', seedShapes.claims),
  };
}

/** A field that is not accepted is told where it stands, not where the mapping begins. */
function pathsOf(issue: z.core.$ZodIssue): Path[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}
