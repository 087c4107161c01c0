import { hasEnded, type JobHandler, type JobQueue, type JobWorker } from '@beatwatch/job-queue';
import { describeError, type Logger, type Service } from '@beatwatch/service-kit';
import type { Registry } from 'prom-client';
import { jobDataOf, jobKinds, type JobKind } from './jobs/job-kinds.ts';
import { createTrainerMetrics } from './metrics.ts';
import type { PartialRule } from './process/messages.ts';
import { runInProcess, type ProcessLimits } from './process/run-in-process.ts';
import { jobsWithFolder, removeJobFolder } from './retrain/remove-job-folder.ts';

export interface TrainerOptions extends ProcessLimits {
  readonly queue: JobQueue;
  /** For the processes of the jobs. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Folder of the data sets with annotated recordings, for comparisons. Default: they are done without. */
  readonly referenceDir?: string;
  /** When a challenger is recommended, where that is not the default. */
  readonly rule: PartialRule;
  /** Priority of the jobs' processes, 0 to 19, the lowest. */
  readonly nice: number;
  /** Jobs of each kind at a time: small ones do not wait for a large one. */
  readonly concurrency: number;
  /** Kinds that it works on. Default: all. */
  readonly kinds?: readonly JobKind[];
  /** Called once where there has been no job for `afterMs`. Default: never. */
  readonly idle?: { readonly afterMs: number; readonly onIdle: () => void };
  /** Time without a word from a trainer after which its jobs go to another one, milliseconds. */
  readonly stuckAfterMs: number;
  /** Called after each attempt, a moment before the queue knows how it ended. */
  readonly onAttemptEnded: (jobId: string) => void;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Works on the jobs of the queue, each in a process of its own. */
export function buildTrainer(options: TrainerOptions): Service & { readonly working: boolean } {
  const { queue, databaseUrl, dataDir, referenceDir, rule, nice, concurrency, stuckAfterMs, logger } =
    options;
  let workers: readonly JobWorker[] | undefined;
  const running = (): number => (workers ?? []).reduce((sum, worker) => sum + worker.running, 0);
  const metrics = createTrainerMetrics(options.registry, running);

  const handle: JobHandler = async ({ job, signal, report }) => {
    const { id, kind, createdAtMs } = job;
    const endTimer = metrics.seconds.startTimer({ kind });
    logger.info({ job: id, kind, retries: job.retries }, 'job begun');
    try {
      const result = await runInProcess(
        {
          kind,
          id,
          createdAtMs,
          data: jobDataOf(kind, job.data),
          databaseUrl,
          dataDir,
          rule,
          nice,
          ...(referenceDir !== undefined && { referenceDir }),
        },
        { ...options, signal, onProgress: report },
      );
      metrics.attempts.inc({ kind, outcome: 'completed' });
      logger.info({ job: id, kind }, 'job completed');
      return result;
    } catch (error) {
      const reason = signal.aborted ? String(signal.reason) : describeError(error);
      metrics.attempts.inc({ kind, outcome: signal.aborted ? 'aborted' : 'failed' });
      logger.warn({ job: id, kind, reason }, 'attempt ended');
      throw error;
    } finally {
      endTimer();
      options.onAttemptEnded(id);
    }
  };

  /** What a job has reached is of no use once it has ended. */
  async function removeEnded(): Promise<void> {
    for (const id of await jobsWithFolder(dataDir)) {
      const job = await queue.find(id);
      if (job !== undefined && hasEnded(job)) await removeJobFolder(dataDir, id);
    }
  }

  let watching: NodeJS.Timeout | undefined;
  function watchIdle({ afterMs, onIdle }: NonNullable<TrainerOptions['idle']>): void {
    let busyMs = performance.now();
    watching = setInterval(() => {
      if (running() > 0) busyMs = performance.now();
      if (performance.now() - busyMs < afterMs) return;
      clearInterval(watching);
      onIdle();
    }, 100);
  }

  let clearing: NodeJS.Timeout | undefined;
  const clear = (): void => {
    removeEnded().catch((error: unknown) => {
      logger.warn({ error: describeError(error) }, 'files of ended jobs could not be removed');
    });
  };

  return {
    get working() {
      return workers !== undefined;
    },
    start() {
      workers = (options.kinds ?? jobKinds).map((kind) =>
        queue.work(kind, handle, { concurrency, stuckAfterMs }),
      );
      if (options.idle !== undefined) watchIdle(options.idle);
      clearing = setInterval(clear, clearEveryMs);
      clear();
      return Promise.resolve();
    },
    async stop() {
      clearInterval(clearing);
      clearInterval(watching);
      await Promise.all((workers ?? []).map((worker) => worker.stop()));
      workers = undefined;
    },
  };
}

const clearEveryMs = 60_000;
