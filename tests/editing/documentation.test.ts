import { readFileSync } from 'node:fs';
import { type GraphQLObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { articleDatabase } from '../setup/article.ts';
import { execute } from '../setup/execute.ts';
import { curator } from './editors.ts';

/** A request of the page, with what it has to be answered. */
interface Request {
  place: string;
  document: string;
  variables: string;
  answer: string;
}

const page = 'docs/editing.md';
const requests = requestsOf(readFileSync(page, 'utf8'));

/** A block of GraphQL begins a request; the blocks after it are its variables, where it has any, and its answer. */
function requestsOf(markdown: string): Request[] {
  const found: Request[] = [];
  for (const [, language, kind, text = ''] of markdown.matchAll(/^```(\w+)(?: (\w+))?\n([\s\S]*?)^```$/gm)) {
    const last = found.at(-1);
    if (language === 'graphql')
      found.push({
        place: `${page}, request ${found.length + 1}`,
        document: text,
        variables: '{}',
        answer: '',
      });
    if (last && kind === 'variables') last.variables = text;
    if (last && kind === 'answer') last.answer = text;
  }
  return found;
}

/** What names in angle brackets stand for: ids, which differ from record to record. */
class Ids {
  readonly #known = new Map<string, string>();

  /** A text with the ids in the place of their names. */
  put(text: string): string {
    return text.replace(/<[^<>]+>/g, (name) => this.#known.get(name) ?? name);
  }

  /** Learns the names that an answer gives to ids. */
  learn(expected: unknown, given: unknown): void {
    if (typeof expected === 'string' && /^<.+>$/.test(expected)) {
      if (typeof given === 'string' && !this.#known.has(expected)) this.#known.set(expected, given);
    } else if (typeof expected === 'object' && expected !== null)
      for (const [key, inside] of Object.entries(expected))
        this.learn(inside, (given as Record<string, unknown> | null)?.[key]);
  }
}

/** The mutations that a document asks for. */
function mutationsOf({ document }: Request): string[] {
  return parse(document).definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition' && definition.operation === 'mutation'
      ? definition.selectionSet.selections.flatMap((each) => (each.kind === 'Field' ? [each.name.value] : []))
      : [],
  );
}

test('the page on editing is answered from top to bottom as it says', async () => {
  const db = await articleDatabase();
  const ids = new Ids();
  for (const { place, document, variables, answer } of requests) {
    const { data, errors } = await execute(db, document, JSON.parse(ids.put(variables)), {
      ...curator,
      name: 'Desk',
    });
    ids.learn(JSON.parse(answer), { data });
    expect({ place, data, errors }).toEqual({ place, ...JSON.parse(ids.put(answer)), errors: [] });
  }
});

test('the page on editing uses every mutation once with success', () => {
  const done = requests.flatMap((request) => {
    const { data } = JSON.parse(request.answer) as { data: Record<string, object> };
    return mutationsOf(request).filter(
      (name) => !('message' in (data[name] ?? {}) || 'problems' in (data[name] ?? {})),
    );
  });
  const all = Object.keys((schema.getMutationType() as GraphQLObjectType).getFields());
  expect(done.toSorted()).toEqual(all.toSorted());
});
