import { type GraphQLSchema, isInputObjectType, isNonNullType } from 'graphql';
import { roles } from '../../src/auth/viewer.ts';
import type { Viewer } from '../../src/kernel/context.ts';

/**
 * What is wrong with the mutations of a schema, in a sentence each: a role that is not named, or one that is named and
 * not asked for, or arguments other than one `input`.
 */
export async function wrongMutations(schema: GraphQLSchema): Promise<string[]> {
  const wrong: string[] = [];
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const role = roles.find((known) => known === field.extensions.role);
    if (!role) {
      wrong.push(`${field.name} names no role; define it by mutationField of src/auth/mutation.ts.`);
      continue;
    }
    const lesser = roles.slice(0, roles.indexOf(role));
    const refused: [Viewer | null, string][] = [
      [null, 'UNAUTHENTICATED'],
      ...lesser.map((less): [Viewer, string] => [{ name: 'Less', role: less, holder: 'less' }, 'FORBIDDEN']),
    ];
    for (const [viewer, code] of refused) {
      // Without a database and an input, so that whatever runs before the role is asked for fails otherwise.
      const run = async () => field.resolve?.({}, {}, { viewer }, {} as never);
      const failure: unknown = await run().catch((error: unknown) => error);
      if (!(failure instanceof Error && 'code' in failure && failure.code === code)) {
        wrong.push(`${field.name} is not refused to ${viewer?.role ?? 'nobody'} with ${code}.`);
        break;
      }
    }
    const [input, ...others] = field.args;
    const whole =
      input?.name === 'input' && isNonNullType(input.type) && isInputObjectType(input.type.ofType);
    if (!whole || others.length > 0) wrong.push(`${field.name} has other arguments than one input.`);
  }
  return wrong;
}
