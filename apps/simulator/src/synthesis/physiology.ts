import { createMulberryRandom, streamSeed, type SeededRandom } from '@beatwatch/statistics';
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

const morphologies: Readonly<Record<SyntheticLead, (random: SeededRandom) => Morphology>> = {
  V2: (random) => ({
    pMv: random.uniform(0.22, 0.26),
    qMv: 0,
    rMv: random.uniform(0.65, 0.8),
    sMv: random.uniform(0.85, 1),
    tMv: random.uniform(-0.26, -0.2),
    qrsWidthFactor: random.uniform(0.93, 1.1),
    intervalFactor: random.uniform(0.95, 1.05),
    ventricular: 'upright',
  }),
  II: (random) => ({
    pMv: random.uniform(0.09, 0.16),
    qMv: random.uniform(0.02, 0.1),
    rMv: random.uniform(0.8, 1.3),
    sMv: random.uniform(0.08, 0.25),
    tMv: random.uniform(0.2, 0.35),
    qrsWidthFactor: random.uniform(0.82, 0.98),
    intervalFactor: random.uniform(0.92, 1.05),
    ventricular: random.next() < 0.5 ? 'upright' : 'inverted',
  }),
};

export type SyntheticLead = 'II' | 'V2';

/** Random physiology of a seed, in one lead. */
export function physiologyOf(seed: number, lead: SyntheticLead): Physiology {
  const random = createMulberryRandom(streamSeed(seed, 0));
  return {
    heartRateBpm: random.uniform(55, 95),
    cycleVariationMs: random.uniform(10, 20),
    lowToHighRatio: random.uniform(0.5, 1.5),
    breathingHz: random.uniform(0.2, 0.3),
    morphology: morphologies[lead](random),
    breathingModulation: random.uniform(0.01, 0.02),
    baselineWanderMv: random.uniform(0.015, 0.035),
    noiseMv: random.uniform(0.003, 0.006),
    microvoltsPerCount: random.next() < 0.5 ? 2.5 : 5,
  };
}
