import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql';

/** One selection of a response key: below which types it stands, from the root down, and what it asks for. */
interface Entry {
  lineage: readonly GraphQLCompositeType[];
  /** The field with its arguments. */
  call: string;
}

interface Slot {
  /** The type without the names of composite types: what two fields under one key have to share. */
  shape: string;
  entries: Entry[];
  below: Scope;
}

/**
 * Everything that is selected at one place of the response, by response key: what GraphQL's rule on overlapping
 * fields looks at.
 */
export class Scope {
  readonly #slots = new Map<string, Slot>();

  /** Whether a field may stand here under this key. */
  fits(key: string, call: string, shape: string, lineage: readonly GraphQLCompositeType[]): boolean {
    const slot = this.#slots.get(key);
    if (!slot) return true;
    return (
      slot.shape === shape &&
      slot.entries.every((entry) => entry.call === call || areExclusive(entry.lineage, lineage))
    );
  }

  /** Notes a field that fits, and gives the scope of what is selected below it. */
  add(key: string, call: string, shape: string, lineage: readonly GraphQLCompositeType[]): Scope {
    const slot = this.#slots.get(key) ?? { shape, entries: [], below: new Scope() };
    this.#slots.set(key, slot);
    slot.entries.push({ call, lineage });
    return slot.below;
  }

  below(key: string): Scope | undefined {
    return this.#slots.get(key)?.below;
  }
}

/** Two selections never meet in one object when some step to them asks for different object types. */
function areExclusive(a: readonly GraphQLCompositeType[], b: readonly GraphQLCompositeType[]): boolean {
  return a.some((type, level) => {
    const other = b[level];
    return other !== undefined && other !== type && isObjectType(type) && isObjectType(other);
  });
}

export function keyOf(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

/** The field with its arguments in a fixed order. */
export function callOf(field: FieldNode): string {
  const given = (field.arguments ?? []).map((argument) => print(argument)).sort();
  return `${field.name.value}(${given.join(',')})`;
}

export function shapeOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  return isCompositeType(named) ? String(type).replace(named.name, '*') : String(type);
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Visits the fields of a set as they stand in one scope, through fragments of both kinds. */
function visitFields(
  schema: GraphQLSchema,
  fragments: Fragments,
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  visit: (field: FieldNode, parent: GraphQLCompositeType) => boolean,
): boolean {
  return set.selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return visit(selection, type);
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition?.name.value;
    const inner = condition === undefined ? type : schema.getType(condition);
    if (!fragment || !isCompositeType(inner)) throw new RangeError(`There is no type ${condition}.`);
    return visitFields(schema, fragments, fragment.selectionSet, inner, visit);
  });
}

function typeOf(field: FieldNode, parent: GraphQLCompositeType): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent)
    ? parent.getFields()[field.name.value]?.type
    : undefined;
}

/** Whether a set that is valid by itself may also be selected here. */
export function setFits(
  schema: GraphQLSchema,
  fragments: Fragments,
  scope: Scope,
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  above: readonly GraphQLCompositeType[],
): boolean {
  return visitFields(schema, fragments, set, type, (field, parent) => {
    const result = typeOf(field, parent);
    const lineage = [...above, parent];
    if (!scope.fits(keyOf(field), callOf(field), result ? shapeOf(result) : 'String!', lineage)) return false;
    const inner = scope.below(keyOf(field));
    const named = result && getNamedType(result);
    return (
      !field.selectionSet ||
      !inner ||
      !isCompositeType(named) ||
      setFits(schema, fragments, inner, field.selectionSet, named, lineage)
    );
  });
}

/** Notes all fields of a set that fits. */
export function addSet(
  schema: GraphQLSchema,
  fragments: Fragments,
  scope: Scope,
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  above: readonly GraphQLCompositeType[],
): void {
  visitFields(schema, fragments, set, type, (field, parent) => {
    const result = typeOf(field, parent);
    const lineage = [...above, parent];
    const inner = scope.add(keyOf(field), callOf(field), result ? shapeOf(result) : 'String!', lineage);
    const named = result && getNamedType(result);
    if (field.selectionSet && isCompositeType(named))
      addSet(schema, fragments, inner, field.selectionSet, named, lineage);
    return true;
  });
}
