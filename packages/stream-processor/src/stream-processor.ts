import { topics, type JudgingPart, type PatientId } from '@beatwatch/contracts';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import type { Batch, Consumer, MessageStream, Position } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import { awaitBatchInterval } from './batch-interval.ts';
import { PartitionMutex } from './partition-mutex.ts';
import { PatientStates, type PartitionStates } from './patient-states.ts';
import { ProcessingProgress } from './processing-progress.ts';
import { registerProgressMetrics } from './progress-metrics.ts';
import { startProgressReport } from './progress-report.ts';
import { retryUntilStored } from './retry-until-stored.ts';
import { keepTicking, type Ticking } from './ticking.ts';

/** What a handler works with besides its batch. */
interface BatchTools<State> {
  readonly states: PartitionStates<State>;
  /** Repeats an effect until database and broker have taken it. */
  readonly retryUntilStored: (effect: () => Promise<void>) => Promise<void>;
}

/** What a tick works with. It may change states by what is not in the log, if it checkpoints them before the effect. */
export interface TickTools<State> extends BatchTools<State> {
  /** Stores the states that changed. An effect that follows is repeated after a crash, if the state asks for it. */
  readonly checkpoint: () => Promise<void>;
  /** Since the previous tick; `everyMs` at the first one. */
  readonly sinceLastMs: number;
}

/** Resolves once every effect of the batch is stored and published. */
export type BatchHandler<State> = (batch: Batch, tools: BatchTools<State>) => Promise<void>;

export interface StreamProcessorOptions<State> {
  /** Consumer group, owner of the checkpoints, and name in the reports of progress. */
  readonly name: JudgingPart;
  readonly stream: MessageStream;
  readonly checkpoints: Repositories['checkpoints'];
  readonly logger: Logger;
  /** Where its progress is measured. Default: nowhere. */
  readonly registry?: Registry;
  /** How often the state of changed patients is stored and the position committed. Default 2000. */
  readonly checkpointMs?: number;
  /** How long small batches may gather. Default 100. */
  readonly batchMs?: number;
  /**
   * A patient's state: changed by the messages of `topic` alone, serialized for checkpoints. `deserialize` gives undefined
   * for bytes of a version that it cannot read: the patient begins anew.
   */
  readonly state: {
    readonly topic: string;
    readonly create: (id: PatientId) => State;
    readonly serialize: (state: State) => Uint8Array;
    readonly deserialize: (id: PatientId, bytes: Uint8Array) => State | undefined;
  };
  /** One handler for each topic that is read. */
  readonly handlers: Readonly<Record<string, BatchHandler<State>>>;
  /** Called by the clock, for each partition, never during one of its batches. */
  readonly tick?: {
    readonly everyMs: number;
    readonly handler: (tools: TickTools<State>) => Promise<void>;
  };
}

export interface StreamProcessor extends Service {
  /** True while it reads its topics and has not failed. */
  readonly running: boolean;
  readonly progress: ProcessingProgress;
}

/** How long the batch in progress may take to finish after `stop`. */
const stopGraceMs = 2000;

/**
 * A consumer group of the live path that keeps a state for each patient: it reads its topics, awaits the handlers' effects,
 * then checkpoints and commits. An effect that fails for good fails the whole processor; a new start goes on from the last
 * checkpoint.
 */
