import { VersionedRef } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { loadRow } from '../kernel/load.ts';
import { InvalidError, MissingError, StaleError, type Subject } from './outcome.ts';
import type { Problem } from './problem.ts';

interface ErrorValue {
  readonly __typename: 'ValidationError' | 'NotFoundError' | 'ConflictError';
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly current: Subject | null;
}

/** A refusal that is foreseen, as a value of the schema; anything else is thrown on. */
export function toErrorValue(error: unknown): ErrorValue {
  const value = { problems: [], current: null };
  if (error instanceof InvalidError)
    return { ...value, __typename: 'ValidationError', message: error.message, problems: error.problems };
  if (error instanceof MissingError) return { ...value, __typename: 'NotFoundError', message: error.message };
  if (error instanceof StaleError)
    return { ...value, __typename: 'ConflictError', message: error.message, current: error.current };
  throw error;
}

const ErrorRef = builder.interfaceRef<ErrorValue>('Error').implement({
  description: 'Why a mutation wrote nothing.',
  resolveType: ({ __typename }) => __typename,
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'One sentence: what was given, what is accepted, what to do.',
    }),
  }),
});

export const ProblemRef = builder.objectRef<Problem>('Problem').implement({
  description: 'One thing that is wrong with an input, or worth a look.',
  fields: (t) => ({
    path: t.stringList({
      description:
        'Path into the input, such as claims, 3, passage, exact; empty where it is about the whole.',
      resolve: ({ path }) => [...path],
    }),
    code: t.exposeString('code', {
      description:
        'What kind of problem it is, for programs: UNKNOWN_REFERENCE, TAKEN, INVALID_DATE and others, all in docs/editing.md.',
    }),
    message: t.exposeString('message', { description: 'What is wrong, for people.' }),
  }),
});

export const ValidationErrorRef = builder.objectRef<ErrorValue>('ValidationError').implement({
  description: 'The input cannot be put on record.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemRef],
      description: 'Every problem that there is.',
      resolve: ({ problems }) => [...problems],
    }),
  }),
});

export const NotFoundErrorRef = builder.objectRef<ErrorValue>('NotFoundError').implement({
  description: 'What is to be changed is not on record.',
  interfaces: [ErrorRef],
});

export const ConflictErrorRef = builder.objectRef<ErrorValue>('ConflictError').implement({
  description: 'Someone else changed it first, or the idempotency key was used for another request.',
  interfaces: [ErrorRef],
  fields: (t) => ({
    current: t.field({
      type: VersionedRef,
      nullable: true,
      description: 'What stands there now; null where there is nothing.',
      resolve: ({ current }, _args, context, info) =>
        current && (loadRow(context, info, current.type, current.id) as never),
    }),
  }),
});
