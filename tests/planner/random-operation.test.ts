import { execute as executeDocument, validate } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import { schema } from '../../src/schema.ts';
import type { TestDatabase } from '../setup/database.ts';
import { Coverage } from './coverage.ts';
import { isWithinLimits, randomOperationWithinLimits } from './limits-of.ts';
import { plannedDatabase } from './planned-record.ts';
import { Random } from './random.ts';
import { readPool, type ValuePool } from './value-pool.ts';

let db: TestDatabase;
let pool: ValuePool;
beforeAll(async () => {
  db = await plannedDatabase();
  pool = await readPool(schema, db, new Random(1));
});

test('random operations are valid and within the limits of the service', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const operation = randomOperationWithinLimits(schema, pool, new Random(seed));
    expect(validate(schema, operation.document, undefined, { maxErrors: 1 })).toEqual([]);
    expect(isWithinLimits(schema, operation)).toBe(true);
  }
});

test('random operations reach every field, argument and value of an argument of the schema', () => {
  const coverage = new Coverage(schema);
  for (let seed = 1; coverage.missing().length > 0 && seed <= 20_000; seed += 1)
    coverage.add(randomOperationWithinLimits(schema, pool, new Random(seed)));
  expect(coverage.missing()).toEqual([]);
  expect(coverage.size).toBeGreaterThan(500);
});

test('few random operations have errors, and most answers hold something of the record', async () => {
  const runs = 100;
  let errors = 0;
  let filled = 0;
  for (let seed = 1; seed <= runs; seed += 1) {
    const { document, operationName, variables } = randomOperationWithinLimits(
      schema,
      pool,
      new Random(seed),
    );
    const answer = await executeDocument({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: createContext(db),
    });
    if (answer.errors) errors += 1;
    else if (/(?:":|[[,])(?:"(?!Query")|[1-9]|true)/.test(JSON.stringify(answer.data))) filled += 1;
  }
  expect(errors).toBeLessThan(runs / 6);
  expect(filled).toBeGreaterThan(runs / 2);
});
