import { type ASTNode, GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import sql, { raw, type Sql } from 'sql-template-tag';
import { builder, vocabularyType } from './builder.ts';
import { parseEdtf } from './dates/edtf.ts';
import type { HistoricalDate } from './dates/historical-date.ts';
import { parseDate, parseInstant, parseLocalDateTime } from './dates/scalars.ts';
import { DomainError } from './errors.ts';
import { absences, dateMatches, dateParts, datePrecisions, orderDirections } from './kernel.vocabulary.ts';
import { planned, type Scope } from './plan.ts';

export const AbsenceRef = vocabularyType('Absence', absences);
export const DatePrecisionRef = vocabularyType('DatePrecision', datePrecisions);
export const DatePartRef = vocabularyType('DatePart', dateParts);
export const DateMatchRef = vocabularyType('DateMatch', dateMatches);
export const OrderDirectionRef = vocabularyType('OrderDirection', orderDirections);

const longestText = 500;

/** A scalar that travels as a string; `parse` refuses what it is not, in a sentence. */
function textScalar<T>(
  name: string,
  description: string,
  parse: (text: string) => T,
  specifiedByURL?: string,
) {
  const read = (value: unknown, node?: ASTNode): T => {
    const refuse = (message: string, code: string) =>
      new GraphQLError(message, { nodes: node, extensions: { code } });
    if (typeof value !== 'string')
      throw refuse(
        `${name}: a string is expected, such as ${examples[name] ?? 'the ones it returns'}.`,
        'BAD_USER_INPUT',
      );
    if (value.length > longestText)
      throw refuse(
        `${name}: ${value.length} characters were given; at most ${longestText} are taken.`,
        'BAD_USER_INPUT',
      );
    try {
      return parse(value);
    } catch (error) {
      throw error instanceof DomainError ? refuse(error.message, error.code) : error;
    }
  };
  return new GraphQLScalarType<T, T | string>({
    name,
    description,
    specifiedByURL,
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
    parseValue: (value) => read(value),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null, node),
  });
}

const examples: Record<string, string> = {
  DateTime: '"2025-05-11T03:17:00Z"',
  Date: '"2025-05-11"',
  LocalDateTime: '"2025-05-11T08:17:00"',
  EDTF: '"2025-05"',
};

builder.addScalarType(
  'DateTime',
  textScalar(
    'DateTime',
    'An instant in UTC, to the millisecond where it is known so far: 2025-05-11T03:17:00Z (RFC 3339), in the years 0001 to 9999.',
    parseInstant,
    'https://www.rfc-editor.org/rfc/rfc3339',
  ),
);
builder.addScalarType(
  'Date',
  textScalar(
    'Date',
    'A day of the Gregorian calendar: 2025-05-11 (RFC 3339 full-date).',
    parseDate,
    'https://www.rfc-editor.org/rfc/rfc3339',
  ),
);
builder.addScalarType(
  'LocalDateTime',
  textScalar(
    'LocalDateTime',
    'Date and time without a zone, to the second: 2025-05-11T08:17:00. Read on the calendar and clock that the source writes in.',
    parseLocalDateTime,
  ),
);
builder.addScalarType(
  'EDTF',
  textScalar(
    'EDTF',
    'A date in the Extended Date/Time Format (ISO 8601-2:2019), levels 0 and 1 and the sets of level 2, with two extensions of this service: clock times to the hour or minute, and ~ ? % after a time. 2025-05, 2025-07-25, 2025-05-11T08:17, ../2025-05-06 (lasting until), [..2025-05-06] (once, by then), 2025-05-11/.., {..2025-05-06,2025-05-11..}, 2025-05~. Years 0001 to 9999.',
    (text) => {
      parseEdtf(text);
      return text;
    },
    'https://www.loc.gov/standards/datetime/',
  ),
);

builder.objectType('HistoricalDate', {
  description:
    'A date as its source gives it: the text, the moments that it may mean, and what the source leaves open. Never moved by a time zone.',
  fields: (t) => ({
    edtf: t.expose('edtf', { type: 'EDTF', description: 'The date as recorded, in EDTF.' }),
    verbatim: t.exposeString('verbatim', {
      nullable: true,
      description: "The source's own words, e.g. 'May 11 at 8.17 am'; null where none were recorded.",
    }),
    earliest: t.expose('earliest', {
      type: 'LocalDateTime',
      nullable: true,
      description:
        'First moment that it may be, on the calendar that the source writes in, to the second; null where the start is open or unknown.',
    }),
    latest: t.expose('latest', {
      type: 'LocalDateTime',
      nullable: true,
      description: 'Last moment that it may be, likewise, inclusive; null where the end is open or unknown.',
    }),
    precision: t.expose('precision', {
      type: DatePrecisionRef,
      description: 'How fine the date is: the smallest unit that it gives, or INTERVAL, SET or UNKNOWN.',
    }),
    timeZone: t.exposeString('timeZone', {
      nullable: true,
      description: 'IANA time zone or UTC offset that the source states; null where it states none.',
    }),
    instant: t.expose('instant', {
      type: 'DateTime',
      nullable: true,
      description: 'The instant, only where a time of day and its zone are known.',
    }),
    inferred: t.expose('inferred', {
      type: [DatePartRef],
      description: 'Parts that the source does not state and the editor inferred, e.g. YEAR.',
    }),
    display: t.exposeString('display', {
      description:
        "For people, in English: 'May 2025', '11 May 2025, 08:17 (time zone not stated)', 'before 7 May 2025'.",
    }),
  }),
});

/** Reads a stored date. The database has checked its shape, so that a row read from it can be taken at its word. */
export function storedDate(value: unknown): HistoricalDate | null {
  return (value ?? null) as HistoricalDate | null;
}

/** A field that gives a stored date: its type, resolver and plan. */
export function dateField<K extends string>(name: K) {
  return {
    type: 'HistoricalDate' as const,
    nullable: true as const,
    resolve: (row: { [key in K]: unknown }) => storedDate(row[name]),
    ...planned({
      when: (scope) => sql`${scope.column(name)} IS NOT NULL`,
      part: (scope) => dateScope(scope.column(name)),
    }),
  };
}

/** A stored date in SQL. */
export function dateScope(date: Sql): Scope {
  return {
    type: 'HistoricalDate',
    json: true,
    column: (property) => sql`(${date} -> ${raw(`'${property}'`)})`,
  };
}

export const DateFilterRef = builder.inputType('DateFilter', {
  description:
    'A condition on the date of a record, compared on the calendar, without zones: what is dated 2025-07-25 lies within 2025-07-25. All that are given must hold; at least one of within, before and after is required. A record without a date matches none. Each of them names a window, and match says how the date has to lie in it: under POSSIBLE, the default, what may lie in it is found. An open end of the window (2025-05-11/..) reaches without limit; an unknown one (2025-05-11/) is refused.',
  fields: (t) => ({
    within: t.field({ type: 'EDTF', description: 'The window is these moments; its ends may be open.' }),
    before: t.field({
      type: 'EDTF',
      description: 'The window is all that lies before the first moment of this date, which has to be known.',
    }),
    after: t.field({
      type: 'EDTF',
      description: 'The window is all that lies after the last moment of this date, which has to be known.',
    }),
    match: t.field({
      type: DateMatchRef,
      required: true,
      defaultValue: 'POSSIBLE',
      description: 'Whether every moment that the date may be has to lie inside, or some moment.',
    }),
  }),
});
