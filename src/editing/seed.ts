import { refreshDerived } from '../claims/derive.service.ts';
import type { Db, Tx } from '../kernel/db.ts';
import { findSubjects, lockSeeding } from './seed.store.ts';
import { checkSeed } from './seed-check.ts';
import { readSeed } from './seed-folder.ts';
import { Problems } from './seed-problem.ts';
import { type ResolvedSeed, resolveSeed } from './seed-resolve.ts';
import { checkQuotes } from './seed-text.ts';
import { type OnProgress, type SeedReport, writeSeed } from './seed-write.ts';

export type { OnProgress, SeedCount, SeedReport } from './seed-write.ts';

export interface SeedOptions {
  /** Told of each list when it is written; what it throws ends the loading, and nothing is kept. */
  onProgress?: OnProgress;
  /** A file with the text of a source, in which its quotes are looked up. */
  textFile?: string | null;
}

const minute = 60_000;

/**
 * Loads a folder of seed files into the record, whole or not at all. What the record holds already, under a slug, a
 * tenure's holder, office and start, or a claim's source and key, stays as it is, so that loading twice changes
 * nothing. Loaders take turns.
 * @throws InputError with one line for each thing that is wrong, `file:line: where: what`, ten at most.
 */
export async function seedFolder(
  db: Pick<Db, 'prisma'>,
  folder: string,
  { onProgress, textFile }: SeedOptions = {},
): Promise<SeedReport> {
  const problems = new Problems();
  const seed = await readSeed(folder, problems);
  problems.refuse();
  checkSeed(seed, problems);
  problems.refuse();
  if (textFile) await checkQuotes(textFile, seed, problems);
  problems.refuse();
  return db.prisma.$transaction(
    async (tx) => {
      await lockSeeding(tx);
      const resolved = await resolveSeed(tx, seed, problems);
      const report = await writeSeed(tx, resolved, onProgress);
      await refreshWhatFollows(tx, resolved);
      return report;
    },
    { maxWait: minute, timeout: 60 * minute },
  );
}

/** Derives anew what claims say together, of every record that is new or that a new claim is about or takes a claim from. */
async function refreshWhatFollows(tx: Tx, { seed, names, claims }: ResolvedSeed): Promise<void> {
  const superseded = claims.added.flatMap((claim) => claims.takenBackBy(claim) ?? []);
  const claimed = await findSubjects(tx, [...claims.added.map(({ id }) => id), ...superseded]);
  const related = seed.events
    .filter(({ value }) => names.isNew('event', value.slug))
    .flatMap(({ value }) => (value.relations ?? []).map(({ event }) => names.id(event)));
  const distinct = (...lists: string[][]) => [...new Set(lists.flat())];
  await refreshDerived(tx, {
    events: distinct(names.addedIds('event'), related, claimed.events),
    attempts: distinct(names.addedIds('attempt'), claimed.attempts),
    positions: distinct(names.addedIds('position'), claimed.positions),
    conflicts: distinct(names.addedIds('conflict'), claimed.conflicts),
  });
}
