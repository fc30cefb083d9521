import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import type PrismaTypes from '../generated/pothos.ts';
import { getDatamodel } from '../generated/pothos.ts';
import type { Context } from './context.ts';
import type { HistoricalDate } from './dates/historical-date.ts';

interface Types {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  Objects: { HistoricalDate: HistoricalDate };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date | string };
    Date: { Input: string; Output: string };
    LocalDateTime: { Input: string; Output: string };
    EDTF: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}

/** A builder of a schema that holds nothing yet. */
export function createBuilder() {
  const empty = new SchemaBuilder<Types>({
    plugins: [PrismaPlugin],
    defaultFieldNullability: false,
    prisma: {
      client: (context) => context.db.prisma,
      dmmf: getDatamodel(),
      exposeDescriptions: { models: true, fields: true },
      onUnusedQuery: process.env.NODE_ENV === 'test' ? 'error' : null,
    },
  });
  empty.queryType({ description: 'Everything that can be read from the record.' });
  return empty;
}

/** The one of the service. Features add their types to it when they are imported; `schema.ts` builds the schema. */
export const builder = createBuilder();
builder.subscriptionType({
  description: 'What is told as it happens, for as long as the client listens.',
});

/** A closed list of values: what the list is for, and what each value means and where its definition comes from. */
export interface Vocabulary {
  readonly description: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Registers a vocabulary as a GraphQL enum whose values are the keys of the list. */
export function vocabularyType<V extends Vocabulary>(name: string, vocabulary: V) {
  type Value = keyof V['values'] & string;
  const values = Object.fromEntries(
    Object.entries(vocabulary.values).map(([value, description]) => [value, { value, description }]),
  ) as Record<Value, { value: Value; description: string }>;
  return builder.enumType(name, { description: vocabulary.description, values });
}
