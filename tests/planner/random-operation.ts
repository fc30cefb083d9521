import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  doTypesOverlap,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { decodeId } from '../../src/kernel/ids.ts';
import { directiveOf, name } from './nodes.ts';
import type { Random } from './random.ts';
import { type FieldSpot, isListField, listLength, mostObjects, RandomArguments } from './random-arguments.ts';
import { RandomValues } from './random-value.ts';
import { addSet, callOf, keyOf, Scope, setFits, shapeOf } from './response-scope.ts';
import type { ValuePool } from './value-pool.ts';

export interface Operation {
  document: DocumentNode;
  operationName: string | null;
  variables: Record<string, unknown>;
}

/** Where a selection stands. */
interface Spot extends FieldSpot {
  scope: Scope;
  /** The types of the fields around it, one for each level of the response. */
  above: readonly GraphQLCompositeType[];
  /** The object types that can stand here, by the fragments around. */
  possible: readonly GraphQLObjectType[];
}

/**
 * A random operation on a schema that is valid and, unless it is made to do mischief, has no errors.
 * @param roots the fields that it may begin with, where not all
 */
export function randomOperation(
  schema: GraphQLSchema,
  pool: ValuePool,
  random: Random,
  roots?: readonly string[],
): Operation {
  return new Writer(schema, pool, random, roots).write();
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #values: RandomValues;
  readonly #arguments: RandomArguments;
  readonly #roots: readonly string[] | undefined;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #deepest: number;
  #left: number;
  #aliases = 0;
  /** Fragments that hold a cursor of a list below one parent, and so stand nowhere else. */
  readonly #bound = new Set<string>();

  constructor(schema: GraphQLSchema, pool: ValuePool, random: Random, roots?: readonly string[]) {
    this.#schema = schema;
    this.#random = random;
    this.#roots = roots;
    this.#values = new RandomValues(random, pool, random.chance(0.06));
    this.#arguments = new RandomArguments(schema, pool, random, this.#values);
    this.#deepest = random.weighted([
      [4, 2],
      [8, 5],
      [12, 3],
      [18, 1],
    ] as const);
    this.#left = random.weighted([
      [10, 3],
      [25, 4],
      [50, 4],
      [100, 2],
    ] as const);
  }

  write(): Operation {
    const query = this.#schema.getQueryType();
    if (!query) throw new RangeError('The schema has no queries.');
    const selectionSet = this.#set({
      type: query,
      scope: new Scope(),
      above: [],
      depth: 0,
      objects: 1,
      id: null,
      possible: [query],
    });
    const named = this.#random.chance(0.6);
    const operation: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation: 'query' as OperationDefinitionNode['operation'],
      ...(named ? { name: name('Asked') } : {}),
      variableDefinitions: this.#values.definitions,
      selectionSet,
    };
    const definitions: DocumentNode['definitions'][number][] = [operation, ...this.#fragments.values()];
    if (named && this.#random.chance(0.1)) definitions.unshift(otherOperation);
    return {
      // Read again, so that no node stands at two places.
      document: parse(print({ kind: Kind.DOCUMENT, definitions })),
      operationName:
        definitions[0] === otherOperation || (this.#random.chance(0.2) && named) ? 'Asked' : null,
      variables: this.#values.given,
    };
  }

  #set(spot: Spot): SelectionSetNode {
    const selections: SelectionNode[] = [];
    const count = this.#random.weighted([
      [1, 2],
      [2, 4],
      [3, 4],
      [5, 2],
      [8, 1],
    ] as const);
    for (let made = 0; made < count && (made === 0 || this.#left > 0); made += 1)
      selections.push(...this.#selection(spot));
    if (selections.length === 0) selections.push(this.#typename(spot));
    return { kind: Kind.SELECTION_SET, selections };
  }

  #selection(spot: Spot): SelectionNode[] {
    const hasFields = isObjectType(spot.type) || isInterfaceType(spot.type);
    const abstract = isAbstractType(spot.type);
    const choice = this.#random.weighted([
      ['field', hasFields ? 60 : 0],
      ['typename', 4],
      ['inline', this.#left <= 0 ? 0 : abstract ? 40 : 6],
      ['new fragment', this.#left <= 0 ? 0 : abstract ? 10 : 4],
      ['known fragment', this.#fragments.size > 0 ? 6 : 0],
    ] as const);
    switch (choice) {
      case 'field':
        return this.#field(spot);
      case 'typename':
        return [this.#typename(spot)];
      case 'inline':
        return [this.#inline(spot)];
      case 'new fragment':
        return [this.#newFragment(spot)];
      default:
        return this.#knownFragment(spot);
    }
  }

  #typename(spot: Spot): FieldNode {
    const node: FieldNode = {
      kind: Kind.FIELD,
      name: name('__typename'),
      ...(this.#random.chance(0.15) ? { alias: name(this.#nextAlias()) } : {}),
      directives: this.#directives(),
    };
    spot.scope.add(keyOf(node), callOf(node), 'String!', [...spot.above, spot.type]);
    return node;
  }

  #nextAlias(): string {
    this.#aliases += 1;
    return `a${this.#aliases}`;
  }

  #directives(): DirectiveNode[] {
    const random = this.#random;
    const directive = (which: 'include' | 'skip'): DirectiveNode[] => {
      if (!random.chance(0.035)) return [];
      const { node, value } = this.#values.condition();
      // Most of what is asked for is to be there.
      if (node.kind === Kind.BOOLEAN)
        return [directiveOf(which, { kind: Kind.BOOLEAN, value: (which === 'include') === value })];
      return [directiveOf(which, node)];
    };
    const both = [...directive('include'), ...directive('skip')];
    return random.chance(0.5) ? both : both.reverse();
  }

  #field(spot: Spot): SelectionNode[] {
    if (!isObjectType(spot.type) && !isInterfaceType(spot.type)) return [];
    const roots = spot.depth === 0 ? this.#roots : undefined;
    const fields = Object.values(spot.type.getFields()).filter(
      ({ name: each }) => roots === undefined || roots.includes(each),
    );
    const leaves = fields.filter(({ type }) => isLeafType(getNamedType(type)));
    const inner = fields.filter(({ type }) => isCompositeType(getNamedType(type)));
    const mayGoOn = this.#left > 0 && spot.depth < this.#deepest;
    const affordable = mayGoOn ? inner.filter((field) => this.#isAffordable(field, spot)) : [];
    const goesOn = affordable.length > 0 && (leaves.length === 0 || this.#random.chance(0.5));
    if (!goesOn && leaves.length === 0) return [];
    const choices = goesOn ? affordable : leaves;
    const fresh = choices.filter(({ name: each }) => !spot.scope.below(each));
    const field = this.#random.pick(fresh.length > 0 && this.#random.chance(0.85) ? fresh : choices);
    this.#left -= 1;
    return this.#fieldNodes(field, spot);
  }

  #isAffordable(field: GraphQLField<unknown, unknown>, { objects }: Spot): boolean {
    return objects <= mostObjects / (isListField(field) ? listLength : 1);
  }

  /** A field, and now and then the same once more: merged with it, or with other arguments under an alias. */
  #fieldNodes(field: GraphQLField<unknown, unknown>, spot: Spot): FieldNode[] {
    const random = this.#random;
    const { args, size, id } = this.#arguments.of(field, spot);
    const node = this.#fitting(field, args, spot, false);
    if (!node) return [];
    const nodes = [this.#finish(node, field, spot, size, id)];
    if (field.args.length > 0 && random.chance(0.12) && this.#left > 0) {
      const again = this.#arguments.of(field, spot);
      const other = this.#fitting(field, again.args, spot, true);
      if (other) nodes.push(this.#finish(other, field, spot, again.size, again.id));
    }
    if (isCompositeType(getNamedType(field.type)) && random.chance(0.12) && this.#left > 0) {
      const twin: FieldNode = { ...node, arguments: random.some(args, args.length) };
      nodes.push(this.#finish(twin, field, spot, size, id));
    }
    return nodes;
  }

  /** The field under a response key that is free for it. */
  #fitting(
    field: GraphQLField<unknown, unknown>,
    args: ArgumentNode[],
    spot: Spot,
    aliased: boolean,
  ): FieldNode | null {
    const random = this.#random;
    const plain: FieldNode = { kind: Kind.FIELD, name: name(field.name), arguments: args };
    const keys: string[] = aliased ? [] : [field.name];
    if (aliased || random.chance(0.14)) {
      const siblings = 'getFields' in spot.type ? Object.keys(spot.type.getFields()) : [];
      keys.unshift(
        random.weighted([
          [this.#nextAlias(), 4],
          [random.pick([...siblings, field.name]), 3],
          [field.name, 1],
        ]),
      );
    }
    keys.push(this.#nextAlias());
    const lineage = [...spot.above, spot.type];
    const key = keys.find((each) => spot.scope.fits(each, callOf(plain), shapeOf(field.type), lineage));
    if (key === undefined) return null;
    return key === field.name && random.chance(0.98) ? plain : { ...plain, alias: name(key) };
  }

  #finish(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    spot: Spot,
    size: number,
    id: string | null,
  ): FieldNode {
    const directives = this.#directives();
    const lineage = [...spot.above, spot.type];
    const scope = spot.scope.add(keyOf(node), callOf(node), shapeOf(field.type), lineage);
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return { ...node, directives };
    // `nodes` and `edges` hold the page that the connection around them has counted already.
    const isPage = spot.type.name.endsWith('Connection');
    const selectionSet = this.#set({
      type: named,
      scope,
      above: lineage,
      depth: spot.depth + 1,
      objects: spot.objects * (isPage ? 1 : size),
      id,
      possible: this.#possible(named),
    });
    return { ...node, directives, selectionSet };
  }

  #possible(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
  }

  /** A type for a fragment: most often one that the object may have here. */
  #condition(spot: Spot): GraphQLCompositeType {
    const random = this.#random;
    const types = overlapping(this.#schema, spot.type);
    const ofId = spot.id === null ? undefined : decodeId(spot.id)?.type;
    const meant = types.filter(({ name: each }) => each === ofId);
    if (meant.length > 0 && random.chance(0.7)) return random.pick(meant);
    const met = types.filter((type) => this.#possible(type).some((each) => spot.possible.includes(each)));
    const likely = met.length > 0 && random.chance(0.9) ? met : types;
    const objects = likely.filter((type) => isObjectType(type));
    return random.pick(objects.length > 0 && random.chance(0.65) ? objects : likely);
  }

  #narrowed(spot: Spot, type: GraphQLCompositeType): Spot {
    const types = this.#possible(type);
    return { ...spot, type, possible: spot.possible.filter((each) => types.includes(each)) };
  }

  #inline(spot: Spot): SelectionNode {
    const bare = this.#random.chance(0.15);
    const type = bare ? spot.type : this.#condition(spot);
    const directives = this.#directives();
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(bare ? {} : { typeCondition: { kind: Kind.NAMED_TYPE, name: name(type.name) } }),
      directives,
      selectionSet: this.#set(this.#narrowed(spot, type)),
    };
  }

  #newFragment(spot: Spot): SelectionNode {
    const type = this.#condition(spot);
    const directives = this.#directives();
    const around = this.#arguments.isBound;
    this.#arguments.isBound = false;
    const selectionSet = this.#set(this.#narrowed(spot, type));
    const fragment = name(`F${this.#fragments.size + 1}`);
    if (this.#arguments.isBound) this.#bound.add(fragment.value);
    this.#arguments.isBound ||= around;
    this.#fragments.set(fragment.value, {
      kind: Kind.FRAGMENT_DEFINITION,
      name: fragment,
      typeCondition: { kind: Kind.NAMED_TYPE, name: name(type.name) },
      selectionSet,
    });
    return { kind: Kind.FRAGMENT_SPREAD, name: fragment, directives };
  }

  #knownFragment(spot: Spot): SelectionNode[] {
    const fitting = [...this.#fragments.values()].filter((fragment) => {
      const type = this.#schema.getType(fragment.typeCondition.name.value);
      return (
        !this.#bound.has(fragment.name.value) &&
        isCompositeType(type) &&
        doTypesOverlap(this.#schema, spot.type, type) &&
        setFits(this.#schema, this.#fragments, spot.scope, fragment.selectionSet, type, spot.above)
      );
    });
    if (fitting.length === 0) return [];
    const fragment = this.#random.pick(fitting);
    const type = this.#schema.getType(fragment.typeCondition.name.value);
    if (!isCompositeType(type)) return [];
    addSet(this.#schema, this.#fragments, spot.scope, fragment.selectionSet, type, spot.above);
    return [{ kind: Kind.FRAGMENT_SPREAD, name: fragment.name, directives: this.#directives() }];
  }
}

const overlaps = new WeakMap<GraphQLSchema, Map<GraphQLCompositeType, GraphQLCompositeType[]>>();

/** The types that a fragment may be on where an object of this type stands. */
function overlapping(schema: GraphQLSchema, type: GraphQLCompositeType): GraphQLCompositeType[] {
  const known = overlaps.get(schema) ?? new Map<GraphQLCompositeType, GraphQLCompositeType[]>();
  overlaps.set(schema, known);
  const found =
    known.get(type) ??
    Object.values(schema.getTypeMap()).filter(
      (each): each is GraphQLCompositeType =>
        isCompositeType(each) && doTypesOverlap(schema, type, each) && !each.name.startsWith('__'),
    );
  known.set(type, found);
  return found;
}

const otherOperation: OperationDefinitionNode = {
  kind: Kind.OPERATION_DEFINITION,
  operation: 'query' as OperationDefinitionNode['operation'],
  name: name('Other'),
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: [{ kind: Kind.FIELD, name: name('__typename') }],
  },
};
