import { randomUUID } from 'node:crypto';
import type { Job } from '@beatwatch/job-queue';
import { expect, it } from 'vitest';
import { batchRows, formatBatches } from './format-batch.ts';

const [first, second] = [randomUUID(), randomUUID()];
const job = (patient: string, fields: Partial<Job>, batch = first): Job => ({
  id: randomUUID(),
  kind: 'fine-tune',
  state: 'waiting',
  data: { patient, batch },
  createdAtMs: 0,
  retries: 0,
  ...fields,
});
const result = {
  version: 'lstm-ae-16-a',
  folder: 'models/registry/lstm-ae-16-a',
  baseVersion: 'lstm-ae-16-0',
  trainBeats: 240,
  validationBeats: 60,
  selectionFingerprint: 'sha256:0',
  verdict: { assign: true, sentence: 'Promote: it is better.', reasons: [] },
  assigned: true,
  durationMs: 1,
  peakMemoryBytes: 1,
};

it('counts what became of each batch, and says it of each patient', () => {
  const jobs = [
    job('ann', { state: 'completed', result }),
    job('bob', { state: 'failed', failure: 'beats to train on: found none' }),
    job('eve', { state: 'running' }),
    job('dan', {}, second),
    { ...job('all', {}), kind: 'retrain' },
  ];
  expect(formatBatches(jobs)).toEqual([
    `batch ${first}: 3 patients, 1 running, 1 completed, 1 failed, 1 assigned`,
    `batch ${second}: 1 patients, 1 waiting, 0 assigned`,
  ]);
  expect(batchRows(jobs.slice(0, 2))).toEqual([
    ['patient', 'state', ''],
    ['ann', 'completed', 'lstm-ae-16-a, assigned: Promote: it is better.'],
    ['bob', 'failed', 'beats to train on: found none'],
  ]);
});
