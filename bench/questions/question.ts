import type pg from 'pg';

/** What is sent to a GraphQL server. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What one question is asked about, by names that only the question knows; ids are UUIDs. */
export type Values = Readonly<Record<string, string | number | null>>;

export interface HandWritten {
  /** The statement, whose one row has one column: the answer in the service's form, as JSON text. */
  readonly text: string;
  /**
   * Whether it is prepared once on each connection. Not where the best plan depends on the values, so that the
   * database has to see them.
   */
  readonly prepared: boolean;
  readonly values: (values: Values) => readonly unknown[];
}

/** A question that every contender is asked, each in its own terms. */
export interface Question {
  readonly name: string;
  readonly title: string;
  /** Whether the planner was tuned on it. */
  readonly tuned: boolean;
  /** Whether its time may grow with the record: it counts, or ranks, what grows. */
  readonly grows: boolean;
  readonly service: (values: Values, after: string | null, first: number | null) => Operation;
  readonly peer: (values: Values, after: string | null, first: number | null) => Operation;
  readonly hand: HandWritten;
  /** The peer's answer in the service's form. */
  readonly fromPeer: (data: Shape) => unknown;
  /** How many items lie before the page that is asked for, and where an answer holds the cursor of its end. */
  readonly depth?: {
    readonly items: number;
    readonly service: (data: Shape) => unknown;
    readonly peer: (data: Shape) => unknown;
  };
  /** Several sets of values, drawn from what the record holds, the same for the same seed. */
  readonly draw: (client: pg.Client, random: () => number) => Promise<Values[]>;
}

/** Data whose shape the question knows that asked for it. */
// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape that its document gives it.
export type Shape = any;

/** The id of a thing as the service gives it to clients. */
export function idOf(type: string, uuid: string | number | null | undefined): string {
  return Buffer.from(`${type}:${uuid}`).toString('base64url');
}
