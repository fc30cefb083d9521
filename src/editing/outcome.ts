import { DomainError } from '../kernel/errors.ts';
import type { VersionedType } from './form.ts';
import type { Problem } from './problem.ts';

/** One thing of the record. */
export interface Subject {
  readonly type: VersionedType;
  readonly id: string;
}

/** What was given cannot be put on record; every problem there is. */
export class InvalidError extends DomainError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const [first] = problems;
    const more = problems.length - 1;
    const where = first?.path.length ? `${first.path.join('.')}: ` : '';
    super(
      'BAD_USER_INPUT',
      `Nothing was written: ${where}${first?.message.replace(/\.$/, '') ?? 'the input is not valid'}${more > 0 ? ` (and ${more} more ${more === 1 ? 'problem' : 'problems'})` : ''}.`,
    );
    this.problems = problems;
  }
}

/** What is to be changed is not on record. */
export class MissingError extends DomainError {
  constructor(message: string) {
    super('NOT_FOUND', message);
  }
}

/** Somebody else was first; `current` is what stands there now. */
export class StaleError extends DomainError {
  readonly current: Subject | null;

  constructor(message: string, current: Subject | null) {
    super('BAD_USER_INPUT', message);
    this.current = current;
  }
}
