/** Samples of a beat of the small test files. */
const sampleCount = 140;

/** Training settings that take seconds. */
export const smallSettings = { embedding: 2, epochs: 2, batchSize: 4, folds: 2, seed: 5 };

/** A line of a small ARFF file: a smooth wave for a normal beat (class 1), a jagged one for any other class. */
export function beatRow(label: number, index: number): string {
  const samples = Array.from({ length: sampleCount }, (_, step) =>
    label === 1 ? Math.sin(step / 20 + index / 50) : 3 * (step % 2) + label,
  );
  return [...samples.map((sample) => sample.toFixed(6)), label].join(',');
}

/** A small ARFF file with one beat of each label, in order. */
export function smallArff(labels: readonly number[], offset = 0): string {
  const attributes = Array.from({ length: sampleCount }, (_, index) => `@attribute att${index + 1} numeric`);
  const rows = labels.map((label, index) => beatRow(label, index + offset));
  return ['@relation beats', ...attributes, '@attribute target {1,2,3,4,5}', '@data', ...rows, ''].join('\n');
}

/** Classes of the beats of the small train file. */
export const trainLabels = [1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 1];
