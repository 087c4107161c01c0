import {
  decodeDeadLetter,
  decodeSystemNotice,
  patientId,
  topics,
  type DeadLetter,
  type PatientId,
  type SystemNotice,
} from '@beatwatch/contracts';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream, StreamError, type Batch, type MessageStream } from '@beatwatch/stream';
import { TimescaleError } from '@beatwatch/timescale';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PartitionStates } from './partition-states.ts';
import { buildStreamProcessor, type StreamProcessor } from './stream-processor.ts';
import { checkpointTable } from './test-checkpoints.ts';

interface Counted {
  sum: number;
}

/** A message adds its value to its patient's sum; a poison fails in one of the ways that there are. */
type Poison = 'refused by the database' | 'refused by the broker' | 'our own error' | 'no error at all';
const poisons: readonly Poison[] = ['refused by the database', 'refused by the broker', 'our own error'];

interface Message {
  readonly patient: PatientId;
  readonly value: number;
  readonly poison?: Poison;
}

const patients = ['p-1', 'p-2', 'p-3'].map(patientId);
const [first, second] = patients as [PatientId, PatientId];
const good = (patient: PatientId, value = 1): Message => ({ patient, value });
const bad = (patient: PatientId, poison: Poison): Message => ({ patient, value: 100, poison });

