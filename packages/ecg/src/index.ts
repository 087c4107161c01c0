export { EcgError, type EcgErrorCode } from './errors.ts';
export { cascadeState, filterInPlace, gainAt, type Biquad, type BiquadCascade } from './filters/biquad.ts';
export {
  bandPass,
  butterworthHighPass,
  butterworthLowPass,
  notch,
  type BandOptions,
  type CutoffOptions,
  type NotchOptions,
} from './filters/design.ts';
export {
  advanceQuality,
  beginSecond,
  closeSecond,
  qualityDesign,
  qualityState,
  type QualityDesign,
  type QualityState,
  type SecondQuality,
} from './quality/quality.ts';
export { describeSecond, featureCount, logFeatureCount, qualityFeatures } from './quality/features.ts';
export { classCount, mostDeviations, noiseFaults, type QualityNetwork } from './quality/network.ts';
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
export { createRPeakDetector, type RPeakDetector } from './rpeaks/detector.ts';
export type { DetectorOptions } from './rpeaks/design.ts';
export type { DetectorState } from './rpeaks/state.ts';
export { matchPeaks, type PeakMatch } from './rpeaks/matching.ts';
export { longestRrSeconds } from './rpeaks/tuning.ts';
export { fixedWindow, rrShape, type SampleRing, type WindowOptions } from './segmentation/beat-shape.ts';
export { heartRateBpm } from './rhythm/heart-rate.ts';
export {
  createLeadPipeline,
  restoreLeadPipeline,
  type LeadPipeline,
  type LeadPipelineOptions,
} from './live/lead-pipeline.ts';
export type { SignalModels } from './live/signal-models.ts';
export type { LivePreprocessing } from './live/cut-beat.ts';
export { beatsOf, type LeadChunk, type LeadEvent, type LeadOutput, type LeadSource } from './live/output.ts';
export { expectedBeats } from './live/expected-beats.ts';
export { packetise, type PacketiseOptions } from './live/packetise.ts';
export { sampleTimeUs } from './live/sample-clock.ts';
