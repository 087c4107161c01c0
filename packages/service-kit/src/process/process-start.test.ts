import process from 'node:process';
import { expect, it } from 'vitest';
import { processorTicks, processStart } from './process-start.ts';

it('tells processes of one number apart by when they started', async () => {
  const own = await processStart(process.pid);
  expect(own).toBeDefined();
  expect(await processStart(process.pid)).toBe(own);
  expect(await processStart(1)).not.toBe(own);
  // The highest process number that Linux gives is 2^22 (proc(5), pid_max).
  expect(await processStart(2 ** 22 + 1)).toBeUndefined();
});

it.runIf(process.platform === 'linux')('counts the processor time of a process', async () => {
  const before = await processorTicks(process.pid);
  const endMs = performance.now() + 100;
  while (performance.now() < endMs);
  expect(await processorTicks(process.pid)).toBeGreaterThan(before ?? Number.POSITIVE_INFINITY);
});
