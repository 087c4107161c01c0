import type { Job } from '@beatwatch/job-queue';
import {
  fineTuneKind,
  retrainProgressSchema,
  retrainResultSchema,
  type RetrainProgress,
  type RetrainResult,
} from '@beatwatch/trainer';
import { formatTime } from '../terminal/format-time.ts';
import { table } from '../terminal/output.ts';
import { formatFineTuning } from './format-batch.ts';

/** What a job is doing, in a few words. */
export function formatProgress({ phase, doing, losses, epochs, trainBeats }: RetrainProgress): string {
  if (phase !== 'training' || doing !== undefined) return doing ?? phase;
  const last = losses.at(-1);
  const of = epochs === undefined ? '' : ` of ${epochs}`;
  if (last === undefined) return `training on ${trainBeats ?? 0} beats, epoch 1${of}`;
  const validation =
    last.validationLoss === undefined ? '' : `, validation loss ${last.validationLoss.toFixed(2)}`;
  return `epoch ${last.epoch}${of}, loss ${last.trainLoss.toFixed(2)}${validation}`;
}

/** The newest progress; undefined before the first, or where a version of the future wrote it. */
export const progressOf = (job: Job): RetrainProgress | undefined =>
  retrainProgressSchema.safeParse(job.progress).data;

/** Rows of a table: the jobs, the newest first. */
export const jobRows = (jobs: readonly Job[]): string[][] => [
  ['job', 'kind', 'created', 'state', ''],
  ...jobs.map((job) => [job.id, job.kind, formatTime(job.createdAtMs), job.state, remarkAndReason(job)]),
];

const remarkAndReason = (job: Job): string =>
  [remarkOf(job), reasonOf(job)].filter((part) => part !== '').join('; ');

/** Why there is the job, where nobody asked for it by hand. */
const reasonOf = ({ data }: Job): string =>
  typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string'
    ? data.reason
    : '';

function remarkOf(job: Job): string {
  const progress = progressOf(job);
  if (job.kind === fineTuneKind) return formatFineTuning(job);
  if (job.state === 'completed') return retrainResultSchema.safeParse(job.result).data?.version ?? '';
  if (job.state === 'running' && progress !== undefined)
    return `${Math.floor(100 * progress.share)} %, ${formatProgress(progress)}`;
  return job.failure ?? '';
}

/** All that is known of one job. */
export function formatJob(job: Job): string {
  const { id, kind, state, createdAtMs, startedAtMs, endedAtMs, retries } = job;
  return table([
    ['job', id],
    ['kind', kind],
    ['state', state],
    ...(remarkOf(job) === '' ? [] : [['', remarkOf(job)]]),
    ...(reasonOf(job) === '' ? [] : [['because', reasonOf(job)]]),
    ['created', formatTime(createdAtMs)],
    ...(startedAtMs === undefined ? [] : [['started', formatTime(startedAtMs)]]),
    ...(endedAtMs === undefined ? [] : [['ended', formatTime(endedAtMs)]]),
    ...(retries === 0 ? [] : [['attempts before', String(retries)]]),
    ['asked for', JSON.stringify(job.data)],
    ...(job.result === undefined ? [] : resultRows(job)),
  ]);
}

/** The result of a completed retraining as rows of a table. */
export function resultRows(job: Job): string[][] {
  const result = retrainResultSchema.safeParse(job.result).data;
  if (result === undefined) return [];
  const { what, verdict, trainBeats, patients, durationMs, peakMemoryBytes } = result;
  return [
    ['model', result.version],
    ['begun with', result.baseVersion],
    ['trained', what === 'beats' ? 'classes of beats' : 'autoencoder'],
    [
      'trained on',
      `${trainBeats} ${what === 'beats' ? 'beats, those of the reference sets included' : 'normal beats'}`,
    ],
    ['patients', `${patients}, those included that validate`],
    ['took', `${(durationMs / 1000).toFixed(1)} s, ${(peakMemoryBytes / 1e6).toFixed(0)} MB`],
    ...validationRows(result),
    ['verdict', verdict.sentence],
    ...verdict.reasons.map((reason) => ['', reason]),
    ...verdict.missing.map((missing) => ['not compared on', missing]),
    ['files', result.folder],
    ['report', result.reportFile],
  ];
}

function validationRows({ validation, validationBeats, labels }: RetrainResult): string[][] {
  if (labels !== undefined) {
    const of = (name: 'falseAlarms' | 'trueAlarms'): string =>
      `${labels.before[name].calledVentricular} of ${labels.before[name].beats} beats called ventricular before, ${labels.after[name].calledVentricular} now`;
    return [
      ['validated on', `${validationBeats} beats of labelled alarms that the training did not see`],
      ['false alarms', of('falseAlarms')],
      ['true alarms', of('trueAlarms')],
    ];
  }
  if (validation === undefined) return [];
  return [
    ['validated on', `${validationBeats} normal beats that the training did not see`],
    ['champion', `median reconstruction loss ${validation.champion.medianLoss.toFixed(2)}`],
    ['challenger', `median reconstruction loss ${validation.challenger.medianLoss.toFixed(2)}`],
  ];
}
