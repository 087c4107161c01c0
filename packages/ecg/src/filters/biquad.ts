/** One second-order section, H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2). */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Second-order sections, the output of one the input of the next. */
export type BiquadCascade = readonly Biquad[];

/** A cascade's memory at rest, two values a section: plain data, so that a stage can be stored and brought back. */
export function cascadeState(cascade: BiquadCascade): Float64Array {
  return new Float64Array(cascade.length * 2);
}

/**
 * Filters the first `count` values in place, going on from `state` (transposed direct form II, Oppenheim and
 * Schafer, Discrete-Time Signal Processing, 6.3): any split of a signal gives bit-identical output.
 */
export function filterInPlace(
  cascade: BiquadCascade,
  state: Float64Array,
  values: Float64Array,
  count = values.length,
): void {
  for (const [section, { b0, b1, b2, a1, a2 }] of cascade.entries()) {
    let s1 = state[section * 2] ?? 0;
    let s2 = state[section * 2 + 1] ?? 0;
    for (let index = 0; index < count; index += 1) {
      const x = values[index] ?? 0;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      values[index] = y;
    }
    state[section * 2] = s1;
    state[section * 2 + 1] = s2;
  }
}

/** Gain of a cascade at one frequency, 1 for no change. */
export function gainAt(cascade: BiquadCascade, frequencyHz: number, samplingRateHz: number): number {
  const w = (2 * Math.PI * frequencyHz) / samplingRateHz;
  return cascade.reduce((gain, { b0, b1, b2, a1, a2 }) => {
    const top = Math.hypot(
      b0 + b1 * Math.cos(w) + b2 * Math.cos(2 * w),
      b1 * Math.sin(w) + b2 * Math.sin(2 * w),
    );
    const bottom = Math.hypot(
      1 + a1 * Math.cos(w) + a2 * Math.cos(2 * w),
      a1 * Math.sin(w) + a2 * Math.sin(2 * w),
    );
    return (gain * top) / bottom;
  }, 1);
}
