export { StudyError, type StudyErrorCode } from './errors.ts';
export type { PatientChoice } from './evaluations/ct/choose-patients.ts';
export { methodOrder, type DoseFigures, type MethodName } from './evaluations/ct/ct-figures.ts';
export { methodTitles } from './evaluations/ct/ct-report.ts';
export {
  evaluateCt,
  type CtEvaluation,
  type EvaluateCtOptions,
  type EvaluateCtProgress,
} from './evaluations/ct/evaluate-ct.ts';
export { baselineTitles, settingsInWords } from './evaluations/ct/baselines.ts';
export { tuneBaselines, type TunedBaselines } from './evaluations/ct/tune-baselines.ts';
export { evaluateAlarms, type EvaluateAlarmsOptions } from './evaluations/alarms/evaluate.ts';
export type { AlarmEvaluation, AlarmRecord, ListedAlarm } from './evaluations/alarms/score-alarms.ts';
export {
  evaluateFibrillation,
  type EvaluateFibrillationOptions,
} from './evaluations/fibrillation/evaluate.ts';
export type { FibrillationEvaluation } from './evaluations/fibrillation/score-fibrillation.ts';
export { evaluateMitdb, type EvaluateMitdbOptions } from './evaluations/mitdb/evaluate.ts';
export type { MitdbFigures } from './evaluations/mitdb/figures.ts';
export type { MitdbEvaluation, MitdbRecord, MitdbResults } from './evaluations/mitdb/score-records.ts';
export { evaluateWearable, type EvaluateWearableOptions } from './evaluations/wearable/evaluate.ts';
export type { LabelFigures, WearableEvaluation } from './evaluations/wearable/score-recordings.ts';
export type { EvaluationContext, RecordProgress } from './reporting/evaluation-context.ts';
export { noiseNames, type NoiseName } from './noise/mix-noise.ts';
export { noiseFolderBeside, type NoiseOptions } from './noise/variants.ts';
export { evaluateRPeaks, type EvaluateRPeaksOptions } from './evaluations/rpeaks/evaluate.ts';
export type { PeakFigures, PeakResults, RPeakEvaluation } from './evaluations/rpeaks/score-folder.ts';
export {
  evaluateEcg5000,
  type Ecg5000Evaluation,
  type EvaluatedModel,
  type EvaluateEcg5000Options,
  type EvaluateEcg5000Progress,
} from './evaluations/ecg5000/evaluate.ts';
export { baselineNames, type BaselineName, type BaselineRun } from './ecg5000/baselines.ts';
export {
  compareDetectors,
  partSelections,
  scoresOfParts,
  type CompareDetectorsOptions,
  type CompareDetectorsProgress,
  type PartSelection,
  type SeedRun,
} from './ecg5000/compare-detectors.ts';
export {
  evaluateDetector,
  type Ecg5000DetectorEvaluation,
  type EvaluateDetectorOptions,
  type FiguresOverSeeds,
  type PartFigures,
} from './evaluations/ecg5000/evaluate-seeds.ts';
export { detectionFigures, type DetectionFigures } from './ecg5000/figures.ts';
export { trainEcg, type TrainEcgOptions, type TrainEcgReport } from './trainers/ecg5000/train-ecg.ts';
export {
  trainEcgDefaults,
  type FoldReport,
  type TrainEcgProgress,
  type TrainEcgSettings,
} from './ecg5000/train-model.ts';
export {
  quickStudyDefaults,
  studyDefaults,
  type StudyContext,
  type StudyProgress,
  type StudySettings,
} from './studies/ecg5000/settings.ts';
export {
  trainWearable,
  trainWearableDefaults,
  type TrainWearableProgress,
  type TrainWearableReport,
  type TrainWearableSettings,
} from './trainers/wearable/train-wearable.ts';
export { studyEcg5000, type Ecg5000Study, type StudyEcg5000Options } from './studies/ecg5000/study.ts';
export {
  autoencoderStudyDefaults,
  quickAutoencoderStudyDefaults,
  type AutoencoderStudySettings,
} from './studies/mnist/autoencoders/settings.ts';
export {
  studyMnistAutoencoder,
  type AutoencoderStudy,
  type AutoencoderStudyOutcome,
  type AutoencoderStudyProgress,
  type StudyAutoencodersOptions,
} from './studies/mnist/autoencoders/study.ts';
export {
  denoisingDefaults,
  quickDenoisingDefaults,
  type DenoisingSettings,
} from './studies/mnist/denoising/settings.ts';
export {
  studyMnistDenoising,
  type DenoisingOutcome,
  type DenoisingProgress,
  type DenoisingStudy,
  type StudyDenoisingOptions,
} from './studies/mnist/denoising/study.ts';
export type { DigitTrainingContext, DigitTrainingSettings } from './studies/mnist/train-digits.ts';
export {
  trainFibrillation,
  trainFibrillationDefaults,
  type TrainFibrillationProgress,
  type TrainFibrillationReport,
  type TrainFibrillationSettings,
} from './trainers/fibrillation/train-fibrillation.ts';
export type { NetworkSettings } from './trainers/quality/fit-network.ts';
export {
  trainQuality,
  trainQualityDefaults,
  type TrainQualityProgress,
  type TrainQualityReport,
} from './trainers/quality/train-quality.ts';
export {
  denoiserDefaults,
  runTrainDenoiser,
  type RunTrainDenoiserProgress,
  type RunTrainDenoiserReport,
} from './trainers/denoiser/train-denoiser.ts';
