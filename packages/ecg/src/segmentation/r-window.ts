import type { SampleRing } from './beat-shape.ts';

/** Values of the window `r-window-88-microvolts`, their distance, and how many lie before the R peak. */
const valueCount = 88;
const stepSeconds = 0.008;
const valuesBeforePeak = 31;

/**
 * The fixed window around an R peak that the wearable model reads (`r-window-88-microvolts`): 88 values 8 ms apart,
 * the 32nd on the R peak, by linear interpolation between samples.
 *
 * @param ring microvolts; sample n lies at n modulo its length.
 * @param peak sample number of the R peak; the window around it must still be in the ring, and known but for its end.
 * @param sampleCount samples known so far: past the last one its value holds, and before sample 0 that of sample 0.
 * @returns 88 values in microvolts.
 */
export function rWindow(
  ring: SampleRing,
  peak: number,
  sampleCount: number,
  samplingRateHz: number,
): Float32Array {
  const window = new Float32Array(valueCount);
  const last = sampleCount - 1;
  const at = (position: number): number => ring[Math.min(Math.max(position, 0), last) % ring.length] ?? 0;
  for (let index = 0; index < valueCount; index += 1) {
    const position = peak + (index - valuesBeforePeak) * stepSeconds * samplingRateHz;
    const whole = Math.floor(position);
    const share = position - whole;
    window[index] = (1 - share) * at(whole) + share * at(whole + 1);
  }
  return window;
}
