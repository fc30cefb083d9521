import { basename } from 'node:path';
import type { Db } from '../kernel/db.ts';
import { lockSeeding } from './draft.store.ts';
import { readDraft } from './draft.ts';
import { resolveDraft } from './draft-resolve.ts';
import { draftLists } from './draft-shape.ts';
import { missing } from './draft-value.ts';
import { type DraftReport, type OnProgress, writeDraft } from './draft-write.ts';
import { Journal } from './journal.service.ts';
import { readSeedFolder } from './seed-file.ts';
import { SeedProblems } from './seed-problem.ts';
import { checkQuotes } from './seed-text.ts';

export type { DraftCount, DraftReport, OnProgress } from './draft-write.ts';

export interface SeedOptions {
  /** Told of each list when it is written; what it throws ends the loading, and nothing is kept. */
  onProgress?: OnProgress;
  /** A file with the text of a source, in which its quotes are looked up. */
  textFile?: string | null;
}

const minute = 60_000;

/**
 * Loads a folder of seed files into the record, whole or not at all. What the record holds already, under a slug, a
 * tenure's holder, office and start, or a claim's source and key, stays as it is, edited or not, so that loading
 * twice changes nothing. Loaders take turns.
 * @throws InputError with one line for each thing that is wrong, `file:line: where: what`, ten at most.
 */
export async function seedFolder(
  db: Pick<Db, 'prisma'>,
  folder: string,
  { onProgress, textFile }: SeedOptions = {},
): Promise<DraftReport> {
  const problems = new SeedProblems();
  const { draft } = readDraft(await readSeedFolder(folder, draftLists, problems), problems);
  // Without a key, loading twice would add a claim twice.
  for (const { entry, value } of draft.claims)
    if (value.key === undefined)
      problems.add(entry, ['key'], missing('a key that no other claim of the source has is expected'));
  problems.refuse();
  if (textFile) await checkQuotes(textFile, draft, problems);
  problems.refuse();
  return db.prisma.$transaction(
    async (tx) => {
      await lockSeeding(tx);
      const resolved = await resolveDraft(tx, draft, problems, { onRecord: 'keep' });
      const journal = new Journal(tx);
      const report = await writeDraft(tx, resolved, journal, onProgress);
      await journal.write({ name: `Seed ${basename(folder)}`, note: null });
      return report;
    },
    { maxWait: minute, timeout: 60 * minute },
  );
}