describe('a message that cannot be processed', () => {
  let stream: MessageStream;
  let checkpoints: ReturnType<typeof checkpointTable>;
  let processor: StreamProcessor;
  let letters: DeadLetter[];
  let notices: SystemNotice[];
  /** Sums as they were stored, by offset: an effect that is repeated has to be the same. */
  let stored: Map<string, number>;
  let outages = 0;
  let attempts = 0;
  /** Number of the attempt that stored a sum. */
  let storedAt: Map<string, number>;

  const effectOf = (messages: readonly (Message & { offset: number; sum: number })[]): Promise<void> => {
    attempts += 1;
    if (outages > 0) {
      outages -= 1;
      return Promise.reject(new TimescaleError('away', { code: 'connection', retryable: true }));
    }
    if (messages.some(({ poison }) => poison === 'refused by the database')) {
      return Promise.reject(new TimescaleError('no such character', { code: 'value' }));
    }
    if (messages.some(({ poison }) => poison === 'refused by the broker')) {
      return Promise.reject(new StreamError('too large', { code: 'message-too-large' }));
    }
    for (const { patient, offset, sum } of messages) {
      const key = `${patient} ${offset}`;
      expect(stored.get(key) ?? sum).toBe(sum);
      stored.set(key, sum);
      if (!storedAt.has(key)) storedAt.set(key, attempts);
    }
    return Promise.resolve();
  };

  const handler = async (
    { messages }: Batch,
    {
      states,
      retryUntilStored,
    }: {
      states: PartitionStates<Counted>;
      retryUntilStored: (effect: () => Promise<void>) => Promise<void>;
    },
  ): Promise<void> => {
    const read = messages.map(({ value, offset }) => ({
      ...(JSON.parse(Buffer.from(value).toString()) as Message),
      offset,
    }));
    const done = read.flatMap((message) => {
      const state = states.stateAt(message.patient, message.offset);
      if (state === undefined) return [];
      state.sum += message.value;
      if (message.poison === 'our own error') throw new TypeError('undefined is not a function');
      if (state.sum === 666) throw new RangeError('a state that fails with every message');
      return [{ ...message, sum: state.sum }];
    });
    await retryUntilStored(() => effectOf(done));
  };

  const build = (checkpointMs: number, registry = createRegistry('scorer')): StreamProcessor =>
    buildStreamProcessor<Counted>({
      name: 'scorer',
      stream,
      checkpoints,
      logger: createLogger('test', 'silent'),
      registry,
      checkpointMs,
      batchMs: 0,
      state: {
        topic: topics.beats,
        create: () => ({ sum: 0 }),
        serialize: ({ sum }) => Buffer.from(String(sum)),
        deserialize: (_id, bytes) => {
          const sum = Number(Buffer.from(bytes).toString());
          if (Number.isNaN(sum)) throw new TypeError('no number');
          return { sum };
        },
      },
      handlers: { [topics.beats]: handler },
    });

  const send = async (...messages: readonly Message[]): Promise<void> => {
    const producer = await stream.producer();
    await producer.send(
      topics.beats,
      messages.map((message) => ({ key: message.patient, value: Buffer.from(JSON.stringify(message)) })),
    );
    await producer.stop();
  };

  const watch = (): Promise<unknown> =>
    stream.consume({
      groupId: 'witness',
      topics: [topics.deadLetter, topics.systemNotices],
      from: 'earliest',
      onBatch: ({ topic, messages }) => {
        for (const { value } of messages) {
          if (topic === topics.deadLetter) letters.push(decodeDeadLetter(value));
          else notices.push(decodeSystemNotice(value));
        }
        return Promise.resolve();
      },
    });

  beforeEach(async () => {
    stream = createInProcessStream();
    await stream.ensureTopics(Object.values(topics), 1);
    checkpoints = checkpointTable();
    letters = [];
    notices = [];
    stored = new Map();
    outages = 0;
    attempts = 0;
    storedAt = new Map();
    await watch();
  });
  afterEach(async () => {
    await processor.stop();
    await stream.stop();
  });

  const sumOf = (patient: PatientId): number => {
    const row = checkpoints.rows.get(patient);
    return row === undefined ? 0 : Number(Buffer.from(row.state).toString());
  };

  it.each(poisons)(
    'is passed over where it is %s, and changes nothing for its patient or others',
    async (poison) => {
      processor = build(3_600_000);
      await processor.start();
      await send(good(first, 5));
      await expect.poll(() => stored.size).toBe(1);
      await send(good(first), good(second), bad(first, poison), good(first), good(second));
      await expect.poll(() => stored.size).toBe(5);
      await processor.stop();
      expect([sumOf(first), sumOf(second)]).toEqual([7, 2]);
      await expect.poll(() => letters).toHaveLength(1);
      const code = { 'our own error': 'unexpected', 'refused by the database': 'value' }[poison as string];
      expect(letters[0]).toMatchObject({
        topic: topics.beats,
        offset: '3',
        code: code ?? 'message-too-large',
      });
      expect(notices[0]).toMatchObject({
        noticeId: `message-passed-over/scorer/${topics.beats}`,
        state: 'open',
      });
    },
  );

  it('is passed over again after a crash, and nothing is counted twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            patient: fc.constantFrom(...patients),
            value: fc.integer({ min: 1, max: 9 }),
            poison: fc.option(fc.constantFrom(...poisons), { freq: 3, nil: undefined }),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(0, 3_600_000),
        async (generated, batchSize, checkpointMs) => {
          stream = createInProcessStream();
          await stream.ensureTopics(Object.values(topics), 1);
          checkpoints = checkpointTable();
          stored = new Map();
          const messages = generated.map(({ poison, ...rest }): Message =>
            poison === undefined ? rest : { ...rest, poison },
          );
          const kept = messages.filter(({ poison }) => poison === undefined);
          processor = build(checkpointMs);
          await processor.start();
          for (let at = 0; at < messages.length; at += batchSize) {
            await send(...messages.slice(at, at + batchSize));
          }
          await expect.poll(() => stored.size).toBe(kept.length);
          await processor.stop();
          processor = build(checkpointMs);
          await processor.start();
          await send(good(first));
          await expect.poll(() => stored.size).toBe(kept.length + 1);
          await processor.stop();
          for (const patient of patients) {
            const expected = kept.reduce((sum, one) => sum + (one.patient === patient ? one.value : 0), 0);
            expect(sumOf(patient)).toBe(expected + (patient === first ? 1 : 0));
          }
          await stream.stop();
        },
      ),
      { numRuns: 12 },
    );
    stream = createInProcessStream();
  });

  it('in a flood of one patient waits for the messages of all others, and is tried once', async () => {
    processor = build(0);
    await processor.start();
    const flood = Array.from({ length: 400 }, () => bad(first, 'refused by the database'));
    await send(...flood, good(second), good(first));
    await expect.poll(() => letters.length).toBe(400);
    await expect.poll(() => [...stored.keys()]).toEqual([`${second} 400`, `${first} 401`]);
    expect(storedAt.get(`${second} 400`)).toBeLessThan(20);
    // Each alone, the first few three times, and some in order to find whose they are.
    expect(attempts).toBeLessThan(400 + 30);
    await processor.stop();
    expect([sumOf(first), sumOf(second)]).toEqual([1, 1]);
  });

  it('waits with all others while the database is away', async () => {
    processor = build(0);
    await processor.start();
    outages = 4;
    await send(good(first), good(second));
    await expect.poll(() => stored.size).toBe(2);
    expect(letters).toEqual([]);
  });

  it('is not blamed for its patient’s state: the patient begins anew, with a notice', async () => {
    processor = build(0);
    await processor.start();
    await send(good(first, 665));
    await expect.poll(() => stored.size).toBe(1);
    // Each message makes the sum 666.
    for (const value of [1, 1, 1]) await send(good(first, value), good(second));
    await expect.poll(() => letters.length).toBe(3);
    await send(good(first, 7), good(second));
    await expect.poll(() => sumOf(first)).toBe(7);
    await expect.poll(() => sumOf(second)).toBe(4);
    expect(notices.map(({ noticeId }) => noticeId)).toContain(`state-unreadable/scorer/${first}`);
  });

  it('ends the processor where every message is such a one: then it is not the message', async () => {
    processor = build(0);
    await processor.start();
    await send(...Array.from({ length: 40 }, () => bad(first, 'our own error')));
    await expect(processor.failed).resolves.toMatchObject({ message: 'undefined is not a function' });
    expect(letters.length).toBeLessThan(30);
  });
});
