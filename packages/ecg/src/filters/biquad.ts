/** Second-order section, H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2). */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Second-order sections in series. */
export type BiquadCascade = readonly Biquad[];

/** State of a cascade at rest, two values a section; plain data. */
export function cascadeState(cascade: BiquadCascade): Float64Array {
  return new Float64Array(cascade.length * 2);
}

/**
 * Filters the first `count` values in place, continuing from `state` (transposed direct form II, Oppenheim and
 * Schafer, Discrete-Time Signal Processing, 6.3). Every split of a signal gives bit-identical output.
 */
export function filterInPlace(
  cascade: BiquadCascade,
  state: Float64Array,
  values: Float64Array,
  count = values.length,
): void {
  filterInto(cascade, state, { at: 0, input: values, output: values, count });
}

/** What a cascade reads and writes; one object may serve many calls. */
export interface FilterRun {
  /** Place of the cascade's state, two values a section, among the numbers. */
  readonly at: number;
  readonly input: Float64Array;
  /** May be `input`. */
  readonly output: Float64Array;
  /** Number of samples, from the first on. */
  count: number;
}

/** Filters from one array into another; a cascade without sections writes nothing. */
export function filterInto(cascade: BiquadCascade, numbers: Float64Array, run: FilterRun): void {
  const last = cascade.length - 1;
  let section = 0;
  for (; section < last; section += 2) filterPair(cascade, section, numbers, run);
  if (section === last) filterOne(cascade, section, numbers, run);
}

/** Runs two sections in one pass: the processor overlaps their chains of dependent operations. */
function filterPair(cascade: BiquadCascade, section: number, numbers: Float64Array, run: FilterRun): void {
  const { b0, b1, b2, a1, a2 } = cascade[section] ?? passing;
  const { b0: d0, b1: d1, b2: d2, a1: c1, a2: c2 } = cascade[section + 1] ?? passing;
  const { output, count } = run;
  const input = section === 0 ? run.input : output;
  const at = run.at + section * 2;
  let s1 = numbers[at] ?? 0;
  let s2 = numbers[at + 1] ?? 0;
  let t1 = numbers[at + 2] ?? 0;
  let t2 = numbers[at + 3] ?? 0;
  for (let index = 0; index < count; index += 1) {
    const x = input[index] ?? 0;
    const y = b0 * x + s1;
    s1 = b1 * x + s2 - a1 * y;
    s2 = b2 * x - a2 * y;
    const z = d0 * y + t1;
    t1 = d1 * y + t2 - c1 * z;
    t2 = d2 * y - c2 * z;
    output[index] = z;
  }
  numbers[at] = s1;
  numbers[at + 1] = s2;
  numbers[at + 2] = t1;
  numbers[at + 3] = t2;
}

function filterOne(cascade: BiquadCascade, section: number, numbers: Float64Array, run: FilterRun): void {
  const { b0, b1, b2, a1, a2 } = cascade[section] ?? passing;
  const { output, count } = run;
  const input = section === 0 ? run.input : output;
  const at = run.at + section * 2;
  let s1 = numbers[at] ?? 0;
  let s2 = numbers[at + 1] ?? 0;
  for (let index = 0; index < count; index += 1) {
    const x = input[index] ?? 0;
    const y = b0 * x + s1;
    s1 = b1 * x + s2 - a1 * y;
    s2 = b2 * x - a2 * y;
    output[index] = y;
  }
  numbers[at] = s1;
  numbers[at + 1] = s2;
}

const passing: Biquad = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/** Zeroes the denormal numbers in which filters decay on a flat line, since they are slow. */
export function zeroDenormals(numbers: Float64Array, from: number, to: number): void {
  for (let index = from; index < to; index += 1) {
    if (Math.abs(numbers[index] ?? 0) < 1e-30) numbers[index] = 0;
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
