import { topics } from '@beatwatch/contracts';
import type { Batch } from '@beatwatch/stream';
import { TimescaleError } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import { notWaiting } from './not-waiting.ts';
import { ProcessingProgress } from './processing-progress.ts';

const batch: Batch = { topic: topics.packets, partition: 0, messages: [] };

it('is ready while nothing has waited for more than 5 s, and says what it waits for else', () => {
  const progress = new ProcessingProgress();
  expect(notWaiting(progress)).toBe(true);
  progress.began(batch, performance.now() - 4000);
  expect(notWaiting(progress)).toBe(true);
  progress.ended(batch);
  progress.began(batch, performance.now() - 42_000);
  expect(notWaiting(progress)).toBe('messages have waited for 42 s');
  progress.failed(new TimescaleError('away', { code: 'connection', retryable: true }));
  expect(notWaiting(progress)).toBe('messages have waited for 42 s: the database does not answer');
  progress.ended(batch);
  expect(notWaiting(progress)).toBe(true);
});
