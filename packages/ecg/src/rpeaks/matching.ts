/** Comparison of detected R peaks with reference beats, in sample numbers. */
export interface PeakMatch {
  readonly truePositives: number;
  /** Reference beats without a detected peak. */
  readonly missed: readonly number[];
  /** Detected peaks without a reference beat. */
  readonly extra: readonly number[];
  /** Detected minus reference, samples, one for each true positive. */
  readonly offsets: readonly number[];
}

/**
 * Pairs each reference beat with at most one peak within `toleranceSamples` (ANSI/AAMI EC57:2012, 4.3.3: 150 ms).
 * Both lists must be ascending.
 */
export function matchPeaks(
  reference: readonly number[],
  detected: readonly number[],
  toleranceSamples: number,
): PeakMatch {
  const missed: number[] = [];
  const extra: number[] = [];
  const offsets: number[] = [];
  let peak = 0;
  for (const [beat, beatAt] of reference.entries()) {
    const nextBeat = reference[beat + 1] ?? Infinity;
    for (; (detected[peak] ?? Infinity) < beatAt - toleranceSamples; peak += 1)
      extra.push(detected[peak] ?? 0);
    // The closer of two peaks within reach is the beat, unless the second one belongs to the next beat.
    for (;;) {
      const here = Math.abs((detected[peak] ?? Infinity) - beatAt);
      const next = detected[peak + 1] ?? Infinity;
      if (Math.abs(next - beatAt) >= here || Math.abs(next - nextBeat) < Math.abs(next - beatAt)) break;
      extra.push(detected[peak] ?? 0);
      peak += 1;
    }
    const at = detected[peak];
    if (at !== undefined && Math.abs(at - beatAt) <= toleranceSamples) {
      offsets.push(at - beatAt);
      peak += 1;
    } else missed.push(beatAt);
  }
  extra.push(...detected.slice(peak));
  return { truePositives: offsets.length, missed, extra, offsets };
}
