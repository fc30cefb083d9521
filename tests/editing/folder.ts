import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { seedFolder } from '../../src/editing/seed.ts';
import { InputError } from '../../src/kernel/errors.ts';
import type { TestDatabase } from '../setup/database.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

/** Writes a seed folder for a test, which is removed when the file is done. Gives its path. */
export async function seedOf(files: Files): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'seed-'));
  roots.push(root);
  const folder = join(root, 'seed');
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** The lines that say why a folder is refused, each without the folder's own path. */
export async function refusal(db: TestDatabase, files: Files): Promise<string[]> {
  const folder = await seedOf(files);
  const error: unknown = await seedFolder(db, folder).then(
    () => 'it was loaded',
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw new Error('An InputError was expected.', { cause: error });
  return error.message.split('\n').map((line) => line.replaceAll(join(folder, '/'), ''));
}

/** Checks the first line for which a file is refused that is added to the base. */
export async function expectRefusal(
  db: TestDatabase,
  text: string,
  expected: string | RegExp,
): Promise<void> {
  const [line] = await refusal(db, { 'base.yaml': base, 'more.yaml': text });
  if (typeof expected === 'string') expect(line).toBe(expected);
  else expect(line).toMatch(expected);
}

/** An event with fields of a test's own, on line 2. */
export function eventWith(fields: string): string {
  return `events:\n  - { slug: more, type: CALL, title: More, date: 2025, place: NOT_STATED, ${fields} }\n`;
}

/** A claim with fields of a test's own, on line 2. */
export function claimWith(fields: string): string {
  return `claims:\n  - { key: k, source: paper, directness: NARRATOR, ${fields} }\n`;
}

/** A claim that says one thing. */
export function saying(fields: string): string {
  return claimWith(`says: [{ ${fields} }]`);
}

/** A claim with one voice. */
export function voiced(voice: string): string {
  return claimWith(`says: [{ event: meeting, field: OCCURRENCE }], chain: [{ ${voice} }]`);
}

/** The least that other entries can refer to. */
export const base = `actors:
  - { slug: arva, name: Arva, kind: STATE }
  - { slug: borland, name: Borland, kind: STATE }
  - { slug: ana-arva, name: Ana, kind: PERSON, memberOf: arva }
offices:
  - { slug: arva-minister, title: Minister, body: arva, rank: MINISTER }
tenures:
  - { holder: ana-arva, office: arva-minister, started: 2020 }
issues:
  - { slug: border, name: Border }
sources:
  - { slug: paper, kind: NEWS_ARTICLE, title: Paper }
events:
  - { slug: meeting, type: MEETING, title: Meeting, date: 2025, place: NOT_STATED }
attempts:
  - { slug: offer, title: Offer, date: NOT_STATED, mediators: [{ actor: arva }], responses: [{ party: borland, answer: REJECTED }], proposalOriginator: NOT_STATED }
positions:
  - { slug: arva-on-border, holder: arva, issue: border, stance: REJECT, summary: No. }
`;
