import { fibrillationDesign, type FibrillationDesign } from '../fibrillation/fibrillation.ts';
import { qualityDesign, type QualityDesign } from '../quality/quality.ts';
import { detectorDesign, type DetectorDesign } from '../rpeaks/design.ts';
import type { LivePreprocessing } from './cut-beat.ts';
import type { SignalModels } from './signal-models.ts';

export interface SegmentOptions {
  readonly models: SignalModels;
  readonly mainsHz?: 50 | 60;
  readonly preprocessing: LivePreprocessing;
}

/** Filters and constants that depend on the sampling rate and the options alone. */
export interface SegmentDesign {
  readonly samplingRateHz: number;
  /** Undefined: no notch. */
  readonly mainsHz: 50 | 60 | undefined;
  readonly models: SignalModels;
  readonly preprocessing: LivePreprocessing;
  readonly detector: DetectorDesign;
  readonly quality: QualityDesign;
  readonly fibrillation: FibrillationDesign;
}

export const segmentDesign = (
  samplingRateHz: number,
  { models, preprocessing, ...options }: SegmentOptions,
): SegmentDesign => ({
  samplingRateHz,
  mainsHz: options.mainsHz,
  models,
  preprocessing,
  detector: detectorDesign({ samplingRateHz, ...options }),
  quality: qualityDesign(samplingRateHz),
  fibrillation: fibrillationDesign(samplingRateHz),
});