export function buildStreamProcessor<State>(options: StreamProcessorOptions<State>): StreamProcessor {
  const { name, stream, logger, handlers, checkpointMs = 2000, batchMs = 100 } = options;
  const states = new PatientStates<State>({
    processor: name,
    logId: stream.logId,
    checkpoints: options.checkpoints,
    ...options.state,
  });
  const checkpointedMs = new Map<number, number>();
  const mutex = new PartitionMutex();
  const progress = new ProcessingProgress();
  if (options.registry !== undefined) registerProgressMetrics(options.registry, name, progress);
  const stopping = new AbortController();
  let assigned: readonly number[] = [];
  let ticking: Ticking | undefined;
  let reporting: Ticking | undefined;
  let tickedMs: number | undefined;
  let consumer: Consumer | undefined;
  let fail: (error: unknown) => void = () => undefined;
  let hasFailed = false;
  const failed = new Promise<unknown>((resolve) => {
    fail = (error) => {
      hasFailed = true;
      resolve(error);
    };
  });

  const retry = (effect: () => Promise<void>): Promise<void> =>
    retryUntilStored(effect, {
      signal: stopping.signal,
      onFailure: (error) => {
        progress.failed(error);
        logger.warn({ error: describeError(error) }, 'cannot store or publish; trying again');
      },
    });

  async function commit(position: Position | undefined): Promise<void> {
    if (position === undefined) return;
    await consumer?.commit([position]);
    progress.committed(performance.now());
  }

  async function checkpoint(partition: PartitionStates<State>): Promise<void> {
    await retry(async () => commit(await partition.checkpoint()));
  }

  async function settle(batch: Batch, partition: PartitionStates<State>): Promise<void> {
    const reached = nextOffset(batch);
    if (batch.topic !== options.state.topic) {
      await checkpoint(partition);
      await retry(() => commit({ topic: batch.topic, partition: batch.partition, nextOffset: reached }));
      return;
    }
    partition.reached(reached);
    const sinceMs = performance.now() - (checkpointedMs.get(batch.partition) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < checkpointMs) return;
    await checkpoint(partition);
    checkpointedMs.set(batch.partition, performance.now());
  }

  async function onBatch(batch: Batch): Promise<void> {
    if (hasFailed) throw new Error(`${name} has failed; start it again`);
    const startedMs = performance.now();
    progress.began(batch, startedMs);
    await exclusively(batch.partition, async (partition) => {
      await handlers[batch.topic]?.(batch, { states: partition, retryUntilStored: retry });
      progress.applied(batch, nextOffset(batch), performance.now());
      await settle(batch, partition);
    });
    progress.ended(batch);
    await awaitBatchInterval(startedMs, batchMs, batch.messages.length);
  }

  function exclusively(
    number: number,
    work: (partition: PartitionStates<State>) => Promise<void>,
  ): Promise<void> {
    return mutex.runExclusive(number, async () => {
      try {
        await work(await states.partition(number));
      } catch (error) {
        states.forget(number);
        if (!stopping.signal.aborted) fail(error);
        throw error;
      }
    });
  }

  async function tick({
    everyMs,
    handler,
  }: NonNullable<StreamProcessorOptions<State>['tick']>): Promise<void> {
    if (hasFailed) return;
    const nowMs = performance.now();
    const sinceLastMs = nowMs - (tickedMs ?? nowMs - everyMs);
    tickedMs = nowMs;
    await Promise.all(
      assigned.map((number) =>
        exclusively(number, async (partition) => {
          // Another process may own it by now.
          if (!assigned.includes(number)) return;
          await handler({
            states: partition,
            retryUntilStored: retry,
            checkpoint: () => checkpoint(partition),
            sinceLastMs,
          });
        }),
      ),
    );
  }

  /** Checkpoints and commits every partition before another process takes it; ticks end here. */
  async function releasePartitions(): Promise<void> {
    assigned = [];
    for (const owned of states.owned()) {
      await mutex.runExclusive(owned, async () => {
        const partition = await states.partition(owned);
        await commit(await partition.checkpoint());
      });
    }
  }

  return {
    failed,
    progress,
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
          progress.reassigned();
          assigned = partitions.flatMap(({ topic, partition }) =>
            topic === options.state.topic ? [partition] : [],
          );
          logger.info({ partitions: partitions.length }, 'partitions assigned');
          return Promise.resolve();
        },
        onRevoking: releasePartitions,
      });
      reporting = await startProgressReport(stream, name, progress);
      const { tick: ticks } = options;
      // `exclusively` has reported a failure already.
      if (ticks !== undefined) ticking = keepTicking(ticks.everyMs, () => tick(ticks).catch(() => undefined));
    },
    async stop() {
      const timer = setTimeout(() => {
        stopping.abort();
      }, stopGraceMs);
      await ticking?.stop();
      ticking = undefined;
      await consumer?.stop();
      await reporting?.stop();
      reporting = undefined;
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
