export { bootstrapIntervals, type Interval } from './bootstrap.ts';
export { mean, sampleVariance } from './mean.ts';
export { madToSigma, median, medianAbsoluteDeviation, upperMedian, weightedMedian } from './median.ts';
export { quantile } from './quantile.ts';
export { createMulberryRandom, streamSeed } from './random/mulberry.ts';
export type { SeededRandom } from './random/seeded-random.ts';
export { createSeededRandom, seedFrom } from './random/xoshiro.ts';
