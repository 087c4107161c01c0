export type { CompareDetectorsProgress } from './ecg5000/compare-detectors.ts';
export { trainEcgDefaults, type TrainEcgProgress } from './ecg5000/train-model.ts';
export { alarmHistory, type RaisedAlarm } from './alarm-outcomes/alarm-outcome.ts';
export {
  bedsideAlarm,
  bedsideFigures,
  bedsideOutcome,
  type BedsideOutcome,
} from './alarm-outcomes/bedside-alarm.ts';
export { patientOf } from './alarm-outcomes/bootstrap.ts';
export { judgeAlarms, type JudgedRun } from './alarm-outcomes/judge-alarms.ts';
export { evaluateAlarms } from './evaluations/alarms/evaluate.ts';
export type { AlarmEvaluation } from './evaluations/alarms/score-alarms.ts';
export { baselineTitles, formatSettings } from './evaluations/ct/baselines.ts';
export type { PatientChoice } from './evaluations/ct/choose-patients.ts';
export type { CtEvaluation } from './evaluations/ct/ct-evaluation.ts';
export { methodOrder, type DoseFigures } from './evaluations/ct/ct-figures.ts';
export { methodTitles } from './evaluations/ct/ct-report.ts';
export { evaluateCt, type EvaluateCtProgress } from './evaluations/ct/evaluate-ct.ts';
export { tuneBaselines, type TunedBaselines } from './evaluations/ct/tune-baselines.ts';
export {
  evaluateDetector,
  type Ecg5000DetectorEvaluation,
  type FiguresOverSeeds,
} from './evaluations/ecg5000/evaluate-seeds.ts';
export {
  evaluateEcg5000,
  type Ecg5000Evaluation,
  type EvaluatedModel,
} from './evaluations/ecg5000/evaluate.ts';
export { evaluateEverything } from './evaluations/everything/evaluate.ts';
export type { EverythingEvaluation } from './evaluations/everything/score-everything.ts';
export { formatFigure } from './evaluations/everything/report.ts';
export { evaluateFibrillation } from './evaluations/fibrillation/evaluate.ts';
export type { FibrillationEvaluation } from './evaluations/fibrillation/score-fibrillation.ts';
export { evaluateBeats } from './evaluations/beats/evaluate.ts';
export type { BeatsFigures, LeadFigures } from './evaluations/beats/figures.ts';
export type { BeatsEvaluation } from './evaluations/beats/score-records.ts';
export { evaluateRPeaks } from './evaluations/rpeaks/evaluate.ts';
export type { PeakFigures, RPeakEvaluation } from './evaluations/rpeaks/score-folder.ts';
export { evaluateWearable } from './evaluations/wearable/evaluate.ts';
export type { WearableEvaluation } from './evaluations/wearable/score-recordings.ts';
export {
  leadChoices,
  readEcgLeads,
  readEcgRecording,
  recordNames,
  secondsOf,
  type EcgRecording,
  type LeadChoice,
} from './live-path/ecg-recording.ts';
export { epochTimeUs, runLeads } from './live-path/lead-run.ts';
export type { LiveAlarmEvent } from './live-path/live-run.ts';
export { SignalModelChoice } from './live-path/signal-model-choice.ts';
export { readAnnotationScope, type AnnotationScope } from './reference/annotation-scope.ts';
export { unseenChoices, type Unseen } from './live-path/seen-by.ts';
export { noiseNames, type NoiseName } from './noise/mix-noise.ts';
export { noiseFolderBeside, type NoiseOptions } from './noise/variants.ts';
export type { AlarmLimits } from './reference/alarm-limits.ts';
export type { UnreadableRecord } from './reporting/each-record.ts';
export type { EvaluationContext, RecordProgress, RecordsOptions } from './reporting/evaluation-context.ts';
export { percent } from './reporting/format.ts';
export {
  quickStudyDefaults,
  studyDefaults,
  type StudyProgress,
  type StudySettings,
} from './studies/ecg5000/settings.ts';
export { studyEcg5000, type Ecg5000Study } from './studies/ecg5000/study.ts';
export {
  autoencoderStudyDefaults,
  quickAutoencoderStudyDefaults,
  type AutoencoderStudySettings,
} from './studies/mnist/autoencoders/settings.ts';
export {
  studyMnistAutoencoder,
  type AutoencoderStudy,
  type AutoencoderStudyProgress,
} from './studies/mnist/autoencoders/study.ts';
export {
  denoisingDefaults,
  quickDenoisingDefaults,
  type DenoisingSettings,
} from './studies/mnist/denoising/settings.ts';
export {
  studyMnistDenoising,
  type DenoisingProgress,
  type DenoisingStudy,
} from './studies/mnist/denoising/study.ts';
export type { DigitTrainingSettings } from './studies/mnist/train-digits.ts';
export { sequenceNames } from './studies/sequence-autoencoder/beat-window.ts';
export { intervalText } from './studies/sequence-autoencoder/report.ts';
export type { SequenceOutcome } from './studies/sequence-autoencoder/sequence-outcome.ts';
export {
  quickSequenceStudyDefaults,
  sequenceStudyDefaults,
  type SequenceStudySettings,
} from './studies/sequence-autoencoder/settings.ts';
export { studySequences, type SequenceStudyProgress } from './studies/sequence-autoencoder/study.ts';
export { taskTitle } from './studies/sequence-autoencoder/tasks.ts';
export {
  denoiserDefaults,
  runTrainDenoiser,
  type RunTrainDenoiserProgress,
  type RunTrainDenoiserReport,
} from './trainers/denoiser/train-denoiser.ts';
export { trainEcg, type TrainEcgReport } from './trainers/ecg5000/train-ecg.ts';
export { shareTables } from './studies/autoencoder-share/report.ts';
export {
  autoencoderShareDefaults,
  type AutoencoderShareSettings,
} from './studies/autoencoder-share/settings.ts';
export { studyAutoencoderShare, type AutoencoderShareProgress } from './studies/autoencoder-share/study.ts';
export type { SeedFigure, Seeds } from './trainers/seed-figures.ts';
export {
  trainVentricularDefaults,
  trainVentricularRhythm,
  type TrainVentricularReport,
  type TrainVentricularSettings,
} from './trainers/ventricular-rhythm/train-ventricular-rhythm.ts';
export {
  trainAtrialDefaults,
  trainAtrialFibrillation,
  type TrainAtrialReport,
  type TrainAtrialSettings,
} from './trainers/atrial-fibrillation/train-atrial-fibrillation.ts';
export {
  trainBeats,
  trainBeatsDefaults,
  type SeedFigures,
  type TrainBeatsProgress,
  type TrainBeatsReport,
  type TrainBeatsSettings,
} from './trainers/beats/train-beats.ts';
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
export { observeRecording } from './trainers/wearable/observed-record.ts';
export { beatRecordKey, beatRecords, type BeatRecord } from './training-data/beat-records.ts';
export {
  trainWearable,
  trainWearableDefaults,
  type TrainWearableProgress,
  type TrainWearableReport,
  type TrainWearableSettings,
} from './trainers/wearable/train-wearable.ts';
