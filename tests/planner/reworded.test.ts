import { type DocumentNode, type FieldNode, Kind, parse, print, validate, visit } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { describeOperation, runBoth } from './both-paths.ts';
import { randomOperationWithinLimits } from './limits-of.ts';
import { plannedDatabase } from './planned-record.ts';
import { plannedSide } from './planned-side.ts';
import { Random } from './random.ts';
import type { Operation } from './random-operation.ts';
import { readPool } from './value-pool.ts';

/** The operation under another name. */
function renamed(document: DocumentNode): DocumentNode {
  return visit(document, {
    OperationDefinition: (node) =>
      node.name ? { ...node, name: { kind: Kind.NAME, value: `${node.name.value}Again` } } : undefined,
  });
}

/** All selections in the opposite order. */
function reversed(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: { leave: (node) => ({ ...node, selections: node.selections.toReversed() }) },
  });
}

const added: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: 'added' },
  name: { kind: Kind.NAME, value: '__typename' },
};

/** One more `__typename` in every selection, under an alias. */
function aliased(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: { leave: (node) => ({ ...node, selections: [...node.selections, added] }) },
  });
}

test('a planned operation stays planned when it is renamed, its fields are put in another order or an alias is added', async () => {
  const db = await plannedDatabase();
  const pool = await readPool(schema, db, new Random(1));
  const side = plannedSide();
  let compared = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const operation = randomOperationWithinLimits(schema, pool, new Random(900_000 + seed));
    const { planned } = await runBoth(schema, side, db, operation);
    if (planned.kind !== 'answered') continue;
    for (const reword of [renamed, reversed, aliased]) {
      const document = parse(print(reword(operation.document)));
      if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) continue;
      const operationName =
        operation.operationName &&
        (reword === renamed ? `${operation.operationName}Again` : operation.operationName);
      const other: Operation = { document, operationName, variables: operation.variables };
      const outcome = await runBoth(schema, side, db, other);
      expect(outcome.disagreement, describeOperation(other)).toBeNull();
      expect(outcome.planned.kind, describeOperation(other)).toBe('answered');
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(100);
});
