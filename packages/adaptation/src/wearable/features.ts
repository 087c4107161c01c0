import { departure, type Aspect } from './deviation.ts';
import type { PatientReference } from './reference.ts';
import { steepness } from './window.ts';

/** How a beat differs from the patient's own, measure by measure; 0 is usual, higher stranger. */
export const featureNames = [
  /** How far the autoencoder's error is from the usual one of the patient's shapes, log ratio to what is usual. */
  'error',
  /** The same of the beat itself, without the autoencoder: what it is compared with. */
  'shape',
  /** How much larger the beat is: log ratio of its deviation to the usual one. */
  'size',
  /** How broad the QRS complex is: log ratio of the usual steepness to the beat's. */
  'breadth',
  /** How early it comes after the last beats, in the patient's own spreads. */
  'prematurity',
  /** How fast the heart beats against the last minutes, in the patient's own spreads. */
  'rate',
  /** How long the pause after it is against the one before, in the patient's own spreads. */
  'pause',
] as const;
export type FeatureName = (typeof featureNames)[number];
export type Features = Readonly<Record<FeatureName, number>>;

/** What is needed of a beat. */
export interface MeasuredBeat {
  /** What the autoencoder sees, `[88]`, and that less its reconstruction; both 0 from where the next beat begins. */
  readonly input: Float32Array;
  readonly error: Float32Array;
  /** How many of the values are the beat's own. */
  readonly own: number;
  /** Deviation of the beat's own values about their median, microvolts. */
  readonly sizeMicrovolts: number;
  /** To the next R peak and from the one before, ms; the latter absent where none is known. */
  readonly rrMs: number;
  readonly precedingRrMs?: number;
  /** Median of the last RR intervals before, ms. */
  readonly recentRrMs?: number;
  /** Usual RR interval of the last minutes, ms. Default: that of the first ones. */
  readonly slowRrMs?: number;
}

/** Even a steady heart varies by this much: keeps a metronome from counting as premature. */
const smallestSpread = 0.05;
/** Log ratio: a beat that departs by up to 1.65 times the usual is as usual as any. */
const toleratedDeparture = 0.5;
/** In a beat's own deviations: keeps noise from counting for much where all beats are alike. */
const smallestDeparture = 0.1;

const between = (low: number, value: number, high: number): number =>
  Math.min(high, Math.max(low, Number.isNaN(value) ? 0 : value));
const logRatio = (value: number, usual: number): number =>
  Math.log(Math.max(1e-6, value) / Math.max(1e-6, usual));

export function featuresOf(beat: MeasuredBeat, { shapes, usual }: PatientReference): Features {
  const { input, error, own, rrMs, recentRrMs = usual.rrMs, slowRrMs = usual.rrMs } = beat;
  const { precedingRrMs = recentRrMs } = beat;
  const spread = usual.rrSpread + smallestSpread;
  const departed = (aspect: Aspect): number => {
    const by = departure(aspect === 'input' ? input : error, own, shapes, aspect);
    const ratio = logRatio(by + smallestDeparture, usual.departure[aspect] + smallestDeparture);
    return between(0, ratio - toleratedDeparture, 3);
  };
  return {
    error: departed('error'),
    shape: departed('input'),
    size: between(0, logRatio(beat.sizeMicrovolts, usual.sizeMicrovolts), 1.5),
    breadth: between(0, logRatio(usual.steepness, steepness(input, own)), 1.5),
    prematurity: between(0, Math.log(recentRrMs / precedingRrMs) / spread, 8),
    rate: between(0, Math.log(slowRrMs / precedingRrMs) / spread, 4),
    pause: between(0, Math.log(rrMs / precedingRrMs) / spread, 8),
  };
}
