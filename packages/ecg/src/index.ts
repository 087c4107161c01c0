export { EcgError } from './errors.ts';
export { cascadeState, filterInPlace } from './filters/biquad.ts';
export { bandPass } from './filters/design.ts';
export {
  advanceQuality,
  beginSecond,
  closeSecond,
  qualityDesign,
  qualityState,
  type SecondQuality,
} from './quality/quality.ts';
export { describeSecond, featureCount, logFeatureCount, qualityFeatures } from './quality/features.ts';
export { classCount, maxDeviations, noiseFaults, type QualityNetwork } from './quality/network.ts';
export {
  fibrillationFeatureNames,
  fibrillationFeatureSet,
  type FibrillationFeatures,
} from './fibrillation/features.ts';
export {
  advanceFibrillation,
  describeFibrillationSecond,
  fibrillationDesign,
  fibrillationState,
} from './fibrillation/fibrillation.ts';
export { fibrillationLogOdds, type FibrillationModel } from './fibrillation/index-of-window.ts';
export { createRPeakDetector } from './rpeaks/detector.ts';
export { matchPeaks } from './rpeaks/matching.ts';
export { longestRrSeconds } from './rpeaks/tuning.ts';
export { createLeadPipeline, restoreLeadPipeline, type LeadPipeline } from './live/lead-pipeline.ts';
export type { SignalModels } from './live/signal-models.ts';
export type { LivePreprocessing } from './live/cut-beat.ts';
export { beatsOf, type LeadEvent, type LeadOutput, type LeadSource } from './live/output.ts';
export { expectedBeats } from './live/expected-beats.ts';
export { packetise } from './live/packetise.ts';
export { sampleTimeUs } from './live/sample-clock.ts';
