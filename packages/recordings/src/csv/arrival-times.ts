import { upperMedian } from '@beatwatch/statistics';
import { snappedRate, type CsvTimes, type Run } from './runs.ts';

/** Rows that came together: from this row to the next burst. */
export interface Burst {
  readonly from: number;
  readonly to: number;
}

/** A burst is shorter than this, or it is a recording of its own between two gaps. */
const longestBurstSeconds = 1;
const fewestBursts = 10;
/** Share of the time that a sensor which sends without a gap covers by its own stamps. */
const coveredShare = 0.8;
/** Bursts further apart than this number of usual intervals have a gap between them. */
const gapIntervals = 4;
/** Times of arrival jitter: a rate this close to a whole number, as a share of it, is that number. */
const roundingShare = 3e-3;

/**
 * The bursts in times of arrival: a phone stamps the rows of a packet when it comes, all alike or a moment apart, and then waits
 * for the next.
 * @returns undefined where the times are those of the samples
 */
export function arrivalBursts(seconds: Float64Array): Burst[] | undefined {
  const steps = [...seconds.slice(1)].map((second, index) => second - (seconds[index] ?? 0));
  const median = upperMedian(Float64Array.from(steps));
  if (median === undefined) return undefined;
  // Where most rows of a packet have one stamp, any other step is that to the next packet.
  const longest = median === 0 ? 0 : median * 4;
  const bursts: { from: number; to: number }[] = [{ from: 0, to: seconds.length }];
  let within = 0;
  for (const [index, step] of steps.entries()) {
    if (step <= longest) within += step;
    else {
      const last = bursts.at(-1);
      if (last !== undefined) last.to = index + 1;
      bursts.push({ from: index + 1, to: seconds.length });
    }
  }
  const lengths = bursts.map(({ from, to }) => (seconds[to - 1] ?? 0) - (seconds[from] ?? 0));
  const total = (seconds.at(-1) ?? 0) - (seconds[0] ?? 0);
  const usualSeconds = upperMedian(Float64Array.from(lengths)) ?? 0;
  const isArrival =
    bursts.length >= fewestBursts &&
    usualSeconds + median < longestBurstSeconds &&
    within + bursts.length * median < coveredShare * total;
  return isArrival ? bursts : undefined;
}

/** Rate and gaps of bursts: the samples are laid end to end at the rate at which the bursts bring them. */
export function timesOfArrival(
  bursts: readonly Burst[],
  seconds: Float64Array,
  knownRateHz: number | undefined,
): CsvTimes {
  const startOf = ({ from }: Burst): number => seconds[from] ?? 0;
  const intervals = bursts.slice(1).map((burst, index) => startOf(burst) - startOf(bursts[index] as Burst));
  const longest = (upperMedian(Float64Array.from(intervals)) ?? 0) * gapIntervals;
  let samples = 0;
  let steadySeconds = 0;
  for (const [index, interval] of intervals.entries()) {
    // The first burst may be the end of one.
    if (index === 0 || interval > longest) continue;
    const { from, to } = bursts[index] as Burst;
    samples += to - from;
    steadySeconds += interval;
  }
  const samplingRateHz = knownRateHz ?? snappedRate(samples / steadySeconds, roundingShare);
  const runs: Run[] = [{ from: 0, to: seconds.length, startSeconds: 0 }];
  for (const [index, interval] of intervals.entries()) {
    if (interval <= longest) continue;
    const { from } = bursts[index + 1] as Burst;
    const last = runs.at(-1) as Run;
    const endSeconds = last.startSeconds + (from - last.from) / samplingRateHz;
    const startSeconds = Math.max(endSeconds, (seconds[from] ?? 0) - (seconds[0] ?? 0));
    runs.splice(-1, 1, { ...last, to: from }, { from, to: seconds.length, startSeconds });
  }
  const rate = `${Number(samplingRateHz.toFixed(2))} Hz`;
  const notes = [
    knownRateHz === undefined
      ? `the times are those of arrival, in packets: read at ${rate}, the rate at which the packets bring samples (give the rate if you know it)`
      : `the times are those of arrival, in packets: read without them at ${rate}`,
  ];
  return { samplingRateHz, runs, notes };
}
