import { topics } from '@beatwatch/contracts';
import { describeError, type Service } from '@beatwatch/service-kit';
import type { Batch, Consumer } from '@beatwatch/stream';
import { awaitBatchInterval } from './batch-interval.ts';
import { CheckpointPace } from './checkpoint-pace.ts';
import { deadLetter } from './dead-letters.ts';
import { IsolationReports } from './isolation-reports.ts';
import { Isolation } from './isolation.ts';
import { nextOffset, PartitionCheckpoints } from './partition-checkpoints.ts';
import type { PartitionStates } from './partition-states.ts';
import { startPartitionTicks } from './partition-ticks.ts';
import { PartitionWork } from './partition-work.ts';
import { PatientStates } from './patient-states.ts';
import { ProcessingProgress } from './processing-progress.ts';
import type { StreamProcessorOptions } from './processor-options.ts';
import { registerProgressMetrics } from './progress-metrics.ts';
import { startProgressReport } from './progress-report.ts';
import { retryUntilStored } from './retry-until-stored.ts';
import type { Ticking } from './ticking.ts';

export interface StreamProcessor extends Service {
  /** True while it reads its topics and has not failed. */
  readonly running: boolean;
  readonly progress: ProcessingProgress;
}

/** How long the batch in progress may take to finish after `stop`. */
const stopGraceMs = 2000;

/**
 * A consumer group of the live path that keeps a state for each patient: it reads its topics, awaits the handlers' effects,
 * then checkpoints and commits. It waits out an outage. A message that fails for another reason is passed over as a dead
 * letter; only where one message after the other does, the processor fails as a whole: a new start goes on from the last
 * checkpoint.
 */
export function buildStreamProcessor<State>(options: StreamProcessorOptions<State>): StreamProcessor {
  const {
    name,
    group = name,
    stream,
    logger,
    handlers,
    checkpointMs = 2000,
    batchMs = 100,
    now = Date.now,
  } = options;
  const reports = new IsolationReports({ ...options, now });
  const states = new PatientStates<State>({
    processor: group,
    logId: stream.logId,
    checkpoints: options.checkpoints,
    now,
    ...options.state,
    onBegunAnew: (id, cause) => {
      reports.begunAnew(id, cause);
      options.state.onBegunAnew?.(id);
    },
  });
  const progress = new ProcessingProgress();
  if (options.registry !== undefined) registerProgressMetrics(options.registry, name, progress);
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let ticking: Ticking | undefined;
  let reporting: Ticking | undefined;
  let consumer: Consumer | undefined;

  const retry = <Result>(effect: () => Promise<Result>): Promise<Result> =>
    retryUntilStored(effect, {
      signal: stopping.signal,
      onFailure: (error) => {
        progress.failed(error);
        logger.warn({ error: describeError(error) }, 'cannot store or publish; trying again');
      },
    });
  const open = (number: number): Promise<PartitionStates<State>> => retry(() => states.partition(number));

  const work = new PartitionWork({
    forget: (number) => {
      states.forget(number);
      checkpoints.forget(number);
    },
    isStopping,
  });
  const checkpoints = new PartitionCheckpoints<State>({
    topic: options.state.topic,
    pace: new CheckpointPace({ ...options.checkpointBounds, leastMs: checkpointMs }),
    retry,
    commit: async (position) => {
      if (position === undefined) return;
      await consumer?.commit([position]);
      progress.committed(performance.now());
    },
    later: (number, task) => void work.ifOwned(number, async () => task(await open(number))),
  });

  const isolation = new Isolation<State>({
    open,
    forget: (number) => {
      states.forget(number);
    },
    handle: async (batch, partition) => {
      const { topic, partition: number } = batch;
      await handlers[topic]?.(batch, { partition: number, states: partition, retryUntilStored: retry });
    },
    settle: (batch, partition) => checkpoints.settleNow(batch, partition),
    bury: async (failed) => {
      const nowUs = Math.round(now() * 1000);
      const letters = failed.flatMap(({ batch, error }) =>
        batch.messages.map((message) => deadLetter(batch, message, error, nowUs)),
      );
      await retry(() => reports.isolated(letters));
    },
    assignments: () => work.assignments,
    isRunning: () => !isStopping(),
  });

  async function onBatch(batch: Batch): Promise<void> {
    if (work.hasFailed) throw new Error(`${name} has failed; start it again`);
    const { partition } = batch;
    const { assignments } = work;
    const startedMs = performance.now();
    progress.began(batch, startedMs);
    await work.exclusively(partition, async () => {
      // Given up while it waited: whoever owns the partition now reads it again, after what comes before it.
      if (work.isGivenUpSince(assignments)) return;
      const atOnce = await isolation.handle(batch, checkpoints.unstoredBatches(partition));
      progress.applied(batch, nextOffset(batch), performance.now());
      // Given up meanwhile: the states that it changed are dropped, and whoever owns the partition reads it again.
      if (atOnce && assignments === work.assignments) await checkpoints.settle(batch, await open(partition));
    });
    progress.ended(batch);
    await awaitBatchInterval(startedMs, batchMs, batch.messages.length);
  }

  /** Checkpoints and commits every partition before another process takes it; ticks end here. */
  async function releasePartitions(): Promise<void> {
    work.release();
    checkpoints.cancel();
    for (const number of states.owned()) {
      await work.last(number, async () => checkpoints.release(await states.partition(number)));
    }
  }

  return {
    failed: work.failed,
    progress,
    get running() {
      return consumer !== undefined && !work.hasFailed;
    },
    async start() {
      await stream.ensureTopics(Object.values(topics));
      await reports.start();
      consumer = await stream.consume({
        groupId: group,
        topics: Object.keys(handlers),
        from: 'earliest',
        onBatch,
        onAssigned: (partitions) => {
          states.forgetAll();
          checkpoints.forgetAll();
          progress.reassigned(partitions);
          work.assign(
            partitions.flatMap(({ topic, partition }) => (topic === options.state.topic ? [partition] : [])),
          );
          logger.info({ partitions: partitions.length }, 'partitions assigned');
          return Promise.resolve();
        },
        onRevoking: releasePartitions,
      });
      reporting = await startProgressReport(stream, name, progress);
      if (options.tick === undefined) return;
      ticking = startPartitionTicks({
        ...options.tick,
        work,
        open,
        toolsOf: (partition) => ({
          retryUntilStored: retry,
          checkpoint: () => checkpoints.storeBeyondLog(partition),
        }),
        undo: async (number, error) => {
          logger.error({ partition: number, error: describeError(error) }, 'a tick failed');
          await isolation.redo(number, checkpoints.unstoredBatches(number));
        },
        isStopping,
      });
    },
    async stop() {
      const timer = setTimeout(() => {
        stopping.abort();
      }, stopGraceMs);
      await ticking?.stop();
      ticking = undefined;
      await consumer?.stop();
      checkpoints.cancel();
      await reporting?.stop();
      reporting = undefined;
      await reports.stop();
      clearTimeout(timer);
      consumer = undefined;
    },
  };
}
