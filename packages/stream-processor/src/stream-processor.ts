import { topics, type JudgingPart, type PatientId } from '@beatwatch/contracts';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import type { Batch, Consumer, MessageStream, Position } from '@beatwatch/stream';
import type { Repositories } from '@beatwatch/timescale';
import type { Registry } from 'prom-client';
import { awaitBatchInterval } from './batch-interval.ts';
import { deadLetter } from './dead-letters.ts';
import { failureOf } from './failure.ts';
import { IsolationReports } from './isolation-reports.ts';
import { Isolation } from './isolation.ts';
import { KeyedTimers } from './keyed-timers.ts';
import { PartitionMutex } from './partition-mutex.ts';
import { PatientStates, type PartitionStates } from './patient-states.ts';
import { ProcessingProgress } from './processing-progress.ts';
import { registerProgressMetrics } from './progress-metrics.ts';
import { startProgressReport } from './progress-report.ts';
import { retryUntilStored } from './retry-until-stored.ts';
import { keepTicking, type Ticking } from './ticking.ts';
import { UnstoredBatches } from './unstored-batches.ts';

/** What a handler works with besides its batch. */
interface BatchTools<State> {
  readonly partition: number;
  readonly states: PartitionStates<State>;
  /** Repeats an effect until database and broker have taken it; rejects where they refuse it. */
  readonly retryUntilStored: (effect: () => Promise<void>) => Promise<void>;
}

/** What a tick works with. It may change states by what is not in the log, if it checkpoints them before the effect. */
export interface TickTools<State> extends BatchTools<State> {
  /** Stores the states that changed. An effect that follows is repeated after a crash, if the state asks for it. */
  readonly checkpoint: () => Promise<void>;
  /** Since the previous tick; `everyMs` at the first one. */
  readonly sinceLastMs: number;
}

