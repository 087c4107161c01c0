import { createRandom, streamSeed, type Random } from './random.ts';
import type { Morphology } from './waves.ts';

/** Individual properties of a simulated person. */
export interface Physiology {
  /** 55 to 95 unless given. */
  readonly heartRateBpm: number;
  /** Standard deviation of the cycle length. */
  readonly cycleVariationMs: number;
  /** Power of the Mayer waves (about 0.1 Hz) divided by that of breathing. */
  readonly lowToHighRatio: number;
  readonly breathingHz: number;
  readonly morphology: Morphology;
  /** Relative change of the beats' amplitude by breathing. */
  readonly breathingModulation: number;
  readonly baselineWanderMv: number;
  /** Standard deviation of the constant white noise. */
  readonly noiseMv: number;
  readonly microvoltsPerCount: number;
}

const morphologies: Readonly<Record<SyntheticLead, (random: Random) => Morphology>> = {
  V2: (random) => ({
    pMv: random.between(0.22, 0.26),
    qMv: 0,
    rMv: random.between(0.65, 0.8),
    sMv: random.between(0.85, 1),
    tMv: random.between(-0.26, -0.2),
    qrsWidthFactor: random.between(0.93, 1.1),
    intervalFactor: random.between(0.95, 1.05),
    ventricular: 'upright',
  }),
  II: (random) => ({
    pMv: random.between(0.09, 0.16),
    qMv: random.between(0.02, 0.1),
    rMv: random.between(0.8, 1.3),
    sMv: random.between(0.08, 0.25),
    tMv: random.between(0.2, 0.35),
    qrsWidthFactor: random.between(0.82, 0.98),
    intervalFactor: random.between(0.92, 1.05),
    ventricular: random.uniform() < 0.5 ? 'upright' : 'inverted',
  }),
};

export type SyntheticLead = 'II' | 'V2';

/** Random physiology of a seed, in one lead. */
export function physiologyOf(seed: number, lead: SyntheticLead): Physiology {
  const random = createRandom(streamSeed(seed, 0));
  return {
    heartRateBpm: random.between(55, 95),
    cycleVariationMs: random.between(10, 20),
    lowToHighRatio: random.between(0.5, 1.5),
    breathingHz: random.between(0.2, 0.3),
    morphology: morphologies[lead](random),
    breathingModulation: random.between(0.01, 0.02),
    baselineWanderMv: random.between(0.015, 0.035),
    noiseMv: random.between(0.003, 0.006),
    microvoltsPerCount: random.uniform() < 0.5 ? 2.5 : 5,
  };
}
