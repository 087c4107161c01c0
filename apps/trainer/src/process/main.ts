import { setPriority } from 'node:os';
import process from 'node:process';
import { BeatwatchError } from '@beatwatch/contracts';
import { openDatabase } from '@beatwatch/timescale';
import { fineTune } from '../fine-tune/fine-tune.ts';
import { fineTuneDataOf, fineTuneKind } from '../jobs/fine-tune-job.ts';
import { retrainDataOf, retrainKind } from '../jobs/retrain-job.ts';
import type { RetrainContext } from '../retrain/retrain-context.ts';
import { retrain } from '../retrain/retrain.ts';
import { TrainerError } from '../errors.ts';
import { taskSchema, type FromProcess, type Task } from './messages.ts';

/*
 * The process of one job. It ends with its parent and may be killed at any moment: what it has to
 * keep is in files that are replaced as a whole.
 */

const stepEveryMs = 250;

const send = (message: FromProcess): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else
      process.send(message, () => {
        resolve();
      });
  });

let saidMs = Number.NEGATIVE_INFINITY;
let peakMemoryBytes = 0;

/** Says that the job goes on, not more often than is of use. */
function step(): void {
  const nowMs = performance.now();
  if (nowMs - saidMs < stepEveryMs) return;
  saidMs = nowMs;
  const memoryBytes = process.memoryUsage.rss();
  peakMemoryBytes = Math.max(peakMemoryBytes, memoryBytes);
  void send({ type: 'step', memoryBytes });
}

async function run({ kind, id, createdAtMs, data, databaseUrl, ...rest }: Task): Promise<object> {
  const database = openDatabase({
    connectionString: databaseUrl,
    poolSize: 1,
    applicationName: 'beatwatch-training',
  });
  try {
    const context: RetrainContext = {
      repositories: database.repositories,
      dataDir: rest.dataDir,
      referenceDir: rest.referenceDir,
      rule: rest.rule,
      report: (progress) => {
        step();
        void send({ type: 'progress', progress });
      },
      onStep: step,
      nowMs: () => performance.now(),
      peakMemoryBytes: () => Math.max(peakMemoryBytes, process.memoryUsage.rss()),
    };
    const job = { id, createdAtMs };
    switch (kind) {
      case retrainKind:
        return await retrain({ ...job, data: retrainDataOf(data) }, context);
      case fineTuneKind:
        return await fineTune({ ...job, data: fineTuneDataOf(data) }, context);
      default:
        throw new TrainerError(`no job of kind ${kind} is known`, { code: 'invalid-job' });
    }
  } finally {
    await database.close();
  }
}

process.once('disconnect', () => process.exit(1));
process.once('message', (message) => {
  const task = taskSchema.parse(message);
  setPriority(task.nice);
  run(task)
    .then(
      (result) => send({ type: 'result', result: { ...result } }),
      (error: unknown) =>
        send({
          type: 'failure',
          message: error instanceof Error ? error.message : String(error),
          retryable: !(error instanceof BeatwatchError) || error.retryable,
        }),
    )
    .finally(() => process.exit(0));
});
