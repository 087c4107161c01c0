import type { Physiology } from './physiology.ts';
import type { SeededRandom } from '@beatwatch/statistics';

const mayerHz = 0.1;
const bandWidthHz = 0.01;
const linesPerBand = 4;

/**
 * Cycle lengths (RR intervals) of a sinus rhythm with a spectrum of two Gaussian bands, Mayer waves at 0.1 Hz and breathing
 * (McSharry et al. 2003, eq. 4-5). Each band is a few lines of random frequency and phase instead of an inverse Fourier
 * transform: the rhythm can be read at any time and does not repeat.
 * @returns function from the start of a cycle to its length, both in seconds
 */
export function createCycles(physiology: Physiology, random: SeededRandom): (timeSeconds: number) => number {
  const { heartRateBpm, cycleVariationMs, lowToHighRatio, breathingHz } = physiology;
  const meanSeconds = 60 / heartRateBpm;
  const variance = (cycleVariationMs / 1000) ** 2;
  const band = (centreHz: number, share: number): { amplitude: number; rad: number; phase: number }[] =>
    Array.from({ length: linesPerBand }, () => ({
      amplitude: Math.sqrt((2 * variance * share) / linesPerBand),
      rad: 2 * Math.PI * (centreHz + bandWidthHz * random.normal()),
      phase: random.uniform(0, 2 * Math.PI),
    }));
  const lines = [
    ...band(mayerHz, lowToHighRatio / (1 + lowToHighRatio)),
    ...band(breathingHz, 1 / (1 + lowToHighRatio)),
  ];
  return (timeSeconds) =>
    lines.reduce(
      (cycle, { amplitude, rad, phase }) => cycle + amplitude * Math.sin(rad * timeSeconds + phase),
      meanSeconds,
    );
}
