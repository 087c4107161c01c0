import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat } from '../state.ts';
import { met, over, undecided, type Condition } from './condition.ts';
import { meanRateBpm } from './heart-rate.ts';
import { meanStrength } from './strength.ts';

/** Consecutive ventricular beats up to the newest beat. */
export function ventricularRun(
  beats: readonly KnownBeat[],
  rule: AlarmSettings['ventricularRun'],
): Condition {
  const run = beats.slice(beats.findLastIndex(({ ventricular }) => !ventricular) + 1);
  // The interval after the last one leads out of the run, or to a beat that is not known yet.
  const measure = meanRateBpm(run.slice(0, -1));
  const last = run.slice(-rule.beats);
  const isStrong =
    run.length >= rule.beats &&
    meanStrength(last) >= rule.minMeanStrength &&
    last.every(({ strength }) => strength >= rule.minStrength);
  const isLongAndFast = run.length >= rule.fastBeats && measure >= rule.fastBpm;
  if (isStrong || isLongAndFast) {
    return met({ beats: run, measure, priority: measure >= rule.fastBpm ? 'high' : 'medium' });
  }
  const recent = beats.slice(-rule.clearBeats);
  const pairs = recent.filter(
    ({ ventricular }, index) => ventricular && recent[index - 1]?.ventricular === true,
  ).length;
  return recent.length === rule.clearBeats && pairs === 0 ? over : undecided;
}
