import { expect, it } from 'vitest';
import { Breather } from './breather.ts';

it('lets others go on during work without end', async () => {
  const breather = new Breather();
  let others = 0;
  const timer = setInterval(() => (others += 1), 1);
  for (const endMs = performance.now() + 300; performance.now() < endMs;) await breather.breathe();
  clearInterval(timer);
  expect(others).toBeGreaterThan(1);
});
