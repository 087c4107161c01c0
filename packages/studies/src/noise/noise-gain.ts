import { StudyError } from '../errors.ts';

/** Measurements that are enough, each end of which is trimmed by this share. */
const mostMeasurements = 300;
const trimmedShare = 0.05;
/** A QRS complex is looked for this far to each side of its annotation. */
const qrsHalfWidthSeconds = 0.05;

/** The mean without the largest and the smallest twentieth; NaN of nothing. */
function trimmedMean(values: readonly number[]): number {
  const cut = Math.floor(trimmedShare * values.length);
  const kept = values.toSorted((a, b) => a - b).slice(cut, values.length - cut);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

/**
 * Peak-to-peak amplitude of a record's normal QRS complexes, in the unit of `samples`: the trimmed mean of the first
 * 300, each within 50 ms of its annotation (`sigamp -a`, WFDB Applications Guide).
 * @param normalBeats sample numbers, ascending
 * @throws StudyError (`unsuitable-data`) where there is no normal beat
 */
export function qrsAmplitude(
  samples: ArrayLike<number>,
  normalBeats: readonly number[],
  samplingRateHz: number,
): number {
  const half = Math.round(qrsHalfWidthSeconds * samplingRateHz);
  const whole = normalBeats.filter((at) => at >= half && at + half < samples.length);
  if (whole.length === 0) {
    throw new StudyError('normal beats: found none, expected some to measure the signal by', {
      code: 'unsuitable-data',
    });
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
 * Root mean square of a noise signal, in its own unit: the trimmed mean over its first 300 seconds, each without its
 * own mean (`sigamp`, WFDB Applications Guide).
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
 * What noise is multiplied by so that 10 log10(S / N) is `snrDb`, with S the square of the QRS amplitude over 8 (the
 * power of a sine of that height) and N the noise's mean square (`nst`, WFDB Applications Guide; Moody, Muldrow, Mark
 * 1984).
 */
export function noiseGain(
  amplitudes: { readonly qrs: number; readonly noise: number },
  snrDb: number,
): number {
  return (amplitudes.qrs / Math.sqrt(8) / amplitudes.noise) * 10 ** (-snrDb / 20);
}
