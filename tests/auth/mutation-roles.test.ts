import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { wrongMutations } from './mutation-check.ts';

test('every mutation of the schema names its role, asks for it first, and has one argument', async () => {
  expect(await wrongMutations(schema)).toEqual([]);
});
