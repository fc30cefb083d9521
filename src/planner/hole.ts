import sql, { Sql } from 'sql-template-tag';
import type { Context } from '../kernel/context.ts';

/** A value that each run of a plan fills in anew. */
export class Slot {
  readonly hole: number;
  readonly place: number;

  constructor(hole: number, place: number) {
    this.hole = hole;
    this.place = place;
  }
}

/** What the arguments of one field came to: SQL that stands in the statement, and what shapes it beside that. */
export interface Filled {
  readonly parts: readonly Sql[];
  /** Whatever changes the statement and is no SQL, as text. */
  readonly shape: string;
  /** Whether the right plan of the statement depends on the values. */
  readonly skewed: boolean;
}

/** A filled hole with the conditions under which what it took for granted is so. */
export interface Checked {
  readonly filled: Filled;
  readonly checks: readonly Sql[];
}

/** A place of the operation whose SQL depends on arguments. */
export interface Hole<F extends Filled = Filled> {
  readonly index: number;
  /** Whether it stands below a row: where there is none, nothing is wrong with its arguments. */
  readonly below: boolean;
  /** Reads the arguments. Whatever it throws is the executor's to tell. */
  fill(variables: Record<string, unknown>, context: Context): Promise<F> | F;
}

/** The checks of a hole with slots in the place of their values. */
export function checksOf(index: number, { filled, checks }: Checked): Sql[] {
  return withSlots(index, [...filled.parts, ...checks]).slice(filled.parts.length);
}

/** The parts of a hole with slots in the place of their values, so that the statement can serve other values. */
export function withSlots(index: number, parts: readonly Sql[]): Sql[] {
  let place = 0;
  return parts.map(
    (part) =>
      new Sql(
        part.strings,
        part.values.map(() => slot(index, place++)),
      ),
  );
}

function slot(hole: number, place: number): Sql {
  return sql`${new Slot(hole, place)}`;
}

/** All that two runs must have in common to share a statement. */
export function shapeOf(holes: readonly Checked[]): string {
  return holes
    .map(({ filled, checks }) =>
      [filled.shape, filled.skewed, ...[...filled.parts, ...checks].map(textOf)].join('\u0000'),
    )
    .join('\u0001');
}

function textOf(part: Sql): string {
  return part.strings.join('$');
}

/** The values of a statement with what the holes hold in the places of the slots. */
export function valuesOf(values: readonly unknown[], holes: readonly Checked[]): unknown[] {
  const given = holes.map(({ filled, checks }) =>
    [...filled.parts, ...checks].flatMap((part) => part.values),
  );
  return values.map((value) => (value instanceof Slot ? given[value.hole]?.[value.place] : value));
}
