import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema.ts';

export interface ConnectionField {
  /** The type that has the field, `Query` for a list at the root. */
  parent: string;
  field: string;
  /** `Event` for `EventConnection`. */
  node: string;
  args: readonly string[];
}

/** The fields that give a connection, on object types, and on interfaces too where they are asked for. */
export function connectionFields(on: 'objects' | 'objects and interfaces' = 'objects'): ConnectionField[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || (on !== 'objects' && isInterfaceType(type)))
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const node = nodeOf(field);
        return node === null
          ? []
          : [{ parent: type.name, field: field.name, node, args: field.args.map(({ name }) => name) }];
      }),
    );
}

/** The object types that are connections. */
export function connectionTypes(): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && type.name.endsWith('Connection'),
  );
}

function nodeOf(field: GraphQLField<unknown, unknown>): string | null {
  const { name } = getNamedType(field.type);
  return name.endsWith('Connection') ? name.slice(0, -'Connection'.length) : null;
}
