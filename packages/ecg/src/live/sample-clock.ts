/**
 * Epoch time of a sample of a running signal, to the microsecond. Whoever stamps packets and whoever reads them
 * round alike here, so that packets of any length give the same times.
 */
export function sampleTimeUs(firstSampleTimeUs: number, index: number, samplingRateHz: number): number {
  return firstSampleTimeUs + Math.round((index * 1e6) / samplingRateHz);
}

/** Where a segment lies in time: plain data. */
export interface SampleClock {
  readonly samplingRateHz: number;
  /** Epoch time of sample 0; follows the device's clock slowly. */
  firstSampleTimeUs: number;
}

/** A device's clock may be this far from the count of samples before it counts as set, microseconds. */
export const jumpToleranceUs = 100_000;
/** A packet's stamp pulls with its share of this time: jitter is smoothed, drift is followed. */
const followSeconds = 2;

export function startClock(
  lastSampleTimeUs: number,
  sampleCount: number,
  samplingRateHz: number,
): SampleClock {
  return {
    samplingRateHz,
    firstSampleTimeUs: lastSampleTimeUs - Math.round(((sampleCount - 1) * 1e6) / samplingRateHz),
  };
}

/**
 * How far the device's stamp of its newest sample is from the count of samples, microseconds.
 * @param sampleCount samples of the segment up to and with the stamped one.
 */
export function clockDeviationUs(clock: SampleClock, lastSampleTimeUs: number, sampleCount: number): number {
  return lastSampleTimeUs - sampleTimeUs(clock.firstSampleTimeUs, sampleCount - 1, clock.samplingRateHz);
}

export const isClockJump = (deviationUs: number): boolean => Math.abs(deviationUs) > jumpToleranceUs;

/** Follows drift. A deviation within half a sample or a millisecond is rounding and changes nothing. */
export function followClock(clock: SampleClock, deviationUs: number, packetSamples: number): void {
  const ignoredUs = Math.max(1000, 5e5 / clock.samplingRateHz);
  if (Math.abs(deviationUs) <= ignoredUs) return;
  const share = Math.min(1, packetSamples / clock.samplingRateHz / followSeconds);
  clock.firstSampleTimeUs += Math.round(deviationUs * share);
}
