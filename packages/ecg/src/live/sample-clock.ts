/**
 * Epoch time of a sample, rounded to the microsecond. Writers and readers of packets both round with it, so that
 * packets of any length give the same times.
 */
export function sampleTimeUs(firstSampleTimeUs: number, index: number, samplingRateHz: number): number {
  return firstSampleTimeUs + Math.round((index * 1e6) / samplingRateHz);
}

/** Position of a segment in time; plain data. */
export interface SampleClock {
  readonly samplingRateHz: number;
  /** Epoch time of sample 0; slowly follows the device's clock. */
  firstSampleTimeUs: number;
}

/** Largest deviation of a device's clock from the sample count before it counts as set, microseconds. */
export const jumpToleranceUs = 100_000;
/** Time constant of following a device's clock: long enough to smooth jitter, short enough to follow drift. */
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
 * Deviation of a packet's time from the sample count, microseconds.
 * @param sampleCount samples of the segment up to and including the packet's last one
 */
export function clockDeviationUs(clock: SampleClock, lastSampleTimeUs: number, sampleCount: number): number {
  return lastSampleTimeUs - sampleTimeUs(clock.firstSampleTimeUs, sampleCount - 1, clock.samplingRateHz);
}

export const isClockJump = (deviationUs: number): boolean => Math.abs(deviationUs) > jumpToleranceUs;

/** Follows drift. Deviations up to half a sample or a millisecond are rounding and ignored. */
export function followClock(clock: SampleClock, deviationUs: number, packetSamples: number): void {
  const ignoredUs = Math.max(1000, 5e5 / clock.samplingRateHz);
  if (Math.abs(deviationUs) <= ignoredUs) return;
  const share = Math.min(1, packetSamples / clock.samplingRateHz / followSeconds);
  clock.firstSampleTimeUs += Math.round(deviationUs * share);
}
