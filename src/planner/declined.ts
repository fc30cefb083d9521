/** What the planner leaves to the executor, by the reason that the log and the documentation give. */
export const declineReasons = {
  introspection: 'The operation asks for the schema itself, which no database holds.',
  operation: 'The operation is no query.',
  wide: 'An object has more than 50 fields, and some of them are aliased.',
  unknown: 'A field has a resolver of its own and no plan beside it.',
} as const;

export type DeclineReason = keyof typeof declineReasons;

/** Thrown while an operation is planned, where the executor has to run it. */
export class Declined extends Error {
  readonly reason: DeclineReason;

  constructor(reason: DeclineReason, detail: string) {
    super(detail);
    this.name = 'Declined';
    this.reason = reason;
  }
}
