import { expect, it } from 'vitest';
import { fineTuneKind } from './fine-tune-job.ts';
import { jobDataOf } from './job-kinds.ts';
import { retrainKind } from './retrain-job.ts';

const batch = '0f8fad5b-d9cb-469f-a165-70867728950e';

it('reads the data of a job by its kind', () => {
  expect(jobDataOf(retrainKind, {})).toMatchObject({ what: 'auto', epochs: 6 });
  expect(jobDataOf(fineTuneKind, { patient: 'bed-3', batch, actor: 'ann' })).toMatchObject({
    patient: 'bed-3',
    epochs: 3,
  });
});

it('refuses a kind that it does not know, and what is no job of its kind', () => {
  expect(() => jobDataOf('retrian', {})).toThrow(/kind: found retrian, expected retrain or fine-tune/);
  expect(() => jobDataOf(fineTuneKind, { batch, actor: 'ann' })).toThrow(/patient/);
});
