import { Absence } from '../generated/prisma/enums.ts';

/** Whether a value is the reason why there is none. */
export function isAbsence(value: unknown): value is Absence {
  return Object.values<unknown>(Absence).includes(value);
}
