import { codeDistance, windowDistance } from './nearest.ts';
import type { PatientReference } from './reference.ts';
import { steepness } from './window.ts';

/** How a beat differs from the patient's own, measure by measure; 0 is usual, higher stranger. */
export const featureNames = [
  /** Distance of the window from the most alike, log ratio to the usual one. */
  'window',
  /** How broad the QRS complex is: log ratio of the usual steepness to the beat's. */
  'breadth',
  /** How early it comes after the last beats, in the patient's own spreads. */
  'prematurity',
  /** How fast the heart beats against the first minutes, in the patient's own spreads. */
  'rate',
  /** How long the pause after it is against the one before, in the patient's own spreads. */
  'pause',
  /** The autoencoder's loss, log ratio to the usual one. */
  'loss',
  /** Distance of its code from the most alike, log ratio to the usual one. */
  'code',
] as const;
export type FeatureName = (typeof featureNames)[number];
export type Features = Readonly<Record<FeatureName, number>>;

/** What is needed of a beat. */
export interface MeasuredBeat {
  /** 88 values, median at 0, microvolts. */
  readonly window: Int16Array;
  readonly own: number;
  readonly code: Float32Array;
  readonly loss: number;
  /** To the next R peak and from the one before, ms; the latter absent where none is known. */
  readonly rrMs: number;
  readonly precedingRrMs?: number;
  /** Median of the last RR intervals before, ms. */
  readonly recentRrMs?: number;
}

/** Even a steady heart varies by this much: keeps a metronome from counting as premature. */
const smallestSpread = 0.05;

const between = (low: number, value: number, high: number): number =>
  Math.min(high, Math.max(low, Number.isNaN(value) ? 0 : value));
const logRatio = (value: number, usual: number): number =>
  Math.log(Math.max(1e-6, value) / Math.max(1e-6, usual));

/** @param self number of the beat among the reference's own, or -1 */
export function featuresOf(beat: MeasuredBeat, reference: PatientReference, self = -1): Features {
  const { windows, codes, usual } = reference;
  const { recentRrMs = usual.rrMs } = beat;
  const { precedingRrMs = recentRrMs } = beat;
  const distance = windowDistance(windows, beat.window, beat.own, self);
  const spread = usual.rrSpread + smallestSpread;
  return {
    window: between(-1, logRatio(distance, usual.windowDistance), 3),
    breadth: between(0, logRatio(usual.steepness, steepness(beat.window)), 1.5),
    prematurity: between(0, Math.log(recentRrMs / precedingRrMs) / spread, 8),
    rate: between(0, Math.log(usual.rrMs / precedingRrMs) / spread, 8),
    pause: between(0, Math.log(beat.rrMs / precedingRrMs) / spread, 8),
    loss: between(-1, logRatio(beat.loss, usual.loss), 3),
    code: between(-1, logRatio(codeDistance(codes, beat.code, self), usual.codeDistance), 3),
  };
}
