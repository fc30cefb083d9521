import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Operation } from './random-operation.ts';

/** What of a schema operations have asked for: fields, arguments, fields of input objects, values of enums. */
export class Coverage {
  readonly #schema: GraphQLSchema;
  readonly #all: ReadonlySet<string>;
  readonly #reached = new Set<string>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    this.#all = everything(schema);
  }

  add({ document, variables }: Operation): void {
    const info = new TypeInfo(this.#schema);
    visit(
      document as DocumentNode,
      visitWithTypeInfo(info, {
        Field: () => {
          const parent = info.getParentType();
          const field = info.getFieldDef();
          if (parent && field) this.#reached.add(`${parent.name}.${field.name}`);
        },
        Argument: () => {
          const argument = info.getArgument();
          const field = info.getFieldDef();
          if (argument && field && !info.getDirective())
            this.#reached.add(`${info.getParentType()?.name}.${field.name}(${argument.name})`);
        },
        ObjectField: ({ name }) => {
          const parent = info.getParentInputType();
          this.#reached.add(`${parent ? getNamedType(parent).name : ''}.${name.value}`);
        },
        EnumValue: ({ value }) => {
          const type = getNamedType(info.getInputType() ?? undefined);
          if (type) this.#reached.add(`${type.name}:${value}`);
        },
        VariableDefinition: (definition) => {
          const type = typeFromAST(this.#schema, definition.type as never) as GraphQLInputType | undefined;
          if (type) this.#addValue(type, variables[definition.variable.name.value]);
        },
      }),
    );
  }

  #addValue(type: GraphQLInputType, value: unknown): void {
    const inner = getNullableType(type);
    if (value === null || value === undefined) return;
    if (isListType(inner))
      for (const item of Array.isArray(value) ? value : [value]) this.#addValue(inner.ofType, item);
    else if (isEnumType(inner)) this.#reached.add(`${inner.name}:${String(value)}`);
    else if (isInputObjectType(inner))
      for (const [name, field] of Object.entries(value)) {
        const declared = inner.getFields()[name];
        this.#reached.add(`${inner.name}.${name}`);
        if (declared) this.#addValue(declared.type, field);
      }
  }

  /** What no operation has asked for. */
  missing(): string[] {
    return [...this.#all].filter((each) => !this.#reached.has(each)).sort();
  }

  get size(): number {
    return this.#reached.size;
  }
}

function everything(schema: GraphQLSchema): Set<string> {
  const all = new Set<string>();
  const addInput = (type: GraphQLInputType) => {
    const named = getNamedType(type);
    if (isEnumType(named)) for (const { name } of named.getValues()) all.add(`${named.name}:${name}`);
    if (!isInputObjectType(named)) return;
    for (const field of Object.values(named.getFields())) {
      const key = `${named.name}.${field.name}`;
      if (all.has(key)) continue;
      all.add(key);
      addInput(field.type);
    }
  };
  for (const type of typesOfQueries(schema)) {
    if (!(isObjectType(type) || isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) {
      all.add(`${type.name}.${field.name}`);
      for (const argument of field.args) {
        all.add(`${type.name}.${field.name}(${argument.name})`);
        addInput(argument.type);
      }
    }
  }
  return all;
}

/** The types that a query may meet: operations here are queries. */
function typesOfQueries(schema: GraphQLSchema): Set<GraphQLNamedType> {
  const met = new Set<GraphQLNamedType>();
  const meet = (type: GraphQLNamedType | null | undefined): void => {
    if (!type || met.has(type)) return;
    met.add(type);
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) meet(possible);
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const each of type.getInterfaces()) meet(each);
      for (const field of Object.values(type.getFields())) meet(getNamedType(field.type));
    }
  };
  meet(schema.getQueryType());
  return met;
}
