import { z } from 'zod';
import { Absence } from '../generated/prisma/enums.ts';
import { type HistoricalDate, makeHistoricalDate } from '../kernel/dates/historical-date.ts';
import { parseDate } from '../kernel/dates/scalars.ts';
import { DomainError } from '../kernel/errors.ts';
import { slugPattern } from '../kernel/ids.ts';
import { shown } from './seed-problem.ts';

/** As many items as a list that is given whole may have. */
const maxItems = 200;

/** The message of a value that is not what is expected there: `expected` ends in its verb. */
export const expecting = (expected: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? 'it is missing' : `${shown(issue.input)} is given; ${expected} expected`;

/** A mapping with these fields and no others. */
export function record<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no such field; accepted are ${Object.keys(shape).join(', ')}`
        : expecting('a mapping of fields is')(issue),
  });
}

export function list<T extends z.ZodType>(item: T, max = maxItems) {
  return z
    .array(item, { error: expecting('a list is') })
    .max(max, { error: `at most ${max} are accepted in this list` });
}

/** A list in which no two items have the same key; `describe` says what is the same about them. */
export function distinct<T extends z.ZodType>(item: T, keyOf: (item: z.output<T>) => string, what: string) {
  return list(item).superRefine((items, context) => {
    const seen = new Set<string>();
    for (const [index, each] of items.entries()) {
      const key = keyOf(each);
      if (seen.has(key))
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `the same ${what} stands in this list before`,
        });
      seen.add(key);
    }
  });
}

/** Text without spaces around it, which the database can hold. */
export function text(max = 10_000) {
  return rawText(max).transform((given) => given.trim());
}

/** Text exactly as given. */
export function rawText(max: number) {
  return z
    .string({ error: expecting('text is') })
    .refine((given) => given.trim() !== '', { error: 'text is expected, and none is given' })
    .refine((given) => [...given].length <= max, { error: `at most ${max} characters are accepted` })
    .refine((given) => !/[\0\p{Surrogate}]/u.test(given), {
      error: 'NUL and lone surrogates are not accepted',
    });
}

export function choice<const T extends Readonly<Record<string, string>>>(values: T) {
  return z.enum(values, { error: expecting(`one of ${Object.values(values).join(', ')} is`) });
}

export function flag() {
  return z
    .string({ error: expecting('true or false is') })
    .regex(/^(true|false)$/i, { error: expecting('true or false is') })
    .transform((given) => given.toLowerCase() === 'true');
}

export function number(min: number, max: number, whole = false) {
  const expected = expecting(`a ${whole ? 'whole ' : ''}number from ${min} to ${max} is`);
  return z
    .string({ error: expected })
    .regex(/^[-+]?\d+(\.\d+)?$/, { error: expected })
    .transform(Number)
    .refine((given) => given >= min && given <= max && (!whole || Number.isInteger(given)), {
      error: expected,
    });
}

export function slug() {
  const expected = expecting('a slug of small letters, digits and single hyphens, such as "some-name", is');
  return z.string({ error: expected }).regex(slugPattern, { error: expected }).max(200, { error: expected });
}

export function language() {
  return text(100).refine(isLanguageTag, {
    error: 'a language tag of BCP 47 is expected, such as en or ur-Latn',
  });
}

function isLanguageTag(given: string): boolean {
  try {
    return Intl.getCanonicalLocales(given).length === 1;
  } catch {
    return false;
  }
}

export function url() {
  return text(2000).refine((given) => /^https?:\/\//i.test(given) && URL.canParse(given), {
    error: 'an address that begins with http:// or https:// is expected',
  });
}

export function day() {
  return z.string({ error: expecting('a day such as 2025-05-11 is') }).superRefine((given, context) => {
    refused(context, () => parseDate(given));
  });
}

const dateMapping = record({
  edtf: text(),
  verbatim: text().optional(),
  timeZone: text().optional(),
  inferred: list(choice({ YEAR: 'YEAR', MONTH: 'MONTH', DAY: 'DAY', TIME_ZONE: 'TIME_ZONE' })).optional(),
});

/** An EDTF text, or a mapping with more about the date. */
export function date() {
  return given().transform((value, context) => readDate(value, context));
}

export function dateOrAbsence() {
  return given().transform((value, context) => (isAbsence(value) ? value : readDate(value, context)));
}

/** Any value; what it is read as depends on others. */
export function given() {
  return z.custom<unknown>((value) => value !== undefined, { error: 'it is missing' });
}

function isAbsence(value: unknown): value is Absence {
  return Object.values<unknown>(Absence).includes(value);
}

function readDate(value: unknown, context: z.RefinementCtx): HistoricalDate {
  const parsed = dateMapping.safeParse(typeof value === 'string' ? { edtf: value } : value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  }
  return refused(context, () => makeHistoricalDate(parsed.data)) ?? z.NEVER;
}

/** What a rule of the domain gives, or an issue with its sentence where it refuses. */
function refused<T>(context: z.RefinementCtx, rule: () => T): T | undefined {
  try {
    return rule();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return undefined;
  }
}
