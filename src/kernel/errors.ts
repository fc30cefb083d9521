/** The stable codes that a client may rely on; they travel as `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'INVALID_CURSOR'
  | 'NOT_FOUND'
  | 'QUERY_TOO_COMPLEX'
  | 'QUERY_TIMEOUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'ISSUER_UNAVAILABLE'
  | 'UNAVAILABLE'
  | 'RATE_LIMITED'
  | 'RESUME';

/**
 * A refusal that the caller can act on. Knows nothing of GraphQL or HTTP: the builder, the server and the
 * command line each map it once. The message is one sentence that says what was given, what is accepted and
 * what to do.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  /** What a program needs beside the code. */
  protected details: Readonly<Record<string, unknown>> = {};
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }

  get extensions(): Readonly<Record<string, unknown>> {
    return { code: this.code, ...this.details };
  }
}

/** Ends what lasts, such as a subscription: nothing is wrong with it, and it is taken up again from where it stood. */
export class ResumeError extends DomainError {
  /** @param cursor of the last thing that was sent; null where nothing was, and none was given */
  constructor(message: string, cursor: string | null, options?: ErrorOptions) {
    super('RESUME', message, options);
    this.details = { cursor };
  }
}

/** Too much at once for this instance; the same is served later, or by another. */
export class RateError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('RATE_LIMITED', message, options);
  }
}

/** A value that a caller gave and that cannot be used. */
export class InputError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('BAD_USER_INPUT', message, options);
  }
}

/** A cursor that this list, below this parent and in this order, did not give out. */
export class CursorError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('INVALID_CURSOR', message, options);
  }
}

/** Something that an argument names and that the record does not hold. */
export class NotFoundError extends DomainError {
  constructor(message: string, options?: ErrorOptions) {
    super('NOT_FOUND', message, options);
  }
}
