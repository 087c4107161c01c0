import { TrainerError } from '../errors.ts';
import { fineTuneDataOf, fineTuneKind } from './fine-tune-job.ts';
import { retrainDataOf, retrainKind } from './retrain-job.ts';

/** Kinds of jobs that a trainer knows: to train for everybody, and for one patient. */
export const jobKinds = [retrainKind, fineTuneKind] as const;
export type JobKind = (typeof jobKinds)[number];

const dataOf: Readonly<Record<JobKind, (data: unknown) => object>> = {
  [retrainKind]: retrainDataOf,
  [fineTuneKind]: fineTuneDataOf,
};

/** @throws TrainerError (`invalid-job`) naming the field, what was found and what was expected */
export function jobDataOf(kind: string, data: unknown): object {
  const known = jobKinds.find((one) => one === kind);
  if (known !== undefined) return dataOf[known](data);
  throw new TrainerError(
    { field: 'kind', found: kind, expected: jobKinds.join(' or ') },
    { code: 'invalid-job' },
  );
}
