import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { meanRateBpm } from './heart-rate.ts';
import { meanStrength } from './strength.ts';

/** Consecutive ventricular beats up to the newest, few or slow: more and faster ones are a tachycardia. */
export function ventricularRun(
  beats: readonly KnownBeat[],
  rule: AlarmSettings['ventricularRun'],
): Condition {
  const { run, rateBpm } = runUpTo(beats);
  const last = run.slice(-rule.beats);
  const isStrong =
    run.length >= rule.beats &&
    meanStrength(last) >= rule.minMeanStrength &&
    last.every(({ strength }) => strength >= rule.minStrength);
  if (isStrong) return met({ beats: run, measure: rateBpm });
  return isWithoutPairs(beats, rule.clearBeats) ? over : undecided;
}

/** The consecutive ventricular beats up to the newest beat, with the rate among them in bpm. */
export function runUpTo(beats: readonly KnownBeat[]): {
  readonly run: readonly KnownBeat[];
  readonly rateBpm: number;
} {
  const run = beats.slice(beats.findLastIndex(({ ventricular }) => !ventricular) + 1);
  // The interval after the last one leads out of the run, or to a beat that is not known yet.
  return { run, rateBpm: meanRateBpm(run.slice(0, -1)) };
}

/** Whether none of the last beats has a ventricular neighbour while it is ventricular itself. */
export function isWithoutPairs(beats: readonly KnownBeat[], count: number): boolean {
  const recent = beats.slice(-count);
  const hasPair = recent.some(
    ({ ventricular }, index) => ventricular && recent[index - 1]?.ventricular === true,
  );
  return recent.length === count && !hasPair;
}