/**
 * Resolves once every effect of the batch is stored and published. Where it rejects, the batch is handled again in parts, from
 * the states before it: a repeated effect has to change nothing.
 */
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
  /** Clock that dates dead letters and notices, epoch milliseconds. Default: the system's. */
  readonly now?: () => number;
  /**
   * A patient's state: changed by the messages of `topic` alone, serialized for checkpoints. `deserialize` gives undefined
   * for bytes of a version that it cannot read: the patient begins anew.
   */
  readonly state: {
    readonly topic: string;
    readonly create: (id: PatientId) => State;
    readonly serialize: (state: State) => Uint8Array;
    readonly deserialize: (id: PatientId, bytes: Uint8Array) => State | undefined;
    /** Whether a patient who is gone for a week may be forgotten. Default: he may. */
    readonly mayForget?: (state: State) => boolean;
    /** Called where a patient begins anew, its state being lost. Default: nothing. */
    readonly onBegunAnew?: (id: PatientId) => void;
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
/** Ticks of a partition that fail one after the other before the processor does. */
const mostFailedTicks = 20;

/**
 * A consumer group of the live path that keeps a state for each patient: it reads its topics, awaits the handlers' effects,
 * then checkpoints and commits. It waits out an outage. A message that fails for another reason is passed over as a dead
 * letter; only where one message after the other does, the processor fails as a whole: a new start goes on from the last
 * checkpoint.
 */
export function buildStreamProcessor<State>(options: StreamProcessorOptions<State>): StreamProcessor {
  const { name, stream, logger, handlers, checkpointMs = 2000, batchMs = 100, now = Date.now } = options;
  const reports = new IsolationReports({ ...options, now });
  const states = new PatientStates<State>({
    processor: name,
    logId: stream.logId,
    checkpoints: options.checkpoints,
    now,
    ...options.state,
    onBegunAnew: (id, cause) => {
      reports.begunAnew(id, cause);
      options.state.onBegunAnew?.(id);
    },
  });
  const unstored = new UnstoredBatches();
  const failedTicks = new Map<number, number>();
  const checkpointedMs = new Map<number, number>();
  /** Checkpoints of partitions whose last batch came too soon after the one before. */
  const pending = new KeyedTimers();
  const mutex = new PartitionMutex();
  const progress = new ProcessingProgress();
  if (options.registry !== undefined) registerProgressMetrics(options.registry, name, progress);
  const stopping = new AbortController();
  let assigned: readonly number[] = [];
  let assignments = 0;
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

  const retry = <Result>(effect: () => Promise<Result>): Promise<Result> =>
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
    pending.cancel(partition.number);
    await retry(async () => commit(await partition.checkpoint()));
    unstored.clear(partition.number);
    checkpointedMs.set(partition.number, performance.now());
  }

  async function settleNow(batch: Batch, partition: PartitionStates<State>): Promise<void> {
    const reached = nextOffset(batch);
    if (batch.topic === options.state.topic) {
      partition.reached(reached);
      await checkpoint(partition);
      return;
    }
    await checkpoint(partition);
    await retry(() => commit({ topic: batch.topic, partition: batch.partition, nextOffset: reached }));
  }

  async function settle(batch: Batch): Promise<void> {
    const { topic, partition: number } = batch;
    const partition = await open(number);
    const sinceMs = performance.now() - (checkpointedMs.get(number) ?? Number.NEGATIVE_INFINITY);
    unstored.add(batch);
    if (topic !== options.state.topic || sinceMs >= checkpointMs || unstored.isFull(number)) {
      await settleNow(batch, partition);
      return;
    }
    partition.reached(nextOffset(batch));
    checkpointIn(number, checkpointMs - sinceMs);
  }

  /** So that nothing stays uncommitted where no batch follows: what is committed shows how far this processor is. */
  function checkpointIn(number: number, inMs: number): void {
    pending.schedule(number, inMs, () => {
      if (!assigned.includes(number) || hasFailed) return;
      // `exclusively` reports a failure.
      exclusively(number, async () => {
        // Another process may own it by now.
        if (assigned.includes(number)) await checkpoint(await open(number));
      }).catch(() => undefined);
    });
  }

  const open = (number: number): Promise<PartitionStates<State>> => retry(() => states.partition(number));

  const isolation = new Isolation<State>({
    open,
    forget: (number) => {
      states.forget(number);
    },
    handle: async (batch, partition) => {
      const { topic, partition: number } = batch;
      await handlers[topic]?.(batch, { partition: number, states: partition, retryUntilStored: retry });
    },
    settle: settleNow,
    bury: async (batch, error) => {
      const [message] = batch.messages;
      if (message === undefined) return;
      const letter = deadLetter(batch, message, error, Math.round(now() * 1000));
      await retry(() => reports.isolated(letter));
    },
    isRunning: () => !stopping.signal.aborted,
  });

  async function onBatch(batch: Batch): Promise<void> {
    if (hasFailed) throw new Error(`${name} has failed; start it again`);
    const startedMs = performance.now();
    progress.began(batch, startedMs);
    await exclusively(batch.partition, async () => {
      const assignment = assignments;
      const atOnce = await isolation.handle(batch, unstored.of(batch.partition));
      progress.applied(batch, nextOffset(batch), performance.now());
      // Given up meanwhile: the states that it changed are dropped, and whoever owns the partition reads it again.
      if (atOnce && assignment === assignments) await settle(batch);
    });
    progress.ended(batch);
    await awaitBatchInterval(startedMs, batchMs, batch.messages.length);
  }

  function exclusively(number: number, work: () => Promise<void>): Promise<void> {
    return mutex.runExclusive(number, async () => {
      try {
        await work();
      } catch (error) {
        states.forget(number);
        unstored.clear(number);
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
        exclusively(number, async () => {
          // Another process may own it by now.
          if (!assigned.includes(number)) return;
          const partition = await open(number);
          try {
            await handler({
              partition: number,
              states: partition,
              retryUntilStored: retry,
              checkpoint: () => checkpoint(partition),
              sinceLastMs,
            });
            failedTicks.delete(number);
          } catch (error) {
            await recoverTick(number, error);
          }
        }),
      ),
    );
  }

  /** Undoes what a tick has left half done; the next tick tries again. */
  async function recoverTick(number: number, error: unknown): Promise<void> {
    const failures = (failedTicks.get(number) ?? 0) + 1;
    failedTicks.set(number, failures);
    if (stopping.signal.aborted || failureOf(error) === 'outage' || failures > mostFailedTicks) throw error;
    logger.error({ partition: number, error: describeError(error) }, 'a tick failed');
    await isolation.redo(number, unstored.of(number));
  }

  /** Checkpoints and commits every partition before another process takes it; ticks end here. */
  async function releasePartitions(): Promise<void> {
    assigned = [];
    pending.cancelAll();
    for (const owned of states.owned()) {
      await mutex.runExclusive(owned, async () => {
        const partition = await states.partition(owned);
        await commit(await partition.checkpoint());
        unstored.clear(owned);
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
      await reports.start();
      consumer = await stream.consume({
        groupId: name,
        topics: Object.keys(handlers),
        from: 'earliest',
        onBatch,
        onAssigned: (partitions) => {
          assignments += 1;
          states.forgetAll();
          unstored.clearAll();
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
      pending.cancelAll();
      await reporting?.stop();
      reporting = undefined;
      await reports.stop();
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
