export {
  fineTuneDataOf,
  fineTuneKind,
  fineTuneOriginSchema,
  fineTuneResultSchema,
  type FineTuneRequest,
} from './jobs/fine-tune-job.ts';
export { jobKinds } from './jobs/job-kinds.ts';
export {
  retrainDataOf,
  retrainedParts,
  retrainKind,
  retrainProgressSchema,
  retrainResultSchema,
  type RetrainProgress,
  type RetrainRequest,
  type RetrainResult,
} from './jobs/retrain-job.ts';
