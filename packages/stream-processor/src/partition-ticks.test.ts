import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startPartitionTicks } from './partition-ticks.ts';
import { PartitionStates } from './partition-states.ts';
import { PartitionWork } from './partition-work.ts';
import type { PatientStatesOptions } from './patient-states-options.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('lets one tick pass after the process stood still: it may own its partitions no more', async () => {
  const work = new PartitionWork({ forget: () => undefined, isStopping: () => false });
  work.assign([3]);
  const states = new PartitionStates<object>(
    { lookedMs: 0, patients: new Map(), nextOffset: undefined },
    {} as PatientStatesOptions<object>,
    3,
  );
  const ticks: number[] = [];
  const ticking = startPartitionTicks<object>({
    everyMs: 1000,
    work,
    open: () => Promise.resolve(states),
    toolsOf: () => ({ checkpoint: () => Promise.resolve(), retryUntilStored: (effect) => effect() }),
    handler: ({ sinceLastMs }) => {
      ticks.push(sinceLastMs);
      return Promise.resolve();
    },
    undo: () => Promise.resolve(),
    isStopping: () => false,
  });
  await vi.advanceTimersByTimeAsync(2000);
  expect(ticks).toEqual([1000, 1000]);
  // As after SIGCONT: the clock is further, and the timer fires at once.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 9500);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ticks.length).toBe(2);
  vi.restoreAllMocks();
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 30_000);
  await vi.advanceTimersByTimeAsync(1000);
  // A machine that is slow all the time has its ticks.
  expect(ticks.length).toBe(3);
  vi.restoreAllMocks();
  await ticking.stop();
});
