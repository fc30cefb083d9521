import { z } from 'zod';
import { type HistoricalDate, makeHistoricalDate } from '../kernel/dates/historical-date.ts';
import { parseDate } from '../kernel/dates/scalars.ts';
import { DomainError } from '../kernel/errors.ts';
import { slugPattern } from '../kernel/ids.ts';
import { hasVisible } from '../kernel/visible.ts';
import { absenceNames, isAbsence } from './absence.ts';
import { type ProblemCode, shown } from './problem.ts';

/** As many items as a list that is given whole may have. */
const maxItems = 200;

/** How the message of something begins that has to be given and is not. */
const isMissing = 'it is missing';

/** The message of something that has to be given and is not: `accepted` says what could be. */
export function missing(accepted: string): string {
  return `${isMissing}; ${accepted}`;
}

/** Whether a message says that something is missing. */
export function saysMissing(message: string): boolean {
  return message.startsWith(isMissing);
}

/** The message of a value that is not what is expected there: `expected` ends in its verb. */
export const expecting = (expected: string) => (issue: { input?: unknown }) =>
  issue.input === undefined
    ? missing(`${expected} expected`)
    : `${shown(issue.input)} is given; ${expected} expected`;

/** What a value is in GraphQL, where its shape alone does not say it. */
export type InputTypeName = 'String' | 'ID' | 'Int' | 'Float' | 'Boolean' | 'Date' | 'HistoricalDateInput';

const inputTypes = new WeakMap<z.ZodType, InputTypeName>();

export function typed<T extends z.ZodType>(schema: T, name: InputTypeName): T {
  inputTypes.set(schema, name);
  return schema;
}

export function inputTypeName(schema: z.ZodType): InputTypeName | undefined {
  return inputTypes.get(schema);
}

const enums = new WeakMap<z.ZodType, Readonly<Record<string, string>>>();

/** The values that a choice is out of. */
export function choicesOf(schema: z.ZodType): Readonly<Record<string, string>> | undefined {
  return enums.get(schema);
}

/** The code that a refusal of a rule has; the default is INVALID. */
export const coded = (code: ProblemCode) => ({ params: { code } });

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
          ...coded('DUPLICATE'),
          message: `the same ${what} stands in this list before`,
        });
      seen.add(key);
    }
  });
}

/** Text without spaces around it, which the database can hold. */
export function text(max = 10_000) {
  return typed(
    rawText(max).transform((given) => given.trim()),
    'String',
  );
}

/** Control characters, but for the tab and line breaks, and halves of surrogate pairs. */
const unreadable = /(?![\t\n\r])\p{Cc}|\p{Surrogate}/u;

export const nothingVisible = 'text is expected, and nothing that can be seen is given';

/** Text exactly as given. */
export function rawText(max: number) {
  const schema = z
    .string({ error: expecting('text is') })
    .refine(hasVisible, { error: nothingVisible })
    .refine((given) => [...given].length <= max, {
      error: `at most ${max} characters are accepted`,
      ...coded('TOO_LONG'),
    })
    .refine((given) => !unreadable.test(given), {
      error: 'control characters other than tabs and line breaks are not accepted, nor are lone surrogates',
    });
  return typed(schema, 'String');
}

export function choice<const T extends Readonly<Record<string, string>>>(values: T) {
  const schema = z.enum(values, { error: expecting(`one of ${Object.values(values).join(', ')} is`) });
  enums.set(schema, values);
  return schema;
}

export function flag() {
  const schema = z.preprocess(
    asText,
    z
      .string({ error: expecting('true or false is') })
      .regex(/^(true|false)$/i, { error: expecting('true or false is') })
      .transform((given) => given.toLowerCase() === 'true'),
  );
  return typed(schema, 'Boolean');
}

export function number(min: number, max: number, whole = false) {
  const expected = expecting(`a ${whole ? 'whole ' : ''}number from ${min} to ${max} is`);
  const schema = z.preprocess(
    asText,
    z
      .string({ error: expected })
      .regex(/^[-+]?\d+(\.\d+)?$/, { error: expected })
      .transform(Number)
      .refine((given) => given >= min && given <= max && (!whole || Number.isInteger(given)), {
        error: expected,
      }),
  );
  return typed(schema, whole ? 'Int' : 'Float');
}

/** In a file every value is a text; GraphQL has numbers and flags of its own. */
function asText(given: unknown): unknown {
  return typeof given === 'boolean' || typeof given === 'number' ? String(given) : given;
}

export function slug() {
  const expected = expecting('a slug of small letters, digits and single hyphens, such as "some-name", is');
  return typed(
    z.string({ error: expected }).regex(slugPattern, { error: expected }).max(200, { error: expected }),
    'String',
  );
}

export function language() {
  const schema = text(100).refine(isLanguageTag, {
    error: 'a language tag of BCP 47 is expected, such as en or ur-Latn',
  });
  return typed(schema, 'String');
}

function isLanguageTag(given: string): boolean {
  try {
    return Intl.getCanonicalLocales(given).length === 1;
  } catch {
    return false;
  }
}

export function url() {
  const schema = text(2000).refine((given) => /^https?:\/\//i.test(given) && URL.canParse(given), {
    error: 'an address that begins with http:// or https:// is expected',
  });
  return typed(schema, 'String');
}

export function day() {
  const schema = z
    .string({ error: expecting('a day such as 2025-05-11 is') })
    .superRefine((given, context) => {
      refused(context, () => parseDate(given));
    });
  return typed(schema, 'String');
}

const dateMapping = record({
  edtf: text(),
  verbatim: text().optional(),
  timeZone: text().optional(),
  inferred: list(choice({ YEAR: 'YEAR', MONTH: 'MONTH', DAY: 'DAY', TIME_ZONE: 'TIME_ZONE' })).optional(),
});

/** An EDTF text, or a mapping with more about the date. */
export function date() {
  return typed(
    given('a date in EDTF is expected').transform((value, context) => readDate(value, context)),
    'HistoricalDateInput',
  );
}

export function dateOrAbsence() {
  return typed(
    given(`a date in EDTF, or ${absenceNames}, is expected`).transform((value, context) =>
      isAbsence(value) ? value : readDate(value, context),
    ),
    'HistoricalDateInput',
  );
}

/** Any value; what it is read as depends on others. `accepted` says what could be given. */
export function given(accepted: string) {
  return z.custom<unknown>((value) => value !== undefined, { error: missing(accepted) });
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
    context.addIssue({ code: 'custom', message: error.message, ...coded('INVALID_DATE') });
    return undefined;
  }
}
