import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getArgumentValues,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Sql } from 'sql-template-tag';
import type { FieldPlan, Scope } from '../kernel/plan.ts';
import type { Shadows } from '../kernel/shadows.ts';
import type { Checked, Hole } from './hole.ts';
import type { Member } from './object.ts';
import type { Aliases, Models } from './scope.ts';
import type { Selected } from './selection.ts';
import type { WriteObject } from './write-object.ts';

/** What writing a statement needs beyond the plan: fresh names, and what the holes came to. */
export interface Writing {
  readonly aliases: Aliases;
  readonly holes: readonly Checked[];
  /** What is read from in this place in the stead of tables. */
  readonly shadows?: Shadows | undefined;
}

export function holeAt({ holes }: Writing, index: number): Checked {
  const hole = holes[index];
  if (!hole) throw new RangeError(`Hole ${index} was not filled.`);
  return hole;
}

/** Writes the SQL of a value in the scope of the object that has it. */
export type Write = (scope: Scope, writing: Writing) => Sql;

/** The members of an object in the scope of its row. */
export type WriteMembers = (scope: Scope, writing: Writing) => Member[];

export type Field = GraphQLField<unknown, unknown>;

/** What compiling a part of an operation needs of the whole. */
export interface Compiling {
  readonly models: Models;
  /** What the operation selects below a field, on an object of the type. */
  selectedBelow(type: GraphQLObjectType, nodes: readonly FieldNode[]): Selected;
  /** What a field of an object or abstract type writes for each type that it may give. */
  object(field: Field, nodes: readonly FieldNode[]): WriteObject;
  /** Adds a place that depends on arguments, and gives its index. */
  addHole(below: boolean, fill: Hole['fill']): number;
}

export function planOf(field: Field): FieldPlan | undefined {
  return field.extensions.plan as FieldPlan | undefined;
}

export function argumentsOf(field: Field, nodes: readonly FieldNode[], variables: Record<string, unknown>) {
  const [node] = nodes;
  return node ? getArgumentValues(field, node, variables) : {};
}

export function isList(field: Field): boolean {
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
}
