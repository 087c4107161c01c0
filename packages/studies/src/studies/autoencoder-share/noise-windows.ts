import type { PrepareExample } from '@beatwatch/model-core';
import type { SeededRandom } from '@beatwatch/statistics';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import { noiseAmplitude } from '../../noise/noise-gain.ts';
import { levelled } from './patient-scale.ts';

const stepSeconds = 0.008;
/** Root mean square of the noise over the beat's usual size: some -3 to 15 dB of the QRS complex. */
const noiseSize = { largest: 2.5, decades: 0.9 } as const;

/**
 * Adds a piece of a noise record to each beat, from which it should be freed.
 * @param noises signals that no judged beat has in it
 */
export function withNoise(noises: readonly EcgRecording[]): PrepareExample {
  const sources = noises.map((noise) => ({
    ...noise,
    amplitude: noiseAmplitude(noise.samples, noise.samplingRateHz),
  }));
  return (example, random) => {
    const source = sources[Math.floor(random.next() * sources.length)];
    if (source === undefined) return { input: example, target: example };
    const gain = (noiseSize.largest * 10 ** (-noiseSize.decades * random.next())) / source.amplitude;
    const piece = pieceOf(source, example.length, random);
    return {
      input: levelled(example.map((value, index) => value + gain * (piece[index] ?? 0))),
      target: example,
    };
  };
}

/** A random piece, 8 ms a value. */
function pieceOf(
  { samples, samplingRateHz }: EcgRecording,
  length: number,
  random: SeededRandom,
): Float32Array {
  const step = stepSeconds * samplingRateHz;
  const from = random.next() * (samples.length - step * (length + 1));
  return Float32Array.from({ length }, (_, index) => samples[Math.round(from + index * step)] ?? 0);
}
