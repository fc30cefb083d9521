import type { z } from 'zod';
import { type DraftList, type DraftValue, draftShapes } from './draft-shape.ts';
import { saysMissing } from './draft-value.ts';
import type { Entry, Path, ProblemCode, Problems } from './problem.ts';

/** An entry of a list as it was read, with where it stands. */
export interface DraftItem<T> {
  entry: Entry;
  value: T;
}

/** What somebody wants to put on record together, by list, each list in the order in which it was given. */
export type Draft = { [L in DraftList]: DraftItem<DraftValue<L>>[] };

/** An entry whose shape is wrong: what of it could be read, field by field. */
export interface Broken extends DraftItem<Readonly<Record<string, unknown>>> {
  list: DraftList;
}

/** Checks the shape of every entry. What is wrong goes to `problems`, and the entry to `broken`. */
export function readDraft(
  entries: Readonly<Partial<Record<DraftList, readonly Entry[]>>>,
  problems: Problems,
): { draft: Draft; broken: Broken[] } {
  const broken: Broken[] = [];
  const read = <T extends z.ZodType>(list: DraftList, shape: T): DraftItem<z.output<T>>[] =>
    (entries[list] ?? []).flatMap((entry) => {
      const value = readEntry(shape, entry, problems);
      if (value !== undefined) return [{ entry, value }];
      broken.push({ list, entry, value: readFields(shape, entry.raw) });
      return [];
    });
  const draft: Draft = {
    actors: read('actors', draftShapes.actors),
    offices: read('offices', draftShapes.offices),
    tenures: read('tenures', draftShapes.tenures),
    places: read('places', draftShapes.places),
    issues: read('issues', draftShapes.issues),
    conflicts: read('conflicts', draftShapes.conflicts),
    events: read('events', draftShapes.events),
    sources: read('sources', draftShapes.sources),
    attempts: read('attempts', draftShapes.attempts),
    positions: read('positions', draftShapes.positions),
    claims: read('claims', draftShapes.claims),
  };
  return { draft, broken };
}

/** What an entry says by a shape; undefined where it does not have it, and `problems` says why. */
function readEntry<T extends z.ZodType>(shape: T, entry: Entry, problems: Problems): z.output<T> | undefined {
  const parsed = shape.safeParse(entry.raw);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    for (const path of pathsOf(issue)) problems.add(entry, path, issue.message, codeOf(issue));
  return undefined;
}

/** The fields of an entry that can be read by themselves, so that what they refer to is looked for all the same. */
function readFields(shape: z.ZodType, raw: unknown): Record<string, unknown> {
  const fields = fieldsOf(shape);
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const read = field.safeParse(Reflect.get(raw, name));
      return read.success && read.data !== undefined ? [[name, read.data]] : [];
    }),
  );
}

/** The fields of a mapping, whatever rules stand around it. */
export function fieldsOf(shape: z.ZodType): Record<string, z.ZodType> {
  const { def } = shape as unknown as { def: { shape?: Record<string, z.ZodType>; in?: z.ZodType } };
  return def.shape ?? (def.in ? fieldsOf(def.in) : {});
}

/** A field that is not accepted is told where it stands, not where the mapping begins. */
function pathsOf(issue: z.core.$ZodIssue): Path[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

export function codeOf(issue: z.core.$ZodIssue): ProblemCode {
  if (issue.code === 'unrecognized_keys') return 'UNKNOWN_FIELD';
  if (issue.code === 'too_big') return 'TOO_LONG';
  if (issue.code === 'custom' && issue.params?.code) return issue.params.code as ProblemCode;
  return saysMissing(issue.message) ? 'REQUIRED' : 'INVALID';
}
