import { topics } from '@beatwatch/contracts';
import { StreamError, type Batch } from '@beatwatch/stream';
import { TimescaleError } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { ProcessingProgress } from './processing-progress.ts';

const batch = (partition: number): Batch => ({ topic: topics.beats, partition, messages: [] });

describe('the progress of a stream processor', () => {
  it('waits since the oldest batch in hand was delivered, also if it is delivered again', () => {
    const progress = new ProcessingProgress();
    progress.began(batch(0), 1000);
    progress.began(batch(1), 3000);
    progress.began(batch(0), 4000);
    expect(progress.waitingMs(6000)).toBe(5000);
    progress.ended(batch(0));
    expect(progress.waitingMs(6000)).toBe(3000);
    progress.ended(batch(1));
    expect(progress.waitingMs(6000)).toBe(0);
  });

  it('has come as far as effects are stored, and knows nothing of partitions that others own', () => {
    const progress = new ProcessingProgress();
    progress.applied(batch(0), 12, 1000);
    progress.applied(batch(0), 15, 2000);
    progress.applied(batch(3), 4, 2500);
    expect(progress.positions).toEqual([
      { topic: topics.beats, partition: 0, nextOffset: 15 },
      { topic: topics.beats, partition: 3, nextOffset: 4 },
    ]);
    expect(progress.storedMs).toBe(2500);
    progress.reassigned([{ topic: topics.beats, partition: 3, nextOffset: 4 }]);
    expect(progress.positions).toEqual([{ topic: topics.beats, partition: 3, nextOffset: 4 }]);
  });

  it('names what hinders it until something is stored or committed', () => {
    const progress = new ProcessingProgress();
    progress.failed(new TimescaleError('gone', { code: 'connection', retryable: true }));
    expect(progress.hindrance).toBe('database');
    progress.applied(batch(0), 1, 0);
    expect(progress.hindrance).toBeUndefined();
    progress.failed(new StreamError('gone', { code: 'unavailable', retryable: true }));
    expect(progress.hindrance).toBe('broker');
    progress.committed(10);
    expect([progress.hindrance, progress.committedMs]).toEqual([undefined, 10]);
    progress.failed(new Error('a fault of ours'));
    expect(progress.hindrance).toBeUndefined();
  });
});
