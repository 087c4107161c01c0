import { decodeProgress, patientId, topics, type Progress } from '@beatwatch/contracts';
import { createLogger } from '@beatwatch/service-kit';
import { createInProcessStream, type Batch, type MessageStream } from '@beatwatch/stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PartitionStates } from './partition-states.ts';
import type { StreamProcessorOptions, TickTools } from './processor-options.ts';
import { buildStreamProcessor, type StreamProcessor } from './stream-processor.ts';
import { checkpointTable } from './test-checkpoints.ts';

const patient = patientId('p-1');

interface Counted {
  count: number;
}

describe('a stream processor', () => {
  let stream: MessageStream;
  let checkpoints: ReturnType<typeof checkpointTable>;
  let processor: StreamProcessor;

  const start = async (
    options: Pick<StreamProcessorOptions<Counted>, 'handlers' | 'tick' | 'checkpointMs' | 'checkpointBounds'>,
  ): Promise<void> => {
    processor = buildStreamProcessor<Counted>({
      name: 'scorer',
      stream,
      checkpoints,
      logger: createLogger('test', 'silent'),
      batchMs: 0,
      state: {
        topic: topics.beats,
        create: () => ({ count: 0 }),
        serialize: ({ count }) => Uint8Array.of(count),
        deserialize: (_id, [count]) => ({ count: count ?? 0 }),
      },
      ...options,
    });
    await processor.start();
  };
  const send = async (topic: string): Promise<void> => {
    const producer = await stream.producer();
    await producer.send(topic, [{ key: patient, value: Uint8Array.of(1) }]);
    await producer.stop();
  };

  beforeEach(() => {
    stream = createInProcessStream();
    checkpoints = checkpointTable();
  });
  afterEach(async () => {
    await processor.stop();
    await stream.stop();
  });

  it('handles one batch of a partition at a time, whatever the topic, and stores no state in the middle of it', async () => {
    const log: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await start({
      checkpointMs: 0,
      handlers: {
        [topics.beats]: async ({ messages }, { states }) => {
          for (const { offset } of messages) states.stateAt(patient, offset)!.count += 1;
          log.push('beat begins');
          await released;
          log.push(`beat ends, ${checkpoints.rows.size} stored`);
        },
        [topics.patientCommands]: (_batch, { states }) => {
          log.push('command');
          states.stateToChange(patient).count += 100;
          return Promise.resolve();
        },
      },
    });
    let witnessed = 0;
    await stream.consume({
      groupId: 'witness',
      topics: [topics.patientCommands],
      from: 'earliest',
      onBatch: () => Promise.resolve(void (witnessed += 1)),
    });
    await send(topics.beats);
    await expect.poll(() => log).toEqual(['beat begins']);
    await send(topics.patientCommands);
    await expect.poll(() => witnessed).toBe(1);
    release();
    await expect.poll(() => log).toEqual(['beat begins', 'beat ends, 0 stored', 'command']);
    await expect.poll(() => checkpoints.rows.get(patient)?.state).toEqual(Uint8Array.of(101));
  });

  it('ticks for the patients of a former process before the first message, and stores what a tick changed', async () => {
    const handlers = {
      [topics.beats]: ({ messages }: Batch, { states }: { states: PartitionStates<Counted> }) => {
        for (const { offset } of messages) states.stateAt(patient, offset)!.count += 1;
        return Promise.resolve();
      },
    };
    await start({ checkpointMs: 0, handlers });
    await send(topics.beats);
    await expect.poll(() => checkpoints.rows.size).toBe(1);
    await processor.stop();
    const effects: number[] = [];
    const handler = async ({ states, checkpoint, sinceLastMs }: TickTools<Counted>): Promise<void> => {
      expect(sinceLastMs).toBeGreaterThan(0);
      for (const [id, state] of states.entries()) {
        if (state.count > 1) continue;
        states.stateToChange(id).count += 100;
        await checkpoint();
        effects.push(checkpoints.rows.get(id)!.state[0]!);
      }
    };
    await start({ handlers, tick: { everyMs: 5, handler } });
    await expect.poll(() => effects).toEqual([101]);
  });

  it('reports how far it has come, and for how long a batch has waited for its effects', async () => {
    let hold = Promise.resolve();
    await start({ handlers: { [topics.beats]: () => hold } });
    const reports: Progress[] = [];
    await stream.consume({
      groupId: 'witness',
      topics: [topics.progress],
      from: 'latest',
      onBatch: ({ messages }) => {
        reports.push(...messages.map(({ value }) => decodeProgress(value)));
        return Promise.resolve();
      },
    });
    await send(topics.beats);
    // Of the one partition that has a message; the others are where they began.
    const positions = (): readonly number[] =>
      reports.at(-1)!.positions.flatMap(({ nextOffset }) => (nextOffset > 0 ? [nextOffset] : []));
    await expect.poll(() => reports.length).toBeGreaterThan(0);
    await expect.poll(positions).toEqual([1]);
    expect(reports.at(-1)).toMatchObject({ part: 'scorer', waitingMs: 0 });
    let release = (): void => undefined;
    hold = new Promise((resolve) => {
      release = resolve;
    });
    await send(topics.beats);
    await expect.poll(() => reports.at(-1)!.waitingMs).toBeGreaterThan(0);
    expect(positions()).toEqual([1]);
    release();
    await expect.poll(positions).toEqual([2]);
    expect(reports.at(-1)!.waitingMs).toBe(0);
  });

  it('commits what it has handled though no further message comes', async () => {
    const handler = ({ messages }: Batch, { states }: { states: PartitionStates<Counted> }) => {
      for (const { offset } of messages) states.stateAt(patient, offset)!.count += 1;
      return Promise.resolve();
    };
    await start({ checkpointMs: 200, handlers: { [topics.beats]: handler } });
    const behind = async (): Promise<number> =>
      (await stream.positions('scorer', topics.beats)).reduce(
        (sum, { committed, end }) => sum + end - committed,
        0,
      );
    await send(topics.beats);
    await expect.poll(behind).toBe(0);
    // Within the interval after the checkpoint before: no batch follows that would take it along.
    await send(topics.beats);
    expect(await behind()).toBe(1);
    await expect.poll(behind).toBe(0);
    expect(checkpoints.rows.get(patient)?.state).toEqual(Uint8Array.of(2));
  });

  it('stores the states of many piece by piece, and commits from where the stored ones can be made again', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => patientId(`p-${index}`));
    const handler = ({ messages }: Batch, { states }: { states: PartitionStates<Counted> }) => {
      for (const { offset, key } of messages)
        states.stateAt(patientId(Buffer.from(key).toString()), offset)!.count += 1;
      return Promise.resolve();
    };
    await stream.ensureTopics([topics.beats], 1);
    const writes: number[] = [];
    const { rows, ...table } = checkpointTable();
    checkpoints = {
      ...table,
      rows,
      write: (written) => {
        writes.push(written.length);
        return table.write(written);
      },
    };
    // All in one batch.
    const producer = await stream.producer();
    await producer.send(
      topics.beats,
      ids.map((key) => ({ key, value: Uint8Array.of(1) })),
    );
    await producer.stop();
    await start({
      checkpointMs: 500,
      // Until it is stored a state is taken to have 4 KiB.
      checkpointBounds: { pieceBytes: 20 * 4096 },
      handlers: { [topics.beats]: handler },
    });
    const positions = async () => (await stream.positions('scorer', topics.beats))[0]!;
    await expect.poll(() => writes).toEqual([20]);
    expect(await positions()).toEqual({ partition: 0, committed: 20, applied: 40, end: 40 });
    await expect.poll(positions).toEqual({ partition: 0, committed: 40, applied: 40, end: 40 });
    expect(writes).toEqual([20, 20]);
  });

  it('fails as a whole when a tick does', async () => {
    await start({
      handlers: { [topics.beats]: () => Promise.resolve() },
      tick: { everyMs: 5, handler: () => Promise.reject(new Error('no')) },
    });
    await expect(processor.failed).resolves.toMatchObject({ message: 'no' });
    expect(processor.running).toBe(false);
  });
});
