import type { SeededRandom } from '@beatwatch/statistics';

/** Name of this augmentation in fingerprints; change it with any of its numbers. */
export const beatAugmentationName = 'beat-augmentation-1';

/**
 * Varies a normal beat as another recording might, and adds noise to a copy. An autoencoder that recovers the variation
 * (`target`) from the noisy copy (`input`) learns what normal beats have in common instead of memorising 292 of them.
 * The beat is shifted by up to 2 samples and its time scale changed by up to 1.5 % (the precision of R peaks and RR
 * intervals), slow wander is added, and it is scaled to mean 0 and standard deviation 1 again. The noise is white with a
 * standard deviation of up to 0.25. docs/decisions/detector.md compares the amounts by cross-validation.
 * @param beat mean 0 and standard deviation 1
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
  const timeScale = 1 + random.uniform(-0.015, 0.015);
  const [last, middle] = [beat.length - 1, beat.length / 2];
  return beat.map((_, at) => {
    const from = Math.min(last, Math.max(0, (at - middle) * timeScale + middle + shift));
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
