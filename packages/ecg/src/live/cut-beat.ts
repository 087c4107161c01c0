import type { rr140Zscore, rWindow88Microvolts } from '@beatwatch/contracts';
import { rrShape, type SampleRing } from '../segmentation/beat-shape.ts';
import { rWindow } from '../segmentation/r-window.ts';

/** The ways in which a running signal can be cut into beats. */
export type LivePreprocessing = typeof rr140Zscore | typeof rWindow88Microvolts;

export interface Span {
  /** Sample number of the beat's R peak. */
  readonly from: number;
  /** Of the next R peak, or of the last sample to take. */
  readonly to: number;
  readonly sampleCount: number;
  readonly samplingRateHz: number;
}

/** A beat's samples; undefined where the segment is flat and has no shape. */
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
