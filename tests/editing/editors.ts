import type { Viewer } from '../../src/kernel/context.ts';
import type { TestDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';

export const editor: Viewer = { name: 'Newsroom', role: 'EDITOR', holder: 'key-editor' };
export const curator: Viewer = { name: 'Desk', role: 'CURATOR', holder: 'key-curator' };

/** What any mutation may give. */
export interface Result {
  __typename: string;
  message?: string;
  problems?: { path: string[]; code: string; message: string }[];
  warnings?: { path: string[]; code: string; message: string }[];
  current?: { version: number } | null;
  [field: string]: unknown;
}

/** Sends a mutation and gives its result; one that fails otherwise than by a value of its union fails the test. */
export async function send(
  db: TestDatabase,
  mutation: string,
  input: Record<string, unknown>,
  payload = '',
  viewer: Viewer = curator,
): Promise<Result> {
  const title = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  const document = `mutation ($input: ${title}Input!) { result: ${mutation}(input: $input) {
    __typename
    ... on ${title}Payload { ${payload} warnings { path code message } }
    ... on Error { message }
    ... on ValidationError { problems { path code message } }
    ... on ConflictError { current { version id } } } }`;
  const { data, errors } = await execute<{ result: Result }>(db, document, { input }, viewer);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data.result;
}

/** Sends a mutation that has to go well. */
export async function change(
  db: TestDatabase,
  mutation: string,
  input: Record<string, unknown>,
  payload = '',
): Promise<Result> {
  const result = await send(db, mutation, input, payload);
  if (!result.__typename.endsWith('Payload'))
    throw new Error(`${mutation}: ${result.message} ${JSON.stringify(result.problems)}`);
  return result;
}
