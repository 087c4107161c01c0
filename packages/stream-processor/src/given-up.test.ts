import { patientId, topics } from '@beatwatch/contracts';
import { createLogger } from '@beatwatch/service-kit';
import type { Batch, MessageStream, Position } from '@beatwatch/stream';
import { TimescaleError } from '@beatwatch/timescale';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildStreamProcessor, type StreamProcessor } from './stream-processor.ts';
import { checkpointTable } from './test-checkpoints.ts';

type ConsumerOptions = Parameters<MessageStream['consume']>[0];

const patient = patientId('p-1');
const own = [{ topic: topics.beats, partition: 0, nextOffset: 0 }];

const batchAt = (offset: number): Batch => ({
  topic: topics.beats,
  partition: 0,
  messages: [{ offset, key: Buffer.from(patient), value: Uint8Array.of(1), timestampMs: 1 }],
});

/** A stream whose rebalances are the test's. */
function streamByHand() {
  const committed: Position[] = [];
  const consumed: ConsumerOptions[] = [];
  const stream: MessageStream = {
    kind: 'in-process',
    logId: 'log',
    ensureTopics: () => Promise.resolve(),
    ping: () => Promise.resolve(),
    positions: () => Promise.resolve([]),
    stop: () => Promise.resolve(),
    producer: () => Promise.resolve({ send: () => Promise.resolve(), stop: () => Promise.resolve() }),
    consume: (options) => {
      consumed.push(options);
      return Promise.resolve({
        commit: (positions) => {
          committed.push(...positions);
          return Promise.resolve();
        },
        pause: () => undefined,
        resume: () => undefined,
        stop: () => Promise.resolve(),
      });
    },
  };
  return { stream, committed, consumed };
}

describe('a partition that is given up in the middle of its work', () => {
  let consumer: ConsumerOptions;
  let committed: Position[];
  let checkpoints: ReturnType<typeof checkpointTable>;
  let processor: StreamProcessor;
  /** Offsets of the messages that were handled, in order. */
  let handled: number[];
  /** What the next effect waits for. */
  let held: Promise<void>;

  const hold = (): ((error?: Error) => void) => {
    let end: (error?: Error) => void = () => undefined;
    held = new Promise((resolve, reject) => {
      end = (error) => {
        held = Promise.resolve();
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    return end;
  };
  /** Every message counts once, in order, and whatever is committed is in the stored state. */
  const expectAllOnce = (count: number): void => {
    expect(checkpoints.rows.get(patient)).toMatchObject({ nextOffset: count, state: Uint8Array.of(count) });
    expect(committed.at(-1)).toEqual({ ...own[0], nextOffset: count });
  };

  beforeEach(async () => {
    const byHand = streamByHand();
    committed = byHand.committed;
    checkpoints = checkpointTable();
    handled = [];
    held = Promise.resolve();
    processor = buildStreamProcessor<{ count: number }>({
      name: 'scorer',
      stream: byHand.stream,
      checkpoints,
      logger: createLogger('test', 'silent'),
      batchMs: 0,
      checkpointMs: 0,
      state: {
        topic: topics.beats,
        create: () => ({ count: 0 }),
        serialize: ({ count }) => Uint8Array.of(count),
        deserialize: (_id, [count]) => ({ count: count ?? 0 }),
      },
      handlers: {
        [topics.beats]: async ({ messages }, { states }) => {
          for (const { offset } of messages) {
            const state = states.stateAt(patient, offset);
            if (state === undefined) continue;
            state.count += 1;
            handled.push(offset);
          }
          await held;
        },
      },
    });
    await processor.start();
    [consumer] = byHand.consumed as [ConsumerOptions];
    await consumer.onAssigned?.(own);
    await consumer.onBatch(batchAt(0));
    expectAllOnce(1);
  });
  afterEach(async () => {
    await processor.stop();
  });

  it('commits nothing of a batch that outlasts its assignment: its states are not stored', async () => {
    const end = hold();
    const outlasting = consumer.onBatch(batchAt(1));
    await expect.poll(() => handled).toEqual([0, 1]);
    await consumer.onAssigned?.(own);
    end();
    await outlasting;
    expectAllOnce(1);
    await consumer.onBatch(batchAt(1));
    expectAllOnce(2);
  });

  it('begins no batch that waited behind it: read again, it comes after those before it', async () => {
    const end = hold();
    const outlasting = consumer.onBatch(batchAt(1));
    const waiting = consumer.onBatch(batchAt(2));
    await expect.poll(() => handled).toEqual([0, 1]);
    await consumer.onAssigned?.(own);
    end();
    await Promise.all([outlasting, waiting]);
    expect(handled).toEqual([0, 1]);
    await consumer.onBatch(batchAt(1));
    await consumer.onBatch(batchAt(2));
    expectAllOnce(3);
  });

  it('begins no batch after its last checkpoint, while another process takes over', async () => {
    const end = hold();
    const outlasting = consumer.onBatch(batchAt(1));
    await expect.poll(() => handled).toEqual([0, 1]);
    const revoked = consumer.onRevoking?.(own);
    const waiting = consumer.onBatch(batchAt(2));
    end();
    await Promise.all([outlasting, revoked, waiting]);
    expect(handled).toEqual([0, 1]);
    expectAllOnce(2);
  });

  it('does not repeat a batch that fails after its assignment', async () => {
    const end = hold();
    const outlasting = consumer.onBatch(batchAt(2));
    await expect.poll(() => handled).toEqual([0, 2]);
    await consumer.onAssigned?.(own);
    end(new TimescaleError('no such character', { code: 'value' }));
    await outlasting;
    expect(handled).toEqual([0, 2]);
    await consumer.onBatch(batchAt(1));
    await consumer.onBatch(batchAt(2));
    expectAllOnce(3);
  });
});
