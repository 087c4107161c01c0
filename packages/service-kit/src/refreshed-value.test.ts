import { expect, it } from 'vitest';
import { RefreshedValue } from './refreshed-value.ts';

it('reads once for all who ask, again where the value is old, and keeps the last one meanwhile', async () => {
  let nowMs = 0;
  let reads = 0;
  let isAway = false;
  const failure = new Error('gone');
  const failures: unknown[] = [];
  const value = new RefreshedValue({
    read: () => (isAway ? Promise.reject(failure) : Promise.resolve((reads += 1))),
    maxAgeMs: 1000,
    onFailure: (error) => failures.push(error),
    now: () => nowMs,
  });
  expect(value.known).toBeUndefined();
  expect(await Promise.all([value.current(), value.current()])).toEqual([1, 1]);
  nowMs = 999;
  expect(await value.current()).toBe(1);
  expect(await value.current(500)).toBe(2);
  nowMs = 2500;
  expect(await value.current()).toBe(3);
  nowMs = 5000;
  isAway = true;
  expect(await value.current()).toBe(3);
  expect(failures).toEqual([failure]);
});

it('waits a bounded time for a database that hangs, and does not wait again at once', async () => {
  let reads = 0;
  const value = new RefreshedValue({
    read: () => {
      reads += 1;
      return new Promise<number>(() => undefined);
    },
    maxAgeMs: 60_000,
    waitMs: 5,
    onFailure: () => undefined,
  });
  expect(await value.current()).toBeUndefined();
  expect(await value.current()).toBeUndefined();
  expect(reads).toBe(1);
});
