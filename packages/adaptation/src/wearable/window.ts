import type { Beat } from '@beatwatch/contracts';
import { median } from '@beatwatch/statistics';

/** Layout of `r-window-88-microvolts`: 88 values, 8 ms apart, the R peak on number 31. */
export const windowLength = 88;
const peakIndex = 31;
const stepMs = 8;

/** Start of a QRS complex before its R peak. */
const onsetBeforePeakMs = 120;
/** Least number of values that are compared: the first half of the QRS complex. */
const fewestValues = peakIndex + 8;

/** Number of a window's values that belong to its own beat; the rest are the next beat's. */
function ownValues(rrIntervalMs: number): number {
  const values = peakIndex + Math.floor((rrIntervalMs - onsetBeforePeakMs) / stepMs);
  return Math.min(windowLength, Math.max(fewestValues, values));
}

/**
 * The window in whole microvolts with its median at 0; the median is nearer to the baseline than the mean.
 * @param level median of the samples
 */
export function levelled(samples: Float32Array, level: number): Int16Array {
  const window = new Int16Array(samples.length);
  for (let index = 0; index < window.length; index += 1) {
    const value = Math.round((samples[index] ?? 0) - level);
    window[index] = Math.min(32_767, Math.max(-32_768, value));
  }
  return window;
}

/** Keeps a flat line from being scaled up to a beat. */
const smallestSpreadMicrovolts = 20;

/** A beat's window in the autoencoder's scale, with what converts it back. */
export interface ScaledWindow {
  /** `[88]`, no unit: median 0, root mean square 1, and 0 from where the next beat begins. */
  readonly input: Float32Array;
  /** Number of values that are the beat's own. */
  readonly own: number;
  /** Median of all values, microvolts. */
  readonly level: number;
  /** Root mean square of the beat's own values about the level, microvolts. */
  readonly spread: number;
}

/** A beat is scaled for the autoencoder, and again when it is judged. */
const scaled = new WeakMap<Pick<Beat, 'samples' | 'rrIntervalMs'>, ScaledWindow>();

/** Scales a beat by itself, whatever was known of the patient. */
export function scaledWindow(beat: Pick<Beat, 'samples' | 'rrIntervalMs'>): ScaledWindow {
  const known = scaled.get(beat);
  if (known !== undefined) return known;
  const window = scale(beat);
  scaled.set(beat, window);
  return window;
}

function scale({ samples, rrIntervalMs }: Pick<Beat, 'samples' | 'rrIntervalMs'>): ScaledWindow {
  const own = ownValues(rrIntervalMs);
  const level = median(samples);
  let squares = 0;
  for (let index = 0; index < own; index += 1) squares += ((samples[index] ?? 0) - level) ** 2;
  const spread = Math.max(smallestSpreadMicrovolts, Math.sqrt(squares / own));
  const input = new Float32Array(samples.length);
  for (let index = 0; index < own && index < input.length; index += 1)
    input[index] = ((samples[index] ?? 0) - level) / spread;
  return { input, own, level, spread };
}

/** The autoencoder's input for a beat, `[88]`. */
export const wearableInput = (beat: Pick<Beat, 'samples' | 'rrIntervalMs'>): Float32Array =>
  scaledWindow(beat).input;

/** Converts a reconstruction to microvolts; values of the next beat, which the autoencoder does not see, stay unchanged. */
export function inMicrovolts(
  reconstruction: Float32Array,
  samples: Float32Array,
  { own, level, spread }: ScaledWindow,
): Float32Array {
  const microvolts = new Float32Array(reconstruction.length);
  for (let index = 0; index < microvolts.length; index += 1)
    microvolts[index] = index < own ? level + (reconstruction[index] ?? 0) * spread : (samples[index] ?? 0);
  return microvolts;
}
