import { deviation, type Aspect } from './deviation.ts';
import type { MeasuredBeat } from './measured-beat.ts';
import type { PatientReference } from './reference.ts';
import { steepness } from './window.ts';

/** Measures of how a beat differs from the patient's own: 0 is usual, higher is more unusual. */
export const featureNames = [
  /** Deviation of the autoencoder's error from that of the patient's shapes, log ratio to the usual deviation. */
  'error',
  /** The same of the beat itself, without the autoencoder: the template that it is compared with in studies. */
  'shape',
  /** Size of the beat, log ratio to the usual one. */
  'size',
  /** Breadth of the QRS complex, log ratio of the usual steepness to the beat's. */
  'breadth',
  /** Prematurity against the last beats, in the patient's own spreads. */
  'prematurity',
  /** Heart rate against that of the last minutes, in the patient's own spreads. */
  'rate',
  /** RR interval after the beat against the one before, in the patient's own spreads. */
  'pause',
] as const;
export type FeatureName = (typeof featureNames)[number];
export type Features = Readonly<Record<FeatureName, number>>;

/** Least spread of the RR intervals: without it a steady heart's small variation would count as premature. */
const smallestSpread = 0.05;
/** Log ratio: a deviation of up to 1.65 times the usual one counts as usual. */
const toleratedDeviation = 0.5;
/** In a beat's own scale: keeps noise from counting for much where all beats are alike. */
const smallestDeviation = 0.1;

const between = (low: number, value: number, high: number): number =>
  Math.min(high, Math.max(low, Number.isNaN(value) ? 0 : value));
const logRatio = (value: number, usual: number): number =>
  Math.log(Math.max(1e-6, value) / Math.max(1e-6, usual));

export function featuresOf(beat: MeasuredBeat, { shapes, usual }: PatientReference): Features {
  const { input, error, own, rrMs, recentRrMs = usual.rrMs, slowRrMs = usual.rrMs } = beat;
  const { precedingRrMs = recentRrMs } = beat;
  const spread = usual.rrSpread + smallestSpread;
  const unusualness = (aspect: Aspect): number => {
    const by = deviation(aspect === 'input' ? input : error, own, shapes, aspect);
    const ratio = logRatio(by + smallestDeviation, usual.deviation[aspect] + smallestDeviation);
    return between(0, ratio - toleratedDeviation, 3);
  };
  return {
    error: unusualness('error'),
    shape: unusualness('input'),
    size: between(0, logRatio(beat.sizeMicrovolts, usual.sizeMicrovolts), 1.5),
    breadth: between(0, logRatio(usual.steepness, steepness(input, own)), 1.5),
    prematurity: between(0, Math.log(recentRrMs / precedingRrMs) / spread, 8),
    rate: between(0, Math.log(slowRrMs / precedingRrMs) / spread, 4),
    pause: between(0, Math.log(rrMs / precedingRrMs) / spread, 8),
  };
}
