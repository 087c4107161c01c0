import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { meanRateBpm } from './heart-rate.ts';
import { meanStrength } from './strength.ts';

/**
 * Consecutive ventricular beats up to the newest, few or slow: more and faster ones are a tachycardia. Where classes are
 * told the last three are judged together: a doubtful one between two certain ones is one of them.
 */
export function ventricularRun(
  beats: readonly KnownBeat[],
  rule: AlarmSettings['ventricularRun'],
): Condition {
  const last = beats.slice(-rule.beats);
  if (last.length === rule.beats && isRun(last, rule) && standsOut(last, beats, rule)) {
    const { run } = runUpTo(beats);
    const whole = run.length > last.length ? run : last;
    return met({ beats: whole, measure: rateWithin(whole) });
  }
  return isWithoutPairs(beats, rule.clearBeats) ? over : undecided;
}

function isRun(beats: readonly KnownBeat[], rule: AlarmSettings['ventricularRun']): boolean {
  const logOdds = beats.flatMap(({ overNormalLogOdds }) => overNormalLogOdds ?? []);
  if (logOdds.length === beats.length) {
    const capped = logOdds.map((one) => Math.min(rule.maxLogOdds, one));
    return capped.reduce((sum, one) => sum + one, 0) >= rule.beats * rule.minMeanLogOdds;
  }
  return (
    meanStrength(beats) >= rule.minMeanStrength &&
    beats.every(({ ventricular, strength }) => ventricular && strength >= rule.minStrength)
  );
}

/** Beats before a run that tell what is usual. */
const fewestUsual = 8;

/** Whether even the weakest beat of a run is unlike the patient's usual ones, which may look ventricular themselves. */
function standsOut(
  run: readonly KnownBeat[],
  beats: readonly KnownBeat[],
  { minContrast }: AlarmSettings['ventricularRun'],
): boolean {
  const before = beats.slice(0, -run.length).flatMap(({ overNormalLogOdds }) => overNormalLogOdds ?? []);
  if (before.length < fewestUsual) return true;
  const usual = before.sort((a, b) => a - b)[Math.floor(before.length / 4)] ?? 0;
  return run.every(({ overNormalLogOdds = Infinity }) => overNormalLogOdds >= usual + minContrast);
}

/** The consecutive ventricular beats up to the newest beat, with the rate among them in bpm. */
export function runUpTo(beats: readonly KnownBeat[]): {
  readonly run: readonly KnownBeat[];
  readonly rateBpm: number;
} {
  const run = beats.slice(beats.findLastIndex(({ ventricular }) => !ventricular) + 1);
  return { run, rateBpm: rateWithin(run) };
}

/** The interval after the last beat leads out of the run, or to a beat that is not known yet. */
const rateWithin = (run: readonly KnownBeat[]): number => meanRateBpm(run.slice(0, -1));

/** Whether none of the last beats has a ventricular neighbour while it is ventricular itself. */
export function isWithoutPairs(beats: readonly KnownBeat[], count: number): boolean {
  const recent = beats.slice(-count);
  const hasPair = recent.some(
    ({ ventricular }, index) => ventricular && recent[index - 1]?.ventricular === true,
  );
  return recent.length === count && !hasPair;
}
