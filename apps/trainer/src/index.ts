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
