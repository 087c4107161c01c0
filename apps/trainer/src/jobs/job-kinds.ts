import { fineTuneDataOf, fineTuneKind } from './fine-tune-job.ts';
import { retrainDataOf, retrainKind } from './retrain-job.ts';

/** Kinds of jobs that a trainer knows: to train for everybody, and for one patient. */
export const jobKinds = [retrainKind, fineTuneKind] as const;
export type JobKind = (typeof jobKinds)[number];

/** @throws TrainerError (`invalid-job`) naming the field, what was found and what was expected */
export const jobDataOf = (kind: string, data: unknown): object =>
  kind === fineTuneKind ? fineTuneDataOf(data) : retrainDataOf(data);
