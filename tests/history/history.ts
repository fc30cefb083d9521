import { type DocumentNode, parse, validate } from 'graphql';
import { expect } from 'vitest';
import { encodeId } from '../../src/kernel/ids.ts';
import { schema } from '../../src/schema.ts';
import { runBoth } from '../planner/both-paths.ts';
import { plannedSide } from '../planner/planned-side.ts';
import type { TestDatabase } from '../setup/database.ts';

export type Subject = [type: 'Event' | 'MediationAttempt' | 'Position' | 'Claim', id: string];

/**
 * Makes a change in one transaction, as commands do: statements, then a revision of each subject with its rows and, of
 * each record that is derived anew, what was derived. Gives the moment of the change.
 */
export async function change(
  db: TestDatabase,
  statements: readonly string[],
  revised: readonly Subject[],
  derived: readonly Subject[] = revised.filter(([type]) => type !== 'Claim'),
): Promise<string> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    const { rows } = await client.query<{ at: Date }>('SELECT take_turn() AS at');
    const at = rows[0]?.at.toISOString() ?? '';
    for (const [type, id] of revised)
      await client.query(
        `INSERT INTO revision (id, subject_type, subject_id, version, kind, at, by, changes, record)
          SELECT gen_random_uuid(), $1::text, $2::uuid, 1 + coalesce(max(version), 0), CASE WHEN count(*) = 0 THEN 'CREATED'::revision_kind ELSE 'CORRECTED' END,
            $3::timestamptz, 'An editor', '[]', record_rows($1::text, $2::uuid) FROM revision WHERE subject_id = $2::uuid`,
        [type, id, at],
      );
    for (const [type, id] of derived)
      await client.query(
        'INSERT INTO derivation (subject_id, at, derived) VALUES ($2::uuid, $3::timestamptz, derived_rows($1::text, $2::uuid))',
        [type, id, at],
      );
    await client.query('COMMIT');
    return at;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** A moment that lies so many milliseconds beside another. */
export function beside(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}

const side = plannedSide();

/** The data of an operation, which both paths answer alike. */
export async function ask<T>(
  db: TestDatabase,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const parsed: DocumentNode = parse(document);
  expect(validate(schema, parsed)).toEqual([]);
  const { planned, ordinary, disagreement } = await runBoth(schema, side, db, {
    document: parsed,
    operationName: null,
    variables,
  });
  expect(ordinary.errors ?? []).toEqual([]);
  expect(planned).toMatchObject({ kind: 'answered' });
  expect(disagreement).toBeNull();
  return ordinary.data as T;
}

/** The messages, codes and paths of the errors of an operation, which the planner leaves to the executor. */
export async function refusals(db: TestDatabase, document: string, variables: Record<string, unknown> = {}) {
  const parsed = parse(document);
  expect(validate(schema, parsed)).toEqual([]);
  const operation = { document: parsed, operationName: null, variables };
  const { planned, ordinary } = await runBoth(schema, side, db, operation);
  expect(planned.kind).toBe('refused');
  return (ordinary.errors ?? []).map(({ message, path, originalError }) => ({
    ...{ message, path: path?.join('.') },
    code: originalError && 'code' in originalError ? originalError.code : null,
  }));
}

/** The selection of a record as it stood at a moment; null where it did not exist. */
export async function asOf<T = Record<string, unknown>>(
  db: TestDatabase,
  [type, id]: readonly [string, string],
  at: string,
  selection: string,
): Promise<T> {
  const document = `query ($id: ID!, $at: DateTime!) { recordAsOf(id: $id, at: $at) { ${selection} } }`;
  const { recordAsOf } = await ask<{ recordAsOf: T }>(db, document, { id: encodeId(type, id), at });
  return recordAsOf;
}
