import { mean, median } from '@beatwatch/statistics';
import type { VentricularBeat } from './ventricular-beat.ts';

export const beatFeatureNames = [
  /** Beats in the window. */
  'beats',
  /** Median rate, bpm. */
  'rateBpm',
  /** Standard deviation of the RR intervals over their mean. */
  'rrSpread',
  /** Longest time without an R peak, s. */
  'longestPause',
  /** Mean log odds of the 3, 5 and 8 beats that look most ventricular. */
  'best3',
  'best5',
  'best8',
  'meanLogOdds',
  /** Of the 3 consecutive beats that look most ventricular together: mean log odds and rate. */
  'run3',
  'run3Bpm',
  /** Of the 5 consecutive ones: mean and least log odds, rate, spread of the intervals, correlation, breadth, and age of the last, s. */
  'run5',
  'run5Least',
  'run5Bpm',
  'run5Spread',
  'run5Correlation',
  'run5Breadth',
  'run5Age',
  /** Longest run of beats whose log odds are above 0, and above -1.5. */
  'longestRun',
  'longestDoubtfulRun',
  /** Median correlation and breadth of all beats. */
  'correlation',
  'breadth',
] as const;
type BeatFeatures = Readonly<Record<(typeof beatFeatureNames)[number], number>>;

const doubtful = -1.5;
const fewestBeats = 3;

/**
 * @param beats of the window, oldest first
 * @param span of the window
 */
export function beatFeatures(
  beats: readonly VentricularBeat[],
  span: { readonly fromUs: number; readonly toUs: number },
): BeatFeatures {
  const longestPause = longestPauseUs(beats, span) / 1e6;
  if (beats.length < fewestBeats) return { ...unknown, beats: beats.length, longestPause };
  const intervals = intervalsOf(beats);
  const odds = beats.map(({ logOdds }) => logOdds);
  const sorted = odds.toSorted((a, b) => b - a);
  const run3 = bestRun(beats, 3);
  const run5 = bestRun(beats, 5);
  return {
    beats: beats.length,
    rateBpm: 60_000 / median(intervals),
    rrSpread: spreadOf(intervals),
    longestPause,
    best3: mean(sorted.slice(0, 3)),
    best5: mean(sorted.slice(0, 5)),
    best8: mean(sorted.slice(0, 8)),
    meanLogOdds: mean(odds),
    run3: mean(run3.map(({ logOdds }) => logOdds)),
    run3Bpm: rateOf(run3),
    ...(run5.length < 5
      ? shortRun
      : {
          run5: mean(run5.map(({ logOdds }) => logOdds)),
          run5Least: Math.min(...run5.map(({ logOdds }) => logOdds)),
          run5Bpm: rateOf(run5),
          run5Spread: spreadOf(intervalsOf(run5)),
          run5Correlation: mean(run5.slice(1).map(({ correlation }) => correlation)),
          run5Breadth: mean(run5.map(({ breadth }) => breadth)),
          run5Age: (span.toUs - (run5.at(-1)?.timeUs ?? 0)) / 1e6,
        }),
    longestRun: longestRun(odds, 0),
    longestDoubtfulRun: longestRun(odds, doubtful),
    correlation: median(beats.slice(1).map(({ correlation }) => correlation)),
    breadth: median(beats.map(({ breadth }) => breadth)),
  };
}

function longestPauseUs(
  beats: readonly VentricularBeat[],
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
): number {
  let [longest, before] = [Number.NEGATIVE_INFINITY, fromUs];
  for (const { timeUs } of beats) {
    longest = Math.max(longest, timeUs - before);
    before = timeUs;
  }
  return Math.max(longest, toUs - before);
}

const shortRun = {
  run5: Number.NaN,
  run5Least: Number.NaN,
  run5Bpm: Number.NaN,
  run5Spread: Number.NaN,
  run5Correlation: Number.NaN,
  run5Breadth: Number.NaN,
  run5Age: Number.NaN,
};
const unknown = Object.fromEntries(beatFeatureNames.map((name) => [name, Number.NaN])) as BeatFeatures;

const intervalsOf = (beats: readonly VentricularBeat[]): number[] =>
  beats.slice(1).map(({ timeUs }, index) => (timeUs - (beats[index]?.timeUs ?? 0)) / 1000);

const rateOf = (beats: readonly VentricularBeat[]): number => 60_000 / mean(intervalsOf(beats));

function spreadOf(intervals: readonly number[]): number {
  const middle = mean(intervals);
  return Math.sqrt(mean(intervals.map((interval) => (interval - middle) ** 2))) / middle;
}

/** The consecutive beats with the highest mean log odds; of equal ones the newest. */
function bestRun(beats: readonly VentricularBeat[], length: number): readonly VentricularBeat[] {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let from = 0; from + length <= beats.length; from += 1) {
    let sum = 0;
    for (let index = from; index < from + length; index += 1) {
      const { logOdds = 0 } = beats[index] ?? {};
      sum += Number.isNaN(logOdds) ? 0 : logOdds;
    }
    const worth = sum / length;
    if (worth < highest) continue;
    best = from;
    highest = worth;
  }
  return best < 0 ? [] : beats.slice(best, best + length);
}

function longestRun(odds: readonly number[], above: number): number {
  let [run, longest] = [0, 0];
  for (const one of odds) {
    run = one > above ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
