import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DomainError } from '../../src/kernel/errors.ts';
import { recheckCredential } from '../../src/web/recheck.ts';
import type { RequestScope } from '../../src/web/serving.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function follow(authorization: string | undefined) {
  const controller = new AbortController();
  const end = vi.fn(() => controller.abort());
  const authenticate = vi.fn(async () => null);
  const scope = { headers: { authorization }, signal: controller.signal, end };
  recheckCredential(scope as unknown as RequestScope, authenticate);
  return { controller, end, authenticate };
}

test('what is followed with a credential ends once that is taken no more', async () => {
  const { end, authenticate } = follow('Bearer x');
  await vi.advanceTimersByTimeAsync(25_000);
  expect(authenticate).toHaveBeenCalledTimes(2);
  expect(end).not.toHaveBeenCalled();
  authenticate.mockRejectedValue(new DomainError('UNAUTHENTICATED', 'It was revoked.'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(end).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/expired or was revoked/));
  expect(vi.getTimerCount()).toBe(0);
});

test('it goes on where the credential cannot be checked', async () => {
  const { end, authenticate } = follow('Bearer x');
  authenticate.mockRejectedValue(new DomainError('ISSUER_UNAVAILABLE', 'It is away.'));
  await vi.advanceTimersByTimeAsync(30_000);
  authenticate.mockRejectedValue(new Error('Postgres is away.'));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(end).not.toHaveBeenCalled();
});

test('nobody is asked who sent no credential, nor who has gone', async () => {
  const { authenticate } = follow(undefined);
  const gone = follow('Bearer x');
  gone.controller.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(authenticate).not.toHaveBeenCalled();
  expect(gone.authenticate).not.toHaveBeenCalled();
});
