import { readFile } from 'node:fs/promises';
import {
  astFromValue,
  buildSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  print,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';

const contract = buildSchema(await readFile(new URL('contract.graphql', import.meta.url), 'utf8'));

/** One line for each thing that a client can rely on. */
function promises(type: GraphQLNamedType): string[] {
  const lines = [`${type.constructor.name} ${type.name}`];
  if (isEnumType(type)) lines.push(...type.getValues().map(({ name }) => `${type.name}.${name}`));
  if (isUnionType(type)) lines.push(...type.getTypes().map(({ name }) => `${type.name} holds ${name}`));
  if (isInputObjectType(type))
    lines.push(...Object.values(type.getFields()).map((field) => `${type.name}.${describeInput(field)}`));
  if (isObjectType(type) || isInterfaceType(type)) {
    lines.push(...type.getInterfaces().map(({ name }) => `${type.name} implements ${name}`));
    for (const field of Object.values(type.getFields())) {
      lines.push(`${type.name}.${field.name}: ${field.type}`);
      lines.push(...field.args.map((arg) => `${type.name}.${field.name}(${describeInput(arg)})`));
    }
  }
  return lines;
}

function describeInput(input: GraphQLArgument | GraphQLInputField): string {
  const standard = input.defaultValue === undefined ? null : astFromValue(input.defaultValue, input.type);
  return `${input.name}: ${input.type}${standard ? ` = ${print(standard)}` : ''}`;
}

const types = (from: typeof schema) =>
  Object.values(from.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

test('the schema holds every name of the contract, with its type, nullability and default', () => {
  const held = new Set(types(schema).flatMap(promises));
  const promised = types(contract).flatMap(promises);
  expect(promised.length).toBeGreaterThan(900);
  expect(promised.filter((line) => !held.has(line))).toEqual([]);
});

test('nothing is required of a client that the contract does not name', () => {
  const added: string[] = [];
  for (const promised of types(contract)) {
    const type = schema.getType(promised.name);
    if (isInputObjectType(promised) && isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        if (isRequiredInputField(field) && !promised.getFields()[field.name])
          added.push(`${type.name}.${field.name}`);
    if (isObjectType(promised) && isObjectType(type))
      for (const field of Object.values(promised.getFields()))
        for (const arg of type.getFields()[field.name]?.args ?? [])
          if (isRequiredArgument(arg) && !field.args.some(({ name }) => name === arg.name))
            added.push(`${type.name}.${field.name}(${arg.name})`);
  }
  expect(added).toEqual([]);
});
