import {
  type ConstValueNode,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type ObjectFieldNode,
  parseType,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Random } from './random.ts';
import { longestList, neverEmpty, type Place, type ValuePool } from './value-pool.ts';

interface Variable {
  definition: VariableDefinitionNode;
  /** What it stands for where it is used; undefined where it stands for nothing. */
  value: unknown;
  place: string;
}

/**
 * Values for arguments and the fields of input objects, by their type alone: written out, through variables, or
 * both mixed; given, null and missing.
 */
export class RandomValues {
  readonly #random: Random;
  readonly #pool: ValuePool;
  /** Whether values that the service refuses may be among them. */
  readonly #mischief: boolean;
  readonly #variables: Variable[] = [];
  /** What is sent along for the variables. */
  readonly given: Record<string, unknown> = {};

  constructor(random: Random, pool: ValuePool, mischief: boolean) {
    this.#random = random;
    this.#pool = pool;
    this.#mischief = mischief;
  }

  get definitions(): VariableDefinitionNode[] {
    return this.#variables.map(({ definition }) => definition);
  }

  isWrong(): boolean {
    return this.#mischief && this.#random.chance(0.15);
  }

  /** A value of a type, as JSON has it. */
  constant(type: GraphQLInputType, place: Place): unknown {
    const random = this.#random;
    if (isNonNullType(type)) return this.constant(type.ofType, place);
    if (isListType(type)) {
      if (this.isWrong()) return [];
      // GraphQL takes one item for a list of it.
      if (random.chance(0.08)) return this.constant(type.ofType, place);
      const length = Math.min(
        random.weighted([
          [1, 5],
          [2, 3],
          [3, 1],
          [8, isEnumType(getNullableType(type.ofType)) ? 2 : 0],
        ] as const),
        longestList(place),
      );
      const items = Array.from({ length }, () => this.constant(type.ofType, place));
      return isEnumType(getNullableType(type.ofType)) && random.chance(0.9) ? [...new Set(items)] : items;
    }
    if (isEnumType(type))
      return this.#pool.enumValue(
        random,
        type.name,
        type.getValues().map(({ name }) => name),
      );
    if (isInputObjectType(type)) {
      const fields = this.#chosenFields(type);
      return Object.fromEntries(
        fields.map(({ name, type: inner }) => [
          name,
          !isNonNullType(inner) && random.chance(0.1) && !neverEmpty.has(type.name)
            ? null
            : this.constant(inner, { owner: type.name, name }),
        ]),
      );
    }
    switch (type.name) {
      case 'Boolean':
        return random.chance(0.5);
      case 'Int':
        return this.isWrong() ? -1 : random.between(0, 3);
      case 'Float':
        return random.between(0, 10) / 4;
      case 'ID':
        return this.#pool.reference(random, place, this.isWrong());
      default:
        return this.#pool.text(random, place);
    }
  }

  #chosenFields(type: GraphQLInputObjectType): GraphQLInputField[] {
    const fields = Object.values(type.getFields());
    // What holds conditions of its own says more than one value.
    const likely = ({ type: inner }: GraphQLInputField) =>
      Math.min(
        0.6,
        (isInputObjectType(getNamedType(inner)) ? 3.5 : fields.length > 3 ? 1 : 1.8) / fields.length,
      );
    const chosen = fields.filter(
      (field) => isRequiredInputField(field) || this.#random.chance(likely(field)),
    );
    const mustSay = neverEmpty.has(type.name) && !this.isWrong();
    const optional = fields.filter((field) => !isNonNullType(field.type));
    if (mustSay && !chosen.some((field) => optional.includes(field)))
      chosen.push(this.#random.pick(optional));
    // The order in which fields are written means nothing.
    return this.#random.some(chosen, chosen.length);
  }

  /** A value as it stands in a document. `value` fixes what it amounts to; else it is made here. */
  node(type: GraphQLInputType, place: Place, hasDefault: boolean, value?: unknown): ValueNode {
    const random = this.#random;
    if (random.chance(0.25)) {
      const variable = this.#variableFor(type, place, hasDefault, value);
      if (variable) return variable;
    }
    if (value !== undefined) return toNode(type, value);
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isListType(inner)) {
      const made = this.constant(inner, place);
      if (!Array.isArray(made)) return toNode(inner, made);
      return { kind: Kind.LIST, values: made.map((item) => this.node(inner.ofType, place, false, item)) };
    }
    if (isInputObjectType(inner)) {
      const fields = this.#chosenFields(inner).map(
        (field): ObjectFieldNode => ({
          kind: Kind.OBJECT_FIELD,
          name: { kind: Kind.NAME, value: field.name },
          value:
            !isNonNullType(field.type) && random.chance(0.1) && !neverEmpty.has(inner.name)
              ? { kind: Kind.NULL }
              : this.node(
                  field.type,
                  { owner: inner.name, name: field.name },
                  field.defaultValue !== undefined,
                  neverEmpty.has(inner.name) && !isNonNullType(field.type)
                    ? this.constant(field.type, { owner: inner.name, name: field.name })
                    : undefined,
                ),
        }),
      );
      return { kind: Kind.OBJECT, fields };
    }
    return toNode(inner, this.constant(inner, place));
  }

  /** A variable that amounts to nothing where it is used: null or missing, if the place takes that. */
  nothing(type: GraphQLInputType, place: Place): ValueNode {
    const name = this.#nextName();
    if (this.#random.chance(0.5)) this.given[name] = null;
    return this.#declare(name, String(type), undefined, place, undefined);
  }

  /** A Boolean for a directive, and what it is. */
  condition(): { node: ValueNode; value: boolean } {
    const value = this.#random.chance(0.65);
    if (this.#random.chance(0.4)) return { node: { kind: Kind.BOOLEAN, value }, value };
    const place = { owner: '@', name: 'if' };
    const known = this.#variables.filter(
      (variable) => variable.place === '@.if' && typeof variable.value === 'boolean',
    );
    if (known.length > 0 && this.#random.chance(0.5)) {
      const variable = this.#random.pick(known);
      return { node: variable.definition.variable, value: variable.value === true };
    }
    return { node: this.#newVariable('Boolean!', place, false, value, 'Boolean'), value };
  }

  #variableFor(type: GraphQLInputType, place: Place, hasDefault: boolean, value: unknown): ValueNode | null {
    const random = this.#random;
    const key = `${place.owner}.${place.name}`;
    const known = this.#variables.filter(
      (variable) =>
        variable.place === key &&
        variable.value !== undefined &&
        (value === undefined || variable.value === value) &&
        isTaken(variable.definition, String(type)),
    );
    if (known.length > 0 && random.chance(0.4)) return random.pick(known).definition.variable;
    const nullable = !isNonNullType(type);
    // A variable without a value is as if the argument were not there.
    if (
      value === undefined &&
      (nullable || hasDefault) &&
      random.chance(0.15) &&
      !neverEmpty.has(place.owner)
    ) {
      if (nullable) return this.nothing(type, place);
      return this.#declare(this.#nextName(), String(type).replace(/!$/, ''), undefined, place, undefined);
    }
    const made = value === undefined ? this.constant(type, place) : value;
    if (made === null) return nullable ? this.nothing(type, place) : null;
    return this.#newVariable(String(type), place, hasDefault, made, type);
  }

  /** A variable that amounts to the value: sent along, or its default. */
  #newVariable(
    type: string,
    place: Place,
    hasDefault: boolean,
    value: unknown,
    of: GraphQLInputType | 'Boolean',
  ): ValueNode {
    const random = this.#random;
    const name = this.#nextName();
    const asNode = (constant: unknown): ConstValueNode =>
      of === 'Boolean' ? { kind: Kind.BOOLEAN, value: constant === true } : toNode(of, constant);
    const other = () => (of === 'Boolean' ? random.chance(0.5) : this.constant(of, place));
    const bare = type.replace(/!$/, '');
    switch (
      random.weighted([
        ['given', 5],
        ['given over default', 2],
        ['default', 3],
      ] as const)
    ) {
      case 'given': {
        this.given[name] = value;
        const loose = hasDefault && random.chance(0.5) ? bare : type;
        return this.#declare(name, random.chance(0.3) ? `${bare}!` : loose, undefined, place, value);
      }
      case 'given over default':
        this.given[name] = value;
        return this.#declare(name, random.chance(0.5) ? bare : type, asNode(other()), place, value);
      default:
        return this.#declare(name, random.chance(0.5) ? bare : type, asNode(value), place, value);
    }
  }

  #nextName(): string {
    return `v${this.#variables.length + 1}`;
  }

  #declare(
    name: string,
    type: string,
    defaultValue: ConstValueNode | undefined,
    place: Place,
    value: unknown,
  ): ValueNode {
    const definition: VariableDefinitionNode = {
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
      type: parseType(type),
      ...(defaultValue === undefined ? {} : { defaultValue }),
    };
    this.#variables.push({ definition, value, place: `${place.owner}.${place.name}` });
    return definition.variable;
  }
}

