import type { Job } from '@beatwatch/job-queue';
import { retrainDataOf, retrainProgressSchema, retrainResultSchema } from '../jobs/retrain-job.ts';
import type { RetrainResult } from '../jobs/retrain-job.ts';

interface RunMetric {
  readonly key: string;
  readonly value: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** Epoch of the training, or 0. */
  readonly step: number;
}

type Entries = Readonly<Record<string, string>>;

/** What MLflow keeps of one training. */
export interface RunContent {
  readonly name: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly status: 'FINISHED' | 'FAILED' | 'KILLED';
  readonly params: Entries;
  readonly metrics: readonly RunMetric[];
  readonly tags: Entries;
}

const statuses = { completed: 'FINISHED', failed: 'FAILED', cancelled: 'KILLED' } as const;

/**
 * The run of a job: settings, losses of every epoch, and what came of it. Undefined where it never ran or goes on.
 * Of named patients it tells the number alone.
 */
export function runOfJob(job: Job): RunContent | undefined {
  const { id, state, startedAtMs, endedAtMs } = job;
  if (state === 'waiting' || state === 'running' || startedAtMs === undefined || endedAtMs === undefined)
    return undefined;
  const { patients, ...settings } = retrainDataOf(job.data);
  const result = retrainResultSchema.safeParse(job.result).data;
  const losses = result?.losses ?? retrainProgressSchema.safeParse(job.progress).data?.losses ?? [];
  // The same at every attempt to send: what is there already is not doubled.
  const metric = (key: string, value: number | undefined, step = 0): readonly RunMetric[] =>
    value === undefined || !Number.isFinite(value) ? [] : [{ key, value, step, timestamp: endedAtMs }];
  return {
    name: result?.version ?? `job ${id.slice(0, 8)}`,
    startedAtMs,
    endedAtMs,
    status: statuses[state],
    params: {
      ...entriesOf(settings),
      ...(patients && { patients_named: String(patients.length) }),
      ...(result && paramsOf(result)),
    },
    metrics: [
      ...losses.flatMap(({ epoch, trainLoss, validationLoss }) => [
        ...metric('train_loss', trainLoss, epoch),
        ...metric('validation_loss', validationLoss, epoch),
      ]),
      ...Object.entries(result ? figuresOf(result) : {}).flatMap(([key, value]) => metric(key, value)),
    ],
    tags: {
      'beatwatch.retries': String(job.retries),
      ...(job.failure !== undefined && { 'mlflow.note.content': job.failure }),
      ...(result && {
        'mlflow.note.content': [result.verdict.sentence, ...result.verdict.reasons].join('\n\n'),
        'beatwatch.version': result.version,
        'beatwatch.promote': String(result.verdict.promote),
      }),
    },
  };
}

const paramsOf = ({ baseVersion, selectionFingerprint }: RetrainResult): Entries => ({
  base_version: baseVersion,
  selection: selectionFingerprint,
});

const figuresOf = (result: RetrainResult): Readonly<Record<string, number | undefined>> => ({
  best_epoch: result.bestEpoch,
  patients: result.patients,
  train_beats: result.trainBeats,
  validation_beats: result.validationBeats,
  champion_median_loss: result.validation?.champion.medianLoss,
  challenger_median_loss: result.validation?.challenger.medianLoss,
  duration_seconds: result.durationMs / 1000,
  peak_memory_bytes: result.peakMemoryBytes,
});

/** `batchSize` as `batch_size`, as is usual there. */
export const entriesOf = (values: object): Entries =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
  );
