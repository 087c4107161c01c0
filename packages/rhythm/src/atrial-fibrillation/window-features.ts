import type { AtrialBeat } from './atrial-beat.ts';
import {
  alike,
  atrialFeatureNames,
  atrialFeatures,
  complexCorrelations,
  medianComplex,
  shapeRows,
} from './atrial-features.ts';
import {
  intervalFeatureNames,
  intervalFeatures,
  ownIntervalFeatureNames,
  ownIntervalFeatures,
} from './interval-features.ts';

/** Name of the feature set; change it with any feature. A model accepts only the set that its file names. */
export const atrialFeatureSet = 'atrial-window-1';

/** Names of the features in the order of a row. */
export const atrialWindowFeatureNames = [
  ...intervalFeatureNames,
  ...ownIntervalFeatureNames,
  ...atrialFeatureNames,
] as const;

/** Length of the window, and most beats of it that are kept: more add nothing, and cost memory. */
export const atrialWindowUs = 30_000_000;
export const mostBeats = 48;

/** An RR interval from here on is a pause or the end of the signal, and says nothing about regularity. */
const longestRrMs = 3000;
const fewestIntervals = 6;

/**
 * Features of a window of beats.
 * @param beats of one lead, oldest first
 * @returns a row for the trees; undefined where the window holds too few beats to tell
 */
export function atrialWindowFeatures(beats: readonly AtrialBeat[]): Float32Array | undefined {
  const intervals = beats.map(({ rrIntervalMs }) => rrIntervalMs).filter((rr) => rr < longestRrMs);
  if (intervals.length < fewestIntervals) return undefined;
  const rows = shapeRows(beats.map(({ shape }) => shape));
  const usual = medianComplex(rows);
  const correlations = complexCorrelations(rows, usual);
  const own = ownIntervalFeatures(
    beats.map(({ rrIntervalMs }, index) => ({
      rrMs: rrIntervalMs,
      own: rrIntervalMs < longestRrMs && isAlike(correlations[index]) && isAlike(correlations[index + 1]),
    })),
  );
  const interval = intervalFeatures(intervals);
  const atrial = atrialFeatures(rows, { usual, correlations });
  const row = new Float32Array(atrialWindowFeatureNames.length);
  let at = 0;
  for (const name of intervalFeatureNames) row[at++] = interval[name];
  for (const name of ownIntervalFeatureNames) row[at++] = own[name];
  for (const name of atrialFeatureNames) row[at++] = atrial[name];
  return row;
}

/** The complex after the last beat is not known yet. */
const isAlike = (correlation = 1): boolean => correlation >= alike;
