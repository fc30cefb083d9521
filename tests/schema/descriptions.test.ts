import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
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

/** The defaults of the columns of the record, such as `Event.channel`. */
const columnDefaults = new Map(
  readdirSync('prisma/models').flatMap((file) =>
    [...readFileSync(`prisma/models/${file}`, 'utf8').matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].flatMap(
      ([, model = '', body = '']) =>
        [...body.matchAll(/^ +(\w+) +\w+ .*@default\((\w+)\)/gm)].map(
          ([, field, value = '']) => [`${model}.${field}`, value] as const,
        ),
    ),
  ),
);

test('an input says of each choice and flag that may be left out what it is then', () => {
  const told: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    const { describes, corrects } = type.extensions;
    if (!isInputObjectType(type) || typeof describes !== 'string') continue;
    for (const field of Object.values(type.getFields())) {
      const value = columnDefaults.get(`${describes}.${field.name}`);
      if (value === undefined || isNonNullType(field.type) || field.name === 'version') continue;
      const words = `${value.charAt(0).toUpperCase()}${value.slice(1)} when left out.`;
      const ending = corrects ? ` Null makes it ${value}.` : ` ${words}`;
      expect(`${type.name}.${field.name}: ${field.description}`.endsWith(ending), field.name).toBe(true);
      told.push(`${describes}.${field.name}`);
    }
  }
  expect(new Set(told).size).toBeGreaterThanOrEqual(15);
});

test('an input names what it takes: only one of claims speaks of source and key', () => {
  const fields = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
  const ids = fields.filter(
    ({ type, field }) => /^(Update|Retract|Restore)/.test(type.name) && field.name === 'id',
  );
  expect(ids).toHaveLength(18);
  for (const { type, field } of ids)
    expect(field.description?.includes('source-slug#key'), type.name).toBe(type.name.endsWith('ClaimInput'));
});
