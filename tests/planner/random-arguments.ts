import {
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isListType,
  isNonNullType,
  isRequiredArgument,
  Kind,
} from 'graphql';
import { argumentOf, name } from './nodes.ts';
import type { Random } from './random.ts';
import type { RandomValues } from './random-value.ts';
import { isConnectionField, listKey, pageArguments, type ValuePool } from './value-pool.ts';

/** Where a field stands, as far as its arguments depend on it. */
export interface FieldSpot {
  type: GraphQLCompositeType;
  depth: number;
  /** Objects of this level that the answer has at most, by the sizes of the pages around it. */
  objects: number;
  /** The one object that it stands for, where that is known. */
  id: string | null;
}

/** Objects of one level of an answer. */
export const mostObjects = 250;

/** What a list without pages is taken to hold. */
export const listLength = 4;

/** Arguments of fields: references, filters and orders by their types, pages by what the lists hold. */
export class RandomArguments {
  readonly #schema: GraphQLSchema;
  readonly #pool: ValuePool;
  readonly #random: Random;
  readonly #values: RandomValues;
  /** Set when a cursor was given that belongs to the list of one parent. */
  isBound = false;

  constructor(schema: GraphQLSchema, pool: ValuePool, random: Random, values: RandomValues) {
    this.#schema = schema;
    this.#pool = pool;
    this.#random = random;
    this.#values = values;
  }

  /** Arguments for a field, how many objects it gives at most, and the id of the one that it names. */
  of(
    field: GraphQLField<unknown, unknown>,
    spot: FieldSpot,
  ): { args: ArgumentNode[]; size: number; id: string | null } {
    const random = this.#random;
    const paged = isConnectionField(field);
    const owner = `${spot.type.name}.${field.name}`;
    const given: ArgumentNode[] = [];
    let id: string | null = null;
    let size = isListField(field) ? listLength : 1;
    for (const argument of field.args) {
      if (paged && isPageArgument(argument)) continue;
      if (!isRequiredArgument(argument) && !random.chance(0.55)) continue;
      const place = { owner, name: argument.name, gives: getNamedType(field.type).name };
      if (spot.depth === 0 && argument.name === 'id') {
        const reference = this.#values.constant(argument.type, place);
        given.push(argumentOf(argument.name, this.#values.node(argument.type, place, false, reference)));
        id = this.#pool.idOf(this.#pool.typeNamedAt(place), String(reference));
        continue;
      }
      if (!isNonNullType(argument.type) && random.chance(0.08)) {
        given.push(argumentOf(argument.name, { kind: Kind.NULL }));
        continue;
      }
      const hasDefault = argument.defaultValue !== undefined;
      given.push(argumentOf(argument.name, this.#values.node(argument.type, place, hasDefault)));
    }
    if (paged) {
      const page = this.#page(field, spot, given);
      given.push(...page.args);
      size = page.size;
    }
    return { args: random.some(given, given.length), size, id };
  }

  #page(
    field: GraphQLField<unknown, unknown>,
    spot: FieldSpot,
    others: readonly ArgumentNode[],
  ): { args: ArgumentNode[]; size: number } {
    const random = this.#random;
    const atRoot = spot.depth === 0;
    const order = listKey(field, this.#valuesOf(field, others));
    const known = atRoot || spot.id !== null ? this.#pool.list(spot.id, field.name, order) : undefined;
    const most = Math.max(1, Math.min(40, Math.floor(mostObjects / spot.objects)));
    const takesLast = field.args.some(({ name: each }) => each === 'last');
    const mode = random.weighted([
      ['neither', most >= 20 ? 2 : 0],
      ['first', 5],
      ['last', takesLast ? 3 : 0],
    ] as const);
    const args: ArgumentNode[] = [];
    const give = (argument: string, value: number | string | null) => {
      const found = field.args.find((each) => each.name === argument);
      if (!found) return;
      const place = { owner: `${spot.type.name}.${field.name}`, name: argument };
      if (value !== null) args.push(argumentOf(argument, this.#values.node(found.type, place, false, value)));
      else if (random.chance(0.4)) args.push(argumentOf(argument, { kind: Kind.NULL }));
      else args.push(argumentOf(argument, this.#values.nothing(found.type, place)));
    };
    let size = 20;
    if (mode !== 'neither') {
      const full = known && known.length <= most ? known.length : 2;
      size = random.weighted([
        [0, 1],
        [1, 3],
        [2, 4],
        [3, 3],
        [random.between(1, most), 3],
        [full, 3],
        [Math.max(0, full - 1), 1],
      ]);
      size = Math.min(size, most);
      give(mode, this.#values.isWrong() ? random.pick([-1, 101]) : size);
    }
    for (const [argument, likely] of [
      ['first', 0.06],
      ['last', 0.06],
    ] as const)
      if (argument !== mode && random.chance(likely)) give(argument, this.#values.isWrong() ? 2 : null);
    for (const argument of ['after', 'before'] as const) {
      if (this.#values.isWrong()) give(argument, this.#pool.foreignCursor(random));
      else if (known && known.cursors.length > 0 && random.chance(0.3)) {
        give(argument, random.pick(known.cursors));
        this.isBound ||= !atRoot;
      } else if (random.chance(0.05)) give(argument, null);
    }
    return { args, size: Math.max(1, size) };
  }

  /** What arguments amount to, as the executor has them. */
  #valuesOf(field: GraphQLField<unknown, unknown>, args: readonly ArgumentNode[]): Record<string, unknown> {
    const { coerced } = getVariableValues(this.#schema, this.#values.definitions, this.#values.given);
    try {
      return getArgumentValues(field, { kind: Kind.FIELD, name: name(field.name), arguments: args }, coerced);
    } catch {
      // Refused later on, with the operation.
      return {};
    }
  }
}

export function isListField(field: GraphQLField<unknown, unknown>): boolean {
  return isListType(getNullableType(field.type));
}

function isPageArgument({ name: argument }: GraphQLArgument): boolean {
  return (pageArguments as readonly string[]).includes(argument);
}
