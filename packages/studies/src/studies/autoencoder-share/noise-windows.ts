import type { SeededRandom } from '@beatwatch/statistics';
import type { PrepareExample } from '@beatwatch/model-core';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';

const stepSeconds = 0.008;
/** Root mean square of the noise over that of the beat: none to as large as the beat. */
const mostNoise = 1;

/**
 * Adds a piece of a noise record to each example, which it should be freed from. The pieces are of the noise's second signal,
 * and the beats that judge have the first.
 */
export const withNoise =
  (noises: readonly EcgRecording[]): PrepareExample =>
  (example, random) => {
    const noise = noises[Math.floor(random.next() * noises.length)];
    if (noise === undefined) return { input: example, target: example };
    const piece = pieceOf(noise, example.length, random);
    const gain = mostNoise * random.next();
    return {
      // The beat's own values end where zeros begin.
      input: example.map((value, index) => (value === 0 ? 0 : value + gain * (piece[index] ?? 0))),
      target: example,
    };
  };

/** A random piece, 8 ms a value, mean 0 and root mean square 1. */
function pieceOf(
  { samples, samplingRateHz }: EcgRecording,
  length: number,
  random: SeededRandom,
): Float32Array {
  const step = stepSeconds * samplingRateHz;
  const from = random.next() * (samples.length - step * (length + 1));
  const piece = Float32Array.from({ length }, (_, index) => samples[Math.round(from + index * step)] ?? 0);
  const mean = piece.reduce((sum, value) => sum + value, 0) / length;
  const spread = Math.sqrt(piece.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length) + 1e-6;
  return piece.map((value) => (value - mean) / spread);
}
