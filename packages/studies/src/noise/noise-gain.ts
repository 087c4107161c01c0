import { mean } from '@beatwatch/statistics';
import { StudyError } from '../errors.ts';

const mostMeasurements = 300;
/** Share of the measurements that is trimmed at each end. */
const trimmedShare = 0.05;
/** Reach of the search for a QRS complex on each side of its annotation. */
const qrsHalfWidthSeconds = 0.05;

/** The mean without the largest and the smallest twentieth; NaN for no values. */
function trimmedMean(values: readonly number[]): number {
  const cut = Math.floor(trimmedShare * values.length);
  const kept = values.toSorted((a, b) => a - b).slice(cut, values.length - cut);
  return mean(kept);
}

/**
 * Peak-to-peak amplitude of a record's normal QRS complexes, in the unit of `samples`: the trimmed mean of the first
 * 300, each within 50 ms of its annotation (`sigamp -a`, WFDB Applications Guide).
 * @param normalBeats sample numbers, ascending
 * @throws StudyError (`unsuitable-data`) if there is no normal beat
 */
export function qrsAmplitude(
  samples: ArrayLike<number>,
  normalBeats: readonly number[],
  samplingRateHz: number,
): number {
  const half = Math.round(qrsHalfWidthSeconds * samplingRateHz);
  const whole = normalBeats.filter((at) => at >= half && at + half < samples.length);
  if (whole.length === 0) {
    throw new StudyError(
      { field: 'normal beats', found: 0, expected: 'at least one to measure the signal by' },
      { code: 'unsuitable-data' },
    );
  }
  return trimmedMean(
    whole.slice(0, mostMeasurements).map((at) => {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let index = at - half; index <= at + half; index += 1) {
        const value = samples[index] ?? 0;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      return high - low;
    }),
  );
}

/**
 * Root mean square of a noise signal, in the signal's unit: the trimmed mean over its first 300 seconds, the mean of
 * each second removed (`sigamp`, WFDB Applications Guide).
 */
export function noiseAmplitude(samples: ArrayLike<number>, samplingRateHz: number): number {
  const window = Math.round(samplingRateHz);
  const count = Math.min(mostMeasurements, Math.floor(samples.length / window));
  return trimmedMean(
    Array.from({ length: count }, (_, second) => {
      let [sum, squares] = [0, 0];
      for (let index = second * window; index < (second + 1) * window; index += 1) {
        const value = samples[index] ?? 0;
        sum += value;
        squares += value * value;
      }
      return Math.sqrt(Math.max(0, squares / window - (sum / window) ** 2));
    }),
  );
}

/**
 * The factor of the noise for which 10 log10(S / N) is `snrDb`, with S the square of the QRS amplitude over 8 (the
 * power of a sine of that height) and N the noise's mean square (`nst`, WFDB Applications Guide; Moody, Muldrow, Mark
 * 1984).
 */
export function noiseGain(
  amplitudes: { readonly qrs: number; readonly noise: number },
  snrDb: number,
): number {
  return (amplitudes.qrs / Math.sqrt(8) / amplitudes.noise) * 10 ** (-snrDb / 20);
}
