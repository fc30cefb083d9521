import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';

interface Described {
  path: string;
  description: string | null | undefined;
}

function describedIn(type: GraphQLNamedType): Described[] {
  const own = { path: type.name, description: type.description };
  if (isEnumType(type))
    return [
      own,
      ...type.getValues().map(({ name, description }) => ({ path: `${type.name}.${name}`, description })),
    ];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [own];
  const fields = Object.values(type.getFields()).map(({ name, description }) => ({
    path: `${type.name}.${name}`,
    description,
  }));
  if (isInputObjectType(type)) return [own, ...fields];
  for (const field of Object.values(type.getFields()))
    for (const { name, description } of field.args)
      fields.push({ path: `${type.name}.${field.name}(${name})`, description });
  return [own, ...fields];
}

const described = Object.values(schema.getTypeMap())
  .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
  .flatMap(describedIn);

test('every type, field, argument, input field and value of an enum has a description', () => {
  expect(described.length).toBeGreaterThan(800);
  expect(described.filter(({ description }) => !description?.trim()).map(({ path }) => path)).toEqual([]);
});

test('a description is a sentence: it begins with a capital, a quote or a digit and ends with a full stop', () => {
  const wrong = described.filter(
    ({ description }) =>
      description && !/^(?:[A-Z'"0-9‘“(]|sha256)[\s\S]*(?:[.…]|[.)]["')]?)$/.test(description.trim()),
  );
  expect(wrong.map(({ path, description }) => `${path}: ${description}`)).toEqual([]);
});
