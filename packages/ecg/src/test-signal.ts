/** Waves of one beat: centre in seconds from the R peak, width in seconds, height in microvolts. */
const waves = [
  [-0.17, 0.02, 120],
  [-0.03, 0.008, -100],
  [0, 0.011, 1100],
  [0.03, 0.009, -250],
  [0.28, 0.045, 260],
] as const;

export interface TestSignal {
  /** Counts of 5 microvolts. */
  readonly samples: Int16Array;
  readonly rPeakSeconds: readonly number[];
}

/**
 * Synthetic ECG for tests: identical beats at the given RR intervals, repeated in turn, with baseline wander and a
 * little noise from a fixed seed.
 */
export function testSignal(
  seconds: number,
  samplingRateHz: number,
  rrSeconds: readonly number[] = [0.8, 0.84, 0.78, 0.81],
): TestSignal {
  const microvolts = new Float64Array(Math.round(seconds * samplingRateHz));
  const rPeakSeconds: number[] = [];
  for (let at = 0.4, turn = 0; at < seconds - 0.5; turn += 1) {
    rPeakSeconds.push(at);
    for (const [centre, width, height] of waves) {
      const from = Math.max(0, Math.floor((at + centre - 5 * width) * samplingRateHz));
      const to = Math.min(microvolts.length - 1, Math.ceil((at + centre + 5 * width) * samplingRateHz));
      for (let index = from; index <= to; index += 1) {
        const deviation = (index / samplingRateHz - at - centre) / width;
        microvolts[index] = (microvolts[index] ?? 0) + height * Math.exp(-0.5 * deviation * deviation);
      }
    }
    at += rrSeconds[turn % rrSeconds.length] ?? 0.8;
  }
  let seed = 1;
  const samples = Int16Array.from(microvolts, (value, index) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const baseline = 200 * Math.sin((2 * Math.PI * 0.2 * index) / samplingRateHz);
    return Math.round((value + baseline + 20 * (seed / 2 ** 32 - 0.5)) / 5);
  });
  return { samples, rPeakSeconds };
}

/** Splits a signal into pieces of the given lengths, repeated in turn. */
export function pieces<T extends Int16Array | Float64Array>(signal: T, lengths: readonly number[]): T[] {
  const result: T[] = [];
  for (let from = 0, turn = 0; from < signal.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? signal.length;
    result.push(signal.subarray(from, from + length) as T);
    from += length;
  }
  return result;
}
