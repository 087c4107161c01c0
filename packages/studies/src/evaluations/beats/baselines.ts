import type { Beat } from '@beatwatch/contracts';
import { median } from '@beatwatch/statistics';

/** A beat as the live path cuts it: microvolts around the R peak, and the preceding RR interval. */
export type BaselineBeat = Pick<Beat, 'samples' | 'precedingRrIntervalMs'>;

/** Weight of prematurity relative to the shape, which is in units of the patient's own median distance. */
const prematurityWeight = 6;
/** Preceding RR intervals that a beat's own is compared with. */
const priorIntervals = 10;
const neighbours = 3;

/**
 * Distance to the patient's own median beat, and prematurity: the mean absolute difference from the sample-by-sample
 * median of the first `learned` beats, divided by the median of that difference in those beats, plus 6 times the log of
 * the prematurity.
 * @returns one score for each beat, higher is more anomalous
 */
export function templateScores(beats: readonly BaselineBeat[], learned: number): Float64Array {
  const own = beats.slice(0, learned);
  const template = medianBeat(own.map(({ samples }) => samples));
  const distance = ({ samples }: BaselineBeat): number => meanAbsoluteDifference(samples, template);
  return combined(beats, beats.map(distance), medianOrZero(own.map(distance)));
}

/**
 * Mean distance to the three nearest of the patient's first `learned` beats (none is its own neighbour), divided by the
 * median of that distance in those beats, plus 6 times the log of the prematurity.
 * @returns one score for each beat, higher is more anomalous
 */
export function nearestNeighbourScores(beats: readonly BaselineBeat[], learned: number): Float64Array {
  const own = beats.slice(0, learned);
  const distances = beats.map((beat) => {
    const nearest = new Array<number>(neighbours).fill(Number.POSITIVE_INFINITY);
    for (const other of own) {
      if (other === beat) continue;
      const limit = nearest[neighbours - 1] ?? Number.POSITIVE_INFINITY;
      const distance = meanAbsoluteDifference(beat.samples, other.samples, limit);
      if (distance >= limit) continue;
      nearest[neighbours - 1] = distance;
      nearest.sort((a, b) => a - b);
    }
    const found = nearest.filter(Number.isFinite);
    return found.reduce((sum, distance) => sum + distance, 0) / Math.max(1, found.length);
  });
  return combined(beats, distances, medianOrZero(distances.slice(0, learned)));
}

function combined(
  beats: readonly BaselineBeat[],
  distances: readonly number[],
  usualDistance: number,
): Float64Array {
  const prematurity = prematurities(beats);
  const unit = usualDistance > 0 ? usualDistance : 1;
  return Float64Array.from(
    distances,
    (distance, index) => distance / unit + prematurityWeight * (prematurity[index] ?? 0),
  );
}

/** Log of the ratio of the median of ten earlier RR intervals to the beat's own; 0 if its own is unknown. */
function prematurities(beats: readonly BaselineBeat[]): Float64Array {
  const prior: number[] = [];
  return Float64Array.from(beats, ({ precedingRrIntervalMs }) => {
    if (precedingRrIntervalMs === undefined) return 0;
    const usual = prior.length === 0 ? precedingRrIntervalMs : median(prior);
    prior.push(precedingRrIntervalMs);
    if (prior.length > priorIntervals) prior.shift();
    return Math.log(usual / precedingRrIntervalMs);
  });
}

/** @param limit above it the result may be too low */
function meanAbsoluteDifference(a: Float32Array, b: Float32Array, limit = Number.POSITIVE_INFINITY): number {
  const most = limit * a.length;
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) {
    sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
    if (sum > most) break;
  }
  return sum / a.length;
}

function medianBeat(samples: readonly Float32Array[]): Float32Array {
  return Float32Array.from({ length: samples[0]?.length ?? 0 }, (_, at) =>
    median(samples.map((beat) => beat[at] ?? 0)),
  );
}

const medianOrZero = (values: readonly number[]): number => (values.length === 0 ? 0 : median(values));
