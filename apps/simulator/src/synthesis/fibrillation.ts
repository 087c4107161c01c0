import { lastBegan } from '../script/occurrences.ts';
import { eventsOf, type ScriptEvent } from '../script/script.ts';
import { envelope } from './envelope.ts';
import type { SeededRandom } from '@beatwatch/statistics';

const twoPi = 2 * Math.PI;
const fadeSeconds = 0.3;

/** A wave whose frequency and height vary randomly around their means. */
interface Wavelet {
  readonly centreHz: number;
  readonly share: number;
  /** Time constant of the variation. */
  readonly variationSeconds: number;
}

/**
 * Two waves of different frequency that interfere. In patients with successful defibrillation the dominant frequency was
 * 4.6 Hz (standard deviation 1.0), the amplitude 1.3 mV (Chest 111(3):584-589, 1997).
 */
const wavelets: readonly Wavelet[] = [
  { centreHz: 4.9, share: 0.75, variationSeconds: 0.8 },
  { centreHz: 4.1, share: 0.4, variationSeconds: 0.6 },
];
const frequencyDeviationHz = 0.35;
const heightDeviation = 0.35;
/** Makes waves steeper on one side. */
const secondHarmonic = 0.22;

export interface FibrillationOptions {
  readonly script: readonly ScriptEvent[];
  readonly random: SeededRandom;
  readonly samplingRateHz: number;
}

/** @returns waves of scripted fibrillation in mV, to be called once per sample in order of time */
export function createFibrillation(options: FibrillationOptions): (timeSeconds: number) => number {
  const { script, random, samplingRateHz } = options;
  const events = eventsOf(script, 'ventricular-fibrillation');
  const waves = wavelets.map((wavelet) => createWavelet(wavelet, random, samplingRateHz));
  return (timeSeconds) => {
    let sumMv = 0;
    for (const event of events) {
      const began = lastBegan(event, timeSeconds);
      if (began === undefined || timeSeconds - began >= event.forSeconds) continue;
      const height = event.amplitudeMv * envelope(timeSeconds - began, event.forSeconds, fadeSeconds);
      for (const wave of waves) sumMv += height * wave();
    }
    return sumMv;
  };
}

function createWavelet(
  { centreHz, share, variationSeconds }: Wavelet,
  random: SeededRandom,
  samplingRateHz: number,
): () => number {
  const keep = Math.exp(-1 / (variationSeconds * samplingRateHz));
  const drive = Math.sqrt(1 - keep * keep);
  let frequency = random.normal();
  let height = random.normal();
  let phase = random.uniform(0, twoPi);
  return () => {
    frequency = keep * frequency + drive * random.normal();
    height = keep * height + drive * random.normal();
    phase += (twoPi * (centreHz + frequencyDeviationHz * frequency)) / samplingRateHz;
    const size = share * Math.max(0.15, 1 + heightDeviation * height);
    return size * (Math.sin(phase) + secondHarmonic * Math.sin(2 * phase + 0.7));
  };
}
