import { GraphQLScalarType } from 'graphql';
import { builder } from './builder.ts';

builder.addScalarType(
  'JSON',
  new GraphQLScalarType<unknown, unknown>({
    name: 'JSON',
    description: 'Any JSON value as it is: an object, a list, a text, a number, true, false or null.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  }),
);
