import { hasVisible } from '../kernel/visible.ts';
import { codeOf } from './draft.ts';
import { rawText } from './draft-value.ts';
import type { InputProblems } from './input-problem.ts';

/** A text beside the fields of a record in an input; null where it is left out or blank, which is no reason to refuse. */
export function readText(
  input: Readonly<Record<string, unknown>>,
  name: string,
  longest: number,
  problems: InputProblems,
): string | null {
  const given = input[name] ?? null;
  if (given === null || !hasVisible(String(given))) return null;
  const parsed = rawText(longest).safeParse(given);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    problems.add({ path: [], raw: input }, [name], issue.message, codeOf(issue));
  return null;
}
