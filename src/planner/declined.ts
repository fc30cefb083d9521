/** What the planner leaves to the executor, by the reason that the log and the documentation give. */
export const declineReasons = {
  introspection: 'The operation asks for the schema itself, which no database holds.',
  operation: 'The operation is no query, and no subscription that is answered for one thing that it tells.',
  wide: 'An object has more than 50 fields, and some of them are aliased.',
  large:
    'The operation selects so many fields, counted below every type, that its statement would take long to plan.',
  unknown: 'A field has a resolver of its own and no plan beside it.',
} as const;

export type DeclineReason = keyof typeof declineReasons;

/**
 * Thrown where what the request gives is at fault, or has changed since it was last looked up: the executor tells.
 */
export class Refused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refused';
  }
}

/** Thrown while an operation is planned, where the executor has to run it. */
export class Declined extends Error {
  readonly reason: DeclineReason;

  constructor(reason: DeclineReason, detail: string) {
    super(detail);
    this.name = 'Declined';
    this.reason = reason;
  }
}
