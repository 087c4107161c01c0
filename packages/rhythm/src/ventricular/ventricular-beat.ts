import { rWindow88Microvolts, type Beat, type ClassProbabilities } from '@beatwatch/contracts';

/** What is remembered of a beat: plain data. */
export interface VentricularBeat {
  /** Epoch time of the R peak. */
  readonly timeUs: number;
  /** From this R peak to the next; 3 s or more where none followed. */
  readonly rrIntervalMs: number;
  /** Log odds that the beat is ventricular, -6 to 6; NaN where no model tells classes. */
  readonly logOdds: number;
  /** Correlation of the QRS complex with that of the beat before, -1 to 1; NaN for the first beat. */
  readonly correlation: number;
  /** Area of the QRS complex over its height: larger for a broad one. NaN for a flat one. */
  readonly breadth: number;
}

/** QRS complex of a beat: microvolts 8 ms apart, from 80 ms before the R peak to 160 ms after it. */
export type Complex = Int16Array;

/** Within the window of `r-window-88-microvolts`, whose R peak is value number 31. */
const complexFrom = 21;
const complexTo = 52;
const mostLogOdds = 6;

export interface ClassedBeat extends Pick<
  Beat,
  'timeUs' | 'rrIntervalMs' | 'lead' | 'samples' | 'preprocessing'
> {
  readonly classProbabilities?: ClassProbabilities | undefined;
}

/** A beat as it is remembered; undefined for one of another preprocessing, whose shape is not told in microvolts. */
export function ventricularBeat(
  { preprocessing, samples, timeUs, rrIntervalMs, classProbabilities }: ClassedBeat,
  before: Complex | undefined,
): { readonly beat: VentricularBeat; readonly complex: Complex } | undefined {
  if (preprocessing !== rWindow88Microvolts) return undefined;
  const complex = complexOf(samples);
  const logOdds = classProbabilities === undefined ? Number.NaN : ventricularLogOdds(classProbabilities);
  const correlation = before === undefined ? Number.NaN : correlationOf(complex, before);
  return { beat: { timeUs, rrIntervalMs, logOdds, correlation, breadth: breadthOf(complex) }, complex };
}

function ventricularLogOdds({ V, F }: ClassProbabilities): number {
  const share = V + F;
  return Math.min(mostLogOdds, Math.max(-mostLogOdds, Math.log(share) - Math.log(Math.max(0, 1 - share))));
}

/** The complex with its mean at 0. */
function complexOf(samples: Float32Array): Complex {
  const to = Math.min(complexTo, samples.length);
  let sum = 0;
  for (let index = complexFrom; index < to; index += 1) sum += samples[index] ?? 0;
  const complex = new Int16Array(Math.max(0, to - complexFrom));
  const mean = sum / complex.length;
  for (let index = 0; index < complex.length; index += 1) {
    const value = Math.round((samples[complexFrom + index] ?? 0) - mean);
    complex[index] = Math.min(32_767, Math.max(-32_768, value));
  }
  return complex;
}

function correlationOf(one: Complex, other: Complex): number {
  let [products, squares, otherSquares] = [0, 0, 0];
  for (let index = 0; index < one.length; index += 1) {
    const [a, b] = [one[index] ?? 0, other[index] ?? 0];
    products += a * b;
    squares += a * a;
    otherSquares += b * b;
  }
  return products / Math.sqrt(Math.max(1, squares * otherSquares));
}

function breadthOf(complex: Complex): number {
  let [area, height] = [0, 0];
  for (const value of complex) {
    area += Math.abs(value);
    height = Math.max(height, Math.abs(value));
  }
  return height === 0 ? Number.NaN : area / (height * complex.length);
}
