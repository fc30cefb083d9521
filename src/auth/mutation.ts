import type {
  InputShapeFromTypeParam,
  InputType,
  MaybePromise,
  OutputType,
  ShapeFromTypeParam,
} from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { AccessRole } from '../generated/prisma/enums.ts';
import { builder } from '../kernel/builder.ts';
import type { Context, Viewer } from '../kernel/context.ts';
import { nameRole, requireRole } from './viewer.ts';

type Types = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never;

/** The context of a mutation, which nobody runs without saying who they are. */
export type MutationContext = Context & { readonly viewer: Viewer };

export interface MutationOptions<Input extends InputType<Types>, Type extends OutputType<Types>> {
  /** The least role that may run it. */
  readonly role: AccessRole;
  /** Sentences; the one that names the role is added to them. */
  readonly description: string;
  /** The type of its one argument, `input`. */
  readonly input: Input;
  /** What its input gives, in a sentence. */
  readonly given: string;
  /** What it gives: a union of the payload and of the refusals that are foreseen. */
  readonly type: Type;
  readonly resolve: (
    input: InputShapeFromTypeParam<Types, Input, true>,
    context: MutationContext,
    info: GraphQLResolveInfo,
  ) => MaybePromise<ShapeFromTypeParam<Types, Type, false>>;
}

/** Adds a mutation of that name. */
export type MutationField = <Input extends InputType<Types>, Type extends OutputType<Types>>(
  name: string,
  options: MutationOptions<Input, Type>,
) => void;

/**
 * Gives what adds mutations to a schema. A mutation's role is asked for before anything of it runs, and stands in the
 * field's `extensions.role`, by which a test proves that no mutation is without one.
 *
 * The fields are nullable: one that is refused must not take with it the answers of those before it in the same
 * operation, which have been carried out.
 */
export function createMutationField(of: typeof builder): MutationField {
  let registered = false;
  return (name, { role, description, input, given, type, resolve }) => {
    // With the first mutation: GraphQL takes no type without fields.
    if (!registered)
      of.mutationType({
        description:
          'Everything that changes the record. Each mutation needs a role, has one argument, and is carried out whole or not at all.',
      });
    registered = true;
    const guarded = (_: unknown, args: { input: never }, context: Context, info: GraphQLResolveInfo) => {
      requireRole(context.viewer, role, name);
      return resolve(args.input, context as MutationContext, info);
    };
    of.mutationField(name, (t) =>
      t.field({
        type,
        nullable: true,
        description: `${description} Needs the role ${nameRole(role)}.`,
        extensions: { role },
        args: { input: t.arg({ type: input, required: true, description: given }) },
        // Pothos works out its type only where the types of input and result are known, which they are above.
        resolve: guarded as never,
      }),
    );
  };
}

/**
 * Adds a mutation to the schema of the service:
 * `mutationField('recordEvent', { role: 'EDITOR', description, input, given, type, resolve(input, { db, viewer }) {…} })`.
 */
export const mutationField = createMutationField(builder);
