import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

/** The fields that an operation selects on an object, by response key and in the order of the answer. */
export type Selected = ReadonlyMap<string, readonly FieldNode[]>;

/** Reads the selections of an operation as graphql-js does: fragments spread, equal keys merged, conditions applied. */
export class Selections {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  readonly #variables: Record<string, unknown>;

  /** @param variables those that the document's conditions depend on; the others are not looked at */
  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
  }

  ofOperation(type: GraphQLObjectType, operation: OperationDefinitionNode): Selected {
    return collectFields(this.#schema, this.#fragments, this.#variables, type, operation.selectionSet);
  }

  below(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selected {
    return collectSubfields(this.#schema, this.#fragments, this.#variables, type, nodes);
  }
}

/** The variables on which it depends what a document selects. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'include' && directive.name.value !== 'skip') return;
      for (const { value } of directive.arguments ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
