import { missingSample } from '@beatwatch/contracts';
import { aamiClassOf } from '@beatwatch/recordings';
import type { EcgRecording } from '../live-path/ecg-recording.ts';
import { noiseAmplitude, noiseGain, qrsAmplitude } from './noise-gain.ts';
import { resampledNoise } from './resample-noise.ts';

/** The kinds of noise of the MIT-BIH Noise Stress Test Database: electrode motion, muscle, baseline wander. */
export const noiseNames = ['em', 'ma', 'bw'] as const;
export type NoiseName = (typeof noiseNames)[number];

export interface NoiseSchedule {
  /** Noise from the first sample to the last; else 5 clean minutes, then 2 noisy and 2 clean ones alternately. */
  readonly continuous: boolean;
}

/** A span with added noise, in seconds from the recording's start. */
export interface NoisySpan {
  readonly from: number;
  readonly to: number;
}

export interface NoisyRecording {
  readonly recording: EcgRecording;
  /** Counts of the recording for each count of the noise. */
  readonly gain: number;
  readonly noisy: readonly NoisySpan[];
}

const cleanStartSeconds = 300;
const periodSeconds = 120;

/**
 * Adds a noise record to a recording at a signal-to-noise ratio, as `nst` of the WFDB Applications Guide does: the gain
 * comes from the normal QRS complexes, a noise record that is too short repeats from its beginning, and an offset removes
 * the step where the gain changes. Counts beyond 16 bits are clipped. Noise at another sampling rate is resampled.
 * @throws StudyError (`unsuitable-data`) if no beat is normal
 */
export function mixNoise(
  clean: EcgRecording,
  noise: EcgRecording,
  snrDb: number,
  schedule: NoiseSchedule,
): NoisyRecording {
  const { samples, samplingRateHz, annotations } = clean;
  const resampled = resampledNoise(noise, samplingRateHz);
  const normalBeats = annotations
    .filter(({ symbol }) => aamiClassOf(symbol) === 'N')
    .map(({ sample }) => sample);
  const gain = noiseGain(
    {
      qrs: qrsAmplitude(samples, normalBeats, samplingRateHz),
      noise: noiseAmplitude(resampled.samples, samplingRateHz),
    },
    snrDb,
  );
  const isNoisy = schedule.continuous ? () => true : (at: number) => isNoisyPeriod(at / samplingRateHz);
  return {
    recording: { ...clean, samples: added(samples, resampled.samples, gain, isNoisy) },
    gain,
    noisy: noisySpans(samples.length / samplingRateHz, schedule),
  };
}

/** The first period after the clean start is noisy, then every other one. */
const isNoisyPeriod = (seconds: number): boolean =>
  seconds >= cleanStartSeconds && Math.floor((seconds - cleanStartSeconds) / periodSeconds) % 2 === 0;

function added(
  clean: Int16Array,
  noise: Int16Array,
  gain: number,
  isNoisy: (sample: number) => boolean,
): Int16Array {
  let [current, offset] = [0, 0];
  return clean.map((count, at) => {
    const noiseCount = noise[at % noise.length] ?? 0;
    const next = isNoisy(at) ? gain : 0;
    if (next !== current) {
      offset += (current - next) * noiseCount;
      current = next;
    }
    if (count === missingSample) return count;
    const mixed = Math.round(count + current * noiseCount + offset);
    return Math.max(-32_767, Math.min(32_767, mixed));
  });
}

function noisySpans(recordSeconds: number, { continuous }: NoiseSchedule): NoisySpan[] {
  if (continuous) return [{ from: 0, to: recordSeconds }];
  const spans: NoisySpan[] = [];
  for (let from = cleanStartSeconds; from < recordSeconds; from += 2 * periodSeconds) {
    spans.push({ from, to: Math.min(recordSeconds, from + periodSeconds) });
  }
  return spans;
}
