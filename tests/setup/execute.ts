import { type ExecutionResult, execute as executeDocument, parse, validate } from 'graphql';
import { createContext, type Viewer } from '../../src/kernel/context.ts';
import { schema } from '../../src/schema.ts';
import type { TestDatabase } from './database.ts';

/** The answer to a document; its author knows the shape that the document asks for. */
export interface Executed<T> {
  data: T;
  errors: { message: string; code: unknown; path: string }[];
  /** The SQL that the operation caused. */
  statements: string[];
}

/** A connection of which only the nodes are read. */
export interface Nodes<T> {
  nodes: T[];
}

/**
 * Runs a document against the real schema and a real database. A document that is not valid fails the test.
 * @param viewer who runs it; nobody unless one is given
 */
export async function execute<T = Record<string, unknown>>(
  db: TestDatabase,
  document: string,
  variables: Record<string, unknown> = {},
  viewer: Viewer | null = null,
): Promise<Executed<T>> {
  const parsed = parse(document);
  const invalid = validate(schema, parsed);
  if (invalid.length > 0) throw new Error(invalid.map(({ message }) => message).join('\n'));
  db.statements.length = 0;
  const result = (await executeDocument({
    schema,
    document: parsed,
    variableValues: variables,
    contextValue: createContext(db, undefined, viewer),
  })) as ExecutionResult;
  return {
    data: result.data as T,
    errors: (result.errors ?? []).map((error) => ({
      message: error.message,
      code: error.extensions.code ?? codeOf(error.originalError),
      path: (error.path ?? []).join('.'),
    })),
    statements: [...db.statements],
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
