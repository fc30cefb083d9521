import { type GraphQLObjectType, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { schema } from '../../src/schema.ts';

export interface ConnectionField {
  /** The type that has the field, `Query` for a list at the root. */
  parent: string;
  field: string;
  /** The connection, such as `EventConnection`. */
  connection: string;
  /** The type of its items. */
  node: string;
  args: readonly string[];
}

/** The search is a list by rank: it has edges only and pages forward only. Its own tests read it. */
const ranked = 'SearchConnection';

/** The fields that give a connection, on object types, and on interfaces too where they are asked for. */
export function connectionFields(on: 'objects' | 'objects and interfaces' = 'objects'): ConnectionField[] {
  const found: ConnectionField[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || (on !== 'objects' && isInterfaceType(type))))
      continue;
    for (const field of Object.values(type.getFields())) {
      const { name } = getNamedType(field.type);
      if (!name.endsWith('Connection') || name === ranked) continue;
      const args = field.args.map((arg) => arg.name);
      found.push({ parent: type.name, field: field.name, connection: name, node: itemOf(name), args });
    }
  }
  return found;
}

/** The type of the items of a connection. */
export function itemOf(connection: string): string {
  const edge = schema.getType(connection.replace(/Connection$/, 'Edge'));
  return isObjectType(edge) ? getNamedType(edge.getFields().node?.type ?? edge).name : connection;
}

/** The object types that are connections. */
export function connectionTypes(): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) && type.name.endsWith('Connection') && type.name !== ranked,
  );
}
