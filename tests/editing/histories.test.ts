import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../setup/database.ts';
import { numbers } from './choices.ts';
import { deriveAnew } from './derived-anew.ts';
import { readFinalForm } from './final-forms.ts';
import { checkAsOf, type Remembered, readRecords, Survivors } from './history-reading.ts';
import { bare, lastChange, readChanges, replay } from './history-replay.ts';
import { HistoryEditor, isDone, type Step, steps, type Taken } from './history-steps.ts';
import { HistoryWorld } from './history-world.ts';

const runs = Number(process.env.HISTORIES_RUNS || 20);
const onBothPaths = process.env.HISTORIES_PATHS === 'both';
const paths = ['planned', 'ordinary'] as const;
const seed = Number(process.env.HISTORIES_SEED || 1);

/** Values of claims that the schema does not give. */
const unseen = ['key', 'retraction'];

const counts = new Map<string, number>();

/** Ids of a history's actors by slug, each as it was first read. */
async function noteActors(db: TestDatabase, world: HistoryWorld, known: Map<string, string>): Promise<void> {
  const { rows } = await db.pool.query<{ id: string; slug: string }>(
    `SELECT rtrim(translate(encode(convert_to('Actor:' || id, 'UTF8'), 'base64'), E'+/\\n', '-_'), '=') AS id, slug
     FROM actor WHERE slug = ANY ($1)`,
    [world.slugs('Actor').filter((slug) => !known.has(slug))],
  );
  for (const { id, slug } of rows) known.set(slug, id);
}

/** Makes one history and checks all that is said of it. */
async function checkHistory(
  db: TestDatabase,
  name: string,
  first: readonly number[],
  given: readonly Step[],
): Promise<void> {
  const world = new HistoryWorld(name);
  const editor = new HistoryEditor(db, world);
  const actors = new Map<string, string>();
  const tale: Taken[] = [];
  const remembered: Remembered[] = [];
  const moments: string[] = [];
  const begin = await lastChange(db);
  let now = begin;
  let records = new Map<string, Record<string, unknown>>();
  try {
    for (const step of [null, ...given]) {
      const taken = step === null ? await editor.begin(first) : await editor.take(step);
      tale.push(taken);
      const outcome = `${step?.does ?? 'begin'} ${isDone(taken) ? 'done' : 'refused'}`;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      if (step === null)
        expect(taken.result.__typename, JSON.stringify(taken.result)).toBe('RecordSourcePayload');
      await noteActors(db, world, actors);
      const last = await lastChange(db);
      const read = await readRecords(db, world);
      if (last.cursor === now.cursor) {
        // What is refused changes nothing, nor does what gives what is there already.
        expect(Object.fromEntries(read)).toEqual(Object.fromEntries(records));
        continue;
      }
      expect(isDone(taken), 'only what is done changes anything').toBe(true);
      for (const id of read.keys())
        if (!records.has(id)) for (const at of moments) remembered.push({ id, at, record: null });
      for (const [id, record] of read) remembered.push({ id, at: last.at, record });
      moments.push(last.at);
      records = read;
      now = last;
    }
    await deriveAnew(db, records.keys());
    expect(Object.fromEntries(await readRecords(db, world)), 'derived anew').toEqual(
      Object.fromEntries(records),
    );
    const survivors = await Survivors.find(db, world, actors);
    await checkMoments(db, remembered, survivors);
    await checkReplay(db, world, begin.cursor, 1 + (given.length % 9));
  } catch (error) {
    const told = tale.map(
      ({ mutation, input, result }) => `${mutation} ${JSON.stringify(input)} → ${JSON.stringify(result)}`,
    );
    throw new Error(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${told.join('\n')}`,
    );
  }
}

/** Reads every moment again, a few at a time: nothing changes by it. */
async function checkMoments(
  db: TestDatabase,
  remembered: readonly Remembered[],
  survivors: Survivors,
): Promise<void> {
  // Each path costs a tenth of a second: where both are not asked for, they take turns.
  const left = remembered.flatMap((each, index) =>
    paths.filter((_, turn) => onBothPaths || turn === index % 2).map((path) => ({ each, path })),
  );
  const reader = async () => {
    for (let next = left.shift(); next; next = left.shift())
      await checkAsOf(db, next.each, survivors, next.path);
  };
  await Promise.all([reader(), reader(), reader()]);
}

/** Rebuilds everything from the changes, and compares it with what is there. */
async function checkReplay(
  db: TestDatabase,
  world: HistoryWorld,
  after: string | null,
  first: number,
): Promise<void> {
  for (const { type, id, version, merged, form } of await replay(
    db,
    world,
    await readChanges(db, after, first),
  )) {
    if (merged) continue;
    const final = await readFinalForm(db, type, id);
    const kept = Object.entries(form).filter(([path]) => type !== 'Claim' || !unseen.includes(path));
    const described = `${type} ${String(form.slug ?? id)} as rebuilt`;
    expect(bare(world.withSurvivors(Object.fromEntries(kept))), described).toEqual(bare(final.form));
    expect(version, described).toBe(final.version);
  }
}

test(`${runs} random histories: each moment is read again as it was, and the changes alone rebuild the record`, {
  timeout: 60_000 + runs * 15_000,
}, async () => {
  const db = await testDatabase();
  let made = 0;
  await fc.assert(
    fc.asyncProperty(numbers, steps, async (first, given) => {
      made += 1;
      if (made % 25 === 0) process.stdout.write(`histories: ${made} of ${runs}\n`);
      await checkHistory(db, `h${made}`, first, given);
    }),
    { numRuns: runs, seed, endOnFailure: process.env.HISTORIES_SHRINK === '0' },
  );
  process.stdout.write(
    `histories: seed ${seed}, ${made} histories ${JSON.stringify(Object.fromEntries([...counts].sort()))}\n`,
  );
});
