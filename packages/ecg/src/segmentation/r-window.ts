import { newMicrovolts } from '@beatwatch/contracts';
import { slotOf } from '../packed/ring.ts';
import type { SampleRing } from './beat-shape.ts';

/** Number of values of `r-window-88-microvolts`, their spacing, and the number before the R peak. */
const valueCount = 88;
const stepSeconds = 0.008;
const valuesBeforePeak = 31;

/**
 * Cuts the fixed window around an R peak that the wearable model reads (`r-window-88-microvolts`): 88 values 8 ms apart,
 * the 32nd on the R peak, by linear interpolation between samples.
 * @param ring microvolts
 * @param peak sample number of the R peak; the window around it must still be in the ring, its end may be unknown
 * @param sampleCount number of samples so far; the first and the last sample's values are held beyond both ends
 * @returns 88 values in microvolts
 */
export function rWindow(
  ring: SampleRing,
  peak: number,
  sampleCount: number,
  samplingRateHz: number,
): Float32Array {
  const window = newMicrovolts(valueCount);
  const { length } = ring;
  const last = sampleCount - 1;
  const first = Math.max(0, Math.floor(peak - valuesBeforePeak * stepSeconds * samplingRateHz));
  const firstSlot = slotOf(first, length);
  for (let index = 0; index < valueCount; index += 1) {
    const position = peak + (index - valuesBeforePeak) * stepSeconds * samplingRateHz;
    const whole = Math.floor(position);
    const share = position - whole;
    let slot = firstSlot + Math.min(Math.max(whole, 0), last) - first;
    if (slot >= length) slot -= length;
    let next = firstSlot + Math.min(Math.max(whole + 1, 0), last) - first;
    if (next >= length) next -= length;
    window[index] = (1 - share) * (ring[slot] ?? 0) + share * (ring[next] ?? 0);
  }
  return window;
}
