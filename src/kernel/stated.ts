import type { Absence } from '../generated/prisma/enums.ts';

/** A value, or the reason why there is none. */
export type Stated<T extends object> = T | Absence;

/** The value apart from the reason why there is none: exactly one of the two is set. */
export function stated<T extends object>(given: Stated<T>): { value?: T; absence?: Absence } {
  return typeof given === 'string' ? { absence: given } : { value: given };
}
