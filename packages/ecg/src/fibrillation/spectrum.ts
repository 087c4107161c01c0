import { analysisRateHz, windowLength } from './window.ts';

export interface SpectralShape {
  /** 1.5 to 9.5 Hz. */
  readonly dominantHz: number;
  readonly frequencyDistance: number;
  readonly concentration: number;
  readonly fastShare: number;
}

const half = windowLength / 2;
const binHz = analysisRateHz / windowLength;
/** Number of bins below 10 Hz. */
const binCount = 32;
/** First bin of a rhythm: 0.9 Hz. */
const firstBin = 3;
/** Bins of the dominant frequency: 1.5 to 9.5 Hz. */
const dominant: { readonly first: number; readonly last: number } = { first: 5, last: 30 };
/** Number of bins on either side of the dominant one that belong to it: 0.94 Hz. */
const neighbours = 3;
const centreHz = 4.5;

/** Hann window of Harris, Proc. IEEE 66 (1978). */
const taper = Float64Array.from(
  { length: windowLength },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (windowLength - 1)),
);
const table = (wave: (angle: number) => number): Float64Array =>
  Float64Array.from({ length: binCount * half }, (_, index) => {
    const [bin, place] = [Math.floor(index / half), index % half];
    return wave((2 * Math.PI * bin * (place + 0.5)) / windowLength);
  });
const cosines = table(Math.cos);
const sines = table(Math.sin);

const even = new Float64Array(half);
const odd = new Float64Array(half);
const power = new Float64Array(binCount);

/**
 * Computes the distribution of a window's power over frequency. Only the bins below 10 Hz are computed, from the window
 * folded at its middle; the power above follows from the total (Parseval).
 * @param values `windowLength` values with mean 0 at the analysis rate
 */
export function spectralShape(values: Float64Array): SpectralShape {
  let energy = 0;
  let highest = 0;
  for (let index = 0; index < half; index += 1) {
    const after = (values[half + index] ?? 0) * (taper[half + index] ?? 0);
    const before = (values[half - 1 - index] ?? 0) * (taper[half - 1 - index] ?? 0);
    even[index] = after + before;
    odd[index] = after - before;
    highest += index % 2 === 0 ? after - before : before - after;
    energy += after * after + before * before;
  }
  let slow = 0;
  let listed = 0;
  for (let bin = 0; bin < binCount; bin += 4) binPowers(bin);
  for (let bin = 0; bin < binCount; bin += 1) {
    const value = power[bin] ?? 0;
    listed += value;
    if (bin < firstBin) slow += value;
  }
  const whole = (windowLength * energy + (power[0] ?? 0) + highest * highest) / 2;
  const total = Math.max(1e-6, whole - slow);
  const peak = dominantBin();
  let near = 0;
  for (let bin = peak - neighbours; bin <= peak + neighbours && bin < binCount; bin += 1) {
    near += power[bin] ?? 0;
  }
  return {
    dominantHz: peak * binHz,
    frequencyDistance: Math.abs(Math.log((peak * binHz) / centreHz)),
    concentration: near / total,
    fastShare: Math.max(0, whole - listed) / total,
  };
}

/** Computes the power of a bin and the next three: eight sums in one pass overlap in the processor. */
function binPowers(bin: number): void {
  let real0 = 0;
  let real1 = 0;
  let real2 = 0;
  let real3 = 0;
  let imaginary0 = 0;
  let imaginary1 = 0;
  let imaginary2 = 0;
  let imaginary3 = 0;
  let at = bin * half;
  for (let index = 0; index < half; index += 1, at += 1) {
    const inPhase = even[index] ?? 0;
    const outOfPhase = odd[index] ?? 0;
    real0 += inPhase * (cosines[at] ?? 0);
    real1 += inPhase * (cosines[at + half] ?? 0);
    real2 += inPhase * (cosines[at + 2 * half] ?? 0);
    real3 += inPhase * (cosines[at + 3 * half] ?? 0);
    imaginary0 += outOfPhase * (sines[at] ?? 0);
    imaginary1 += outOfPhase * (sines[at + half] ?? 0);
    imaginary2 += outOfPhase * (sines[at + 2 * half] ?? 0);
    imaginary3 += outOfPhase * (sines[at + 3 * half] ?? 0);
  }
  power[bin] = real0 * real0 + imaginary0 * imaginary0;
  power[bin + 1] = real1 * real1 + imaginary1 * imaginary1;
  power[bin + 2] = real2 * real2 + imaginary2 * imaginary2;
  power[bin + 3] = real3 * real3 + imaginary3 * imaginary3;
}

function dominantBin(): number {
  let peak = dominant.first;
  for (let bin = dominant.first; bin <= dominant.last; bin += 1) {
    if ((power[bin] ?? 0) > (power[peak] ?? 0)) peak = bin;
  }
  return peak;
}
