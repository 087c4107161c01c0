import { refusalMessage } from '@beatwatch/contracts';
import type { Fusion } from './fusion.ts';

/** One beat, or one window of signal, with its class. */
export interface LabelledFeatures<Name extends string> {
  readonly features: Readonly<Record<Name, number>>;
  readonly positive: boolean;
  /** Above 0. */
  readonly weight: number;
}

/** Ridge penalty of the standardised weights, for a mean sample weight of 1. */
const ridge = 1;
const mostSteps = 50;
const smallestStep = 1e-9;

/**
 * Logistic regression with a ridge penalty, by Newton's method. Positives and negatives have the same total weight.
 * @param names features to use
 * @throws RangeError where positives or negatives are missing
 */
export function fitFusion<Name extends string>(
  beats: readonly LabelledFeatures<Name>[],
  names: readonly Name[],
): Fusion<Name> {
  const weights = balancedWeights(beats);
  const scale = names.map((name) => standard(beats, weights, name));
  const rows = beats.map(({ features }) => [
    1,
    ...names.map(
      (name, index) => (features[name] - (scale[index]?.mean ?? 0)) / (scale[index]?.deviation ?? 1),
    ),
  ]);
  const size = names.length + 1;
  let solution = Array.from({ length: size }, () => 0);
  for (let step = 0; step < mostSteps; step += 1) {
    const gradient = solution.map((value, index) => (index === 0 ? 0 : ridge * value));
    const curvature = Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (__, column): number => (row === column && row > 0 ? ridge : 0)),
    );
    rows.forEach((row, beat) => {
      const weight = weights[beat] ?? 0;
      const odds = row.reduce((sum, value, index) => sum + value * (solution[index] ?? 0), 0);
      const probability = 1 / (1 + Math.exp(-odds));
      const error = weight * (probability - (beats[beat]?.positive === true ? 1 : 0));
      const bend = weight * probability * (1 - probability);
      for (let a = 0; a < size; a += 1) {
        gradient[a] = (gradient[a] ?? 0) + error * (row[a] ?? 0);
        const line = curvature[a] ?? [];
        for (let b = 0; b < size; b += 1) line[b] = (line[b] ?? 0) + bend * (row[a] ?? 0) * (row[b] ?? 0);
      }
    });
    const move = solved(curvature, gradient);
    solution = solution.map((value, index) => value - (move[index] ?? 0));
    if (Math.max(...move.map(Math.abs)) < smallestStep) break;
  }
  return inOwnUnits(solution, names, scale);
}

interface Standard {
  readonly mean: number;
  readonly deviation: number;
}

function inOwnUnits<Name extends string>(
  solution: readonly number[],
  names: readonly Name[],
  scale: readonly Standard[],
): Fusion<Name> {
  let offset = solution[0] ?? 0;
  const weights: Partial<Record<Name, number>> = {};
  names.forEach((name, index) => {
    const { mean, deviation } = scale[index] ?? { mean: 0, deviation: 1 };
    const weight = (solution[index + 1] ?? 0) / deviation;
    weights[name] = weight;
    offset -= weight * mean;
  });
  return { offset, weights };
}

/** Sample weights with a mean of 1, half of them on the positives. */
function balancedWeights(beats: readonly LabelledFeatures<never>[]): number[] {
  const total = (positive: boolean): number =>
    beats.reduce((sum, beat) => sum + (beat.positive === positive ? beat.weight : 0), 0);
  const [positives, negatives] = [total(true), total(false)];
  if (positives === 0 || negatives === 0) {
    throw new RangeError(
      refusalMessage({ field: 'beats', found: `${beats.length} of one class`, expected: 'both classes' }),
    );
  }
  return beats.map(
    ({ positive, weight }) => (weight * beats.length) / (2 * (positive ? positives : negatives)),
  );
}

function standard<Name extends string>(
  beats: readonly LabelledFeatures<Name>[],
  weights: readonly number[],
  name: Name,
): Standard {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (of: (value: number) => number): number =>
    beats.reduce((sum, { features }, index) => sum + (weights[index] ?? 0) * of(features[name]), 0) / total;
  const mean = average((value) => value);
  const deviation = Math.sqrt(average((value) => (value - mean) ** 2));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/** Gauss-Jordan elimination of a positive definite system. */
function solved(matrix: readonly (readonly number[])[], values: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, values[index] ?? 0]);
  for (let pivot = 0; pivot < rows.length; pivot += 1) {
    const line = rows[pivot] ?? [];
    const by = line[pivot] ?? 1;
    for (let column = pivot; column < line.length; column += 1) line[column] = (line[column] ?? 0) / by;
    rows.forEach((row, index) => {
      if (index === pivot) return;
      const factor = row[pivot] ?? 0;
      for (let column = pivot; column < row.length; column += 1)
        row[column] = (row[column] ?? 0) - factor * (line[column] ?? 0);
    });
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
