import { type GraphQLObjectType, getNamedType, isInterfaceType, isObjectType } from 'graphql';
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
  const found: ConnectionField[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || (on !== 'objects' && isInterfaceType(type))))
      continue;
    for (const field of Object.values(type.getFields())) {
      const { name } = getNamedType(field.type);
      if (!name.endsWith('Connection')) continue;
      const args = field.args.map((arg) => arg.name);
      found.push({ parent: type.name, field: field.name, node: name.slice(0, -'Connection'.length), args });
    }
  }
  return found;
}

/** The object types that are connections. */
export function connectionTypes(): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && type.name.endsWith('Connection'),
  );
}
