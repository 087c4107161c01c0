export { StudyError, type StudyErrorCode } from './errors.ts';
export {
  evaluateEcg5000,
  type Ecg5000Evaluation,
  type EvaluatedModel,
  type EvaluateEcg5000Options,
  type EvaluateEcg5000Progress,
} from './ecg5000/evaluate.ts';
export { trainEcg, type TrainEcgOptions, type TrainEcgReport } from './ecg5000/train-ecg.ts';
export {
  trainEcgDefaults,
  type FoldReport,
  type TrainEcgProgress,
  type TrainEcgSettings,
} from './ecg5000/train-model.ts';
