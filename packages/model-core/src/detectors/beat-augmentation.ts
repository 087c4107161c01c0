import type { SeededRandom } from '@beatwatch/statistics';

/** Names the augmentation below in fingerprints: change it with every number there. */
export const beatAugmentationName = 'beat-augmentation-1';

/**
 * A normal beat as the next recording might show it, and the same with noise: an autoencoder that has to find the
 * former in the latter learns what normal beats share instead of the 292 that it knows by heart. Moved by up to 2
 * samples and stretched by up to 1.5 % (R peaks and RR intervals are found to a few samples), with slow wander,
 * scaled again to mean 0 and standard deviation 1; white noise of a standard deviation up to 0.25. The amounts are
 * our choice, compared by cross-validation in docs/decisions/detector.md.
 * @param beat of mean 0 and standard deviation 1
 */
export function augmentBeat(
  beat: Float32Array,
  random: SeededRandom,
): { readonly input: Float32Array; readonly target: Float32Array } {
  const target = standardised(withWander(warped(beat, random), random));
  const noise = random.uniform(0, 0.25);
  return { input: target.map((sample) => sample + noise * random.normal()), target };
}

function warped(beat: Float32Array, random: SeededRandom): Float32Array {
  const shift = random.uniform(-2, 2);
  const stretch = 1 + random.uniform(-0.015, 0.015);
  const [last, middle] = [beat.length - 1, beat.length / 2];
  return beat.map((_, at) => {
    const from = Math.min(last, Math.max(0, (at - middle) * stretch + middle + shift));
    const before = Math.floor(from);
    const part = from - before;
    return (beat[before] ?? 0) * (1 - part) + (beat[Math.min(last, before + 1)] ?? 0) * part;
  });
}

function withWander(beat: Float32Array, random: SeededRandom): Float32Array {
  const [slope, wave] = [0.15 * random.normal(), 0.15 * random.normal()];
  const phase = random.uniform(0, 2 * Math.PI);
  return beat.map((sample, at) => {
    const place = at / beat.length;
    return sample + slope * (2 * place - 1) + wave * Math.sin(2 * Math.PI * place + phase);
  });
}

function standardised(beat: Float32Array): Float32Array {
  const mean = beat.reduce((sum, sample) => sum + sample, 0) / beat.length;
  const squares = beat.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (beat.length - 1));
  return deviation > 0 ? beat.map((sample) => (sample - mean) / deviation) : beat;
}
