import { mean, upperMedian } from '@beatwatch/statistics';
import { arrivalBursts, timesOfArrival } from './arrival-times.ts';
import { snappedRate, type CsvTimes, type Run } from './runs.ts';

/** Times are often rounded to milliseconds: a rate this close to an integer, as a share of it, is that integer. */
const roundingShare = 5e-4;
/** A step longer than this number of usual steps is a gap. */
const gapSteps = 1.75;

/**
 * Sampling rate and gaps of a column of times.
 * @param seconds one per sample, never decreasing
 * @param knownRateHz takes precedence over the rate of the times
 * @returns undefined where the times do not give a rate: fewer than two, or most of them equal
 */
export function timesOf(seconds: Float64Array, knownRateHz: number | undefined): CsvTimes | undefined {
  const bursts = arrivalBursts(seconds);
  if (bursts !== undefined) return timesOfArrival(bursts, seconds, knownRateHz);
  const median = upperMedian(stepsOf(seconds));
  // Times that mostly repeat show no gaps.
  if (median === undefined || median === 0) {
    return knownRateHz === undefined
      ? undefined
      : {
          samplingRateHz: knownRateHz,
          runs: [{ from: 0, to: seconds.length, startSeconds: 0 }],
          notes: [],
        };
  }
  const usual = knownRateHz === undefined ? usualStep(seconds, median) : 1 / knownRateHz;
  const starts = [0];
  let steadySeconds = 0;
  let steadySteps = 0;
  for (let index = 1; index < seconds.length; index += 1) {
    const step = (seconds[index] ?? 0) - (seconds[index - 1] ?? 0);
    if (step > gapSteps * usual) starts.push(index);
    else {
      steadySeconds += step;
      steadySteps += 1;
    }
  }
  const origin = seconds[0] ?? 0;
  const samplingRateHz = knownRateHz ?? snappedRate(steadySteps / steadySeconds, roundingShare);
  const runs = starts.map((from, run) => ({
    from,
    to: starts[run + 1] ?? seconds.length,
    startSeconds: (seconds[from] ?? 0) - origin,
  }));
  return { samplingRateHz, runs: endToEnd(runs, samplingRateHz), notes: [] };
}

const stepsOf = (seconds: Float64Array): Float64Array =>
  seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0));

/** Mean of the steps up to four times the median: times rounded to milliseconds alternate between two steps. */
function usualStep(seconds: Float64Array, median: number): number {
  const usual = stepsOf(seconds).filter((step) => step <= median * 4);
  return mean(usual);
}

/** Joins a run to the one before it where that one, at the sampling rate, is not over when it begins. */
function endToEnd(runs: readonly Run[], samplingRateHz: number): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const endSeconds =
      last === undefined ? -Infinity : last.startSeconds + (last.to - last.from) / samplingRateHz;
    if (last === undefined || run.startSeconds > endSeconds + (gapSteps - 1) / 2 / samplingRateHz)
      joined.push(run);
    else joined.splice(-1, 1, { ...last, to: run.to });
  }
  return joined;
}
