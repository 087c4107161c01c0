import { median, quantile } from '@beatwatch/statistics';

/** How irregular the heart beats, independent of its rate but for the first. RR intervals are over their median. */
export interface IntervalFeatures {
  /** Median RR interval, ms. */
  readonly medianRrMs: number;
  /** Median change from one RR interval to the next: single ectopic beats do not count. */
  readonly medianChange: number;
  /** Root mean square of the changes after a median filter of three intervals: pairs of an early beat and its pause do not count. */
  readonly filteredChange: number;
  /** Shannon entropy of the histogram of the intervals, 0 to 1. */
  readonly entropy: number;
  /** Share of intervals that are longer, or shorter, than both neighbours: two thirds of random ones. */
  readonly turningPoints: number;
  /** Share of changes beyond 6 %. */
  readonly changed: number;
  /** Correlation with the interval before. */
  readonly correlation: number;
  /** Share of pairs of changes in a row that are both below 6 %. */
  readonly steady: number;
  /** Number of different pairs of changes in a row, over the number of pairs: few in bigeminy, many in fibrillation (Sarkar et al., IEEE Trans. Biomed. Eng. 55, 2008). */
  readonly scattered: number;
  /** Tenth percentile. */
  readonly shortest: number;
  /** 90th percentile. */
  readonly longest: number;
  /** Median change from each interval to the next but one, over that to the next: near 0 in bigeminy. */
  readonly alternation: number;
}

export const intervalFeatureNames = [
  'medianRrMs',
  'medianChange',
  'filteredChange',
  'entropy',
  'turningPoints',
  'changed',
  'correlation',
  'steady',
  'scattered',
  'shortest',
  'longest',
  'alternation',
] as const satisfies readonly (keyof IntervalFeatures)[];

/** Change of an interval that counts, as a share of the median interval. */
const smallChange = 0.06;
/** Size of the cells that pairs of changes fall into. */
const cell = 0.05;
/** More than there can be: intervals are below 3 s and above 100 ms. */
const cellsInRow = 2 ** 20;
const histogram = { from: 0.4, binsPerUnit: 10, bins: 14 } as const;

/** The same of the intervals between beats of the usual QRS complex alone: ventricular ectopic beats do not count. */
export interface OwnIntervalFeatures {
  /** Median change from one to the next, over the median interval; NaN where too few follow one another. */
  readonly ownChange: number;
  /** Share of these changes beyond 6 %. */
  readonly ownChanged: number;
}

export const ownIntervalFeatureNames = [
  'ownChange',
  'ownChanged',
] as const satisfies readonly (keyof OwnIntervalFeatures)[];

const fewestOwnChanges = 4;

/**
 * @param beats RR interval after each beat in a row, and whether both its beats are of the usual shape
 */
export function ownIntervalFeatures(
  beats: readonly { readonly rrMs: number; readonly own: boolean }[],
): OwnIntervalFeatures {
  const usualMs = median(beats.map(({ rrMs }) => rrMs));
  const changes = beats.slice(1).flatMap(({ rrMs, own }, index) => {
    const before = beats[index];
    return own && before?.own === true ? Math.abs(rrMs - before.rrMs) / usualMs : [];
  });
  if (changes.length < fewestOwnChanges) return { ownChange: Number.NaN, ownChanged: Number.NaN };
  return { ownChange: median(changes), ownChanged: share(changes, (change) => change > smallChange) };
}

/** @param rrMs RR intervals, oldest first, at least four */
export function intervalFeatures(rrMs: readonly number[]): IntervalFeatures {
  const medianRrMs = median(rrMs);
  const intervals = rrMs.map((rr) => rr / medianRrMs);
  const changes = differences(intervals, 1);
  const medianChange = median(changes.map(Math.abs));
  return {
    medianRrMs,
    medianChange,
    filteredChange: rootMeanSquare(differences(medianFiltered(intervals), 1)),
    entropy: entropy(intervals),
    turningPoints: turningPoints(changes),
    changed: share(changes, (change) => Math.abs(change) > smallChange),
    correlation: correlation(intervals),
    ...pairsOfChanges(changes),
    shortest: quantile(intervals, 0.1),
    longest: quantile(intervals, 0.9),
    alternation: median(differences(intervals, 2).map(Math.abs)) / (medianChange + 0.01),
  };
}

const differences = (values: readonly number[], lag: number): number[] =>
  values.slice(lag).map((value, index) => value - (values[index] ?? 0));

const medianFiltered = (values: readonly number[]): number[] =>
  values.slice(2).map((value, index) => median([values[index] ?? 0, values[index + 1] ?? 0, value]));

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

const share = (values: readonly number[], counts: (value: number) => boolean): number =>
  values.filter(counts).length / values.length;

function entropy(intervals: readonly number[]): number {
  const counts = new Float64Array(histogram.bins);
  for (const interval of intervals) {
    const bin = Math.trunc((interval - histogram.from) * histogram.binsPerUnit);
    const inside = Math.max(0, Math.min(histogram.bins - 1, bin));
    counts[inside] = (counts[inside] ?? 0) + 1;
  }
  const sum = counts.reduce((total, count) => {
    const part = count / intervals.length;
    return part === 0 ? total : total - part * Math.log(part);
  }, 0);
  return sum / Math.log(Math.min(intervals.length, histogram.bins));
}

const turningPoints = (changes: readonly number[]): number =>
  changes.slice(1).filter((change, index) => change * (changes[index] ?? 0) < 0).length /
  (changes.length - 1);

function correlation(intervals: readonly number[]): number {
  const mean = intervals.reduce((sum, value) => sum + value, 0) / intervals.length;
  let [products, squares] = [0, 1e-6];
  intervals.forEach((value, index) => {
    squares += (value - mean) ** 2;
    if (index > 0) products += (value - mean) * ((intervals[index - 1] ?? 0) - mean);
  });
  return products / squares;
}

function pairsOfChanges(changes: readonly number[]): Pick<IntervalFeatures, 'steady' | 'scattered'> {
  const cells = new Set<number>();
  let steady = 0;
  const pairs = changes.length - 1;
  for (let index = 0; index < pairs; index += 1) {
    const [first, second] = [changes[index] ?? 0, changes[index + 1] ?? 0];
    if (Math.abs(first) < smallChange && Math.abs(second) < smallChange) steady += 1;
    if (first * first + second * second > smallChange * smallChange) {
      cells.add(Math.floor(first / cell) * cellsInRow + Math.floor(second / cell));
    }
  }
  return { steady: steady / pairs, scattered: cells.size / pairs };
}
