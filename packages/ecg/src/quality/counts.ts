import type { QualityDesign } from './design.ts';
import type { QualityState } from './state.ts';

/** Constant signal at the edge of the range that counts as saturated. */
const railSeconds = 0.03;
/** Distance from the usual level that no wave of the heart reaches, microvolts. */
const railDistanceMicrovolts = 2000;

/** Follows the extremes of the counts, their sum, and how many are saturated. */
export function readCounts(
  state: QualityState,
  { samplingRateHz }: QualityDesign,
  samples: Int16Array,
  microvoltsPerCount: number,
): void {
  const railLength = Math.max(3, Math.round(railSeconds * samplingRateHz));
  const distance = railDistanceMicrovolts / microvoltsPerCount;
  const { levelKnown, usualLevel } = state;
  let { previousCount, standstill, sumCounts, railed } = state;
  let { lowestCount, highestCount, lowestEver, highestEver } = state;
  for (let index = 0; index < samples.length; index += 1) {
    const value = samples[index] ?? 0;
    sumCounts += value;
    if (value < lowestCount) {
      lowestCount = value;
      if (value < lowestEver) lowestEver = value;
    }
    if (value > highestCount) {
      highestCount = value;
      if (value > highestEver) highestEver = value;
    }
    standstill = value === previousCount ? standstill + 1 : 1;
    previousCount = value;
    if (standstill < railLength) continue;
    const atEdge = value === highestEver || value === lowestEver;
    const far = levelKnown !== 0 && Math.abs(value - usualLevel) > distance;
    if (value === 32_767 || value === -32_768 || (atEdge && far)) {
      railed += standstill === railLength ? railLength : 1;
    }
  }
  state.previousCount = previousCount;
  state.standstill = standstill;
  state.sumCounts = sumCounts;
  state.railed = railed;
  state.lowestCount = lowestCount;
  state.highestCount = highestCount;
  state.lowestEver = lowestEver;
  state.highestEver = highestEver;
}
