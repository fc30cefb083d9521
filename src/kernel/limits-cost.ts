import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  visit,
} from 'graphql';
import { defaultPageSize, maxPageSize } from './page.ts';

/** What a list that takes no page size is taken to hold. Most of them hold one to five. */
const LIST_LENGTH = 5;

/** What a list that can be cut short, and is not, is taken to hold. */
const LONG_LIST = 1000;

/** Values of one object that cost nothing; of those beyond, ten count as one object more. */
const FREE_VALUES = 10;

/** Selections that are looked at before an operation counts as beyond every budget. */
const MOST_STEPS = 50_000;

/**
 * The number of objects that an operation may have to fetch: one for each object field, times the page of the
 * connections around it (`first` or `last`, else the standard page), times {@link LIST_LENGTH} for every other
 * list, and what a field is said to cost of its own. Scalars are free up to {@link FREE_VALUES} on one object. Of the fragments on an abstract type the dearest type counts.
 *
 * Reads the document as an executor does, merging equal fields, but every set of selections once, so a document
 * whose answer is exponential is weighed in linear time. Infinity when weighing takes too many steps.
 *
 * @param variables coerced variable values.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  return Math.ceil(new Scale(schema, document, variables).weigh(root, [operation.selectionSet]));
}

/** Arguments that say how long a list is. */
const SIZES: ReadonlySet<string> = new Set(['first', 'last', 'ids']);

/** The variables that the cost of a document depends on: those of sizes and of conditions. */
export function sizeVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument(argument, _key, _parent, _path, ancestors) {
      if (argument.value.kind !== Kind.VARIABLE && argument.value.kind !== Kind.LIST) return;
      const owner = ancestors.at(-2);
      const conditional = owner !== undefined && 'kind' in owner && owner.kind === Kind.DIRECTIVE;
      if (!conditional && !SIZES.has(argument.name.value)) return;
      visit(argument.value, { Variable: ({ name }) => void names.add(name.value) });
    },
  });
  return [...names];
}

class Scale {
  readonly #schema: GraphQLSchema;
  readonly #variables: Record<string, unknown>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #weights = new Map<string, number>();
  readonly #numbers = new Map<SelectionSetNode, number>();
  #steps = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  /** The cost of these selections, merged, on one object of the type. */
  weigh(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): number {
    const key = `${type.name}:${sets.map((set) => this.#numberOf(set)).join(',')}`;
    const known = this.#weights.get(key);
    if (known !== undefined) return known;
    let cost = 0;
    let values = 0;
    for (const nodes of this.#collect(type, sets).values()) {
      const [node] = nodes;
      if (node !== undefined) cost += this.#weighField(type, node, nodes);
      if (node?.selectionSet === undefined) values += 1;
      if (this.#steps > MOST_STEPS) return Number.POSITIVE_INFINITY;
    }
    cost += Math.max(0, values - FREE_VALUES) / FREE_VALUES;
    this.#weights.set(key, cost);
    return cost;
  }

  #weighField(parent: GraphQLObjectType, node: FieldNode, nodes: readonly FieldNode[]): number {
    const field = this.#fieldOf(parent, node.name.value);
    if (field === undefined) return 0;
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return 0;
    const sets = nodes.flatMap((each) => each.selectionSet ?? []);
    const types = isObjectType(named) ? [named] : this.#schema.getPossibleTypes(named);
    const each = Math.max(0, ...types.map((type) => this.weigh(type, sets)));
    const own = 1 + costlinessOf(field);
    if (isConnection(parent) && isList(field.type)) return each + own;
    if (isConnection(named)) return own + this.#pageOf(field, node) * each;
    return isList(field.type) ? own + this.#lengthOf(field, node) * each : own + each;
  }

  #fieldOf(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return parent.getFields()[name];
  }

  /** A page above the largest is refused by the list itself, with a better sentence. */
  #pageOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const { first, last } = this.#argumentsOf(field, node);
    const asked = typeof first === 'number' ? first : typeof last === 'number' ? last : defaultPageSize;
    return Math.min(Math.max(asked, 1), maxPageSize);
  }

  /** A list that is asked for by a list of ids is as long as that, and one of the first so many as long as these. */
  #lengthOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const { ids, first } = this.#argumentsOf(field, node);
    if (typeof first === 'number') return Math.max(first, 1);
    if (field.args.some(({ name }) => name === 'first')) return LONG_LIST;
    return Array.isArray(ids) ? ids.length : LIST_LENGTH;
  }

  /** Arguments that cannot be coerced are the executor's to refuse. */
  #argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> {
    if (field.args.length === 0) return {};
    try {
      return getArgumentValues(field, node, this.#variables);
    } catch {
      return {};
    }
  }

  #collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const visit = (set: SelectionSetNode) => {
      for (const selection of set.selections) {
        this.#steps += 1;
        if (!this.#isIncluded(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const nodes = fields.get(key);
          if (nodes === undefined) fields.set(key, [selection]);
          else nodes.push(selection);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          if (this.#applies(type, selection.typeCondition?.name.value)) visit(selection.selectionSet);
        } else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          const fragment = this.#fragments.get(selection.name.value);
          if (fragment !== undefined && this.#applies(type, fragment.typeCondition.name.value)) {
            visit(fragment.selectionSet);
          }
        }
      }
    };
    for (const set of sets) visit(set);
    return fields;
  }

  #isIncluded(node: Parameters<typeof getDirectiveValues>[1]): boolean {
    if (node.directives === undefined || node.directives.length === 0) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.if !== false;
  }

  #applies(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return (
      named !== undefined &&
      !isObjectType(named) &&
      isCompositeType(named) &&
      this.#schema.isSubType(named, type)
    );
  }

  #numberOf(set: SelectionSetNode): number {
    const known = this.#numbers.get(set);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(set, next);
    return next;
  }
}

/** Objects that could be fetched in the time that a field takes before it gives any, as its extension `cost` says. */
function costlinessOf({ extensions }: GraphQLField<unknown, unknown>): number {
  return typeof extensions.cost === 'number' ? extensions.cost : 0;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** A Relay connection, by the names that its specification reserves. */
function isConnection(type: unknown): boolean {
  return isObjectType(type) && type.name.endsWith('Connection') && type.getFields().edges !== undefined;
}