/** Whether a variable of this definition may stand where the type is asked for. */
function isTaken({ type, defaultValue }: VariableDefinitionNode, asked: string): boolean {
  const given = spell(type);
  return given === asked || given === `${asked}!` || (defaultValue !== undefined && `${given}!` === asked);
}

function spell(type: VariableDefinitionNode['type']): string {
  if (type.kind === Kind.NON_NULL_TYPE) return `${spell(type.type)}!`;
  return type.kind === Kind.LIST_TYPE ? `[${spell(type.type)}]` : type.name.value;
}

/** A JSON value as a document writes it. */
export function toNode(type: GraphQLInputType, value: unknown): ConstValueNode {
  if (value === null || value === undefined) return { kind: Kind.NULL };
  if (isNonNullType(type)) return toNode(type.ofType, value);
  if (isListType(type))
    return Array.isArray(value)
      ? { kind: Kind.LIST, values: value.map((item) => toNode(type.ofType, item)) }
      : toNode(type.ofType, value);
  if (isInputObjectType(type))
    return {
      kind: Kind.OBJECT,
      fields: Object.entries(value).map(([name, inner]) => ({
        kind: Kind.OBJECT_FIELD,
        name: { kind: Kind.NAME, value: name },
        value: toNode(type.getFields()[name]?.type ?? type, inner),
      })),
    };
  if (isEnumType(type)) return { kind: Kind.ENUM, value: String(value) };
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? { kind: Kind.INT, value: String(value) }
      : { kind: Kind.FLOAT, value: String(value) };
  return { kind: Kind.STRING, value: String(value) };
}
