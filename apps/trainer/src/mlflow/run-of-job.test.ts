import type { Job } from '@beatwatch/job-queue';
import { expect, it } from 'vitest';
import { retrainDataOf } from '../jobs/retrain-job.ts';
import { runOfJob } from './run-of-job.ts';

const job: Job = {
  id: 'a7b0d6c4-5f7e-4f0e-9d0c-2f1f0c1d2e3f',
  kind: 'retrain',
  state: 'failed',
  data: retrainDataOf({ patients: ['ann', 'bob'], epochs: 3, reason: 'drift' }),
  createdAtMs: 1000,
  startedAtMs: 2000,
  endedAtMs: 9000,
  retries: 1,
  progress: { phase: 'training', share: 0.4, losses: [{ epoch: 1, trainLoss: 9, validationLoss: 8 }] },
  failure: 'too little memory',
};

it('of a failed job has its settings, the losses until then and why it failed, and names no patient', () => {
  const run = runOfJob(job);
  expect(run).toMatchObject({
    name: 'job a7b0d6c4',
    startedAtMs: 2000,
    endedAtMs: 9000,
    status: 'FAILED',
    params: { epochs: '3', batch_size: '32', engine: 'onnx', patients_named: '2', reason: 'drift' },
    metrics: [
      { key: 'train_loss', value: 9, step: 1, timestamp: 9000 },
      { key: 'validation_loss', value: 8, step: 1, timestamp: 9000 },
    ],
    tags: { 'mlflow.note.content': 'too little memory', 'beatwatch.retries': '1' },
  });
  expect(JSON.stringify(run)).not.toContain('ann');
});

it('does not exist for a job that waits, runs or never ran', () => {
  expect(runOfJob({ ...job, state: 'running' })).toBeUndefined();
  expect(runOfJob({ ...job, state: 'waiting' })).toBeUndefined();
  const { startedAtMs: _, ...never } = job;
  expect(runOfJob({ ...never, state: 'cancelled' })).toBeUndefined();
  expect(runOfJob({ ...job, state: 'cancelled' })?.status).toBe('KILLED');
});
