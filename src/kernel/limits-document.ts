import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits.ts';

/** What a definition holds, with the fragments that it spreads counted in. */
interface Extent {
  /** Levels of fields below the definition. */
  readonly depth: number;
  /** Fields at its own level. */
  readonly fields: number;
}

const NOTHING: Extent = { depth: 0, fields: 0 };

/**
 * Refusals of a document by its shape alone: depth, aliases, directives, fields at the root.
 *
 * Each fragment is read once, however often it is spread, so the time is in proportion to the document's length.
 */
export function checkDocument(document: DocumentNode, limits: Limits): GraphQLError[] {
  const reader = new ShapeReader(document);
  const refusals: string[] = [];
  const over = (count: number, limit: number, sentence: string) => {
    if (count > limit) refusals.push(sentence);
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, fields } = reader.readDefinition(definition);
    const name = definition.name === undefined ? 'The operation' : `The operation ${definition.name.value}`;
    over(
      depth,
      limits.depth,
      `${name} is ${depth} levels deep, and ${limits.depth} are accepted; fetch the inner part in a request of its own.`,
    );
    over(
      fields,
      limits.rootFields,
      `${name} asks for ${fields} fields at its root, and ${limits.rootFields} are accepted; split it into several requests.`,
    );
  }
  reader.readUnusedFragments();
  over(
    reader.aliases,
    limits.aliases,
    `The document has ${reader.aliases} aliases, and ${limits.aliases} are accepted; split it into several requests.`,
  );
  for (const [field, count] of reader.aliasesOf) {
    over(
      count,
      limits.aliasesOfField,
      `The document has ${count} aliases of the field ${field}, and ${limits.aliasesOfField} are accepted; ask for more at once with a filter or a page, or split it into several requests.`,
    );
  }
  over(
    reader.directives,
    limits.directives,
    `The document has ${reader.directives} directives, and ${limits.directives} are accepted; take out those that change nothing.`,
  );
  return refusals.map((message) => new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } }));
}

class ShapeReader {
  aliases = 0;
  directives = 0;
  readonly aliasesOf = new Map<string, number>();
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #extents = new Map<string, Extent>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  readDefinition(definition: OperationDefinitionNode | FragmentDefinitionNode): Extent {
    this.directives += definition.directives?.length ?? 0;
    for (const variable of definition.variableDefinitions ?? []) {
      this.directives += variable.directives?.length ?? 0;
    }
    return this.#readSelections(definition.selectionSet);
  }

  /** Counts what no operation reaches: it is parsed and validated all the same. */
  readUnusedFragments(): void {
    for (const name of this.#fragments.keys()) this.#readFragment(name);
  }

  /** A fragment that spreads itself counts as empty here; GraphQL's own rules refuse it. */
  #readFragment(name: string): Extent {
    const known = this.#extents.get(name);
    if (known !== undefined) return known;
    this.#extents.set(name, NOTHING);
    const fragment = this.#fragments.get(name);
    const extent = fragment === undefined ? NOTHING : this.readDefinition(fragment);
    this.#extents.set(name, extent);
    return extent;
  }

  #readSelections(selectionSet: SelectionSetNode): Extent {
    let depth = 0;
    let fields = 0;
    for (const selection of selectionSet.selections) {
      this.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        if (selection.alias !== undefined) this.#countAlias(selection.name.value);
        const inner = selection.selectionSet && this.#readSelections(selection.selectionSet);
        depth = Math.max(depth, 1 + (inner?.depth ?? 0));
        fields += 1;
      } else {
        const inner =
          selection.kind === Kind.FRAGMENT_SPREAD
            ? this.#readFragment(selection.name.value)
            : this.#readSelections(selection.selectionSet);
        depth = Math.max(depth, inner.depth);
        fields += inner.fields;
      }
    }
    return { depth, fields };
  }

  #countAlias(field: string): void {
    this.aliases += 1;
    this.aliasesOf.set(field, (this.aliasesOf.get(field) ?? 0) + 1);
  }
}
