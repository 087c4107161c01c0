import type { Job } from '@beatwatch/job-queue';
import type { RetrainProgress, RetrainResult } from '@beatwatch/trainer';
import { describe, expect, it } from 'vitest';
import { formatJob, formatProgress, jobRows } from './format-job.ts';

const job: Job = {
  id: '8d7d0a3e-1111-4222-8333-444455556666',
  kind: 'retrain',
  state: 'running',
  data: { epochs: 2 },
  createdAtMs: Date.UTC(2026, 10, 29, 14, 30),
  retries: 1,
  failure: 'its process ended (SIGKILL)',
  progress: {
    phase: 'training',
    share: 0.456,
    epochs: 6,
    trainBeats: 700,
    losses: [
      { epoch: 1, trainLoss: 14, validationLoss: 13.5 },
      { epoch: 2, trainLoss: 13.333, validationLoss: 13.25 },
    ],
  } satisfies RetrainProgress,
};

const result: RetrainResult = {
  what: 'autoencoder',
  version: 'lstm-ae-16-27621283b184',
  fingerprint: 'ab'.repeat(32),
  folder: '/data/models/registry/lstm-ae-16-27621283b184',
  baseVersion: 'lstm-ae-16-8e7a86b13a64',
  patients: 3,
  trainBeats: 720,
  validationBeats: 0,
  selectionFingerprint: `sha256:${'cd'.repeat(32)}`,
  bestEpoch: 2,
  losses: [],
  verdict: {
    promote: false,
    sentence: 'Do not promote: nothing is better.',
    reasons: [],
    missing: ['mitdb: gone'],
  },
  reportFile: '/data/reports/retrain.html',
  durationMs: 4812,
  peakMemoryBytes: 254e6,
};

describe('a job on the terminal', () => {
  it('says how far it is', () => {
    const { progress } = job as { progress: RetrainProgress };
    expect(formatProgress(progress)).toBe('epoch 2 of 6, loss 13.33, validation loss 13.25');
    expect(formatProgress({ ...progress, losses: [] })).toBe('training on 700 beats, epoch 1 of 6');
    expect(formatProgress({ phase: 'selecting', share: 0, losses: [] })).toBe('selecting');
    const comparing: RetrainProgress = {
      phase: 'evaluating',
      doing: 'comparing on mitdb',
      share: 0.9,
      losses: [],
    };
    expect(formatProgress(comparing)).toBe('comparing on mitdb');
  });

  it('is a line of a list: how far it is, what came of it, or why nothing did', () => {
    const done: Job = { ...job, state: 'completed', result };
    const failed: Job = { ...job, state: 'failed', failure: 'nothing to learn from' };
    expect(jobRows([job, done, failed]).map((row) => row.slice(2))).toEqual([
      ['created', 'state', ''],
      ['2026-11-29T14:30:00Z', 'running', '45 %, epoch 2 of 6, loss 13.33, validation loss 13.25'],
      ['2026-11-29T14:30:00Z', 'completed', 'lstm-ae-16-27621283b184'],
      ['2026-11-29T14:30:00Z', 'failed', 'nothing to learn from'],
    ]);
  });

  it('is shown with its verdict and its files', () => {
    const text = formatJob({ ...job, state: 'completed', result });
    expect(text).toContain('Do not promote: nothing is better.');
    expect(text).toMatch(/not compared on +mitdb: gone/);
    expect(text).toMatch(/report +\/data\/reports\/retrain\.html/);
    expect(text).toMatch(/attempts before +1/);
    expect(text).not.toContain('validated on');
  });

  it('survives progress and results that another version wrote', () => {
    const other: Job = { ...job, state: 'completed', progress: { step: 1 }, result: { model: 'x' } };
    expect(formatJob(other)).toContain('completed');
    expect(formatJob({ ...other, state: 'running' })).toContain('running');
  });
});
