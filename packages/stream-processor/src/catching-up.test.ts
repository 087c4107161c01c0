import { patientId, topics } from '@beatwatch/contracts';
import { createLogger } from '@beatwatch/service-kit';
import type { Batch, GroupPosition } from '@beatwatch/stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildStreamProcessor, type StreamProcessor } from './stream-processor.ts';
import { checkpointTable } from './test-checkpoints.ts';
import { streamByHand, type ConsumerOptions } from './test-stream.ts';

const patient = patientId('p-1');
const assigned = [topics.beats, topics.patientCommands].map((topic) => ({
  topic,
  partition: 0,
  nextOffset: 0,
}));

const batchOf = (topic: string, offset = 0): Batch => ({
  topic,
  partition: 0,
  messages: [{ offset, key: Buffer.from(patient), value: Uint8Array.of(1), timestampMs: 1 }],
});

describe('a partition that was taken over', () => {
  let consumer: ConsumerOptions;
  let committed: ReturnType<typeof streamByHand>['committed'];
  let processor: StreamProcessor;
  let handled: string[];
  /** What the broker says; rejects where it does not respond. */
  let positions: () => Promise<readonly GroupPosition[]>;
  const endsAt = (end: number) => (): Promise<readonly GroupPosition[]> =>
    Promise.resolve([{ partition: 0, committed: 0, applied: 0, end }]);

  beforeEach(async () => {
    vi.useFakeTimers();
    handled = [];
    positions = endsAt(2);
    const byHand = streamByHand(() => positions());
    committed = byHand.committed;
    processor = buildStreamProcessor<object>({
      name: 'scorer',
      stream: byHand.stream,
      checkpoints: checkpointTable(),
      logger: createLogger('test', 'silent'),
      batchMs: 0,
      state: {
        topic: topics.beats,
        create: () => ({}),
        serialize: () => Uint8Array.of(1),
        deserialize: () => ({}),
      },
      handlers: {
        [topics.beats]: ({ messages }, { states }) => {
          for (const { offset } of messages) {
            states.stateAt(patient, offset);
            handled.push(`beat ${offset}`);
          }
          return Promise.resolve();
        },
        [topics.patientCommands]: ({ messages }, { states }) => {
          states.stateToChange(patient);
          for (const { offset } of messages) handled.push(`command ${offset}`);
          return Promise.resolve();
        },
      },
      commandTopics: [topics.patientCommands],
      tick: {
        everyMs: 1000,
        handler: () => {
          handled.push('tick');
          return Promise.resolve();
        },
      },
    });
    await processor.start();
    [consumer] = byHand.consumed as [ConsumerOptions];
  });
  afterEach(async () => {
    vi.useRealTimers();
    await processor.stop();
  });

  const committedCommands = (): readonly number[] =>
    committed.flatMap(({ topic, nextOffset }) => (topic === topics.patientCommands ? [nextOffset] : []));
  const deliver = async (...batches: readonly Batch[]): Promise<void> => {
    for (const batch of batches) {
      await consumer.onBatch(batch);
      await vi.advanceTimersByTimeAsync(0);
    }
  };

  it('has commands and ticks once what its former owner may have seen was read again, commands in their order', async () => {
    await consumer.onAssigned?.(assigned);
    await deliver(batchOf(topics.patientCommands), batchOf(topics.patientCommands, 1), batchOf(topics.beats));
    await vi.advanceTimersByTimeAsync(1500);
    expect(handled).toEqual(['beat 0']);
    expect(committedCommands()).toEqual([]);
    await deliver(batchOf(topics.beats, 1), batchOf(topics.patientCommands, 2));
    await vi.advanceTimersByTimeAsync(1000);
    expect(handled).toEqual(['beat 0', 'beat 1', 'command 0', 'command 1', 'command 2', 'tick']);
    expect(committedCommands()).toEqual([1, 2, 3]);
  });

  it('has them at once where there is nothing to read again', async () => {
    positions = endsAt(0);
    await consumer.onAssigned?.(assigned);
    await deliver(batchOf(topics.patientCommands));
    expect(handled).toEqual(['command 0']);
  });

  it('asks a broker that does not respond again', async () => {
    positions = () => Promise.reject(new Error('no response'));
    await consumer.onAssigned?.(assigned);
    await deliver(batchOf(topics.beats), batchOf(topics.beats, 1), batchOf(topics.patientCommands));
    expect(handled).toEqual(['beat 0', 'beat 1']);
    positions = endsAt(2);
    await vi.advanceTimersByTimeAsync(600);
    expect(handled).toEqual(['beat 0', 'beat 1', 'command 0']);
  });

  it('asks one again that says nothing', async () => {
    positions = () => new Promise(() => undefined);
    await consumer.onAssigned?.(assigned);
    positions = endsAt(0);
    await deliver(batchOf(topics.patientCommands));
    expect(handled).toEqual([]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(handled[0]).toBe('command 0');
  });

  it('lets nobody wait for more than half a minute', async () => {
    await consumer.onAssigned?.(assigned);
    await deliver(batchOf(topics.patientCommands));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(handled).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(handled).toContain('command 0');
  });

  it('leaves what waits to the next owner', async () => {
    await consumer.onAssigned?.(assigned);
    await deliver(batchOf(topics.patientCommands));
    await consumer.onRevoking?.(assigned);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(handled).toEqual([]);
    expect(committed).toEqual([]);
  });
});
