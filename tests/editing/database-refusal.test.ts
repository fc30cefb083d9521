import { expect, test } from 'vitest';
import { refusalOf } from '../../src/editing/database-refusal.ts';

/** A failure as Prisma's client gives it, with what the driver said inside. */
const failure = (originalCode: string, originalMessage: string) =>
  Object.assign(new Error('Raw query failed.'), {
    code: 'P2010',
    meta: { driverAdapterError: { cause: { originalCode, originalMessage } } },
  });

test('a change that meets others each time is told to be sent again, not that it is wrong', () => {
  for (const code of ['40001', '40P01'])
    expect(refusalOf(failure(code, 'deadlock detected'))).toEqual({
      transient: true,
      problem: {
        path: [],
        code: 'CONFLICTING',
        message: 'other changes were in its way each time; send it again',
      },
    });
});

test('a refusal of the database names the rule in words, and the field where it is known', () => {
  const loop = 'The member_of_id of actor 1 must not lead back to it.';
  expect(refusalOf(failure('23514', loop))).toEqual({
    transient: false,
    problem: { path: ['memberOf'], code: 'LOOP', message: 'it would lead back to itself' },
  });
  const check = 'new row violates check constraint "point_is_whole"';
  expect(refusalOf(failure('23514', check))?.problem?.message).toBe(
    'the record does not take it (point is whole)',
  );
});

test('a failure that is no refusal of what was given stays what it is', () => {
  expect(refusalOf(new Error('The connection is gone.'))).toBeNull();
  expect(refusalOf(failure('57P01', 'terminating connection'))).toBeNull();
});
