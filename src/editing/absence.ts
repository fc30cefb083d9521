import { Absence } from '../generated/prisma/enums.ts';

/** The reasons why there is no value, as a message lists them. */
export const absenceNames = Object.values(Absence)
  .join(', ')
  .replace(/, (?=[^,]*$)/, ' or ');

/** Whether a value is the reason why there is none. */
export function isAbsence(value: unknown): value is Absence {
  return Object.values<unknown>(Absence).includes(value);
}
