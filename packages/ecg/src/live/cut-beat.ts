import type { rr140Zscore, rWindow88Microvolts } from '@beatwatch/contracts';
import { rrShape, type SampleRing } from '../segmentation/beat-shape.ts';
import { rWindow } from '../segmentation/r-window.ts';

/** Preprocessings that can cut beats from a live signal. */
export type LivePreprocessing = typeof rr140Zscore | typeof rWindow88Microvolts;

export interface Span {
  /** Sample number of the beat's R peak. */
  readonly from: number;
  /** Sample number of the next R peak, or of the last sample to include. */
  readonly to: number;
  readonly sampleCount: number;
  readonly samplingRateHz: number;
}

/** Cuts and scales one beat; undefined if the signal is flat. */
export function cutSamples(
  preprocessing: LivePreprocessing,
  ring: SampleRing,
  { from, to, sampleCount, samplingRateHz }: Span,
): Float32Array | undefined {
  switch (preprocessing) {
    case 'rr-140-zscore':
      return rrShape(ring, from, to);
    case 'r-window-88-microvolts':
      return rWindow(ring, from, sampleCount, samplingRateHz);
  }
}
