import { rWindow88Microvolts, type Beat } from '@beatwatch/contracts';

/** What is remembered of a beat: plain data. */
export interface AtrialBeat {
  /** Epoch time of the R peak. */
  readonly timeUs: number;
  /** From this R peak to the next; 3 s or more where none followed. */
  readonly rrIntervalMs: number;
  /** `shapeLength` microvolts 16 ms apart, from 248 ms before the R peak to 150 ms after it. */
  readonly shape: Int16Array;
}

/** Values of a shape, and how many of them lie before the QRS complex, from P wave to PQ segment. */
export const shapeLength = 25;
export const atrialLength = 12;

/** A shape's value is the mean of two of the window's, which lie 8 ms apart. */
const together = 2;

/** A beat as it is remembered; undefined for one of another preprocessing, whose shape is not told in microvolts. */
export function atrialBeat({ preprocessing, samples, timeUs, rrIntervalMs }: Beat): AtrialBeat | undefined {
  if (preprocessing !== rWindow88Microvolts) return undefined;
  const shape = new Int16Array(shapeLength);
  for (let index = 0; index < shapeLength; index += 1) {
    const sum = (samples[together * index] ?? 0) + (samples[together * index + 1] ?? 0);
    shape[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum / together)));
  }
  return { timeUs, rrIntervalMs, shape };
}
