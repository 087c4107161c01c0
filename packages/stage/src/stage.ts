import { topics, type PatientId } from '@beatwatch/contracts';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import type { Batch, Consumer, MessageStream, Position } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';
import { pace } from './pace.ts';
import { PatientStates, type PartitionStates } from './patient-states.ts';
import { persist } from './persist.ts';

/** What a handler works with besides its batch. */
interface BatchTools<State> {
  readonly states: PartitionStates<State>;
  /** Tries an effect until it succeeds. */
  readonly lasting: (effect: () => Promise<void>) => Promise<void>;
}

/** Resolves once every effect of the batch is stored and published. */
export type BatchHandler<State> = (batch: Batch, tools: BatchTools<State>) => Promise<void>;

export interface StageOptions<State> {
  /** Consumer group, and owner of the checkpoints. */
  readonly name: string;
  readonly stream: MessageStream;
  readonly checkpoints: Repositories['checkpoints'];
  readonly logger: Logger;
  /** How often the state of changed patients is stored and the position committed. Default 2000. */
  readonly checkpointMs?: number;
  /** How long small batches may gather. Default 100. */
  readonly batchMs?: number;
  /**
   * A patient's state: moved by the messages of `topic` alone, frozen to bytes and thawed from them. What another
   * version froze thaws to undefined: the patient begins anew.
   */
  readonly state: {
    readonly topic: string;
    readonly create: (id: PatientId) => State;
    readonly freeze: (state: State) => Uint8Array;
    readonly thaw: (id: PatientId, frozen: Uint8Array) => State | undefined;
  };
  /** A handler for each topic that the stage reads. */
  readonly handlers: Readonly<Record<string, BatchHandler<State>>>;
}

export interface Stage extends Service {
  /** It reads its topics, and has not failed. */
  readonly running: boolean;
}

/** What is in hand gets this long to finish when the stage is told to stop. */
const stopGraceMs = 2000;

/**
 * One stage of the live path: reads its topics, lets the handlers take effect, then checkpoints and commits.
 * An effect that fails for good makes the stage fail as a whole: a fresh start goes on from the last checkpoint.
 */
export function buildStage<State>(options: StageOptions<State>): Stage {
  const { name, stream, logger, handlers, checkpointMs = 2000, batchMs = 100 } = options;
  const states = new PatientStates<State>({
    stage: name,
    logId: stream.logId,
    checkpoints: options.checkpoints,
    ...options.state,
  });
  const checkpointedMs = new Map<number, number>();
  const stopping = new AbortController();
  let consumer: Consumer | undefined;
  let fail: (error: unknown) => void = () => undefined;
  let hasFailed = false;
  const failed = new Promise<unknown>((resolve) => {
    fail = (error) => {
      hasFailed = true;
      resolve(error);
    };
  });

  const lasting = (effect: () => Promise<void>): Promise<void> =>
    persist(effect, {
      signal: stopping.signal,
      onFailure: (error) => {
        logger.warn({ error: describeError(error) }, 'cannot store or publish, trying again');
      },
    });

  async function commit(position: Position | undefined): Promise<void> {
    if (position !== undefined) await consumer?.commit([position]);
  }

  async function checkpoint(partition: PartitionStates<State>): Promise<void> {
    await lasting(async () => commit(await partition.checkpoint()));
  }

  async function settle(batch: Batch, partition: PartitionStates<State>): Promise<void> {
    const reached = nextOffset(batch);
    if (batch.topic !== options.state.topic) {
      await checkpoint(partition);
      await lasting(() => commit({ topic: batch.topic, partition: batch.partition, nextOffset: reached }));
      return;
    }
    partition.reached(reached);
    const sinceMs = performance.now() - (checkpointedMs.get(batch.partition) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < checkpointMs) return;
    await checkpoint(partition);
    checkpointedMs.set(batch.partition, performance.now());
  }

  async function onBatch(batch: Batch): Promise<void> {
    if (hasFailed) throw new Error(`${name} has failed and waits for a fresh start`);
    const startedMs = performance.now();
    try {
      const partition = await states.partition(batch.partition);
      await handlers[batch.topic]?.(batch, { states: partition, lasting });
      await settle(batch, partition);
    } catch (error) {
      states.forget(batch.partition);
      if (!stopping.signal.aborted) fail(error);
      throw error;
    }
    await pace(startedMs, batchMs, batch.messages.length);
  }

  async function checkpointAll(): Promise<void> {
    for (const owned of states.owned()) {
      const partition = await states.partition(owned);
      await commit(await partition.checkpoint());
    }
  }

  return {
    failed,
    get running() {
      return consumer !== undefined && !hasFailed;
    },
    async start() {
      await stream.ensureTopics(Object.values(topics));
      consumer = await stream.consume({
        groupId: name,
        topics: Object.keys(handlers),
        from: 'earliest',
        onBatch,
        onAssigned: (partitions) => {
          states.forgetAll();
          logger.info({ partitions: partitions.length }, 'partitions assigned');
          return Promise.resolve();
        },
        onRevoking: checkpointAll,
      });
    },
    async stop() {
      const timer = setTimeout(() => {
        stopping.abort();
      }, stopGraceMs);
      await consumer?.stop();
      clearTimeout(timer);
      consumer = undefined;
    },
  };
}

function nextOffset(batch: Batch): number {
  const last = batch.messages.at(-1);
  if (last === undefined) throw new RangeError('a batch is never empty');
  return last.offset + 1;
}
