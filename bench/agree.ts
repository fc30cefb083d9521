import { isDeepStrictEqual } from 'node:util';
import { type Contender, type ContenderName, contenderTitles } from './contender.ts';
import { ask } from './load.ts';
import type { Question, Values } from './questions/question.ts';

/** How each contender names a thing or a place in a list is its own affair. */
const ownNames = new Set(['id', 'rowId', 'endCursor', 'startCursor', 'cursor']);

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !ownNames.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, comparable(part)]),
  );
}

/** What a contender answers; where it fails, why. */
async function answerOf(
  contender: Contender,
  question: Question,
  values: Values,
): Promise<{ data: unknown } | { failure: string }> {
  try {
    const { status, body } = await ask(contender.port, await contender.request(question, values));
    const answer = JSON.parse(body) as { data?: unknown; errors?: unknown };
    if (status !== 200 || answer.errors) return { failure: `${status}: ${body.slice(0, 600)}` };
    return { data: comparable(contender.read(question, answer.data)) };
  } catch (error) {
    return { failure: String(error) };
  }
}

/** The first place where two answers differ. */
function difference(a: unknown, b: unknown, path = ''): string {
  if (isDeepStrictEqual(a, b)) return '';
  if (
    typeof a === 'object' &&
    typeof b === 'object' &&
    a !== null &&
    b !== null &&
    Array.isArray(a) === Array.isArray(b)
  )
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = difference(Reflect.get(a, name), Reflect.get(b, name), `${path}.${name}`);
      if (found) return found;
    }
  return `${path || 'the whole'}: ${JSON.stringify(a)?.slice(0, 300)} against ${JSON.stringify(b)?.slice(0, 300)}`;
}

export interface Disagreement {
  readonly question: string;
  readonly contender: ContenderName;
  readonly what: string;
}

/**
 * Whether the contenders answer a question alike, for every set of values. The first contender that answers is what
 * the others are held against.
 */
export async function findDisagreements(
  contenders: readonly Contender[],
  question: Question,
  sets: readonly Values[],
): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  const failed = new Set<ContenderName>();
  for (const values of sets) {
    let model: { name: ContenderName; data: unknown } | undefined;
    for (const contender of contenders) {
      if (failed.has(contender.name)) continue;
      const answer = await answerOf(contender, question, values);
      let what = '';
      if ('failure' in answer) what = `fails: ${answer.failure}`;
      else if (!model) model = { name: contender.name, data: answer.data };
      else if (!isDeepStrictEqual(answer.data, model.data))
        what = `differs from ${contenderTitles[model.name]} at ${difference(answer.data, model.data)}`;
      if (what === '') continue;
      found.push({
        question: question.name,
        contender: contender.name,
        what: `${what} (asked about ${JSON.stringify(values)})`,
      });
      failed.add(contender.name);
    }
  }
  return found;
}
