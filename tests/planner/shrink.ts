import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isInputType,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  validate,
  visit,
} from 'graphql';
import { isWithinLimits } from './limits-of.ts';
import type { Operation } from './random-operation.ts';
import { toNode } from './random-value.ts';

/** A change to one node of a document: what stands in its place, null where nothing does. */
interface Change {
  target: ASTNode;
  replacement: ASTNode | null;
}

/**
 * A smaller operation that still fails, found by taking out one thing after the other as long as the rest fails.
 * @param most how often `fails` is asked
 */
export async function shrinkOperation(
  schema: GraphQLSchema,
  operation: Operation,
  fails: (smaller: Operation) => Promise<boolean>,
  most = 500,
): Promise<Operation> {
  let smallest = cleaned(operation, parse(print(operation.document)));
  let asked = 0;
  for (let found = true; found; ) {
    found = false;
    for (const change of changesOf(schema, smallest)) {
      const smaller = applied(smallest, change);
      if (validate(schema, smaller.document, undefined, { maxErrors: 1 }).length > 0) continue;
      if (!isWithinLimits(schema, smaller)) continue;
      asked += 1;
      if (asked > most) return smallest;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      found = true;
      break;
    }
  }
  return smallest;
}

const typename: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Every change that takes something out or writes it more plainly, those of whole branches ahead of those within. */
function changesOf(schema: GraphQLSchema, { document, variables }: Operation): Change[] {
  const changes: Change[] = [];
  const late: Change[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  const definitions = new Map<string, VariableDefinitionNode>();
  visit(document, {
    FragmentDefinition: (node) => void fragments.set(node.name.value, node),
    VariableDefinition: (node) => void definitions.set(node.variable.name.value, node),
  });
  visit(document, {
    enter(node) {
      switch (node.kind) {
        case Kind.OPERATION_DEFINITION:
          if (document.definitions.filter(({ kind }) => kind === node.kind).length > 1)
            changes.push({ target: node, replacement: null });
          else if (node.name) late.push({ target: node, replacement: { ...node, name: undefined } });
          return undefined;
        case Kind.SELECTION_SET:
          changes.push(...changesOfSet(node, fragments));
          return undefined;
        case Kind.FIELD:
          if (node.alias) late.push({ target: node, replacement: { ...node, alias: undefined } });
          return undefined;
        case Kind.ARGUMENT:
        case Kind.DIRECTIVE:
          changes.push({ target: node, replacement: null });
          return undefined;
        case Kind.OBJECT:
          for (const field of node.fields) changes.push({ target: field, replacement: null });
          return undefined;
        case Kind.LIST:
          if (node.values.length > 1)
            for (const value of node.values) changes.push({ target: value, replacement: null });
          return undefined;
        case Kind.VARIABLE_DEFINITION:
          // A variable is not written out where it is declared.
          return false;
        case Kind.VARIABLE: {
          const literal = writtenOut(schema, definitions.get(node.name.value), variables);
          if (literal) late.push({ target: node, replacement: literal });
          return undefined;
        }
        default:
          return undefined;
      }
    },
  });
  return [...changes, ...late];
}

function changesOfSet(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Change[] {
  const changes: Change[] = [];
  const plain = set.selections.every((selection) => selection.kind === Kind.FIELD && !selection.selectionSet);
  if (!plain) changes.push({ target: set, replacement: { ...set, selections: [typename] } });
  for (const [index, selection] of set.selections.entries()) {
    const put = (...instead: SelectionNode[]) =>
      changes.push({
        target: set,
        replacement: { ...set, selections: set.selections.toSpliced(index, 1, ...instead) },
      });
    if (set.selections.length > 1) put();
    if (selection.kind === Kind.INLINE_FRAGMENT) put(...selection.selectionSet.selections);
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : undefined;
    if (fragment) put({ ...fragment, kind: Kind.INLINE_FRAGMENT, directives: selection.directives });
  }
  return changes;
}

function writtenOut(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode | undefined,
  variables: Record<string, unknown>,
): ValueNode | null {
  if (!definition) return null;
  const name = definition.variable.name.value;
  if (!(name in variables)) return definition.defaultValue ?? null;
  const type = typeFromAST(schema, definition.type as never);
  return isInputType(type) ? toNode(type, variables[name]) : null;
}

function applied(operation: Operation, { target, replacement }: Change): Operation {
  const document = visit(operation.document, {
    enter: (node) => (node === target ? replacement : undefined),
  });
  return cleaned(operation, document);
}

/** The operation without fragments and variables that nothing uses, with nodes of its own at every place. */
function cleaned(operation: Operation, document: DocumentNode): Operation {
  let current = document;
  for (let removed = true; removed; ) {
    removed = false;
    const used = new Set<string>();
    visit(current, { FragmentSpread: ({ name }) => void used.add(name.value) });
    const kept = current.definitions.filter(
      (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || used.has(definition.name.value),
    );
    removed = kept.length < current.definitions.length;
    current = { ...current, definitions: kept };
  }
  const usedVariables = new Set<string>();
  visit(current, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void usedVariables.add(name.value),
  });
  current = visit(current, {
    VariableDefinition: ({ variable }) => (usedVariables.has(variable.name.value) ? undefined : null),
  });
  const variables = Object.fromEntries(
    Object.entries(operation.variables).filter(([name]) => usedVariables.has(name)),
  );
  const named = current.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === operation.operationName,
  );
  return {
    document: parse(print(current)),
    operationName: named ? operation.operationName : null,
    variables,
  };
}
